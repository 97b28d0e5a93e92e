"""Rates over the last second, minute or hour, from counters that only grow.

Who counts and how often it is sampled is the caller's business, and so is the clock.
"""

from __future__ import annotations

from collections import deque

from msgspec import Struct

SHORTEST_SPAN_S = 1.0
"""No rate is taken over less: three frames in the first millisecond are not 3,000 a second."""
_SAMPLES_KEPT = 600
"""For the longest window: samples closer together than a 600th of it replace one another."""


class Rate(Struct, frozen=True):
    """So much a second, on average over some span."""

    events_per_s: float
    bytes_per_s: float


class _Sample(Struct, frozen=True):
    now_s: float
    events: float
    bytes: float


class RateMeter:
    """Remembers samples of one pair of cumulative counters, as far back as its longest window.

    The rate over a window of W seconds, at the time T of the last sample, is

        (count at T - count at T - W) / W

    where the count between two samples grows evenly, as far as anybody knows. While the meter is
    younger than W it is (count at T - count at the start) / (T - start), with at least one second
    to divide by. So the rates times their spans agree with the counters however irregular the
    samples are, and after a gap, such as a suspended computer, they are the average over the gap.

    Pass a monotonic clock. If time or a counter runs backwards all the same, nothing can be said
    of what lies before, and the meter starts again from there.
    """

    def __init__(
        self, now_s: float, events: int = 0, bytes_: int = 0, *, longest_window_s: float = 60.0
    ) -> None:
        """Start, with the counters as they stand now."""
        self._longest_window_s = longest_window_s
        self._samples = deque([_Sample(now_s, events, bytes_)])
        self._start_s = now_s

    def sample(self, now_s: float, events: int, bytes_: int) -> None:
        """Tell the counters as they stand now."""
        sample = _Sample(now_s, events, bytes_)
        last = self._samples[-1]
        if now_s < last.now_s or events < last.events or bytes_ < last.bytes:
            self._samples.clear()
            self._start_s = now_s
        elif self._crowded():
            self._samples.pop()
        self._samples.append(sample)
        self._forget(before_s=now_s - self._longest_window_s)

    def over(self, window_s: float) -> Rate:
        """Return the rate over the last `window_s` seconds, as the class defines it.

        Raises:
            ValueError: the window is longer than the longest or shorter than a second.
        """
        if not SHORTEST_SPAN_S <= window_s <= self._longest_window_s:
            raise ValueError(f"this meter cannot tell a rate over {window_s} s")
        last = self._samples[-1]
        first = self._at(last.now_s - window_s)
        span_s = min(window_s, max(SHORTEST_SPAN_S, last.now_s - self._start_s))
        return Rate((last.events - first.events) / span_s, (last.bytes - first.bytes) / span_s)

    def _crowded(self) -> bool:
        """Tell whether the last sample is so close to the one before that it can be replaced."""
        if len(self._samples) < 2:
            return False
        distance_s = self._samples[-1].now_s - self._samples[-2].now_s
        return distance_s < self._longest_window_s / _SAMPLES_KEPT

    def _forget(self, *, before_s: float) -> None:
        """Drop samples that no window reaches; one at or before its edge is still needed."""
        while len(self._samples) >= 2 and self._samples[1].now_s <= before_s:
            self._samples.popleft()

    def _at(self, moment_s: float) -> _Sample:
        """Return the counters as they must have stood at a moment, or at the start."""
        later = self._samples[-1]
        for earlier in reversed(self._samples):
            if earlier.now_s <= moment_s:
                return _between(earlier, later, moment_s)
            later = earlier
        return later


def _between(earlier: _Sample, later: _Sample, moment_s: float) -> _Sample:
    span_s = later.now_s - earlier.now_s
    if span_s <= 0:
        return earlier
    part = (moment_s - earlier.now_s) / span_s
    return _Sample(
        moment_s,
        earlier.events + part * (later.events - earlier.events),
        earlier.bytes + part * (later.bytes - earlier.bytes),
    )
