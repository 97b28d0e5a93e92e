"""Tries what `make exe` has built, on the system that built it: python -m tools.freeze.smoke

The version, a host without a window that serves its page, and one with a window that opens its room
and keeps its log. Needs nothing but Python; on Linux the tests go further, in a root of their own.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tools.freeze.__main__ import IN_FOLDER, ONE_FILE
from wschat_gui.log_file import FILE_NAME

_PATIENCE_S = 60.0
_PAUSE_S = 0.1
_PORT = 45_871
"""For a window, which prints no address: a port that is seldom taken."""


def main() -> None:
    """Try both forms."""
    for program in (ONE_FILE, IN_FOLDER):
        _try_without_window(program)
        _try_with_window(program)
        print(f"{program} works")


def _try_without_window(program: Path) -> None:
    # What it prints is read on Linux and macOS only: a Windows program has no console of its own.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        arguments = ("--headless", "--no-archive", "--data-dir", folder)
        _try(program, arguments, Path(folder, "never"), asks_log=False)


def _try_with_window(program: Path) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        _try(program, ("--data-dir", folder), Path(folder, FILE_NAME), asks_log=True)


def _try(program: Path, arguments: tuple[str, ...], log: Path, *, asks_log: bool) -> None:
    where = ("--bind", "127.0.0.1", "--port", str(_PORT))
    running = subprocess.Popen([program, *where, *arguments])
    try:
        _wait_for(lambda: _is_our_page(running), "it serves no page")
        if asks_log:
            _wait_for(log.is_file, "it keeps no log, as it does with a window: is there a display?")
    finally:
        running.terminate()
        running.wait(_PATIENCE_S)
    if asks_log and (errors := re.findall(r".* (?:ERROR|CRITICAL) .*", log.read_text("utf-8"))):
        sys.exit("\n".join(errors))


def _is_our_page(running: subprocess.Popen[bytes]) -> bool:
    if running.poll() is not None:
        sys.exit(f"the program ended with {running.returncode}")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}/", timeout=5) as answer:
            return b"<html" in answer.read()
    except OSError:
        return False  # not yet


def _wait_for(condition: Callable[[], bool], otherwise: str) -> None:
    deadline_s = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > deadline_s:
            sys.exit(f"after {_PATIENCE_S:.0f} s: {otherwise}")
        time.sleep(_PAUSE_S)


if __name__ == "__main__":
    main()
