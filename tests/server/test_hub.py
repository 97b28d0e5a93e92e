"""The fan-out: who gets what in which order, in how many writes, and how it is counted."""

from __future__ import annotations

import asyncio
import socket
import sys
from asyncio.trsock import TransportSocket
from collections.abc import Callable

import pytest

from tests.server.hub_bench import Bench, FakeConnection
from tools.fuzz.memory_transport import MemoryTransport
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.server import hub
from wschat_gui.server.dialects import text_frame
from wschat_gui.server.outlet import Outlet


class SocketTransport(MemoryTransport):
    """A transport that has a socket, which takes everything."""

    def __init__(self, own: socket.socket) -> None:
        super().__init__(asyncio.Protocol(), ("", 1), ("", 2))
        self._extra["socket"] = TransportSocket(own)


_MOST_TURNS = 100_000

A, B, C, D = (text_frame(letter) for letter in (b"a", b"b", b"c", b"d"))


async def _some_turns_later() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def _a_tick_later(bench: Bench) -> None:
    ended = bench.commits
    for _ in range(_MOST_TURNS):
        if bench.commits > ended:
            return
        await asyncio.sleep(0)
    raise AssertionError("the tick does not end")


def test_all_frames_of_a_tick_are_one_write_a_client() -> None:
    async def scenario() -> None:
        bench = Bench()
        followers = [bench.follower() for _ in range(3)]
        bench.hub.flush()
        for follower in followers:
            follower.writes.clear()
        for frame in (A, B, C):
            bench.hub.broadcast(bench.stream, frame)
        assert all(follower.writes == [] for follower in followers)
        await _a_tick_later(bench)
        assert all(follower.writes == [A + B + C] for follower in followers)
        assert bench.commits == 2

    asyncio.run(scenario())


def test_a_newcomer_gets_its_welcome_and_only_what_comes_after() -> None:
    async def scenario() -> None:
        bench = Bench()
        old = bench.follower()
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, A)
        new = bench.follower(welcome=D)
        bench.hub.broadcast(bench.stream, B)
        bench.hub.flush()
        assert (old.writes[-1], new.writes) == (A + B, [D + B])
        assert new.granted_bytes == len(D)

    asyncio.run(scenario())


def test_an_answer_to_one_stands_in_its_place_among_what_all_get() -> None:
    async def scenario() -> None:
        bench = Bench()
        one, other = bench.follower(), bench.follower()
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, A)
        bench.hub.send(one.real, D)
        bench.hub.broadcast(bench.stream, B)
        bench.hub.flush()
        assert (one.writes[-1], other.writes[-1]) == (A + D + B, A + B)

    asyncio.run(scenario())


def test_who_is_dismissed_gets_what_was_before_and_is_closed_after_it() -> None:
    async def scenario() -> None:
        bench = Bench()
        kicked = bench.follower()
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, A)
        bench.hub.dismiss(kicked.real, 4001, "out", LeaveCause.KICKED)
        bench.hub.broadcast(bench.stream, B)
        assert kicked.dismissals == []
        bench.hub.flush()
        assert kicked.writes[-1] == A
        assert kicked.dismissals == [(4001, "out", LeaveCause.KICKED)]
        bench.hub.broadcast(bench.stream, C)
        bench.hub.flush()
        assert kicked.writes[-1] == A

    asyncio.run(scenario())


def test_who_is_released_gets_what_was_before_and_stays_open() -> None:
    async def scenario() -> None:
        bench = Bench()
        client = bench.follower()
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, A)
        bench.hub.release(client.real)
        bench.hub.broadcast(bench.stream, B)
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, B)
        bench.hub.send(client.real, C)
        bench.hub.flush()
        assert client.writes[-2:] == [A, C]
        assert client.dismissals == []
        bench.hub.admit(client.real, bench.stream, A)
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, B)
        bench.hub.flush()
        assert client.writes[-2:] == [A, B]

    asyncio.run(scenario())


def test_a_client_found_dead_while_writing_is_dropped_and_the_others_served() -> None:
    async def scenario() -> None:
        bench = Bench()
        dead, alive = bench.follower(), bench.follower()
        bench.hub.flush()

        def die() -> bool:
            bench.hub.drop(dead.real)
            return False

        dead.on_write = die
        bench.hub.broadcast(bench.stream, A)
        bench.hub.flush()
        assert alive.writes[-1] == A
        assert list(bench.stream.followers) == [alive.real]
        assert dead.observer.outbound().frames == 0
        assert bench.outbound.tally().frames == 1

    asyncio.run(scenario())


