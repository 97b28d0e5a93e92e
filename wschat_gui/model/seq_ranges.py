"""Which messages the host has deleted, as the server tells it: runs of `seq`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from wschat_gui.bridge.events import LogLine

SeqRanges: TypeAlias = tuple[tuple[int, int], ...]
"""First and last of each run, both included."""


def is_among(ranges: SeqRanges, seq: int) -> bool:
    """Tell whether this `seq` lies in one of the runs."""
    return any(first <= seq <= last for first, last in ranges)


def without(lines: Iterable[LogLine], ranges: SeqRanges) -> list[LogLine]:
    """Give the lines that are left when these runs are gone; lines without a `seq` all are."""
    if not ranges:
        return list(lines)
    return [line for line in lines if not line.seq or not is_among(ranges, line.seq)]
