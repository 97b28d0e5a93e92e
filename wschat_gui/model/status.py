"""How the server is: a union of frozen states, each with exactly what the window says about it.

Which event leads to which state is `state.py`'s.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from wschat_gui.bridge.events import HostAddress


class Stopped(Struct, frozen=True):
    """Nothing listens; the room can be opened."""


class Starting(Struct, frozen=True):
    """The server thread was asked to start and does not listen yet."""


class Running(Struct, frozen=True):
    """The room is open."""

    addresses: tuple[HostAddress, ...]
    """Best first; never empty."""
    port: int
    wanted_port: int
    room_name: str
    since_ms: int

    @property
    def port_taken(self) -> int | None:
        """The port that was wanted and belonged to somebody else, or None."""
        return None if self.wanted_port in {0, self.port} else self.wanted_port


class Stopping(Struct, frozen=True):
    """The server was asked to stop and has not ended yet."""


class Failed(Struct, frozen=True):
    """The server could not start, or died."""

    sentence: str
    detail: str


ServerStatus: TypeAlias = Stopped | Starting | Running | Stopping | Failed


def may_start(status: ServerStatus) -> bool:
    """Tell whether a start would do something."""
    return isinstance(status, Stopped | Failed)


def may_stop(status: ServerStatus) -> bool:
    """Tell whether a stop would do something."""
    return isinstance(status, Starting | Running)


def has_ended(status: ServerStatus) -> bool:
    """Tell whether no server thread is left to wait for."""
    return isinstance(status, Stopped | Failed)
