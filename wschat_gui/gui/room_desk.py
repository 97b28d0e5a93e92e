"""Carries out what the window asks of the room as a whole: announce.

What is done to single people is `client_desk.py`'s, how far all may talk `panic_desk.py`'s.
"""

from __future__ import annotations

from wschat_gui.bridge.commands import Announce
from wschat_gui.gui.counter import Counter
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Running


class RoomDesk:
    """Between the line to everybody and the server."""

    def __init__(self, state: WindowState, counter: Counter) -> None:
        """Work on `state`, through `counter`."""
        self._state = state
        self._counter = counter

    def announce(self, text: str) -> bool:
        """Say this to everybody as the host; False if there is nobody to say it to."""
        is_open = isinstance(self._state.status, Running)
        return is_open and self._counter.post(Announce(text=text))
