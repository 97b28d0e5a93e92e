"""Bytes as hex and text, side by side: eight a row, as every such tool writes them."""

from __future__ import annotations

_DOT = "·"
_PER_ROW = 8
ROW_CHARS = 4 + 1 + 3 * _PER_ROW - 1 + 1 + _PER_ROW
"""The width of a row: offset, hex, text."""


def hex_dump(data: bytes, *, missing: int = 0) -> str:
    """Write rows of offset, hex and text; what has no letter is a dot. `missing` bytes follow."""
    rows = []
    for offset in range(0, len(data), _PER_ROW):
        piece = data[offset : offset + _PER_ROW]
        pairs = piece.hex(" ").ljust(3 * _PER_ROW - 1)
        rows.append(f"{offset:04x} {pairs} {''.join(map(_letter, piece))}")
    if missing:
        rows.append(f"{len(data):04x} … + {missing:,}")
    return "\n".join(rows)


def _letter(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F else _DOT
