"""What the host has deleted, as runs of sequence numbers: few, however many messages they were."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from wschat_gui.chat.vocabulary import SeqPair


class Gone:
    """All numbers that were ever deleted."""

    def __init__(self, ranges: Iterable[SeqPair] = ()) -> None:
        """Begin with what earlier runs have deleted."""
        self._ranges: tuple[SeqPair, ...] = ()
        self.add(ranges)

    @property
    def ranges(self) -> tuple[SeqPair, ...]:
        """Ascending runs, those that touch made one."""
        return self._ranges

    def __contains__(self, seq: int) -> bool:
        """Tell whether this number was deleted."""
        index = bisect_right(self._ranges, seq, key=lambda run: run[0]) - 1
        return index >= 0 and seq <= self._ranges[index][1]

    def add(self, ranges: Iterable[SeqPair]) -> None:
        """Delete these too."""
        runs: list[SeqPair] = []
        for first, last in sorted([*self._ranges, *ranges]):
            if runs and first <= runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], max(runs[-1][1], last))
            else:
                runs.append((first, last))
        self._ranges = tuple(runs)
