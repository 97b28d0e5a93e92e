"""Where a connection stands, from accepting it to its loss.

Its members have names of their own, because every read and every write asks for them: a name is
found thirty times faster than a member is found in its Enum (Python 3.11).
"""

from __future__ import annotations

from enum import Enum, auto


class Phase(Enum):
    """One after the other; one that never becomes a WebSocket is lost without having been open."""

    HANDSHAKE = auto()
    OPEN = auto()
    ENDED = auto()
    """The session is over; the socket may live on until the closing handshake is done."""
    LOST = auto()
    """The socket is closed."""


HANDSHAKE, OPEN, ENDED, LOST = Phase
