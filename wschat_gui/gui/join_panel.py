"""The QR code and the address under it: how everybody in the room gets in.

Shows a poster's words small. What the buttons do is `join_desk.py`'s.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from msgspec import Struct

from wschat_gui.bridge.events import HostAddress
from wschat_gui.gui.address_list import AddressList
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.qr import qr_png
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import ButtonKind, Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.poster import Poster
from wschat_gui.model.wifi import wifi_code

_SIDE_PX = 240
"""Of the whole code on a screen of 96 dots per inch: 6 cm, scanned from an arm's length."""
_PADDING_PX = 10
_ABOVE_ADDRESS_PX = 6
_OVERHANG_PX = 16
"""How much wider than the code the address may be."""
_WIFI_STEP = N_("1. Wi-Fi")
_CHAT_STEP = N_("2. Chat")
_OR = N_("or {url}")
_WIFI_NAME = N_("Wi-Fi: {name}")
_CANNOT_JOIN = N_("Somebody can't join?")


class JoinActions(Struct, frozen=True, kw_only=True):
    """What the panel can ask for."""

    copy: Callable[[], None]
    """The address that is shown."""
    copy_url: Callable[[str], None]
    pick: Callable[[HostAddress], None]
    show_poster: Callable[[], None]
    ask_wifi: Callable[[], None]
    show_doctor: Callable[[], None]


