"""Who is pinged when, and who is given up: connections that only note it, on a real loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from itertools import pairwise

from wschat_gui.server.keepalive import Keepalive

PATIENCE_S = 10.0
INTERVAL_S = 0.08


class Peer:
    """A connection that is pinged, and answers at once or never."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers = answers
        self.pinged_s: list[float] = []
        self.timed_out_s: list[float] = []
        self.has_happened = asyncio.Event()

    def ping_now(self) -> None:
        self.pinged_s.append(asyncio.get_running_loop().time())
        self.has_happened.set()

    def unanswered_s(self, now_s: float) -> float:
        return 0.0 if self.answers or not self.pinged_s else now_s - self.pinged_s[0]

    def time_out(self) -> None:
        self.timed_out_s.append(asyncio.get_running_loop().time())
        self.has_happened.set()

    async def wait_until_pinged(self, times: int) -> None:
        await self._wait_until(lambda: len(self.pinged_s) >= times)

    async def wait_until_timed_out(self) -> None:
        await self._wait_until(lambda: bool(self.timed_out_s))

    async def _wait_until(self, has_happened: Callable[[], bool]) -> None:
        while not has_happened():
            self.has_happened.clear()
            await self.has_happened.wait()


def run(scenario: Coroutine[object, object, None]) -> None:
    async def in_time() -> None:
        await asyncio.wait_for(scenario, PATIENCE_S)

    asyncio.run(in_time())


def test_everybody_is_pinged_at_intervals() -> None:
    async def scenario() -> None:
        keepalive, peers = Keepalive(INTERVAL_S, 60.0), [Peer(), Peer()]
        began_s = asyncio.get_running_loop().time()
        for peer in peers:
            keepalive.watch(peer)
        for peer in peers:
            await peer.wait_until_pinged(3)
            times_s = [began_s, *peer.pinged_s]
            assert all(b - a >= INTERVAL_S * 0.9 for a, b in pairwise(times_s))
            assert peer.timed_out_s == []
            keepalive.forget(peer)

    run(scenario())


def test_pings_that_are_due_nearly_together_go_out_together() -> None:
    async def scenario() -> None:
        keepalive, first, second = Keepalive(INTERVAL_S, 60.0), Peer(), Peer()
        keepalive.watch(first)
        keepalive.watch(second)
        await first.wait_until_pinged(1)
        assert len(second.pinged_s) == 1
        keepalive.forget(first)
        keepalive.forget(second)

    run(scenario())


def test_who_does_not_answer_is_given_up_in_time_and_not_before() -> None:
    async def scenario() -> None:
        keepalive, dead = Keepalive(INTERVAL_S, 0.2), Peer(answers=False)
        keepalive.watch(dead)
        await dead.wait_until_timed_out()
        assert len(dead.pinged_s) == 1, "one ping that is not answered is enough"
        assert dead.timed_out_s[0] - dead.pinged_s[0] >= 0.2
        keepalive.forget(dead)

    run(scenario())


def test_who_has_a_ping_unanswered_gets_no_other_one_and_is_given_up_all_the_same() -> None:
    async def scenario() -> None:
        keepalive, dead = Keepalive(INTERVAL_S, 0.2), Peer(answers=False)
        dead.pinged_s.append(asyncio.get_running_loop().time())  # by somebody else
        keepalive.watch(dead)
        await dead.wait_until_timed_out()
        assert len(dead.pinged_s) == 1
        keepalive.forget(dead)

    run(scenario())


def test_who_answers_late_but_in_time_stays() -> None:
    async def scenario() -> None:
        keepalive, slow = Keepalive(INTERVAL_S, 0.2), Peer(answers=False)
        keepalive.watch(slow)
        await slow.wait_until_pinged(1)
        slow.answers = True
        await slow.wait_until_pinged(5)
        assert slow.timed_out_s == []
        keepalive.forget(slow)

    run(scenario())


def test_with_nobody_left_no_timer_is_left() -> None:
    async def scenario() -> None:
        keepalive, stays, goes = Keepalive(INTERVAL_S, 60.0), Peer(), Peer()
        for peer in (stays, goes):
            keepalive.watch(peer)
        keepalive.forget(goes)
        keepalive.forget(goes)
        await stays.wait_until_pinged(2)
        assert goes.pinged_s == []
        keepalive.forget(stays)
        scheduled: list[asyncio.TimerHandle] = asyncio.get_running_loop()._scheduled  # type: ignore[attr-defined]
        alive = [handle for handle in scheduled if not handle.cancelled()]
        assert not any("Keepalive" in repr(handle) for handle in alive)

    run(scenario())
