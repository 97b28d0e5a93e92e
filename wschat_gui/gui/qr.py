"""QR codes: black on white, in whole pixels, whatever the look; scanners know no dark mode."""

from __future__ import annotations

import io
import math
from functools import lru_cache

import segno

QUIET_MODULES = 4
"""White around the code that scanners need (ISO/IEC 18004 section 6.3.8)."""
_LEAST_SCALE = 2
"""Pixels a module, below which cameras see mud."""


def qr_png(text: str, side: float, at_most: float = math.inf) -> bytes:
    """Draw a code as a PNG about `side` pixels wide, quiet zone included.

    Never wider than `at_most`, unless its modules could not be told apart then.
    """
    modules, _ = _code(text).symbol_size(border=QUIET_MODULES)
    scale = round(min(side, at_most) / modules)
    if scale * modules > at_most:
        scale -= 1
    return _png(text, max(_LEAST_SCALE, scale))


@lru_cache(maxsize=4)
def _png(text: str, scale: int) -> bytes:
    png = io.BytesIO()
    _code(text).save(png, kind="png", scale=scale, border=QUIET_MODULES)
    return png.getvalue()


@lru_cache(maxsize=4)
def _code(text: str) -> segno.QRCode:
    """Encode once what is drawn in several sizes until the panels around it are settled."""
    return segno.make_qr(text)


def qr_rows(text: str) -> list[list[bool]]:
    """Return a code's modules row by row, True for black, quiet zone included."""
    return [
        [bool(module) for module in row] for row in _code(text).matrix_iter(border=QUIET_MODULES)
    ]
