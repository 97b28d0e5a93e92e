"""Lays siege to the host: python -m tools.siege [CASE]...

Each case starts the real host, lets ten people talk in it, does something to it, and proves what
became of the talk. Prints a table, and fails if anything was lost or doubled or broke.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tools.siege.cases.every import CASES, run
from tools.siege.outcome import Outcome, markdown


def main() -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.siege", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="words of a case's name; else all")
    parser.add_argument("--list", action="store_true", help="name all cases and end")
    parser.add_argument("--short", action="store_true", help="as the tests run them")
    parser.add_argument("--clients", type=int, help="how many take part in each")
    parser.add_argument("--minutes", type=float, help="how long each lasts")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wanted = [
        case
        for case in CASES
        if not options.cases or any(words in case.name for words in options.cases)
    ]
    if options.list or not wanted:
        print(*(case.name for case in CASES), sep="\n")
        return 0 if options.list else 2
    outcomes: list[Outcome] = []
    for case in wanted:
        scale = case.short if options.short else case.full
        if options.clients is not None:
            scale = replace(scale, clients=options.clients)
        if options.minutes is not None:
            scale = replace(scale, seconds=options.minutes * 60)
        print(f"{time.strftime('%H:%M:%S')} {case.name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="siege-") as folder:
            outcomes.append(run(case, scale, Path(folder), options.seed))
        print(*outcomes[-1].faults, sep="\n", file=sys.stderr, flush=True)
    print(markdown(outcomes))
    return 1 if any(outcome.faults for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
