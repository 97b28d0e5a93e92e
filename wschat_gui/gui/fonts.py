"""The window's fonts: the system's own and sizes of it, all by name and in points.

Points, so that they follow the scale of the screen; names, so that a change reaches every widget.
"""

from __future__ import annotations

import tkinter
from enum import StrEnum
from tkinter import font


class FontName(StrEnum):
    """What a font is for; the value is its name in Tk."""

    BODY = "TkDefaultFont"
    FIXED = "TkFixedFont"
    TINY = "WSChatTinyFont"
    SMALL = "WSChatSmallFont"
    HEADING = "WSChatHeadingFont"
    ADDRESS = "WSChatAddressFont"
    LARGE = "WSChatLargeFont"
    HUGE = "WSChatHugeFont"


_MADE = {
    FontName.TINY: (-2, "normal"),
    FontName.SMALL: (-1, "normal"),
    FontName.HEADING: (0, "bold"),
    FontName.ADDRESS: (1, "bold"),
    FontName.LARGE: (5, "bold"),
    FontName.HUGE: (9, "bold"),
}
"""Points more or less than the body text, and the weight."""


def fix_sizes(root: tkinter.Tk) -> None:
    """Make the system's fonts as large as Tk's scaling says, in pixels.

    On X they follow the resource `Xft.dpi` otherwise, whatever scale the person has chosen.
    """
    for name in font.names(root):
        named = font.nametofont(name, root=root)
        points = int(named.cget("size"))
        if points > 0:
            named.configure(size=-_pixels(root, points))


def make_fonts(root: tkinter.Tk) -> None:
    """Make those that the system does not bring. They last as long as the root."""
    body = font.nametofont(FontName.BODY, root=root)
    family, size = body.actual("family"), int(body.cget("size"))
    for name, (points, weight) in _MADE.items():
        # Tk counts a negative size in pixels.
        own_size = size + points if size > 0 else size - _pixels(root, points)
        options = ("-family", family, "-size", own_size, "-weight", weight)
        root.tk.call("font", "create", name, *options)


def _pixels(root: tkinter.Tk, points: float) -> int:
    return round(points * float(root.tk.call("tk", "scaling")))
