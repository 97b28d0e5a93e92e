"""A whole round with a real window, small; and how lags are read and told."""

from __future__ import annotations

import pytest

from bench import window
from bench.load import Measured, Workload
from bench.servers import Cores
from bench.window import HEADLESS, Round, lags_between, percentile, table

ANYWHERE = Cores(None, None)
SMALL = Workload(clients=6, senders=3, window=4, message_bytes=60, warm_up_s=0.05, seconds=0.4)


@pytest.mark.window
@pytest.mark.parametrize("tab", ["Message log", "Client"])
def test_round_with_a_window_measures_proves_and_notes_lags(display: str, tab: str) -> None:
    done = window.measure_one(tab, SMALL, ANYWHERE)

    assert done.measured.messages >= SMALL.senders * SMALL.window
    assert done.lags_ms
    assert all(lag_ms >= 0 for lag_ms in done.lags_ms)


def test_only_lags_of_the_measured_time_count() -> None:
    noted = "1.0 0.5\n2.0 0.001\n3.0 0.002\n4.0 0.9\n"

    assert lags_between(noted, 2.0, 3.0) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ((5.0,), 0.5, 5.0),
        ((1.0, 2.0, 3.0, 4.0), 0.5, 2.0),
        (tuple(map(float, range(1, 101))), 0.99, 99.0),
        (tuple(map(float, range(1, 201))), 0.99, 198.0),
        ((3.0, 1.0, 2.0), 1.0, 3.0),
    ],
)
def test_percentile(values: tuple[float, ...], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_percentile_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile((), 0.5)


def test_table_tells_ratio_and_lags() -> None:
    def one(rate: float, *lags_ms: float) -> Round:
        return Round(
            Measured(deliveries_per_s=rate, messages=1, load_cpu_share=0.5, server_cpu_share=1.0),
            lags_ms,
        )

    lines = table(
        {HEADLESS: [one(1_000_000)], "Bans": [one(970_000, 1.0), one(980_000, 9.0)]}, HEADLESS
    ).splitlines()

    assert lines[1].split() == ["headless", "1,000,000", "1.000", "100%", "50%"]
    assert lines[2].split("  ")[-1].strip() == "50%"
    assert [cell for cell in lines[2].split() if cell != "ms"] == [
        "Bans",
        "975,000",
        "0.975",
        "1.0",
        "9.0",
        "9.0",
        "100%",
        "50%",
    ]
