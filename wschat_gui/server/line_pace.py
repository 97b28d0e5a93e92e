"""When bytes come out at the far end of a bad line. No clock and no socket: times are passed in.

What is done with the bytes meanwhile is in `slow_line.py`.
"""

from __future__ import annotations

from random import Random

from msgspec import Struct


class LineConditions(Struct, frozen=True, kw_only=True):
    """How bad a line is, each way. All zeros: as good as it is."""

    delay_s: float = 0.0
    jitter_s: float = 0.0
    """At most so much more or less of the delay, at random."""
    bytes_per_s: int = 0
    """0: no limit."""

    @property
    def is_good(self) -> bool:
        """Whether nothing is to be held back."""
        return not (self.delay_s or self.jitter_s or self.bytes_per_s)


_STEPS_PER_S = 20
"""At a limited rate bytes trickle: no piece takes longer on the line than one of these steps."""


class LinePace:
    """One direction of a line, on which nothing overtakes what went before."""

    def __init__(self, conditions: LineConditions, random: Random) -> None:
        """Begin with an empty line."""
        self.conditions = conditions
        self._random = random
        self._free_s = float("-inf")
        """When the last byte so far is on its way, at the rate of the line."""
        self._last_due_s = float("-inf")

    @property
    def most_bytes(self) -> int | None:
        """How much may go as one piece; None for as much as there is."""
        rate = self.conditions.bytes_per_s
        return max(1, rate // _STEPS_PER_S) if rate else None

    def due_s(self, size_bytes: int, now_s: float) -> float:
        """Put a piece on the line at `now_s`, and return when it comes out."""
        conditions = self.conditions
        self._free_s = max(now_s, self._free_s)
        if conditions.bytes_per_s:
            self._free_s += size_bytes / conditions.bytes_per_s
        jitter_s = self._random.uniform(-conditions.jitter_s, conditions.jitter_s)
        due_s = self._free_s + max(0.0, conditions.delay_s + jitter_s)
        self._last_due_s = max(self._last_due_s, due_s)
        return self._last_due_s
