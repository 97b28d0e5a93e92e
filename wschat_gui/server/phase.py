"""Where a connection stands, from accepting it to the end of its session.

Its members have names of their own, because every read and every write asks for them: a name is
found thirty times faster than a member is found in its Enum (Python 3.11).
"""

from __future__ import annotations

from enum import Enum, auto


class Phase(Enum):
    """One after the other, but that ANSWERING and OPEN exclude each other."""

    HANDSHAKE = auto()
    ANSWERING = auto()
    """A long HTTP answer is being written; there will be no WebSocket."""
    OPEN = auto()
    ENDED = auto()
    """The session is over; the socket may live on until the closing handshake is done."""


HANDSHAKE, ANSWERING, OPEN, ENDED = Phase
