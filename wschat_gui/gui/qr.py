"""QR codes: black on white, in whole pixels, whatever the look; scanners know no dark mode."""

from __future__ import annotations

import io
import math

import segno

QUIET_MODULES = 4
"""White around the code that scanners need (ISO/IEC 18004 section 6.3.8)."""
_LEAST_SCALE = 2
"""Pixels a module, below which cameras see mud."""


def qr_png(text: str, side: float, at_most: float = math.inf) -> bytes:
    """Draw a code as a PNG about `side` pixels wide, quiet zone included.

    Never wider than `at_most`, unless its modules could not be told apart then.
    """
    code = segno.make_qr(text)
    modules, _ = code.symbol_size(border=QUIET_MODULES)
    scale = round(min(side, at_most) / modules)
    if scale * modules > at_most:
        scale -= 1
    scale = max(_LEAST_SCALE, scale)
    png = io.BytesIO()
    code.save(png, kind="png", scale=scale, border=QUIET_MODULES)
    return png.getvalue()


def qr_rows(text: str) -> list[list[bool]]:
    """Return a code's modules row by row, True for black, quiet zone included."""
    code = segno.make_qr(text)
    return [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET_MODULES)]
