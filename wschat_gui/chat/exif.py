"""Whether a camera was held upright: the one note of EXIF that changes a picture's box.

Browsers turn photographs as the camera noted it, so that a stored width may be a shown height.
Reads like `pictures.py`: whatever the bytes, it finds an answer.
"""

from __future__ import annotations

_OPENING = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_ENTRY_BYTES = 12
_QUARTER_TURNS = frozenset({5, 6, 7, 8})
"""Values of the orientation (EXIF 2.32, tag 274) with the rows of pixels standing upright."""


def stands_on_its_side(segment: bytes) -> bool:
    """Tell from an APP1 segment of a JPEG whether width and height are shown exchanged."""
    if not segment.startswith(_OPENING):
        return False
    tiff = segment[len(_OPENING) :]
    if tiff.startswith(b"II*\x00"):
        return _orientation(tiff, little=True) in _QUARTER_TURNS
    if tiff.startswith(b"MM\x00*"):
        return _orientation(tiff, little=False) in _QUARTER_TURNS
    return False


def _orientation(tiff: bytes, *, little: bool) -> int:
    """Return the value noted in the first directory, 0 where none is."""

    def number(at: int, count: int) -> int:
        return int.from_bytes(tiff[at : at + count], "little" if little else "big")

    directory = number(4, 4)
    first = directory + 2
    for at in range(first, first + number(directory, 2) * _ENTRY_BYTES, _ENTRY_BYTES):
        if at + _ENTRY_BYTES > len(tiff):
            break
        if number(at, 2) == _ORIENTATION:
            return number(at + 8, 2)
    return 0
