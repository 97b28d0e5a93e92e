"""A figure over the last minute, the last ten and the last hour, in as little memory as that takes.

Each span is kept in its own buckets, so that an hour costs no more than a minute: 60 numbers. A
room of 500 clients with three figures each takes about two megabytes.
"""

from __future__ import annotations

from array import array
from enum import Enum
from math import isnan, nan

from wschat_gui.language import N_

BUCKETS = 60
"""Of each span: a bucket is about as wide as the curve is drawn."""


class Span(Enum):
    """How far back a plot reaches; the value is how long one bucket lasts, in milliseconds."""

    MINUTE = 1_000
    TEN_MINUTES = 10_000
    HOUR = 60_000

    @property
    def length_ms(self) -> int:
        """From one edge of the plot to the other."""
        return int(self.value) * BUCKETS


SPAN_NAMES = {Span.MINUTE: N_("1 min"), Span.TEN_MINUTES: N_("10 min"), Span.HOUR: N_("1 h")}


class _Buckets:
    """The means of one span, the oldest first; NaN where nothing was measured."""

    __slots__ = ("_bucket_ms", "_count", "_means", "_newest")

    def __init__(self, bucket_ms: int) -> None:
        self._bucket_ms = bucket_ms
        self._means = array("f")
        self._newest = 0
        """Since 1970, of the last bucket."""
        self._count = 0
        """Values in the last bucket."""

    def add(self, at_ms: int, value: float) -> None:
        bucket = at_ms // self._bucket_ms
        if not self._means:
            self._newest = bucket
            self._begin(value)
            return
        skipped = bucket - self._newest - 1
        if skipped < 0:
            # The same bucket; or the clock was set back, and what comes now is the newest as well.
            self._count += 1
            self._means[-1] += (value - self._means[-1]) / self._count
            return
        if skipped:
            self._means.extend([nan] * min(skipped, BUCKETS))
        self._newest = bucket
        self._begin(value)

    def _begin(self, value: float) -> None:
        self._means.append(value)
        self._count = 1
        if len(self._means) > BUCKETS:
            del self._means[:-BUCKETS]

    def points(self) -> list[tuple[int, float]]:
        first = self._newest - len(self._means) + 1
        return [
            ((first + place) * self._bucket_ms, mean)
            for place, mean in enumerate(self._means)
            if not isnan(mean)
        ]


class Series:
    """One figure."""

    __slots__ = ("_spans",)

    def __init__(self) -> None:
        """Begin with nothing measured."""
        self._spans = {span: _Buckets(int(span.value)) for span in Span}

    def add(self, at_ms: int, value: float) -> None:
        """Take what was measured at a moment."""
        for buckets in self._spans.values():
            buckets.add(at_ms, value)

    def points(self, span: Span) -> list[tuple[int, float]]:
        """Give (ms since 1970, mean) of each bucket in which something was measured."""
        return self._spans[span].points()