class JoinPanel:
    """A bordered panel with the code, the address, and what can be done with them."""

    def __init__(
        self, look: Look, parent: tkinter.Misc, shortcuts: Shortcuts, actions: JoinActions
    ) -> None:
        """Make the panel and bind its keys."""
        self._look = look
        self._poster: Poster | None = None
        self._shows_wifi = False
        self.frame = look.panel(parent, padding=_PADDING_PX)
        self._steps = look.frame(self.frame)
        self.wifi_step = look.button(self._steps, _(_WIFI_STEP), lambda: self._step(wifi=True))
        self.chat_step = look.button(self._steps, _(_CHAT_STEP), lambda: self._step(wifi=False))
        self.wifi_step.pack(side="left", expand=True, fill="x", padx=(0, look.px(4)))
        self.chat_step.pack(side="left", expand=True, fill="x")
        self.code = look.label(self.frame)
        self.address = look.label(self.frame, tone=Tone.ACCENT, font_name=FontName.ADDRESS)
        # A fixed width: one taken from the panel would change the panel, and so on for ever.
        self.address.configure(justify="center", wraplength=look.px(_SIDE_PX + _OVERHANG_PX))
        self.local = look.label(self.frame, tone=Tone.MUTED, font_name=FontName.SMALL)
        self._buttons = look.frame(self.frame)
        self._make_buttons(shortcuts, actions)
        self.addresses = AddressList(look, self.frame, pick=actions.pick, copy=actions.copy_url)
        for row, widget in enumerate(
            (self._steps, self.code, self.address, self.local, self._buttons, self.addresses.frame)
        ):
            widget.grid(row=row, column=0)
        for wide in (self._steps, self._buttons, self.addresses.frame):
            wide.grid(sticky="ew")
        self.address.grid(pady=(look.px(_ABOVE_ADDRESS_PX), 0))
        self.frame.grid_columnconfigure(0, weight=1)
        self._image: tkinter.PhotoImage | None = None
        self._most_px = look.px(_SIDE_PX) * 2
        """How wide the code may be; where there is room, it is as wide as it should."""
        self._drawn: tuple[str, int] | None = None
        self._marked_wifi: bool | None = None
        """Which step the buttons set off; None before the first time."""
        self.show_addresses(wanted=False)
        self._draw()

    @property
    def addresses_height(self) -> int:
        """What the list of addresses would need, in pixels; 0 where there is nothing to choose."""
        return self.addresses.height

    @property
    def frame_height(self) -> int:
        """What everything but the code and the list of addresses needs, in pixels."""
        # Added up: what a frame itself asks for is out of date until Tk is idle.
        rows = (self._steps, self.address, self.local, self._buttons)
        heights = sum(each.winfo_reqheight() for each in rows if each.winfo_manager())
        return heights + self._look.px(_ABOVE_ADDRESS_PX) + 2 * self._look.px(_PADDING_PX + 1)

    def fit_code(self, height: int) -> int:
        """Draw the code no higher than this, but large enough to be read; return its height."""
        around = self.code.winfo_reqheight() - self._image.height() if self._image else 0
        self._most_px = height - around
        self._draw()
        return self.code.winfo_reqheight()

    def show_addresses(self, *, wanted: bool) -> None:
        """Show the list of addresses, where there is a choice, or leave it out."""
        if wanted and self.addresses.is_wanted:
            self.addresses.frame.grid()
        else:
            self.addresses.frame.grid_remove()

    def render(
        self,
        poster: Poster | None,
        addresses: tuple[HostAddress, ...],
        shown: HostAddress | None,
    ) -> None:
        """Show how to get in, None while nobody can; the code is drawn anew only if it changed."""
        self.addresses.render(addresses, shown)
        if poster == self._poster:
            return
        has_new_wifi = poster is not None and poster.wifi is not None
        had_wifi = self._poster is not None and self._poster.wifi is not None
        self._poster = poster
        if has_new_wifi != had_wifi:
            self._shows_wifi = has_new_wifi
        self._draw()

    def _step(self, *, wifi: bool) -> None:
        self._shows_wifi = wifi
        self._draw()

    def _draw(self) -> None:
        poster = self._poster
        wifi = poster.wifi if poster else None
        if wifi is None:
            self._steps.grid_remove()
        else:
            self._steps.grid()
        self._mark_step()
        if poster is None:
            self._show("", "", "")
        elif wifi is not None and self._shows_wifi:
            self._show(wifi_code(wifi), _(_WIFI_NAME).format(name=wifi.name), "")
        else:
            local = _(_OR).format(url=poster.local_url) if poster.local_url else ""
            self._show(poster.join_url, poster.url, local)

    def _mark_step(self) -> None:
        """Set off the step that is shown; a button's purpose is a new style, and takes its time."""
        if self._marked_wifi is self._shows_wifi:
            return
        self._marked_wifi = self._shows_wifi
        for button, is_chosen in (
            (self.wifi_step, self._shows_wifi),
            (self.chat_step, not self._shows_wifi),
        ):
            kind = ButtonKind.PRIMARY if is_chosen else ButtonKind.PLAIN
            self._look.set_button(button, kind=kind)

    def _show(self, code: str, words: str, small: str) -> None:
        self.address.configure(text=words)
        self.local.configure(text=small)
        if small:
            self.local.grid()
        else:
            self.local.grid_remove()
        if not code:
            self._image = self._drawn = None
            self.code.configure(image="")
            return
        if (code, self._most_px) == self._drawn:
            return
        self._drawn = (code, self._most_px)
        png = qr_png(code, self._look.px(_SIDE_PX), self._most_px)
        self._image = tkinter.PhotoImage(master=self._look.root, data=png)
        self.code.configure(image=self._image)

    def _make_buttons(self, shortcuts: Shortcuts, actions: JoinActions) -> None:
        def icon(name: str, key: Key, act: Callable[[], None]) -> ttk.Button:
            tip = shortcuts.tip(key)
            button = self._look.icon_button(
                self._buttons, name, act, tip=tip, surface=Surface.PANEL
            )
            button.grid(row=0, column=self._buttons.grid_size()[0])
            return button

        self.copy_button = icon("clipboard", Key.COPY_ADDRESS, actions.copy)
        self.poster_button = icon("arrows-fullscreen", Key.POSTER, actions.show_poster)
        self.wifi_button = icon("wifi", Key.WIFI, actions.ask_wifi)
        self.doctor_button = self._look.button(
            self._buttons, _(_CANNOT_JOIN), actions.show_doctor, kind=ButtonKind.GHOST
        )
        self._look.tooltip(self.doctor_button, shortcuts.tip(Key.JOIN_DOCTOR))
        self._place_doctor_button()
        for key, button in (
            (Key.POSTER, self.poster_button),
            (Key.WIFI, self.wifi_button),
            (Key.JOIN_DOCTOR, self.doctor_button),
        ):
            shortcuts.bind(key, button.invoke)

    def _place_doctor_button(self) -> None:
        """Put it at the end of the row, or into one of its own where its words are too long."""
        row = self._buttons
        icons = row.grid_size()[0]
        row.grid_columnconfigure(icons, weight=1)
        width = sum(each.winfo_reqwidth() for each in row.winfo_children())
        if width <= self._look.px(_SIDE_PX + _OVERHANG_PX):
            self.doctor_button.grid(row=0, column=icons, sticky="e")
        else:
            self.doctor_button.grid(row=1, column=0, columnspan=icons + 1)
