"""The row at the top: start and stop, how the server is, its address and what to do with it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from dataclasses import dataclass

from wschat_gui.bridge.events import HostAddress
from wschat_gui.gui.palette import Mode, Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import ButtonKind, Look, Surface
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

_START = "Start"
_STOP = "Stop"
_START_STOP_TIP = "Start or stop the server"
_COPY_TIP = "Copy the address"
_JOIN_TIP = "Show or hide the code to scan"
_OPEN_TIP = "Open the room in this computer's browser"
_PICK_TIP = "Which of this computer's addresses to show"
_MODE_TIP = "Light or dark"
_NO_ADDRESS = "No address"
_WORDS: dict[type[ServerStatus], tuple[str, Tone]] = {
    Stopped: ("Stopped", Tone.MUTED),
    Starting: ("Starting", Tone.WARNING),
    Running: ("Running", Tone.GOOD),
    Stopping: ("Stopping", Tone.WARNING),
    Failed: ("Failed", Tone.BAD),
}
_ADDRESS_CHARS = 27


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolbarActions:
    """What the toolbar can ask for."""

    start_or_stop: Callable[[], None]
    copy_address: Callable[[], None]
    switch_join_code: Callable[[], None]
    open_browser: Callable[[], None]
    pick_address: Callable[[HostAddress], None]
    switch_mode: Callable[[], None]


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
            self.frame, _STOP, actions.start_or_stop, kind=ButtonKind.DANGER, icon="stop-fill"
        )
        look.tooltip(self.start_button, shortcuts.hint(_START_STOP_TIP, Key.START_STOP))
        self.start_button.pack(side="left")
        self._lamp = look.label(self.frame, surface=Surface.CHROME)
        self._lamp.pack(side="left", padx=(look.px(16), gap))
        self.word = look.label(self.frame, surface=Surface.CHROME)
        self.word.configure(width=max(len(word) for word, _ in _WORDS.values()) + 1)
        self.word.pack(side="left")
        self._address_text = tkinter.StringVar(look.root)
        self.address = look.entry(self.frame, self._address_text)
        self.address.configure(state="readonly", width=_ADDRESS_CHARS)
        self.address.pack(side="left", padx=(gap, look.px(4)))
        self.copy_button = self._icon_button("clipboard", shortcuts, _COPY_TIP, Key.COPY_ADDRESS)
        self.join_button = self._icon_button("qr-code", shortcuts, _JOIN_TIP, Key.JOIN_CODE)
        self.open_button = self._icon_button(
            "box-arrow-up-right", shortcuts, _OPEN_TIP, Key.OPEN_BROWSER
        )
        for button in (self.copy_button, self.join_button, self.open_button):
            button.pack(side="left")
        self.mode_button = self._icon_button("moon-stars", shortcuts, _MODE_TIP, Key.SWITCH_MODE)
        self.mode_button.pack(side="right")
        self.chooser = look.chooser(self.frame, width=26)
        self.chooser.pack(side="right", padx=gap)
        self.chooser.bind("<<ComboboxSelected>>", self._picked)
        look.tooltip(self.chooser, shortcuts.hint(_PICK_TIP, Key.PICK_ADDRESS))
        for key, action in (
            (Key.START_STOP, self.start_button.invoke),
            (Key.PICK_ADDRESS, self.chooser.focus_set),
        ):
            shortcuts.bind(key, action)

    def render(self) -> None:
        """Show the server's state and addresses."""
        status = self._state.status
        word, tone = _WORDS[type(status)]
        self.word.configure(text=word)
        self._lamp.configure(
            image=self._look.icon("circle-fill", 11, tone.colour(self._look.palette))
        )
        self._render_start_button(status)
        self._render_address()
        other = "moon-stars" if self._look.mode is Mode.LIGHT else "sun"
        self._look.set_button(self.mode_button, icon=other)

    def _render_start_button(self, status: ServerStatus) -> None:
        if isinstance(status, Stopped | Failed):
            text, kind, icon = _START, ButtonKind.SUCCESS, "play-fill"
        else:
            text, kind, icon = _STOP, ButtonKind.DANGER, "stop-fill"
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
            self.chooser.set(_NO_ADDRESS)
        else:
            self.chooser.current(addresses.index(address))
        self.chooser.configure(state="readonly" if addresses else "disabled")

    def _picked(self, _event: object) -> None:
        self.chooser.selection_clear()
        self._actions.pick_address(self._listed[self.chooser.current()])

    def _icon_button(
        self, icon: str, shortcuts: Shortcuts, tip: str, key: Key
    ) -> tkinter.ttk.Button:
        action = {
            Key.COPY_ADDRESS: self._actions.copy_address,
            Key.JOIN_CODE: self._actions.switch_join_code,
            Key.OPEN_BROWSER: self._actions.open_browser,
            Key.SWITCH_MODE: self._actions.switch_mode,
        }[key]
        button = self._look.icon_button(self.frame, icon, action, tip=shortcuts.hint(tip, key))
        shortcuts.bind(key, button.invoke)
        return button


def _bare(url: str) -> str:
    """The host and port of a URL: what tells two addresses of one computer apart."""
    return url.split("//", 1)[-1].split("/", 1)[0]
