"""Clients that take no byte any more are found by looking twice."""

from __future__ import annotations

from typing import cast

from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.server.clients import Client
from wschat_gui.server.stalls import StallWatch


class FakeConnection:
    def __init__(self, written: int, backlog: int) -> None:
        self.bytes_written = written
        self.backlog_bytes = backlog
        self.dismissals: list[tuple[int, LeaveCause]] = []

    def dismiss(self, close_code: int, reason: str, cause: LeaveCause) -> None:
        assert reason == "Nothing was read for 10 seconds."
        self.dismissals.append((close_code, cause))


class FakeClient:
    def __init__(self, client_id: int, written: int, backlog: int) -> None:
        self.client_id = client_id
        self.connection = FakeConnection(written, backlog)

    @property
    def real(self) -> Client:
        return cast("Client", self)


def test_a_stalled_client_is_dismissed_after_ten_seconds() -> None:
    watch, stalled = StallWatch(10.0), FakeClient(1, written=1_000, backlog=400)
    for now_s in (0.0, 5.0, 9.9):
        watch.look([stalled.real], now_s)
        assert stalled.connection.dismissals == []
    watch.look([stalled.real], 10.0)
    assert stalled.connection.dismissals == [(1013, LeaveCause.TOO_SLOW)]


def test_a_slow_client_that_takes_something_stays() -> None:
    watch, slow = StallWatch(10.0), FakeClient(1, written=1_000, backlog=400)
    for now_s in range(100):
        slow.connection.bytes_written += 10  # as much comes in as goes out: the backlog stays
        watch.look([slow.real], float(now_s))
    assert slow.connection.dismissals == []


def test_growth_of_the_backlog_alone_is_no_progress() -> None:
    watch, stalled = StallWatch(10.0), FakeClient(1, written=1_000, backlog=400)
    for now_s in range(11):
        watch.look([stalled.real], float(now_s))
        stalled.connection.bytes_written += 50
        stalled.connection.backlog_bytes += 50
    assert len(stalled.connection.dismissals) == 1


def test_an_idle_client_is_left_alone() -> None:
    watch, idle = StallWatch(10.0), FakeClient(1, written=1_000, backlog=0)
    for now_s in (0.0, 100.0):
        watch.look([idle.real], now_s)
    assert idle.connection.dismissals == []