def test_a_client_found_dead_while_writing_is_in_no_capture() -> None:
    async def scenario() -> None:
        bench = Bench()
        alive, dead, slow = (bench.follower() for _ in range(3))
        bench.hub.flush()
        for number, follower in enumerate((alive, dead, slow)):
            follower.client_id = number
        dead.on_write = lambda: False
        slow.backlog_bytes = 99
        bench.recorder.turn(on=True)
        bench.hub.broadcast(bench.stream, A)
        bench.hub.flush()
        (piece,) = bench.recorder.ring.snapshot().pieces
        assert [(write.client_id, write.waiting_bytes) for write in piece.writes] == [
            (0, 0),
            (2, 99),
        ]

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform == "win32", reason="there everything goes through the transport")
def test_a_descriptor_that_is_no_longer_the_clients_is_not_written_to() -> None:
    async def scenario() -> None:
        bench = Bench()
        leaver, stayer = bench.follower(), bench.follower()
        pairs = [socket.socketpair() for _ in range(2)]
        for follower, (ours, _) in zip((leaver, stayer), pairs, strict=True):
            follower.outlet = Outlet(SocketTransport(ours))
            follower.outlet.open()
            bench.stream.add(follower.real)
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, A)
        bench.hub.flush()
        leaver.outlet.close()  # its connection ends; the system may give the descriptor away
        bench.hub.broadcast(bench.stream, B)
        bench.hub.flush()
        assert [theirs.recv(99) for _, theirs in pairs] == [A, A + B]
        assert leaver.writes[-1] == B  # through the connection, which knows that it is closed
        for pair in pairs:
            for each in pair:
                each.close()

    asyncio.run(scenario())


def test_every_frame_is_counted_for_its_client_and_in_all() -> None:
    async def scenario() -> None:
        bench = Bench()
        first = bench.follower(welcome=D)
        bench.hub.broadcast(bench.stream, A)
        bench.hub.flush()
        second = bench.follower(welcome=D)
        bench.hub.send(first.real, C)
        bench.hub.broadcast(bench.stream, B)
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, A)
        bench.hub.dismiss(first.real, 4001, "", LeaveCause.KICKED)
        bench.hub.broadcast(bench.stream, B)
        bench.hub.flush()
        for client in (first, second):
            sent = b"".join(client.writes)
            assert client.observer.outbound().wire_bytes == len(sent)
            assert client.observer.outbound().frames == len(sent) // len(A)
        total = bench.outbound.tally().frames
        assert total == sum(c.observer.outbound().frames for c in (first, second)) == 5 + 4

    asyncio.run(scenario())


async def _frames_of_ten_turns(bench: Bench, follower: FakeConnection) -> list[int]:
    """Broadcast one frame a turn, then none; return how many each write brought."""
    before = len(follower.writes)
    for _ in range(10):
        bench.hub.broadcast(bench.stream, A)
        await asyncio.sleep(0)
    await _some_turns_later()
    return [len(write) // len(A) for write in follower.writes[before:]]


class Clock:
    """The hub's, which only writing and the test move."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def monotonic(self) -> float:
        return self.now_s

    def write_taking(self, seconds: float) -> Callable[[], bool]:
        """Return what a write does that takes so long."""

        def write() -> bool:
            self.now_s += seconds
            return True

        return write


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(hub, "time", clock)
    return clock


def test_what_comes_turn_by_turn_after_a_long_tick_goes_out_together(clock: Clock) -> None:
    async def scenario() -> None:
        bench = Bench()
        follower = bench.follower()
        follower.on_write = clock.write_taking(0.004)
        bench.hub.flush()
        assert await _frames_of_ten_turns(bench, follower) == [10]
        clock.now_s += 1.0
        assert len(await _frames_of_ten_turns(bench, follower)) > 1

    asyncio.run(scenario())


def test_a_tick_that_a_computer_slept_through_is_followed_by_no_long_pause(clock: Clock) -> None:
    async def scenario() -> None:
        bench = Bench()
        follower = bench.follower()
        follower.on_write = clock.write_taking(3_600.0)
        bench.hub.flush()
        bench.hub.broadcast(bench.stream, A)
        clock.now_s += 0.02
        await _a_tick_later(bench)
        assert follower.writes[1:] == [A]

    asyncio.run(scenario())


def test_nothing_to_write_is_no_tick() -> None:
    async def scenario() -> None:
        bench = Bench()
        await _some_turns_later()
        assert bench.commits == 0

    asyncio.run(scenario())


def test_what_is_broadcast_while_a_tick_is_written_comes_with_the_next() -> None:
    """A write that finds its client gone makes the others hear that it has left."""

    async def scenario() -> None:
        bench = Bench()
        dead, alive = bench.follower(), bench.follower()
        bench.hub.flush()

        def die() -> bool:
            bench.hub.drop(dead.real)
            bench.hub.broadcast(bench.stream, B)
            return False

        dead.on_write = die
        bench.hub.broadcast(bench.stream, A)
        await _a_tick_later(bench)
        await _a_tick_later(bench)
        assert alive.writes[-2:] == [A, B]
        assert alive.observer.outbound().frames == bench.outbound.tally().frames == 2

    asyncio.run(scenario())
