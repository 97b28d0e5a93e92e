"""Carries out what the window asks about the room's address: copy it, open it, show another."""

from __future__ import annotations

from collections.abc import Callable

from wschat_gui.bridge.events import HostAddress
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.state import WindowState, pick_address

_COPIED = N_("Address copied")
_NO_BROWSER = N_("This computer has no browser to open. The address is {url}")


class AddressDesk:
    """Between the widgets that show addresses and the system."""

    def __init__(
        self, look: Look, state: WindowState, counter: Counter, open_url: Callable[[str], bool]
    ) -> None:
        """Work on `state`; `open_url` opens the system's browser, False where there is none."""
        self._look = look
        self._state = state
        self._counter = counter
        self._open_url = open_url

    def copy(self) -> None:
        """Put the address that is shown on the clipboard."""
        address = self._state.address
        if address is not None:
            self._look.root.clipboard_clear()
            self._look.root.clipboard_append(address.url)
            self._counter.say(_(_COPIED))

    def open_browser(self) -> None:
        """Open the room in this computer's browser."""
        address = self._state.address
        if address is not None and not self._open_url(address.url):
            self._counter.say(_(_NO_BROWSER).format(url=address.url), Tone.WARNING)

    def pick(self, address: HostAddress) -> None:
        """Show another of the addresses."""
        self._counter.mark(pick_address(self._state, address))
