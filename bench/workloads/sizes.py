"""How many deliveries a second, by the length of a message."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from bench.contestants import HOST, Contestant
from bench.dialects import Echo
from bench.load import Workload
from bench.outcome import Figures
from bench.run import Run

TITLE = "Message sizes"
TEXT = """
This server's room takes 4,000 characters a message; 60 kB go with "Longest message" in Settings at
its highest, 100,000. Text of 1 MB is nothing that the room takes under any setting (files travel
otherwise), so there one client sends to itself: to this server's `/echo`, and to the peers as a
room of one.
"""
_CASES = {
    "20 B, 100 clients, 10 sending with 8 on their way": (100, 10, 8, 20),
    "1 kB, 100 clients, 10 sending with 8 on their way": (100, 10, 8, 1_000),
    "60 kB, 100 clients, 10 sending with 1 on its way": (100, 10, 1, 60_000),
}
_ALONE = "1 MB, 1 client, sending to itself with 2 on their way"
_ALONE_WORKLOAD = (1, 1, 2, 1_000_000)
_LONGEST = '{"version":1,"settings":{"limits":{"message_chars":100000}}}'
_ROUNDS = 2


def measure(run: Run) -> None:
    """Measure all cases; two rounds of each are enough to tell a size from another."""
    rounds = min(run.rounds, _ROUNDS)
    for case, figures in _CASES.items():
        workload = run.workload(*figures)

        def one(contestant: Contestant, case: str = case, workload: Workload = workload) -> Figures:
            if contestant is not HOST:
                return run.closed_loop(case, contestant, workload)
            return with_long_messages(run, case, workload)

        run.alternate(case, run.without_window, one, rounds=rounds)
    alone = run.workload(*_ALONE_WORKLOAD)

    def one_alone(contestant: Contestant) -> Figures:
        measured = replace(HOST, dialect=Echo) if contestant is HOST else contestant
        return run.closed_loop(_ALONE, measured, alone)

    run.alternate(_ALONE, run.without_window, one_alone, rounds=rounds)


def with_long_messages(run: Run, case: str, workload: Workload) -> Figures:
    """Measure this server with the longest messages that Settings allow."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder, "settings.json").write_text(_LONGEST, "utf-8")
        return run.closed_loop(case, HOST.with_arguments("--data-dir", folder), workload)
