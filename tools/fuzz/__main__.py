"""Feeds hostile bytes to one part of the host, or to all of it: python -m tools.fuzz TARGET

Every input follows from the seed. The first fault ends the run; its input is written into a file,
which `--replay` feeds again. `--coverage` lets atheris look for inputs that reach new code instead.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import traceback
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

from tools.fuzz.targets import PURE, Target
from tools.fuzz.whole_server import WholeServer

TARGETS: dict[str, Callable[[], Target]] = {**PURE, "server": WholeServer}
_UNTIL_WARM = 10_000
"""Inputs after which everything has been made that is made once."""
_MIB = 1024 * 1024


class Fault(Exception):
    """Something did not hold; the text says what, and of which input."""

    def __init__(self, data: bytes) -> None:
        """Say which input it was."""
        super().__init__(f"input of {len(data)} bytes: {data[:2_000]!r}")
        self.data = data


def run(target: Target, random: Random, inputs: int) -> None:
    """Feed so many inputs.

    Raises:
        Fault: of the first input after which something did not hold.
    """
    for _ in range(inputs):
        feed(target, target.make(random))


def feed(target: Target, data: bytes) -> None:
    """Feed one input.

    Raises:
        Fault: something did not hold.
    """
    try:
        target.take(data)
    except Exception as error:
        raise Fault(data) from error


def resident_bytes() -> int:
    """Return what this process has in memory (Linux; 0 elsewhere)."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except FileNotFoundError:
        return 0
    return int(pages) * 4096


def main() -> int:
    """Run, print a line a target, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--inputs", type=int, default=10_000, help="for each target")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--replay", type=Path, metavar="FILE", help="feed this input alone")
    parser.add_argument("--coverage", action="store_true", help="by atheris, without end of inputs")
    options = parser.parse_args()
    if options.coverage:
        command = [sys.executable, "-m", "tools.fuzz.coverage", options.target]
        command += [str(options.inputs), str(options.seed)]
        return subprocess.run(command, check=False).returncode
    names = list(TARGETS) if options.target == "all" else [options.target]
    return max([_run_one(name, options) for name in names])


def _run_one(name: str, options: argparse.Namespace) -> int:
    target = TARGETS[name]()
    began_s = time.monotonic()
    random = Random(options.seed)
    warming_up = min(options.inputs, _UNTIL_WARM)
    try:
        if options.replay is not None:
            feed(target, options.replay.read_bytes())
            return 0
        run(target, random, warming_up)
        began_bytes = resident_bytes()
        run(target, random, options.inputs - warming_up)
        target.close()
    except Fault as fault:
        file = Path(f"fault-{name}-{zlib.crc32(fault.data):08x}.bin")
        file.write_bytes(fault.data)
        traceback.print_exception(fault)
        print(f"{name}: a fault with seed {options.seed}; its input is in {file}")
        return 1
    what = f"{options.inputs:,} inputs of seed {options.seed}"
    took_s = time.monotonic() - began_s
    grown = f"{began_bytes / _MIB:.0f} → {resident_bytes() / _MIB:.0f} MiB"
    print(f"{name}: {what}, no fault, {took_s:.0f} s, {grown}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
