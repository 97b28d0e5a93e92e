"""The header of a WebSocket frame (RFC 6455 section 5.2): raw facts kept, everything else derived.

Finding headers in a stream is the dissector's work; judging them that of the violations.
"""

from __future__ import annotations

from enum import Enum, IntEnum

from msgspec import Struct

CONTROL_BIT = 0x08
"""Of an opcode and of a first byte: set in control frames (RFC 6455 section 5.5)."""
MASK_BIT = 0x80
"""Of a second byte."""
MAX_CONTROL_PAYLOAD_BYTES = 125
"""RFC 6455 section 5.5."""


class Opcode(IntEnum):
    """The opcodes that RFC 6455 defines; the others, 3 to 7 and 11 to 15, are reserved."""

    CONT = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


class LengthEncoding(Enum):
    """How the payload length is written; the value is the size of the number in bits."""

    SEVEN_BIT = 7
    SIXTEEN_BIT = 16
    SIXTY_FOUR_BIT = 64

    @classmethod
    def of(cls, second_byte: int) -> LengthEncoding:
        """Tell the encoding from the second byte of a header."""
        return _LENGTH_ENCODINGS.get(second_byte & 0x7F, cls.SEVEN_BIT)


_LENGTH_ENCODINGS = {126: LengthEncoding.SIXTEEN_BIT, 127: LengthEncoding.SIXTY_FOUR_BIT}


def _header_length(second_byte: int) -> int:
    extended_length_bytes = {126: 2, 127: 8}.get(second_byte & 0x7F, 0)
    masking_key_bytes = 4 if second_byte & MASK_BIT else 0
    return 2 + extended_length_bytes + masking_key_bytes


HEADER_LENGTHS = bytes(_header_length(second_byte) for second_byte in range(256))
"""Bytes of a whole header, by its second byte: 2, 4 or 10, and 4 more with a masking key."""


class FrameHeader(Struct, frozen=True, gc=False):
    """One frame header, exactly as it was written.

    One is made for every frame that goes by, so it holds what was read and works out the rest only
    when asked. `payload_length` repeats what the second byte says if that is below 126.
    """

    first_byte: int
    second_byte: int
    payload_length: int
    masking_key: bytes
    """Four bytes; empty where the frame is not masked."""

    @property
    def fin(self) -> bool:
        """Whether this is the last fragment of its message."""
        return bool(self.first_byte & 0x80)

    @property
    def rsv1(self) -> bool:
        """Reserved bit 1: a compressed message, where permessage-deflate was agreed on."""
        return bool(self.first_byte & 0x40)

    @property
    def rsv2(self) -> bool:
        """Reserved bit 2."""
        return bool(self.first_byte & 0x20)

    @property
    def rsv3(self) -> bool:
        """Reserved bit 3."""
        return bool(self.first_byte & 0x10)

    @property
    def opcode(self) -> int:
        """0 to 15: a plain number, because the reserved ones have no name in `Opcode`."""
        return self.first_byte & 0x0F

    @property
    def masked(self) -> bool:
        """Whether a masking key follows the length."""
        return bool(self.second_byte & MASK_BIT)

    @property
    def length_encoding(self) -> LengthEncoding:
        """How the length was written, minimal or not."""
        return LengthEncoding.of(self.second_byte)

    @property
    def header_length(self) -> int:
        """Bytes from the first byte to the masking key."""
        return HEADER_LENGTHS[self.second_byte]

    def encode(self) -> bytes:
        """Return the bytes that this header was read from."""
        extended_length_bytes = {126: 2, 127: 8}.get(self.second_byte & 0x7F, 0)
        extended_length = (
            self.payload_length.to_bytes(extended_length_bytes, "big")
            if extended_length_bytes
            else b""
        )
        return bytes((self.first_byte, self.second_byte)) + extended_length + self.masking_key
