"""The row at the top: start and stop, how the server is, its address and what to do with it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from msgspec import Struct

from wschat_gui.bridge.events import HostAddress
from wschat_gui.gui.palette import Mode, Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import ButtonKind, Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.formats import width_of
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import (
    Failed,
    Running,
    ServerStatus,
    Starting,
    Stopped,
    Stopping,
    may_start,
    may_stop,
)

_START = N_("Start")
_STOP = N_("Stop")
_NO_ADDRESS = N_("No address")
_WORDS: dict[type[ServerStatus], tuple[str, Tone]] = {
    Stopped: (N_("Stopped"), Tone.MUTED),
    Starting: (N_("Starting"), Tone.WARNING),
    Running: (N_("Running"), Tone.GOOD),
    Stopping: (N_("Stopping"), Tone.WARNING),
    Failed: (N_("Failed"), Tone.BAD),
}
_ADDRESS_CHARS = 27


class ToolbarActions(Struct, frozen=True, kw_only=True):
    """What the toolbar can ask for."""

    start_or_stop: Callable[[], None]
    copy_address: Callable[[], None]
    switch_join_code: Callable[[], None]
    open_browser: Callable[[], None]
    pick_address: Callable[[HostAddress], None]
    switch_mode: Callable[[], None]
    open_settings: Callable[[], None]
    open_menu: Callable[[], None]


class Toolbar:
    """The controls in a row."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        shortcuts: Shortcuts,
        actions: ToolbarActions,
    ) -> None:
        """Make the row and bind its keys."""
        self._look = look
        self._state = state
        self._actions = actions
        self._listed: tuple[HostAddress, ...] = ()
        self.frame = look.frame(parent, Surface.CHROME)
        gap = look.px(8)
        self.start_button = look.button(
            self.frame, _(_STOP), actions.start_or_stop, kind=ButtonKind.DANGER, icon="stop-fill"
        )
        look.tooltip(self.start_button, shortcuts.tip(Key.START_STOP))
        self.start_button.pack(side="left")
        self._lamp = look.label(self.frame, surface=Surface.CHROME)
        self._lamp.pack(side="left", padx=(look.px(16), gap))
        self.word = look.label(self.frame, surface=Surface.CHROME)
        self.word.configure(width=max(width_of(_(word)) for word, _tone in _WORDS.values()) + 1)
        self.word.pack(side="left")
        self._address_text = tkinter.StringVar(look.root)
        self.address = look.entry(self.frame, self._address_text)
        self.address.configure(state="readonly", width=_ADDRESS_CHARS)
        self.address.pack(side="left", padx=(gap, look.px(4)))
        self.copy_button = self._icon_button("clipboard", shortcuts, Key.COPY_ADDRESS)
        self.join_button = self._icon_button("qr-code", shortcuts, Key.JOIN_CODE)
        self.open_button = self._icon_button("box-arrow-up-right", shortcuts, Key.OPEN_BROWSER)
        for button in (self.copy_button, self.join_button, self.open_button):
            button.pack(side="left")
        self.menu_button = self._icon_button("list", shortcuts, Key.MENU)
        self.settings_button = self._icon_button("gear", shortcuts, Key.SETTINGS)
        self.mode_button = self._icon_button("moon-stars", shortcuts, Key.SWITCH_MODE)
        for button in (self.menu_button, self.settings_button, self.mode_button):
            button.pack(side="right")
        self.chooser = look.chooser(self.frame, width=26)
        self.chooser.pack(side="right", padx=gap)
        self.chooser.bind("<<ComboboxSelected>>", self._picked)
        look.tooltip(self.chooser, shortcuts.tip(Key.PICK_ADDRESS))
        for key, action in (
            (Key.START_STOP, self.start_button.invoke),
            (Key.PICK_ADDRESS, self.chooser.focus_set),
        ):
            shortcuts.bind(key, action)

    def render(self) -> None:
        """Show the server's state and addresses."""
        status = self._state.status
        word, tone = _WORDS[type(status)]
        self.word.configure(text=_(word))
        self._lamp.configure(
            image=self._look.icon("circle-fill", 11, tone.colour(self._look.palette))
        )
        self._render_start_button(status)
        self._render_address()
        other = "moon-stars" if self._look.mode is Mode.LIGHT else "sun"
        self._look.set_button(self.mode_button, icon=other)

    def _render_start_button(self, status: ServerStatus) -> None:
        if isinstance(status, Stopped | Failed):
            text, kind, icon = _(_START), ButtonKind.SUCCESS, "play-fill"
        else:
            text, kind, icon = _(_STOP), ButtonKind.DANGER, "stop-fill"
        if str(self.start_button.cget("text")) != text:
            self._look.set_button(self.start_button, text=text, kind=kind, icon=icon)
        usable = may_start(status) or may_stop(status)
        self.start_button.configure(state="normal" if usable else "disabled")

    def _render_address(self) -> None:
        address, addresses = self._state.address, self._state.addresses
        url = address.url if address else ""
        self._address_text.set(url)
        self.address.configure(width=max(_ADDRESS_CHARS, len(url) + 1))
        state = "normal" if url else "disabled"
        for button in (self.copy_button, self.join_button, self.open_button):
            button.configure(state=state)
        if addresses != self._listed:
            self._listed = addresses
            names = [f"{each.interface}  {_bare(each.url)}" for each in addresses]
            self.chooser.configure(values=names, width=max([24, *map(len, names)]))
        if address is None:
            self.chooser.set(_(_NO_ADDRESS))
        else:
            self.chooser.current(addresses.index(address))
        self.chooser.configure(state="readonly" if addresses else "disabled")

    def _picked(self, _event: object) -> None:
        self.chooser.selection_clear()
        self._actions.pick_address(self._listed[self.chooser.current()])

    def _icon_button(self, icon: str, shortcuts: Shortcuts, key: Key) -> tkinter.ttk.Button:
        action = {
            Key.COPY_ADDRESS: self._actions.copy_address,
            Key.JOIN_CODE: self._actions.switch_join_code,
            Key.OPEN_BROWSER: self._actions.open_browser,
            Key.SWITCH_MODE: self._actions.switch_mode,
            Key.SETTINGS: self._actions.open_settings,
            Key.MENU: self._actions.open_menu,
        }[key]
        button = self._look.icon_button(self.frame, icon, action, tip=shortcuts.tip(key))
        shortcuts.bind(key, button.invoke)
        return button


def _bare(url: str) -> str:
    """The host and port of a URL: what tells two addresses of one computer apart."""
    return url.split("//", 1)[-1].split("/", 1)[0]
