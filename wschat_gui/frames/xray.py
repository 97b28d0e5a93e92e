"""One frame's header, field by field and bit by bit, as RFC 6455 section 5.2 draws it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from wschat_gui.frames.header import MASK_BIT, FrameHeader
from wschat_gui.frames.masking import apply_mask


class HeaderField(Struct, frozen=True):
    """Some bits of a header."""

    name: str
    first_bit: int
    """From the frame's beginning, the most significant bit of the first byte being 0."""
    bits: int
    value: int
    """Read in network byte order, unsigned."""


def header_fields(header: FrameHeader) -> tuple[HeaderField, ...]:
    """Return the fields in their order; they cover the header without gaps.

    `payload_length` is the seven bits as they stand, 126 and 127 included;
    `extended_payload_length` and `masking_key` are there only if the header has them.
    """
    wire = int.from_bytes(header.encode(), "big")
    end = header.header_length * 8
    fields: list[HeaderField] = []
    first_bit = 0
    for name, bits in _widths(header):
        value = wire >> (end - first_bit - bits) & ((1 << bits) - 1)
        fields.append(HeaderField(name, first_bit, bits, value))
        first_bit += bits
    return tuple(fields)


def encoded(header: FrameHeader, payload: bytes) -> bytes:
    """Write the frame again, exactly as it stood on the wire, from its unmasked payload."""
    return header.encode() + apply_mask(payload, header.masking_key)


def _widths(header: FrameHeader) -> Iterator[tuple[str, int]]:
    yield from (("fin", 1), ("rsv1", 1), ("rsv2", 1), ("rsv3", 1), ("opcode", 4))
    yield from (("masked", 1), ("payload_length", 7))
    extended_bits = {126: 16, 127: 64}.get(header.second_byte & 0x7F)
    if extended_bits is not None:
        yield "extended_payload_length", extended_bits
    if header.second_byte & MASK_BIT:
        yield "masking_key", 32
