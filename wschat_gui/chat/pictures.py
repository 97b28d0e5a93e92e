"""What picture a file is, by its first bytes alone: its type and its size in pixels.

Only what every browser draws from pixels: never SVG, which is a document with scripts. Nothing
here decodes a picture, and nothing a file holds makes it fail.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from wschat_gui.chat.exif import stands_on_its_side

HEAD_BYTES = 256 * 1024
"""So much of a file is enough: in a photograph the camera's notes and preview come first."""

_MOST_PIXELS = 20_000
"""On a side. A larger picture is a trap for whoever shows it, or no picture."""

# Start-of-frame markers of JPEG (ITU-T T.81 table B.1); C4, C8 and CC among them are others.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""
_JPEG_NO_FRAME_FOLLOWS = frozenset({0x00, 0xD9, 0xDA})
"""No marker, end of image, start of scan."""
_JPEG_CAMERAS_NOTES = 0xE1


class Picture(Struct, frozen=True):
    """What a page needs to know before the pixels come: the box that it keeps free.

    As it is shown: a photograph that was taken with the camera on its side is turned.
    """

    media_type: str
    width: int
    height: int


def picture(head: bytes) -> Picture | None:
    """Return what picture begins with `head`, the first HEAD_BYTES of a file; None for no picture.

    Never raises, whatever the bytes.
    """
    for media_type, measured in _KINDS:
        size = measured(head)
        if size is not None:
            width, height = size
            fits = 0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS
            return Picture(media_type, width, height) if fits else None
    return None


_Size = tuple[int, int]


def _png(head: bytes) -> _Size | None:
    if not head.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR") or len(head) < 24:
        return None
    return _big(head, 16, 4), _big(head, 20, 4)


def _gif(head: bytes) -> _Size | None:
    if not head.startswith((b"GIF87a", b"GIF89a")) or len(head) < 10:
        return None
    return _little(head, 6, 2), _little(head, 8, 2)


def _jpeg(head: bytes) -> _Size | None:
    if not head.startswith(b"\xff\xd8\xff"):
        return None
    end = min(len(head), HEAD_BYTES)
    at, on_its_side = 2, False
    while at + 4 <= end and head[at] == 0xFF:
        marker, length = head[at + 1], _big(head, at + 2, 2)
        if marker == 0xFF:
            # Fill bytes may stand before any marker (T.81 section B.1.1.2).
            at += 1
        elif marker in _JPEG_ALONE:
            at += 2
        elif marker in _JPEG_FRAMES:
            return _jpeg_size(head[at + 5 : min(at + 9, end)], on_its_side=on_its_side)
        elif marker in _JPEG_NO_FRAME_FOLLOWS:
            return None
        else:
            if marker == _JPEG_CAMERAS_NOTES:
                segment = head[at + 4 : min(at + 2 + length, end)]
                on_its_side = on_its_side or stands_on_its_side(segment)
            # The length counts its own two bytes; after a smaller one no marker can follow.
            at += 2 + length
    return None


def _jpeg_size(sides: bytes, *, on_its_side: bool) -> _Size | None:
    if len(sides) < 4:
        return None
    height, width = _big(sides, 0, 2), _big(sides, 2, 2)
    return (height, width) if on_its_side else (width, height)


def _webp(head: bytes) -> _Size | None:
    if len(head) < 30 or head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return None
    match head[12:16]:
        case b"VP8 ":
            # RFC 6386 section 9.1: a key frame's start code, then 14 bits each and 2 of scaling.
            if head[20] & 1 or head[23:26] != b"\x9d\x01\x2a":
                return None
            return _little(head, 26, 2) & 0x3FFF, _little(head, 28, 2) & 0x3FFF
        case b"VP8L":
            # RFC 9649 section 3.4: a signature, then 14 bits each of what is one less.
            if head[20] != 0x2F:
                return None
            packed = _little(head, 21, 4)
            return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
        case b"VP8X":
            # RFC 9649 section 2.7: the canvas, 24 bits each of what is one less.
            return _little(head, 24, 3) + 1, _little(head, 27, 3) + 1
        case _:
            return None


def _big(head: bytes, at: int, count: int) -> int:
    return int.from_bytes(head[at : at + count], "big")


def _little(head: bytes, at: int, count: int) -> int:
    return int.from_bytes(head[at : at + count], "little")


_KINDS: tuple[tuple[str, Callable[[bytes], _Size | None]], ...] = (
    ("image/png", _png),
    ("image/jpeg", _jpeg),
    ("image/gif", _gif),
    ("image/webp", _webp),
)
