"""The command: what the frame inspector costs, shown and following, beside a window without it.

    python -m bench.inspector --seconds 5 --rounds 3
    python -m bench.inspector --no-window    only the server's share, without Tk

The workload, the cores and the lags are those of `bench.window`. The goals: shown, at least 0.9 of
the throughput of closed, and a Tk loop that lags at most 16 ms in 99 of 100 turns.
"""

from __future__ import annotations

from collections.abc import Sequence

from bench.fan_out import OURS
from bench.window import (
    Contestants,
    Round,
    lags_of,
    measure_all,
    measure_server,
    measure_window,
    parser,
    percentile,
    rate_of,
    table,
)

BARE = "headless, nothing captured"
ASKED = "headless, captured and listed"
CLOSED = "window, inspector closed"
SHOWN = "window, inspector shown"
_CLOSED_TAB = "Message log"
_SHOWN_TAB = "Frame inspector"
_SERVERS: Contestants = {
    BARE: lambda workload, cores: measure_server(OURS, workload, cores),
    ASKED: lambda workload, cores: measure_server(("-m", "bench.watched"), workload, cores),
}
_WINDOWS: Contestants = {
    CLOSED: lambda workload, cores: measure_window(
        ("--tab", _CLOSED_TAB, "--no-capture"), workload, cores
    ),
    SHOWN: lambda workload, cores: measure_window(("--tab", _SHOWN_TAB), workload, cores),
}
_LEAST_RATIO = 0.9
_MOST_LAG_MS = 16.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table and how it compares with the goals."""
    options_parser = parser("bench.inspector", __doc__)
    options_parser.add_argument("--no-window", action="store_true", help="leave Tk out")
    options = options_parser.parse_args(arguments)
    contestants = _SERVERS if options.no_window else {**_SERVERS, **_WINDOWS}
    rounds = measure_all(contestants, options)
    print("", table(rounds, BARE), "", *verdicts(rounds), sep="\n")


def verdicts(rounds: dict[str, list[Round]]) -> list[str]:
    """Hold what was measured against the goals."""
    lines = [f"the server's share: {_ratio(rounds, ASKED, BARE)}"]
    if SHOWN in rounds:
        lag_ms = percentile(lags_of(rounds[SHOWN]), 0.99)
        lines += [
            f"shown against closed: {_ratio(rounds, SHOWN, CLOSED)}",
            f"lag of the loop, shown, p99: {lag_ms:.1f} ms (at most {_MOST_LAG_MS:g} wanted)",
        ]
    return lines


def _ratio(rounds: dict[str, list[Round]], name: str, baseline: str) -> str:
    ratio = rate_of(rounds[name]) / rate_of(rounds[baseline])
    return f"{ratio:.3f} of the throughput (at least {_LEAST_RATIO:g} wanted)"


if __name__ == "__main__":
    main()
