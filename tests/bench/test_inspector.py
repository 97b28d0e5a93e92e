"""A small round without a window, and how what was measured is held against the goals."""

from __future__ import annotations

from bench.inspector import ASKED, BARE, CLOSED, SHOWN, verdicts
from bench.load import Measured, Workload
from bench.servers import Cores
from bench.window import Round, measure_server

ANYWHERE = Cores(None, None)
SMALL = Workload(clients=6, senders=3, window=4, message_bytes=60, warm_up_s=0.05, seconds=0.4)


def test_a_server_that_is_asked_all_the_time_loses_nothing() -> None:
    done = measure_server(("-m", "bench.watched"), SMALL, ANYWHERE)

    assert done.measured.messages >= SMALL.senders * SMALL.window


def one(rate: float, *lags_ms: float) -> Round:
    measured = Measured(deliveries_per_s=rate, messages=1, load_cpu_share=0.5, server_cpu_share=1.0)
    return Round(measured, lags_ms)


def test_verdicts_compare_like_with_like() -> None:
    rounds = {
        BARE: [one(1_000)],
        ASKED: [one(950)],
        CLOSED: [one(800, 1.0)],
        SHOWN: [one(760, 2.0, 3.0)],
    }
    assert verdicts(rounds) == [
        "the server's share: 0.950 of the throughput (at least 0.9 wanted)",
        "shown against closed: 0.950 of the throughput (at least 0.9 wanted)",
        "lag of the loop, shown, p99: 3.0 ms (at most 16 wanted)",
    ]


def test_without_a_window_only_the_server_is_judged() -> None:
    assert len(verdicts({BARE: [one(1_000)], ASKED: [one(950)]})) == 1
