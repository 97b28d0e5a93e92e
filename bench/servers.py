"""Starts and stops a server under test: a process of its own, on a core of its own where it can."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_ROOT = Path(__file__).parent.parent
_START_S = 20.0
_STOP_S = 10.0
_POLL_S = 0.01


class ServerTrouble(RuntimeError):
    """A server under test did not start or end as it should."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that listens."""

    address: tuple[str, int]
    pid: int

    def cpu_s(self) -> float:
        """Return the processor time it has taken so far, in seconds; 0 where nothing tells."""
        taken_s = 0.0
        if sys.platform == "linux":
            # The clock's number is made as clock_getcpuclockid(3) does; to the nanosecond, where
            # /proc counts hundredths.
            taken_s = time.clock_gettime(~self.pid << 3 | 2)
        return taken_s

    def memory_bytes(self) -> int:
        """Return what it has in memory, without the kernel's share; 0 where nothing tells."""
        pages = 0
        if sys.platform == "linux":
            pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
            pages *= os.sysconf("SC_PAGE_SIZE")
        return pages


@dataclass(frozen=True, slots=True)
class Cores:
    """Which processor core is whose; None where cores cannot be chosen or there is but one."""

    server: int | None
    load: int | None


def choose_cores() -> Cores:
    """Take the first two cores that this process may use."""
    if sys.platform == "linux":
        usable = sorted(os.sched_getaffinity(0))
        if len(usable) > 1:
            return Cores(usable[0], usable[1])
    return Cores(None, None)


def pin(core: int | None) -> None:
    """Keep this process, and what it starts from now on, to one core."""
    if sys.platform == "linux" and core is not None:
        os.sched_setaffinity(0, {core})


@contextmanager
def running(
    arguments: tuple[str, ...], cores: Cores, *, program: str = sys.executable
) -> Iterator[RunningServer]:
    """Run `PROGRAM ARGUMENTS`, which first prints `listening on http://HOST:PORT/`; then stop it.

    What it prints goes to a file, so that no pipe fills up; the user's folders are hidden from it.

    Raises:
        ServerTrouble: it did not start, or did not end with status 0 when it was asked to.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        output = Path(folder, "output")
        with output.open("wb") as file:
            pin(cores.server)
            process = subprocess.Popen(
                [program, *arguments],
                cwd=_ROOT,
                env=_environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        pin(cores.load)
        try:
            yield RunningServer(_address(process, output), process.pid)
        except BaseException:
            process.kill()
            process.wait()
            raise
        _stop(process, output)


def _environment(folder: str) -> dict[str, str]:
    homes = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    return {**os.environ, **dict.fromkeys(homes, folder)}


def _address(process: subprocess.Popen[bytes], output: Path) -> tuple[str, int]:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        line, newline, _ = output.read_text("utf-8", "replace").partition("\n")
        if newline:
            url = urlsplit(line.rpartition(" ")[2])
            if url.hostname and url.port:
                return url.hostname, url.port
            break
        time.sleep(_POLL_S)
    raise ServerTrouble(f"the server did not say where it listens, but:\n{_tail(output)}")


def _stop(process: subprocess.Popen[bytes], output: Path) -> None:
    process.terminate()
    try:
        status = process.wait(_STOP_S)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.wait()
        raise ServerTrouble(f"the server did not stop within {_STOP_S:g} s") from error
    if status != 0:
        raise ServerTrouble(f"the server ended with status {status}:\n{_tail(output)}")


def _tail(output: Path) -> str:
    return "\n".join(output.read_text("utf-8", "replace").splitlines()[-20:])
