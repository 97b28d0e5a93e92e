"""The look: everything that is peculiar to ttkbootstrap stands here and nowhere else.

`Look` makes the root window and every kind of widget, holds the palette in force, and tells its
listeners when the mode was switched. What the widgets show is the panels' business.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable
from enum import StrEnum
from tkinter import ttk

import ttkbootstrap

from wschat_gui.gui.display import (
    WINDOW_CLASS,
    claim_app_id,
    darken_title_bar,
    scaling_for,
    wear_icon,
)
from wschat_gui.gui.dress import dress, dress_list, dress_menu
from wschat_gui.gui.fonts import FontName, fix_sizes, make_fonts
from wschat_gui.gui.palette import ACCENTS, DARK, LIGHT, PALETTES, Mode, Palette, Tone
from wschat_gui.gui.restyling import keep_new_styles_quiet, tell_of_theme
from wschat_gui.gui.ruler import Ruler
from wschat_gui.gui.scrollbar import put_beside

_FAMILY = "wschat"

# ttkbootstrap leaves these without types; here they get them.
_style: Callable[[], ttk.Style] = ttkbootstrap.Style.get_instance
_draw_icon: Callable[..., str] = ttkbootstrap.Icon


class Surface(StrEnum):
    """What a widget stands on; the value is ttkbootstrap's token for it."""

    PANEL = ""
    CHROME = "@chrome"


class ButtonKind(StrEnum):
    """What a button is for; the value is its ttkbootstrap style."""

    PLAIN = "neutral"
    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"
    GHOST = "ghost"


