"""Who may come in by the room code, and how often one address may guess it.

Bans are not here: they hold for people the door has already let in.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict, deque
from enum import Enum, auto

from msgspec import Struct


class DoorRule(Struct, frozen=True):
    """So many wrong codes from one address within a window, and how long it is refused then."""

    wrong_codes: int
    window_s: float
    refusal_s: float


class DoorVerdict(Enum):
    """What becomes of one attempt to come in."""

    OPEN = auto()
    CLOSED = auto()
    """No code was given: asking for it is no guess."""
    WRONG = auto()
    SHUT = auto()
    """Too many wrong codes from this address: not even the right one is looked at."""


class Door:
    """Compares codes in constant time and remembers the addresses that guessed."""

    _REMEMBERED_ADDRESSES = 10_000
    """Bounds memory: IPv6 gives one machine more addresses than anybody can count."""

    def __init__(self, code: str, rule: DoorRule) -> None:
        """Guard with `code`; an empty one leaves the door open."""
        self._code = code.encode()
        self._rule = rule
        self._wrong_at_s: OrderedDict[str, deque[float]] = OrderedDict()
        self._shut_until_s: OrderedDict[str, float] = OrderedDict()

    def change_code(self, code: str) -> None:
        """Ask for another code from now on; those inside stay."""
        self._code = code.encode()

    def change_rule(self, rule: DoorRule) -> None:
        """Count by another rule from now on; who is shut out stays so as long as it was told."""
        self._rule = rule

    def knock(self, address: str, code: str, now_s: float) -> DoorVerdict:
        """Decide on one attempt from an IP `address` at `now_s`, monotonic."""
        if not self._code:
            return DoorVerdict.OPEN
        if now_s < self._shut_until_s.get(address, now_s):
            return DoorVerdict.SHUT
        if not code:
            return DoorVerdict.CLOSED
        if hmac.compare_digest(code.encode(), self._code):
            self._wrong_at_s.pop(address, None)
            return DoorVerdict.OPEN
        self._count_wrong(address, now_s)
        return DoorVerdict.WRONG

    def shut_for_s(self, address: str, now_s: float) -> float:
        """Return how long an address is refused yet, 0 where it may knock."""
        return max(0.0, self._shut_until_s.get(address, now_s) - now_s)

    def _count_wrong(self, address: str, now_s: float) -> None:
        before = self._wrong_at_s.pop(address, ())
        # As long as the rule of now has it: one that was made by another would never be full.
        wrong = self._wrong_at_s[address] = deque(before, maxlen=self._rule.wrong_codes)
        wrong.append(now_s)
        if len(wrong) == self._rule.wrong_codes and now_s - wrong[0] <= self._rule.window_s:
            self._shut_until_s[address] = now_s + self._rule.refusal_s
            self._shut_until_s.move_to_end(address)
            del self._wrong_at_s[address]
        for remembered in (self._wrong_at_s, self._shut_until_s):
            while len(remembered) > self._REMEMBERED_ADDRESSES:
                remembered.popitem(last=False)
