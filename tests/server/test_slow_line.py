"""A bad line, its clock moved by hand: nothing lost, nothing early, nothing overtaken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.server.line_pace import LineConditions, LinePace
from wschat_gui.server.slow_line import SlowLine

BAD = st.builds(
    LineConditions,
    delay_s=st.floats(0, 5),
    jitter_s=st.floats(0, 5),
    bytes_per_s=st.just(0) | st.integers(1, 100_000),
)


class Timer:
    def __init__(self, due_s: float, act: Callable[[], object]) -> None:
        self.due_s, self.act, self.cancelled = due_s, act, False

    def cancel(self) -> None:
        self.cancelled = True


class HandClock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.timers: list[Timer] = []

    def time(self) -> float:
        return self.now_s

    def call_at(self, when: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        self.timers.append(Timer(when, callback))
        return cast("asyncio.TimerHandle", self.timers[-1])

    @property
    def armed(self) -> list[Timer]:
        self.timers = [timer for timer in self.timers if not timer.cancelled]
        return self.timers

    def wait(self, seconds: float) -> None:
        end_s = self.now_s + seconds
        while due := [timer for timer in self.armed if timer.due_s <= end_s]:
            timer = min(due, key=lambda each: each.due_s)
            self.timers.remove(timer)
            self.now_s = max(self.now_s, timer.due_s)
            timer.act()
        self.now_s = end_s


class Wire(asyncio.Transport):
    """A transport whose other end is the test."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.acts: list[str] = []
        self.protocol: asyncio.BaseProtocol | None = None

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self.written.append(bytes(data))

    def write_eof(self) -> None:
        self.acts.append("eof")

    def close(self) -> None:
        self.acts.append("close")

    def abort(self) -> None:
        self.acts.append("abort")

    def is_closing(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0

    def get_write_buffer_limits(self) -> tuple[int, int]:
        return 250, 1_000

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def pause_reading(self) -> None:
        self.acts.append("pause")

    def resume_reading(self) -> None:
        self.acts.append("resume")


class Ear:
    """A connection that notes what it is told."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.transport: asyncio.Transport = self.wire
        self.heard: list[bytes] = []
        self.told: list[str] = []

    def change_transport(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard.append(data)

    def eof_received(self) -> None:
        self.told.append("eof")

    def connection_lost(self, exc: Exception | None) -> None:
        self.told.append("lost")

    def pause_writing(self) -> None:
        self.told.append("pause")

    def resume_writing(self) -> None:
        self.told.append("resume")


class Bench:
    def __init__(self) -> None:
        self.clock, self.ear = HandClock(), Ear()
        self.wire = self.ear.wire
        self.line = SlowLine(self.ear, self.clock, Random(7))

    def worsen(self, *, delay_s: float = 0.0, bytes_per_s: int = 0, cut_s: float = 0.0) -> None:
        conditions = LineConditions(delay_s=delay_s, bytes_per_s=bytes_per_s)
        self.line.change(conditions, self.clock.now_s + cut_s)


@pytest.fixture
def bench() -> Bench:
    return Bench()


# The pace ----------------------------------------------------------------------------------------


@given(BAD, st.lists(st.tuples(st.integers(0, 10_000), st.floats(0, 2)), max_size=30))
def test_nothing_comes_early_or_overtakes(
    conditions: LineConditions, sent: list[tuple[int, float]]
) -> None:
    pace = LinePace(conditions, Random(1))
    now_s, last_due_s, on_the_line_s = 0.0, 0.0, 0.0
    for size_bytes, pause_s in sent:
        now_s += pause_s
        due_s = pace.due_s(size_bytes, now_s)
        if conditions.bytes_per_s:
            on_the_line_s += size_bytes / conditions.bytes_per_s
        shortest_s = max(0.0, conditions.delay_s - conditions.jitter_s)
        assert due_s >= max(last_due_s, now_s + shortest_s)
        assert due_s >= on_the_line_s * (1 - 1e-9)
        last_due_s = due_s


def test_bytes_take_their_time_at_the_rate_of_the_line() -> None:
    pace = LinePace(LineConditions(delay_s=1.0, bytes_per_s=100), Random(1))
    assert pace.due_s(50, 10.0) == 11.5
    assert pace.due_s(50, 10.0) == 12.0
    assert pace.due_s(100, 20.0) == 22.0


# The line ----------------------------------------------------------------------------------------


def test_a_good_line_passes_on_at_once(bench: Bench) -> None:
    bench.line.write(b"out")
    bench.line.data_received(b"in")
    assert bench.wire.written == [b"out"]
    assert bench.ear.heard == [b"in"]
    assert bench.clock.armed == []


def test_both_ways_are_delayed_as_asked(bench: Bench) -> None:
    bench.worsen(delay_s=0.5)
    bench.line.write(b"out")
    bench.line.data_received(b"in")
    bench.clock.wait(0.499)
    assert (bench.wire.written, bench.ear.heard) == ([], [])
    bench.clock.wait(0.001)
    assert (bench.wire.written, bench.ear.heard) == ([b"out"], [b"in"])


@given(
    st.lists(
        st.one_of(
            st.binary(min_size=1, max_size=400).map(lambda data: ("send", data)),
            st.floats(0, 3).map(lambda seconds: ("wait", seconds)),
            st.tuples(BAD, st.just(0.0) | st.floats(0, 3)).map(lambda how: ("change", how)),
        ),
        max_size=30,
    )
)
def test_whatever_happens_to_the_line_all_bytes_come_out_in_order(
    story: list[tuple[str, Any]],
) -> None:
    bench = Bench()
    sent = b""
    for act, what in story:
        match act:
            case "send":
                sent += what
                bench.line.write(what)
                bench.line.data_received(what)
            case "wait":
                bench.clock.wait(what)
            case _:
                conditions, cut_s = what
                bench.line.change(conditions, bench.clock.now_s + cut_s)
    assert sent.startswith(b"".join(bench.wire.written))
    bench.line.heal()
    assert b"".join(bench.wire.written) == b"".join(bench.ear.heard) == sent
    assert bench.clock.armed == []


def test_while_the_line_is_cut_nothing_passes_and_afterwards_everything(bench: Bench) -> None:
    bench.worsen(delay_s=0.1)
    bench.line.write(b"on its way")
    bench.worsen(cut_s=5.0)
    bench.line.write(b"meanwhile")
    bench.clock.wait(4.9)
    assert bench.wire.written == []
    bench.clock.wait(0.2)
    assert bench.wire.written == [b"on its way", b"meanwhile"]


def test_at_a_limited_rate_bytes_trickle(bench: Bench) -> None:
    bench.worsen(bytes_per_s=100)
    bench.line.write(bytes(100))
    bench.clock.wait(0.5)
    assert 40 <= sum(map(len, bench.wire.written)) <= 50
    bench.clock.wait(0.6)
    assert sum(map(len, bench.wire.written)) == 100


def test_what_waits_on_the_line_counts_as_backlog(bench: Bench) -> None:
    bench.worsen(delay_s=1.0)
    bench.line.write(bytes(1_000))
    assert bench.ear.told == []
    bench.line.write(b"!")
    assert bench.line.get_write_buffer_size() == 1_001
    assert bench.ear.told == ["pause"]
    bench.clock.wait(1.0)
    assert bench.ear.told == ["pause", "resume"]


def test_who_sends_too_much_over_a_bad_line_is_made_to_wait(bench: Bench) -> None:
    bench.worsen(bytes_per_s=10_000)
    bench.line.data_received(bytes(100_000))
    assert bench.wire.acts == ["pause"]
    bench.clock.wait(10.1)
    assert bench.wire.acts[1] == "resume"
    assert sum(map(len, bench.ear.heard)) == 100_000


def test_closing_waits_for_what_was_written_before(bench: Bench) -> None:
    bench.worsen(delay_s=1.0)
    bench.line.write(b"last words")
    bench.line.write_eof()
    bench.line.close()
    assert bench.wire.acts == []
    bench.clock.wait(1.0)
    assert bench.wire.written == [b"last words"]
    assert bench.wire.acts == ["eof", "close"]


def test_who_is_gone_when_our_end_is_due_is_closed_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_connected() -> None:
        raise OSError("Transport endpoint is not connected")

    monkeypatch.setattr(bench.wire, "write_eof", not_connected)
    bench.worsen(delay_s=1.0)
    bench.line.write(b"nobody hears")
    bench.line.write_eof()
    bench.line.close()
    bench.clock.wait(1.0)
    assert bench.wire.acts == ["close"]


def test_aborting_waits_for_nothing(bench: Bench) -> None:
    bench.worsen(delay_s=1.0)
    bench.line.write(b"lost")
    bench.line.abort()
    assert bench.wire.acts == ["abort"]
    assert bench.clock.armed == []


def test_what_came_before_the_end_is_heard_before_it_is_told(bench: Bench) -> None:
    bench.worsen(delay_s=1.0)
    bench.line.data_received(b"bye")
    bench.line.write(b"too late")
    bench.line.connection_lost(None)
    assert bench.ear.heard == [b"bye"]
    assert bench.ear.told == ["lost"]
    assert bench.clock.armed == []
