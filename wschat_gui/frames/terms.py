"""The circumstances that decide whether a frame is legal: what was agreed on, what went before.

The rules themselves are in `violations.py`.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from wschat_gui.frames.header import FrameHeader, Opcode


class Sender(Enum):
    """Who writes this direction of the connection."""

    CLIENT = "client"
    SERVER = "server"


class Compression(Enum):
    """What the opening handshake agreed on."""

    NONE = "none"
    PERMESSAGE_DEFLATE = "permessage-deflate"
    """RFC 7692: RSV1 on the first frame of a message means that it is compressed."""


class Terms(Struct, frozen=True, kw_only=True):
    """What holds for all frames of one direction."""

    sender: Sender
    compression: Compression = Compression.NONE
    max_message_bytes: int | None = None
    """The longest message that the receiver takes; None where it sets no limit."""


class Phase(Enum):
    """What may come next."""

    BETWEEN_MESSAGES = "between messages"
    INSIDE_MESSAGE = "inside a fragmented message"
    CLOSED = "after the close frame"


class Progress(Struct, frozen=True):
    """How far one direction has got."""

    phase: Phase = Phase.BETWEEN_MESSAGES
    message_bytes: int | None = 0
    """Payload so far of the fragmented message that is open.

    None where it is compressed: its inflated size is what counts, which only the engine knows.
    """

    def after(self, header: FrameHeader) -> Progress:
        """Tell where a legal frame leads."""
        opcode = header.opcode
        if opcode in _PASSING or self.phase is Phase.CLOSED:
            return self
        if opcode == Opcode.CLOSE:
            return Progress(Phase.CLOSED)
        if header.fin:
            return Progress()
        if header.rsv1 or self.message_bytes is None:
            return Progress(Phase.INSIDE_MESSAGE, None)
        return Progress(Phase.INSIDE_MESSAGE, self.message_bytes + header.payload_length)


_PASSING = frozenset({Opcode.PING, Opcode.PONG})
"""Control frames may stand anywhere, inside a fragmented message too (RFC 6455 section 5.4)."""
