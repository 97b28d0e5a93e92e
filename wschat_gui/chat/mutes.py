"""Whom the host lets read only, for how long, and why.

By person: a mute survives a reconnection and a new nick. Mutes of the flood limit are `flood.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Mute(Struct, frozen=True):
    """One mute, timed on the clock that does not jump and told by the one that people read."""

    until_s: float | None
    """Monotonic; None: until it is lifted."""
    until_ms: int | None
    reason: str

    def left_s(self, now_s: float) -> float:
        """Return the seconds left, 0 when it is over; infinite where it must be lifted."""
        return float("inf") if self.until_s is None else max(0.0, self.until_s - now_s)


class Mutes:
    """All that hold."""

    def __init__(self) -> None:
        """Begin with nobody muted."""
        self._by_person: dict[str, Mute] = {}

    def __bool__(self) -> bool:
        """Tell whether there are any, to be asked before each message."""
        return bool(self._by_person)

    def mute(self, person_id: str, mute: Mute) -> None:
        """Mute a person, or mute it for another time."""
        self._by_person[person_id] = mute

    def of(self, person_ids: Iterable[str], now_s: float) -> Mute | None:
        """Return the mute of who is or was known by these, if one holds at `now_s`, monotonic."""
        mutes = (self._by_person.get(person_id) for person_id in person_ids)
        return next((mute for mute in mutes if mute is not None and mute.left_s(now_s) > 0), None)

    def lift(self, person_ids: Iterable[str]) -> bool:
        """Let a person speak again; tell whether it was muted."""
        lifted = [self._by_person.pop(known, None) for known in person_ids]
        return any(lifted)

    def pop_expired(self, now_s: float) -> set[str]:
        """Forget the mutes whose time is over, and return whose they were."""
        over = {known for known, mute in self._by_person.items() if mute.left_s(now_s) == 0}
        for person_id in over:
            del self._by_person[person_id]
        return over
