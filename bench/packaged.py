"""The command: how large the packaged program is, and how soon its window can be used.

    make exe && python -m bench.packaged --rounds 5

Usable: the QR code can be read from the screen, all of the window is drawn, and a connection to the
address in the code is accepted. Seen from outside, in the memory of a virtual screen, alike for all
three ways to start it; each round starts every one of them, in a fresh data folder. CPU is what the
program has used until then: on a busy machine that is the steadier figure. A first round, in which
files come from the disk and Python keeps what it has compiled, is not counted.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from tests.framebuffer import Framebuffer
from tests.screen import virtual_screen
from tools.freeze.__main__ import IN_FOLDER, ONE_FILE
from tools.freeze.size import size_bytes

GOALS = {"one file": (25.0, 0.7), "folder": (50.0, 0.4)}
"""Megabytes and seconds, at most."""
_UNFROZEN = "python -m wschat_gui"
_SCREEN = (1280, 830)
_PATIENCE_S = 60.0
_MB = 1_000_000
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_TICKS_PER_S = 100
"""Of the times in /proc: a constant of the kernel's interface, whatever its own clock."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start of the program."""

    usable_s: float
    cpu_s: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="bench.packaged")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    commands: dict[str, list[str]] = {
        _UNFROZEN: [sys.executable, "-m", "wschat_gui"],
        "one file": [str(ONE_FILE)],
        "folder": [str(IN_FOLDER)],
    }
    for path in (ONE_FILE, IN_FOLDER):
        if not path.is_file():
            raise SystemExit(f"{path} is not there: run `make exe` first.")
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    starts: dict[str, list[Start]] = {name: [] for name in commands}
    for number in range(options.rounds + 1):
        for name, command in commands.items():
            start = measure_start(command)
            if number:
                starts[name].append(start)
    sizes = {"one file": size_bytes(ONE_FILE), "folder": size_bytes(IN_FOLDER.parent)}
    print(table(starts, sizes))


def table(starts: dict[str, list[Start]], sizes: dict[str, int]) -> str:
    """Return one line for each way to start the program; times are medians, with the least."""
    lines = [f"{'':<22}{'MB':>8}{'usable':>10}{'least':>10}{'CPU':>10}   goal"]
    for name, done in starts.items():
        usable = [each.usable_s for each in done]
        size = f"{sizes[name] / _MB:.1f}" if name in sizes else "–"
        goal = "{:g} MB, {:g} s".format(*GOALS[name]) if name in GOALS else ""
        figures = (median(usable), min(usable), median(each.cpu_s for each in done))
        seconds = "".join(f"{figure:>8.3f} s" for figure in figures)
        lines.append(f"{name:<22}{size:>8}{seconds}   {goal}")
    return "\n".join(lines)


def measure_start(command: Sequence[str]) -> Start:
    """Start the program on a screen of its own, and end it again."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        virtual_screen(*_SCREEN, framebuffer=Path(name)) as display,
        Framebuffer(Path(name)) as content,
    ):
        address = ("--bind", "127.0.0.1", "--port", "0", "--data-dir", str(Path(name, "data")))
        began_s = time.perf_counter()
        program = subprocess.Popen(
            [*command, *address],
            env=_environment(display),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            sight = content.wait_for_code(program, _PATIENCE_S)
            cpu_s = _cpu_s(program.pid)
            host = urlsplit(sight.text)
            socket.create_connection((str(host.hostname), int(host.port or 80))).close()
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(_PATIENCE_S)
        return Start(sight.at_s - began_s, cpu_s)


def _environment(display: str) -> dict[str, str]:
    """Return ours as a person has it: Python may keep what it has compiled."""
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    return {**kept, "DISPLAY": display}


def _cpu_s(session: int) -> float:
    """Return what all processes of a session have used of the CPU so far."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[3]) == session:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS_PER_S


if __name__ == "__main__":
    main()
