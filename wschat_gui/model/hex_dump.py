"""Bytes as hex and text, side by side: sixteen or eight a row, as every such tool writes them."""

from __future__ import annotations

_DOT = "·"


def hex_dump(data: bytes, *, per_row: int = 8, missing: int = 0) -> str:
    """Write rows of offset, hex and text; what has no letter is a dot. `missing` bytes follow."""
    rows = []
    for offset in range(0, len(data), per_row):
        piece = data[offset : offset + per_row]
        pairs = piece.hex(" ").ljust(3 * per_row - 1)
        rows.append(f"{offset:05x}  {pairs}  {''.join(map(_letter, piece))}")
    if missing:
        rows.append(f"{len(data):05x}  … + {missing:,}")
    return "\n".join(rows)


def _letter(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F else _DOT
