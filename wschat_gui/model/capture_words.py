"""How full the capture is and what the inspector shows of it, in words."""

from __future__ import annotations

from datetime import tzinfo

from wschat_gui.bridge.frame_words import CaptureExtent
from wschat_gui.language import _
from wschat_gui.model.formats import byte_size, count, counted, time_of_day
from wschat_gui.model.frame_book import FrameBook


def info_text(book: FrameBook) -> str:
    """Say what is wrong with the filter, else how many frames are shown, and how many are not."""
    if book.fault is not None:
        return f"⚠ {book.fault.sentence}"
    parts = [counted("{n} frame", "{n} frames", book.shown)]
    if book.older:
        parts.append(counted("… {n} older one not shown", "… {n} older ones not shown", book.older))
    if book.is_paused:
        parts.insert(0, _("Paused"))
    return "  ·  ".join(parts)


def extent_text(
    extent: CaptureExtent | None, max_frames: int, max_bytes: int, zone: tzinfo | None = None
) -> str:
    """Say how full the capture is, since when, and how many frames it has forgotten."""
    if extent is None:
        return ""
    parts = [
        _("{n} of {most} frames").format(n=count(extent.frames), most=count(max_frames)),
        _("{n} of {most}").format(n=byte_size(extent.bytes), most=byte_size(max_bytes)),
    ]
    if extent.oldest_ms is not None:
        parts.append(_("since {time}").format(time=time_of_day(round(extent.oldest_ms), zone)))
    if extent.forgotten:
        parts.append(_("{n} forgotten").format(n=count(extent.forgotten)))
    return "  ·  ".join(parts)
