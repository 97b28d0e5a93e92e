"""A captured frame in words: its row in the inspector, and what a preview shows of bytes."""

from __future__ import annotations

from datetime import tzinfo

from wschat_gui.bridge.frame_words import Direction, FrameRow
from wschat_gui.language import N_, _
from wschat_gui.model.close_codes import close_code_name
from wschat_gui.model.figures import OPCODE_NAMES
from wschat_gui.model.formats import clock_time, count, one_line, width_of

REFUSED_SIGN = "⚠"
BROKEN_SIGN = "!"
_TO_ALL = N_("all {n}")
_CLOSE = 0x8
_TEXT_OPCODES = frozenset({0x0, 0x1})
CLIENT_WIDTH = 13
"""Of the column with the client, in letters of Latin script."""


def opcode_of(row: FrameRow) -> int:
    """Give the opcode by its number."""
    return row.first_byte & 0x0F


def opcode_name(row: FrameRow) -> str:
    """Name the opcode; a reserved one by its number."""
    opcode = opcode_of(row)
    return OPCODE_NAMES.get(opcode, f"0x{opcode:X}")


def client_name(row: FrameRow) -> str:
    """Name who sent the frame, or whom it went out to."""
    if row.client_id == 0:
        return _(_TO_ALL).format(n=count(row.receivers))
    return one_line(row.client)


def preview_text(row: FrameRow) -> str:
    """Show the beginning of the payload: what it breaks, its close code, its text, or its bytes."""
    broken = "; ".join(row.violations)
    sign = REFUSED_SIGN if row.refused else BROKEN_SIGN
    shown = _payload_text(row)
    return f"{sign} {broken}  {shown}".rstrip() if broken else shown


def _payload_text(row: FrameRow) -> str:
    opcode, preview = opcode_of(row), row.preview
    is_compressed = bool(row.first_byte & 0x40)
    if opcode == _CLOSE and len(preview) >= 2:
        code = int.from_bytes(preview[:2], "big")
        reason = one_line(preview[2:].decode(errors="replace"))
        return f"{code} {close_code_name(code)}" + (f" “{reason}”" if reason else "")
    if opcode in _TEXT_OPCODES and not is_compressed:
        return one_line(preview.decode(errors="replace"))
    return preview[:32].hex(" ")


def bits_text(row: FrameRow) -> str:
    """Write FIN, RSV1 to RSV3 and MASK as they are on the wire, such as `1 000 1`."""
    first = row.first_byte
    return f"{first >> 7} {first >> 4 & 0x7:03b} {int(bool(row.masking_key))}"


def cells_of(row: FrameRow, zone: tzinfo | None = None) -> tuple[str, ...]:
    """Write a frame as the texts of the inspector's columns, the preview last."""
    return (
        count(row.number),
        clock_time(round(row.at_ms), zone),
        fitted(client_name(row), CLIENT_WIDTH),
        _(DIRECTIONS[row.direction]),
        opcode_name(row),
        bits_text(row),
        str(row.length_bits),
        count(row.payload_length),
        preview_text(row),
    )


DIRECTIONS = {Direction.IN: N_("in"), Direction.OUT: N_("out")}


def fitted(text: str, width: int) -> str:
    """Cut a text to a width in letters of Latin script, an ellipsis where it was longer."""
    if width_of(text) <= width:
        return text
    while width_of(text) > width - 1:
        text = text[:-1]
    return f"{text}…"
