"""Lengths on this screen: pixels for what is given at 96 dots per inch, widths and heights of text.

Each answer of Tk's is remembered: panels ask for the same lengths with every drawing, and every
question would wait for the server's thread to let go of the interpreter. That is sound because
fonts and scale never change while a root lives; another scale has the window built anew.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import lru_cache
from tkinter import font

import ttkbootstrap

from wschat_gui.gui.fonts import FontName

_scale_size: Callable[[tkinter.Misc, float], int] = ttkbootstrap.scale_size
_TEXTS = 4_096
"""Widths remembered: a table of 500 nicks, and every label."""


class Ruler:
    """Measures for one root window, whose fonts are made."""

    def __init__(self, root: tkinter.Misc) -> None:
        """Take the measures of `root`."""
        fonts = {name: font.nametofont(name, root=root) for name in FontName}
        self.px: Callable[[float], int] = lru_cache(maxsize=256)(
            lambda length: _scale_size(root, length)
        )
        """Turn a length at 96 dots per inch into this screen's pixels."""
        self.text_width: Callable[[str, FontName], int] = lru_cache(maxsize=_TEXTS)(
            lambda text, name: fonts[name].measure(text)
        )
        """Measure a text in pixels."""
        self.line_height: Callable[[FontName], int] = lru_cache(maxsize=len(FontName))(
            lambda name: fonts[name].metrics("linespace")
        )
        """Measure a line in pixels."""
