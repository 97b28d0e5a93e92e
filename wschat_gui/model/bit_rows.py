"""The bit diagram of RFC 6455 section 5.2: a frame's header laid out 32 bits a row. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from wschat_gui.bridge.frame_words import HeaderField

BITS_A_ROW = 32

_NAMES = {
    "fin": "FIN",
    "rsv1": "RSV1",
    "rsv2": "RSV2",
    "rsv3": "RSV3",
    "opcode": "opcode",
    "masked": "MASK",
    "payload_length": "Payload len",
    "extended_payload_length": "Extended payload length",
    "masking_key": "Masking-key",
}
"""As the RFC's own diagram writes them; not translated, because it is looked up there."""


class BitBox(Struct, frozen=True):
    """The part of one field that stands in one row."""

    field: HeaderField
    row: int
    column: int
    bits: str
    """The real ones, such as `0001`."""
    is_begun: bool
    """Whether the field goes on from the row above."""

    @property
    def name(self) -> str:
        """As the RFC writes it."""
        known = _NAMES.get(self.field.name, self.field.name)
        return f"{known} (continued)" if self.is_begun else known


def bit_boxes(fields: Iterable[HeaderField]) -> tuple[BitBox, ...]:
    """Lay the fields out; one that reaches over the end of a row becomes several boxes."""
    boxes = []
    for field in fields:
        digits = f"{field.value:0{field.bits}b}"
        done = 0
        while done < field.bits:
            at = field.first_bit + done
            room = BITS_A_ROW - at % BITS_A_ROW
            part = digits[done : done + room]
            boxes.append(BitBox(field, at // BITS_A_ROW, at % BITS_A_ROW, part, done > 0))
            done += len(part)
    return tuple(boxes)


def meaning_of(field: HeaderField) -> str:
    """Write a field's value as people read it."""
    if field.name == "opcode":
        return f"0x{field.value:X}"
    if field.name == "masking_key":
        return f"0x{field.value:08X}"
    return f"{field.value:,}"