class Look:
    """The root window, its fonts and colours, and the makers of its widgets."""

    def __init__(self, mode: Mode, title: str, scale: float = 0.0) -> None:
        """Open the root window, hidden, in this mode; `scale` 0 is that of the screen.

        ttkbootstrap allows one root at a time in a process; one after another is fine.
        """
        family = ttkbootstrap.Theme(
            name=_FAMILY,
            **ACCENTS,
            light={"background": LIGHT.panel, "foreground": LIGHT.text},
            dark={"background": DARK.panel, "foreground": DARK.text},
        )
        register: Callable[[], object] = family.register
        register()
        self.mode = mode
        self._listeners: list[Callable[[], None]] = []
        self._told: dict[ttk.Label, tuple[str | None, Tone | None]] = {}
        """What `tell` has told, by label: those that live as long as the window."""
        self.scaling = scaling_for(scale)
        self.root: tkinter.Tk = ttkbootstrap.App(
            title=title,
            theme=f"{_FAMILY}-{mode}",
            scaling=self.scaling.wanted,
            iconphoto=None,
            className=WINDOW_CLASS,
        )
        self.root.withdraw()
        keep_new_styles_quiet(self.root)
        claim_app_id()
        if scale:
            fix_sizes(self.root)
        make_fonts(self.root)
        self._ruler = Ruler(self.root)
        self._dress()
        wear_icon(self.root)
        # ttkbootstrap takes the space key from buttons; people expect it to press them.
        self.root.tk.call("bind", "TButton", "<Key-space>", "ttk::button::activate %W")

    # Colours, sizes, fonts -----------------------------------------------------------------------

    @property
    def palette(self) -> Palette:
        """The colours of the mode in force."""
        return PALETTES[self.mode]

    def px(self, length: float) -> int:
        """Turn a length at 96 dots per inch into this screen's pixels."""
        return self._ruler.px(length)

    def elided(self, text: str, width: int) -> str:
        """Cut a text to a width in pixels, an ellipsis at its end where something is missing."""
        if self.measure(text) <= width:
            return text
        while text and self.measure(f"{text}…") > width:
            text = text[:-1]
        return f"{text}…"

    def measure(self, text: str, name: FontName = FontName.BODY) -> int:
        """Measure the width of a text in pixels."""
        return self._ruler.text_width(text, name)

    def digits(self, texts: Iterable[str]) -> int:
        """Say how many digits are as wide as the widest text: the unit of a chooser's width."""
        return -(-max(map(self.measure, texts)) // self.measure("0"))

    def line_height(self, name: FontName = FontName.BODY) -> int:
        """Measure the height of a line in pixels."""
        return self._ruler.line_height(name)

    def icon(self, name: str, size: int, colour: str) -> str:
        """Draw a Bootstrap icon; the result is a Tk image's name, kept alive by ttkbootstrap."""
        return _draw_icon(name, size=size, color=colour)

    def on_switch(self, listener: Callable[[], None]) -> None:
        """Call `listener` now and after every switch between light and dark."""
        self._listeners.append(listener)
        listener()

    def switch(self, mode: Mode) -> None:
        """Change to this mode; widgets by ttkbootstrap, all else by the listeners."""
        self.mode = mode
        _style().theme_use(f"{_FAMILY}-{mode}")
        self._dress()
        tell_of_theme(self.root)
        for listener in self._listeners:
            listener()

    def _dress(self) -> None:
        """Set what ttkbootstrap has no word for; it forgets colours with every switch."""
        self.root.configure(background=self.palette.chrome)
        darken_title_bar(self.root, dark=self.mode is Mode.DARK)
        dress(_style(), self.palette, px=self.px, line_height=self.line_height())

    # Widgets -------------------------------------------------------------------------------------

    def frame(self, parent: tkinter.Misc, surface: Surface = Surface.PANEL) -> ttk.Frame:
        """Make a plain container."""
        return ttkbootstrap.Frame(parent, bootstyle=surface.value)

    def panel(self, parent: tkinter.Misc, padding: int = 12) -> ttk.Frame:
        """Make a bordered container, the padding inside it in unscaled pixels."""
        return ttkbootstrap.Frame(parent, bootstyle="bordered", padding=self.px(padding))

    def card(self, parent: tkinter.Misc) -> ttk.Frame:
        """Make a container that stands in front of others, with an accented border."""
        card = ttkbootstrap.Frame(parent, bootstyle="highlight", padding=self.px(20))
        card.state(["focus"])
        return card

    def label(
        self,
        parent: tkinter.Misc,
        text: str = "",
        *,
        tone: Tone = Tone.NORMAL,
        surface: Surface = Surface.PANEL,
        font_name: FontName = FontName.BODY,
    ) -> ttk.Label:
        """Make a text."""
        label = ttkbootstrap.Label(parent, text=text, font=font_name.value)
        self.set_tone(label, tone, surface)
        return label

    def set_tone(self, label: ttk.Label, tone: Tone, surface: Surface = Surface.PANEL) -> None:
        """Give a label another colour."""
        names = (tone.value, surface.value, "TLabel")
        label.configure(style=".".join(name for name in names if name))

    def tell(self, label: ttk.Label, text: str, tone: Tone | None = None) -> None:
        """Have a label say this, in this colour if one is given; no call where it does already."""
        text_before, tone_before = self._told.get(label, (None, None))
        if tone is not None and tone is not tone_before:
            self.set_tone(label, tone)
        if text != text_before:
            label.tk.call(label, "configure", "-text", text)
        self._told[label] = (text, tone)

    def heading(self, parent: tkinter.Misc, text: str, icon: str) -> ttk.Label:
        """Make a panel's heading with its icon."""
        return ttkbootstrap.Label(
            parent, text=f" {text}", icon=icon, icon_size=15, font=FontName.HEADING.value
        )

    def icon_label(self, parent: tkinter.Misc, icon: str) -> ttk.Label:
        """Make an icon that only illustrates."""
        return ttkbootstrap.Label(parent, icon=icon, icon_size=15)

    def button(
        self,
        parent: tkinter.Misc,
        text: str,
        command: Callable[[], object],
        *,
        kind: ButtonKind = ButtonKind.PLAIN,
        icon: str | None = None,
    ) -> ttk.Button:
        """Make a button with words on it."""
        return ttkbootstrap.Button(
            parent, text=text, command=command, bootstyle=kind.value, icon=icon or ""
        )

    def icon_button(
        self,
        parent: tkinter.Misc,
        icon: str,
        command: Callable[[], object],
        *,
        tip: str,
        surface: Surface = Surface.CHROME,
    ) -> ttk.Button:
        """Make a button that is only an icon; `tip` tells what it does."""
        button = ttkbootstrap.Button(
            parent,
            text=tip,  # never drawn; read out by a screen reader
            command=command,
            bootstyle=f"{surface.value} ghost".strip(),
            icon=icon,
            icon_only=True,
        )
        self.tooltip(button, tip)
        return button

    def set_button(
        self,
        button: ttk.Button,
        *,
        text: str | None = None,
        kind: ButtonKind | None = None,
        icon: str | None = None,
    ) -> None:
        """Change a button's words, purpose or icon; None leaves each as it is."""
        if text is not None:
            button.configure(text=text)
        if kind is not None and isinstance(button, ttkbootstrap.Button):
            button.configure(bootstyle=kind.value)
        if icon is not None and isinstance(button, ttkbootstrap.Button):
            button.configure(icon=icon)

    def entry(self, parent: tkinter.Misc, variable: tkinter.StringVar) -> ttk.Entry:
        """Make a line to type into."""
        return ttkbootstrap.Entry(parent, textvariable=variable)

    def chooser(self, parent: tkinter.Misc, width: int) -> ttk.Combobox:
        """Make a list to choose from, `width` in characters."""
        chooser: ttk.Combobox = ttkbootstrap.Combobox(parent, state="readonly", width=width)
        # Whenever it drops down: a switch of the mode puts ttkbootstrap's colours back.
        chooser.configure(postcommand=lambda: dress_list(chooser, self.palette))
        return chooser

    def switch_button(
        self,
        parent: tkinter.Misc,
        text: str,
        variable: tkinter.BooleanVar,
        command: Callable[[], object],
    ) -> ttk.Checkbutton:
        """Make an on-off switch."""
        return ttkbootstrap.Checkbutton(
            parent, text=text, variable=variable, command=command, bootstyle="round toggle"
        )

    def radio(
        self,
        parent: tkinter.Misc,
        text: str,
        variable: tkinter.StringVar,
        value: str,
        command: Callable[[], object],
    ) -> ttk.Radiobutton:
        """Make one choice of several that share a variable."""
        return ttkbootstrap.Radiobutton(
            parent, text=text, variable=variable, value=value, command=command
        )

    def radio_button(
        self, parent: tkinter.Misc, text: str, variable: tkinter.StringVar, value: str
    ) -> ttk.Radiobutton:
        """Make one of several choices, which exclude each other."""
        return ttkbootstrap.Radiobutton(parent, text=text, variable=variable, value=value)

    def scroll(
        self, widget: tkinter.Text | ttk.Treeview, moved: Callable[[], object] = lambda: None
    ) -> ttk.Scrollbar:
        """Grid a text or table into its parent with a vertical scrollbar (`put_beside`)."""
        parent: tkinter.Misc = widget.nametowidget(widget.winfo_parent())
        bar: ttk.Scrollbar = ttkbootstrap.Scrollbar(parent, orient="vertical")
        put_beside(bar, widget, parent, moved)
        return bar

    def table(self, parent: tkinter.Misc, columns: tuple[str, ...]) -> ttk.Treeview:
        """Make a table without a tree column."""
        return ttkbootstrap.Treeview(
            parent, columns=columns, show="headings", selectmode="extended"
        )

    def tabs(self, parent: tkinter.Misc) -> ttk.Notebook:
        """Make a set of tabs."""
        return ttkbootstrap.Notebook(parent)

    def panes(self, parent: tkinter.Misc) -> ttk.Panedwindow:
        """Make two panels, one above the other, with a movable gap between them."""
        return ttkbootstrap.Panedwindow(parent, orient="vertical")

    def text(self, parent: tkinter.Misc, font_name: FontName) -> tkinter.Text:
        """Make a read-only text; its colours are its owner's business."""
        return ttkbootstrap.Text(
            parent,
            autostyle=False,
            font=font_name.value,
            state="disabled",
            relief="flat",
            borderwidth=0,
            highlightthickness=1,
            takefocus=True,
            cursor="arrow",
        )

    def canvas(self, parent: tkinter.Misc) -> tkinter.Canvas:
        """Make a drawing; its colours are its owner's business."""
        return ttkbootstrap.Canvas(parent, autostyle=False, highlightthickness=0, borderwidth=0)

    def menu(self, parent: tkinter.Misc) -> tkinter.Menu:
        """Make a context menu."""
        menu: tkinter.Menu = ttkbootstrap.Menu(parent, tearoff=False)
        menu.configure(postcommand=lambda: dress_menu(menu, self.palette))
        return menu

    def progress(self, parent: tkinter.Misc) -> ttk.Progressbar:
        """Make a bar that fills up."""
        return ttkbootstrap.Progressbar(parent)

    def tooltip(self, widget: tkinter.Misc, text: str) -> Callable[[str], None]:
        """Tell what a widget does while the pointer rests on it; returns how to change the text."""
        tip = ttkbootstrap.ToolTip(widget, text=text, padding=self.px(6), delay=500)
        return lambda new_text: tip.configure(text=new_text)
