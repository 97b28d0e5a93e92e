"""Runs of sequence numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class SeqRange(Struct, frozen=True, order=True):
    """All numbers from `first` to `last`, both included."""

    first: int
    last: int

    def __contains__(self, seq: int) -> bool:
        """Tell whether `seq` is one of them."""
        return self.first <= seq <= self.last

    def __len__(self) -> int:
        """Return how many numbers these are."""
        return self.last - self.first + 1


def ranges_of(seqs: Iterable[int]) -> list[SeqRange]:
    """Return ascending numbers as runs of neighbours."""
    return joined(SeqRange(seq, seq) for seq in seqs)


def joined(ranges: Iterable[SeqRange]) -> list[SeqRange]:
    """Return ascending ranges with those that touch or overlap made one."""
    runs: list[SeqRange] = []
    for each in ranges:
        if runs and each.first <= runs[-1].last + 1:
            runs[-1] = SeqRange(runs[-1].first, max(runs[-1].last, each.last))
        else:
            runs.append(each)
    return runs
