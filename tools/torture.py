"""Kills the host and cuts its lines, as often as one likes: python -m tools.torture

What the tests do a few times, done by the hundred; prints a table, and fails if anything was lost.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.end_to_end.drops import run_drops
from tests.end_to_end.kills import run_kills


def main() -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how often the host is killed")
    parser.add_argument("--drops", type=int, default=1_000, help="how often a line is cut")
    parser.add_argument("--restarts", type=int, default=10, help="of the host, in a second run")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        if options.kills:
            began_s = time.monotonic()
            killed = run_kills(
                Path(folder, "kills"), kills=options.kills, senders=20, seed=options.seed
            )
            faults += killed.faults
            print(
                f"kill -9: {killed.kills} kills, {killed.received:,} messages received, "
                f"{killed.saved:,} saved, {len(killed.faults)} faults, "
                f"{time.monotonic() - began_s:.0f} s"
            )
        for restarts in (0, options.restarts) if options.drops else ():
            began_s = time.monotonic()
            dropped = run_drops(
                Path(folder, f"drops-{restarts}"),
                drops=options.drops,
                restarts=restarts,
                seed=options.seed,
            )
            faults += dropped.faults
            print(
                f"drops: {dropped.drops} drops, {dropped.restarts} restarts, {dropped.said:,} said "
                f"to 5 pages, {len(dropped.faults)} faults, {time.monotonic() - began_s:.0f} s"
            )
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
