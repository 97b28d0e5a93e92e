"""What a format is, and how all of them write a time and a size."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Protocol

from msgspec import Struct

from wschat_gui.archive.export.context import ALONE, Context, Written


class Heading(Struct, frozen=True):
    """What an export says about itself."""

    room: str
    exported_ms: int
    zone: tzinfo
    """All times are written in it, with its offset."""


class Form(Protocol):
    """A format at work: made for one export, and asked for each piece once, in its order."""

    def begin(self) -> str:
        """Return what stands before the entries."""

    def entry(self, entry: Written, context: Context = ALONE) -> str:
        """Return one entry, its line end included."""

    def end(self) -> str:
        """Return what stands after the entries."""


def local_time(at_ms: int, zone: tzinfo) -> datetime:
    """Return an instant in a zone, exact to the millisecond."""
    seconds, milliseconds = divmod(at_ms, 1000)
    return datetime.fromtimestamp(seconds, zone).replace(microsecond=milliseconds * 1000)


def iso_time(at_ms: int, zone: tzinfo) -> str:
    """Return an instant by ISO 8601 with its offset, such as `2026-03-01T09:30:00.250+01:00`."""
    return local_time(at_ms, zone).isoformat(timespec="milliseconds")


def size_text(size_bytes: int) -> str:
    """Return a size as people read it, such as `12 kB`, `3.4 MB`."""
    if size_bytes < 1_000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1_000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"
