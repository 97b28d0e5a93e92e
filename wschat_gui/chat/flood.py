"""How fast one member may speak: a bucket of words, a warning, then a mute.

Whose bucket it is and what a refusal says is in `room.py`.
"""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct


class FloodRule(Struct, frozen=True):
    """A burst of messages, refilled at a rate, and how long who ignores the warning is mute."""

    burst: int
    per_s: float
    mute_s: float


class FloodVerdict(Enum):
    """What becomes of one message."""

    PASSED = auto()
    WARNED = auto()
    """Refused, and told why; the next refusal before the bucket is full again mutes."""
    MUTED = auto()


_PASSED = FloodVerdict.PASSED  # looked up once, since every message asks


class FloodGuard:
    """The bucket of one member; it outlives reconnections, or a reload would refill it."""

    __slots__ = ("_filled_at_s", "_muted_until_s", "_rule", "_warned", "_words")

    def __init__(self, rule: FloodRule, now_s: float) -> None:
        """Start with a full bucket at `now_s`, monotonic."""
        self._rule = rule
        self._words = float(rule.burst)
        self._filled_at_s = now_s
        self._muted_until_s = now_s
        self._warned = False

    @property
    def muted_until_s(self) -> float:
        """When the last mute ends or has ended, monotonic."""
        return self._muted_until_s

    def muted_for_s(self, now_s: float) -> float:
        """Return the seconds of mute left, 0 when the member may speak."""
        return max(0.0, self._muted_until_s - now_s)

    def change_rule(self, rule: FloodRule) -> None:
        """Go by another rule from the next message on; a mute under way ends as it was told."""
        self._rule = rule

    def forgive(self, now_s: float) -> None:
        """End the mute, and begin with a full bucket again."""
        self._words = float(self._rule.burst)
        self._filled_at_s = now_s
        self._muted_until_s = now_s
        self._warned = False

    def refilled_in_s(self, now_s: float) -> float:
        """Return when there is a word in the bucket again, not counting a mute."""
        missing = 1.0 - self._words - (now_s - self._filled_at_s) * self._rule.per_s
        return max(0.0, missing / self._rule.per_s)

    def speak(self, now_s: float) -> FloodVerdict:
        """Decide on one message at `now_s`, monotonic."""
        if now_s < self._muted_until_s:
            return FloodVerdict.MUTED
        self._refill(now_s)
        if self._words >= 1.0:
            self._words -= 1.0
            return _PASSED
        if not self._warned:
            self._warned = True
            return FloodVerdict.WARNED
        self._warned = False
        self._muted_until_s = now_s + self._rule.mute_s
        return FloodVerdict.MUTED

    def _refill(self, now_s: float) -> None:
        self._words += (now_s - self._filled_at_s) * self._rule.per_s
        self._filled_at_s = now_s
        if self._words >= self._rule.burst:
            self._words = float(self._rule.burst)
            self._warned = False
