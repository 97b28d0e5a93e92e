"""The real host as a process of its own: started in whatever surroundings, watched, stopped.

Its limits are the program's own unless a case lifts them. What it prints goes to a file, so that no
pipe fills up: that, and the log, is what a host without a window gets told.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

_ROOT = Path(__file__).parent.parent.parent
_START_S = 30.0
_GOODBYE_S = 20.0
_POLL_S = 0.01
PROGRAM = (sys.executable, "-m", "wschat_gui")


class Host:
    """One run of the program."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        bind: str = "127.0.0.1",
        port: int = 0,
        prefix: tuple[str, ...] = (),
        program: tuple[str, ...] = PROGRAM,
    ) -> None:
        """Start it with its data in `folder`, and wait until it listens.

        `prefix` is a command to run it under, such as one that gives it less of something;
        `program` starts it otherwise.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.data_dir = folder / "data"
        self._output = folder / "printed.txt"
        listen = ("--bind", bind) if bind else ()
        base = ("--headless", *listen, "--port", str(port), "--data-dir", str(self.data_dir))
        homes = {name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}
        with self._output.open("ab") as file:
            self._offset = file.tell()
            self.process = subprocess.Popen(
                [*prefix, *program, *base, "--log-level", "info", *options],
                cwd=_ROOT,
                env={**os.environ, **homes, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        self.port = self._await_port()

    @property
    def printed(self) -> list[str]:
        """All lines so far."""
        with self._output.open("rb") as file:
            file.seek(self._offset)
            return file.read().decode("utf-8", "replace").splitlines()

    def sentences(self) -> list[str]:
        """Return what it told the host, without addresses and the log of who came, spoke, left."""
        told = (line for line in self.printed if not line[:1].isdigit())
        return [line for line in told if line.strip() and not line.startswith("listening on ")]

    def await_line(self, wanted: Callable[[str], bool], timeout_s: float = 10.0) -> str:
        """Wait until it prints such a line, and return it."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            for line in self.printed:
                if wanted(line):
                    return line
            time.sleep(_POLL_S)
        raise AssertionError(f"never printed, but:\n{self.tail()}")

    def tail(self) -> str:
        """Return the last it printed."""
        return "\n".join(self.printed[-20:])

    def memory_bytes(self) -> int:
        """Return what it has in memory now (resident); 0 where nothing tells."""
        resident_bytes = 0
        if sys.platform == "linux":
            status = Path(f"/proc/{self.process.pid}/statm").read_text("ascii")
            resident_bytes = int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return resident_bytes

    def descriptors(self) -> int:
        """Return how many files and sockets it has open; 0 where nothing tells."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        return len(list(folder.iterdir())) if folder.exists() else 0

    def suspend(self) -> None:
        """Stop it in its tracks, as a computer that sleeps."""
        if sys.platform != "win32":
            self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on as if nothing had been."""
        if sys.platform != "win32":
            self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait(_GOODBYE_S)

    def stop(self) -> int:
        """End it as a person would; return the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_GOODBYE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.kill()

    def _await_port(self) -> int:
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline and self.process.poll() is None:
            line = next((line for line in self.printed if line.startswith("listening on ")), None)
            if line is not None:
                return int(line.strip().rstrip("/").rpartition(":")[2])
            time.sleep(_POLL_S)
        self.kill()
        raise AssertionError(f"the host did not start:\n{self.tail()}")
