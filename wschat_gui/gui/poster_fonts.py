"""Fonts for the poster: found on the system by file name, chosen by what they can write.

Tk finds a letter in whichever font has it; Pillow draws with one font, so that one has to have all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from PIL import ImageFont

PosterFont: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont

_FILES = (
    # Regular and bold, of Windows, macOS and Linux; those with more of the world's letters behind.
    ("segoeui.ttf", "segoeuib.ttf"),
    ("HelveticaNeue.ttc", "HelveticaNeue.ttc"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("msyh.ttc", "msyhbd.ttc"),
    ("meiryo.ttc", "meiryob.ttc"),
    ("PingFang.ttc", "PingFang.ttc"),
    ("Arial Unicode.ttf", "Arial Unicode.ttf"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("wqy-microhei.ttc", "wqy-microhei.ttc"),
    ("wqy-zenhei.ttc", "wqy-zenhei.ttc"),
    ("DroidSansFallback.ttf", "DroidSansFallback.ttf"),
)
_TRIAL_SIZE = 24
_NOTHING = "\U0010ffff"
"""A noncharacter: every font draws its sign for a missing letter."""


def poster_font(text: str, size: int, *, bold: bool = False) -> PosterFont:
    """Return the first font that has every letter of `text`, else the one that lacks the fewest."""
    best = min(_available(bold=bold), key=lambda file: _missing(file, text), default="")
    return _load(best, size)


@lru_cache(maxsize=2)
def _available(*, bold: bool) -> tuple[str, ...]:
    """Return the file names of the fonts that there are on this system."""
    found = []
    for files in _FILES:
        try:
            ImageFont.truetype(files[bold], _TRIAL_SIZE)
        except OSError:
            continue  # not on this system
        found.append(files[bold])
    return tuple(found)


@lru_cache(maxsize=64)
def _load(file: str, size: int) -> PosterFont:
    return ImageFont.truetype(file, size) if file else ImageFont.load_default(size)


def _missing(file: str, text: str) -> int:
    """Count the letters that a font has not."""
    font = _load(file, _TRIAL_SIZE)
    nothing = bytes(font.getmask(_NOTHING))
    letters = {each for each in text if not each.isspace()}
    return sum(bytes(font.getmask(letter)) == nothing for letter in letters)
