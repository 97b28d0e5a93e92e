"""Pings to all open connections at intervals, and an end for those that answer none.

RFC 6455 section 5.5.2 lets a ping be a keepalive. One timer serves everybody, and pings that are
due at nearly the same time go out together: a timer and a task for each client would take most of
what an idle room costs. What a round trip took is counted elsewhere, by each connection's observer.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

_EARLY = 1 / 16
"""Of the interval: so much before its time a ping may go out with those that are due."""


class Pinged(Protocol):
    """A connection, as far as it is kept alive."""

    def ping_now(self) -> None:
        """Send a ping."""

    def unanswered_s(self, now_s: float) -> float:
        """Return for how long the oldest unanswered ping waits; 0 where none does."""

    def time_out(self) -> None:
        """Fail the connection: the peer does not answer."""


class Keepalive:
    """Everybody who is to be pinged. Both tables are in the order of their times."""

    def __init__(self, interval_s: float, timeout_s: float) -> None:
        """Ping every `interval_s`, and wait `timeout_s` for each pong."""
        self._interval_s = interval_s
        self._timeout_s = timeout_s
        self._next_ping_s: dict[Pinged, float] = {}
        self._judged_s: dict[Pinged, float] = {}
        """When a pong must have come; only of those that wait for one."""
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, connection: Pinged) -> None:
        """Ping this one from now on, first when an interval has passed."""
        self._next_ping_s[connection] = asyncio.get_running_loop().time() + self._interval_s
        if self._timer is None:
            self._set_timer()

    def forget(self, connection: Pinged) -> None:
        """Leave this one alone; it need not be known."""
        self._next_ping_s.pop(connection, None)
        self._judged_s.pop(connection, None)
        if not self._next_ping_s and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set_timer(self) -> None:
        times_s = [
            next(iter(table.values())) for table in (self._next_ping_s, self._judged_s) if table
        ]
        self._timer = None
        if times_s:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(min(times_s), self._turn)

    def _turn(self) -> None:
        now_s = asyncio.get_running_loop().time()
        self._judge(now_s)
        self._ping(now_s)
        self._set_timer()

    def _judge(self, now_s: float) -> None:
        for connection in _due(self._judged_s, now_s):
            del self._judged_s[connection]
            if connection.unanswered_s(now_s) >= self._timeout_s:
                connection.time_out()

    def _ping(self, now_s: float) -> None:
        for connection in _due(self._next_ping_s, now_s + self._interval_s * _EARLY):
            del self._next_ping_s[connection]
            self._next_ping_s[connection] = now_s + self._interval_s
            answered = not connection.unanswered_s(now_s)
            if answered:
                self._judged_s.pop(connection, None)
            # Who has not answered yet gets no other ping: that one decides.
            self._judged_s.setdefault(connection, now_s + self._timeout_s)
            if answered:
                connection.ping_now()


def _due(table: dict[Pinged, float], until_s: float) -> list[Pinged]:
    """Return those at the head of an ordered table whose time has come."""
    due: list[Pinged] = []
    for connection, at_s in table.items():
        if at_s > until_s:
            break
        due.append(connection)
    return due
