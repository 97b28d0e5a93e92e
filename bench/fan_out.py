"""The command: one workload of one's own choice, this server beside `websockets` broadcast().

    python -m bench.fan_out --seconds 5 --rounds 3 --clients 200

The workload is, if not told otherwise, the one of the design: 100 clients, 10 of them sending
messages of 100 bytes with 8 on their way each; server and load on a core each where there are two.
All workloads beside all peers are `python -m bench`.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Sequence

from bench.contestants import HOST, WEBSOCKETS, Contestant
from bench.load import Measured, Workload, measure
from bench.report import remarks, table
from bench.servers import Cores, choose_cores

OURS = HOST.arguments
BASELINE = WEBSOCKETS.name
CONTESTANTS = (
    HOST,
    Contestant("WSChat host, --no-archive", (*OURS, "--no-archive"), HOST.dialect),
    WEBSOCKETS,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    options = _parser().parse_args(arguments)
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
    rounds: dict[str, list[Measured]] = {contestant.name: [] for contestant in CONTESTANTS}
    for number in range(1, options.rounds + 1):
        for contestant in CONTESTANTS:
            measured = measure_one(contestant, workload, cores)
            rounds[contestant.name].append(measured)
            rate = f"{measured.deliveries_per_s:,.0f} deliveries/s"
            print(f"round {number}: {contestant.name}: {rate}", flush=True)
    print("", table(rounds, BASELINE), "", *remarks(rounds, workload.clients), sep="\n")


def measure_one(contestant: Contestant, workload: Workload, cores: Cores) -> Measured:
    """Start a contestant, measure it once, and stop it."""
    dialect = contestant.dialect(workload.message_bytes)
    with contestant.running(cores) as server:
        return measure(server.address, dialect, workload, server.cpu_s)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.fan_out", description=__doc__)
    default = Workload()
    parser.add_argument("--seconds", type=float, default=default.seconds, help="measured a round")
    parser.add_argument("--warm-up", type=float, default=default.warm_up_s, help="seconds before")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=default.clients)
    parser.add_argument("--senders", type=int, default=default.senders)
    parser.add_argument("--window", type=int, default=default.window, help="messages on their way")
    parser.add_argument("--bytes", type=int, default=default.message_bytes, help="of a message")
    return parser


def _setting(workload: Workload, cores: Cores) -> str:
    where = (
        "server and load share the cores"
        if cores.server is None
        else f"server on core {cores.server}, load on core {cores.load}"
    )
    return (
        f"{workload.clients} clients, {workload.senders} sending {workload.message_bytes} bytes "
        f"with {workload.window} on their way each; {where}; "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )


if __name__ == "__main__":
    main()
