"""The command: what the open window costs, each tab in turn, beside the same server headless.

    python -m bench.window --seconds 5 --rounds 3
    python -m bench.window --only Bans --only Statistics    two tabs, beside the headless servers

The workload is that of `fan_out`, with as many clients as the window is made for. Beside the
throughput it tells how late the window's loop is while the server is saturated. Server and window
share one core, the load has the other where there are two. The screen is a virtual one (Xvfb), on
whichever core has time for it: what it draws counts as well.

With a window frames are captured, headless they are not. So each is held against both: a headless
host as everybody starts it, which tells what the window costs with all that comes with it; and one
that captures as the window has it do, which tells what the window alone costs. The frame inspector
has a command of its own, `bench.inspector`.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.dialects import Room
from bench.fan_out import OURS
from bench.load import Measured, Workload, measure
from bench.servers import Cores, choose_cores, running
from tests.screen import virtual_screen

HEADLESS = "headless"
CAPTURING = "headless, capturing"
TABS = ("Message log", "Statistics", "Transcript", "Client", "Bans", "Join doctor")
"""What the titles of the window's tabs begin with."""
CAPTURES_ONLY = ("-m", "bench.watched", "--rows", "0")
CLIENTS = 500
_SCREEN = (1_400, 900)
_LAGS = ("lag p50", "lag p99", "lag max")
_CPUS = ("server CPU", "load CPU")


@dataclass(frozen=True, slots=True)
class Round:
    """One contestant, measured once."""

    measured: Measured
    lags_ms: tuple[float, ...] = ()
    """Of the window's loop while it was measured; empty where there was no window."""


Contestants = dict[str, Callable[[Workload, Cores], Round]]
"""By name: how each is measured once."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""

    def one(name: str) -> Callable[[Workload, Cores], Round]:
        return lambda workload, cores: measure_one(name, workload, cores)

    options_parser = parser("bench.window", __doc__)
    options_parser.add_argument("--only", action="append", choices=TABS, help="this tab")
    options = options_parser.parse_args(arguments)
    names = (HEADLESS, CAPTURING, *(options.only or TABS))
    rounds = measure_all({name: one(name) for name in names}, options)
    print("", table(rounds, HEADLESS, CAPTURING), sep="\n")


def measure_all(contestants: Contestants, options: argparse.Namespace) -> dict[str, list[Round]]:
    """Measure all in turn, as many rounds as `options` of `parser` say."""
    workload = Workload(
        clients=options.clients,
        senders=options.senders,
        window=options.window,
        message_bytes=options.bytes,
        warm_up_s=options.warm_up,
        seconds=options.seconds,
    )
    cores = choose_cores()
    print(_setting(workload, cores), flush=True)
    rounds: dict[str, list[Round]] = {name: [] for name in contestants}
    with virtual_screen(*_SCREEN):
        for number in range(1, options.rounds + 1):
            for name, measure_once in contestants.items():
                rounds[name].append(measure_once(workload, cores))
                rate = f"{rounds[name][-1].measured.deliveries_per_s:,.0f} deliveries/s"
                print(f"round {number}: {name}: {rate}", flush=True)
    return rounds


def measure_one(name: str, workload: Workload, cores: Cores) -> Round:
    """Start the server, headless or with this tab in front; measure it once, and stop it."""
    if name == HEADLESS:
        return measure_server(OURS, workload, cores)
    if name == CAPTURING:
        return measure_server(CAPTURES_ONLY, workload, cores)
    return measure_window(("--tab", name), workload, cores)


def measure_server(arguments: tuple[str, ...], workload: Workload, cores: Cores) -> Round:
    """Start a server without a window, `python ARGUMENTS`; measure it once, and stop it."""
    with running(arguments, cores) as server:
        dialect = Room(workload.message_bytes)
        return Round(measure(server.address, dialect, workload, server.cpu_s))


def measure_window(options: tuple[str, ...], workload: Workload, cores: Cores) -> Round:
    """Start `bench.windowed` with these options; measure it and its loop once, and stop it."""
    dialect = Room(workload.message_bytes)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        lags = Path(folder, "lags")
        asked_s: list[float] = []
        arguments = ("-m", "bench.windowed", *options, "--lags", str(lags))
        with running(arguments, cores) as server:

            def cpu_s() -> float:
                # Asked when the measuring begins and when it ends.
                asked_s.append(time.monotonic())
                return server.cpu_s()

            measured = measure(server.address, dialect, workload, cpu_s)
        return Round(measured, lags_between(lags.read_text("ascii"), asked_s[0], asked_s[-1]))


def lags_between(noted: str, begin_s: float, end_s: float) -> tuple[float, ...]:
    """Read what `windowed` wrote: the lags of this time, in milliseconds."""
    lines = (map(float, line.split()) for line in noted.splitlines())
    return tuple(lag_s * 1_000 for at_s, lag_s in lines if begin_s <= at_s <= end_s)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of all do not exceed."""
    if not values:
        raise ValueError("a percentile of nothing")
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * round(share * 1_000) // 1_000) - 1)]


def table(rounds: dict[str, list[Round]], *baselines: str) -> str:
    """Return one line each: medians of the rounds, ratios to `baselines`, lags of all rounds."""
    bases = [rate_of(rounds[each]) for each in baselines]
    headings = ("", "deliveries/s", *(f"to {each}" for each in baselines), *_LAGS, *_CPUS)
    rows = [headings, *(_row(name, done, bases) for name, done in rounds.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(headings))]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  "
        + "  ".join(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    )


def _row(name: str, rounds: Sequence[Round], bases: Sequence[float]) -> tuple[str, ...]:
    lags = lags_of(rounds)
    shares = ((0.5, lags), (0.99, lags), (1.0, lags))
    return (
        name,
        f"{rate_of(rounds):,.0f}",
        *(f"{rate_of(rounds) / base:.3f}" for base in bases),
        *(f"{percentile(of, share):.1f} ms" if of else "" for share, of in shares),
        f"{median(each.measured.server_cpu_share for each in rounds):.0%}",
        f"{median(each.measured.load_cpu_share for each in rounds):.0%}",
    )


def lags_of(rounds: Sequence[Round]) -> list[float]:
    """Return the lags of all rounds together, in milliseconds."""
    return [lag_ms for each in rounds for lag_ms in each.lags_ms]


def rate_of(rounds: Sequence[Round]) -> float:
    """Return the median of their deliveries a second."""
    return median(each.measured.deliveries_per_s for each in rounds)


def parser(module: str, description: str | None) -> argparse.ArgumentParser:
    """Return the options that say how a window is measured."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    default = Workload()
    parser.add_argument("--seconds", type=float, default=default.seconds, help="measured a round")
    parser.add_argument("--warm-up", type=float, default=2.0, help="seconds before")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--senders", type=int, default=default.senders)
    parser.add_argument("--window", type=int, default=default.window, help="messages on their way")
    parser.add_argument("--bytes", type=int, default=default.message_bytes, help="of a message")
    return parser


def _setting(workload: Workload, cores: Cores) -> str:
    where = (
        "server, window and load share the cores"
        if cores.server is None
        else f"server and window on core {cores.server}, load on core {cores.load}"
    )
    return (
        f"{workload.clients} clients, {workload.senders} sending {workload.message_bytes} bytes "
        f"with {workload.window} on their way each; {where}; "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )


if __name__ == "__main__":
    main()
