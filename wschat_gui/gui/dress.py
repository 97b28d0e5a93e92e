"""The styles of ttk widgets that ttkbootstrap has no word for; it forgets them with every switch.

What is made with them is `theme.py`'s.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.gui.palette import Palette, Tone


def dress(
    style: ttk.Style, palette: Palette, *, px: Callable[[float], int], line_height: int
) -> None:
    """Configure all of them in these colours; `line_height` is that of body text, in pixels."""
    _dress_labels(style, palette)
    _dress_table(style, palette, row_height=line_height + px(6))
    _dress_tabs(style, palette, padding=px(8))
    for name in ("neutral.TButton", "Ghost.TButton", "@chrome.Ghost.TButton"):
        style.configure(name, focusthickness=px(1))
        style.map(name, foreground=[("disabled", palette.disabled)])
    # Icons that are disabled have a colour for that; Tk would dot them as well.
    style.configure(".", stipple="")
    style.map("TCombobox", foreground=[("disabled", palette.disabled)])
    for name in (".", "TEntry", "TCombobox"):
        style.configure(name, selectbackground=palette.selection, selectforeground=palette.text)
    style.configure("Vertical.TPanedwindow", background=palette.chrome)
    style.configure("Sash", sashthickness=px(12))


def dress_menu(menu: tkinter.Menu, palette: Palette) -> None:
    """Colour the command under the pointer as rows are coloured that are selected.

    On X screens, the keys are kept from the right edge, where Tk leaves no room.
    """
    if menu.tk.call("tk", "windowingsystem") == "x11":
        for place in range((menu.index("end") or -1) + 1):
            keys = "" if menu.type(place) == "separator" else menu.entrycget(place, "accelerator")
            if keys and not keys.endswith(" "):
                menu.entryconfigure(place, accelerator=f"{keys} ")
    menu.configure(
        activebackground=palette.selection,
        activeforeground=palette.text,
        disabledforeground=palette.disabled,
        selectcolor=palette.text,
    )


def dress_list(chooser: ttk.Combobox, palette: Palette) -> None:
    """Colour the list that drops down from a chooser in the same way."""
    listed = f"{chooser.tk.call('ttk::combobox::PopdownWindow', chooser)}.f.l"
    colours = ("-selectbackground", palette.selection, "-selectforeground", palette.text)
    chooser.tk.call(listed, "configure", *colours)


def _dress_labels(style: ttk.Style, palette: Palette) -> None:
    for tone in Tone:
        for surface, background in (("", palette.panel), ("@chrome.", palette.chrome)):
            if tone is not Tone.NORMAL:
                name = f"{tone}.{surface}TLabel"
                style.configure(name, foreground=tone.colour(palette), background=background)
    style.configure(
        "tooltip.TLabel", background=palette.tip, foreground="#ffffff", bordercolor=palette.tip
    )
    style.configure("tooltip.TLabel", lightcolor=palette.tip, darkcolor=palette.tip)


def _dress_table(style: ttk.Style, palette: Palette, row_height: int) -> None:
    # Configured first: that makes ttkbootstrap build its own, which would replace the layout.
    style.configure("Treeview", fieldbackground=palette.panel, background=palette.panel)
    style.configure("Treeview", rowheight=row_height, borderwidth=0)
    style.layout("Treeview", [("Treeview.treearea", {"sticky": "nswe"})])
    style.map("Treeview", background=[("selected", palette.selection)], foreground=[])
    style.configure("Treeview.Heading", foreground=palette.muted, background=palette.panel)
    style.map("Treeview.Heading", background=[("active", palette.panel)])


def _dress_tabs(style: ttk.Style, palette: Palette, padding: int) -> None:
    style.configure("TNotebook", background=palette.chrome)
    style.configure("TNotebook.Tab", padding=padding, foreground=palette.text)
    style.map(
        "TNotebook.Tab",
        background=[("selected", palette.panel), ("!selected", palette.chrome)],
        lightcolor=[("selected", palette.panel), ("!selected", palette.chrome)],
        foreground=[("selected", palette.text), ("!selected", palette.muted)],
    )
