"""Who may not come in, for how long, and why.

The list itself: what a ban does to somebody who is in the room is in `room.py`; that it outlives
the program is the archive's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct


class Ban(Struct, frozen=True, kw_only=True):
    """One entry of the list. It holds for a device, an IP address, or both."""

    ban_id: int
    person_id: str
    """Of the device; empty where the ban is by address alone."""
    ip: str
    """Empty where the ban is by device alone: NAT neighbours stay in."""
    nick: str
    """What the banned one was called: for the host's eyes."""
    reason: str
    since_ms: int
    until_ms: int | None
    """None: until it is lifted."""
    until_stop: bool
    """It ends with the program; nothing saves it."""


class Bans:
    """All that hold."""

    def __init__(self, kept: Iterable[Ban] = ()) -> None:
        """Begin with those of earlier runs."""
        self._by_id = {ban.ban_id: ban for ban in kept}
        self._last_id = max(self._by_id, default=0)

    @property
    def all(self) -> Mapping[int, Ban]:
        """Every entry by its id, the oldest first. To be read only."""
        return self._by_id

    def next_id(self) -> int:
        """Return an id that no ban of this run has or had."""
        self._last_id += 1
        return self._last_id

    def add(self, ban: Ban) -> None:
        """Let nobody in whom this is about."""
        self._by_id[ban.ban_id] = ban

    def lift(self, ban_id: int) -> Ban | None:
        """Forget a ban; None if there is none of this id."""
        return self._by_id.pop(ban_id, None)

    def against(self, person_id: str, ip: str, now_ms: int) -> Ban | None:
        """Return what keeps this person out, if anything does; an empty `person_id` is nobody."""
        return next(
            (
                ban
                for ban in self._by_id.values()
                if (ban.until_ms is None or now_ms < ban.until_ms)
                and ((person_id and ban.person_id == person_id) or (ip and ban.ip == ip))
            ),
            None,
        )

    def expired(self, now_ms: int) -> list[Ban]:
        """Return those whose time is over."""
        return [
            ban
            for ban in self._by_id.values()
            if ban.until_ms is not None and ban.until_ms <= now_ms
        ]
