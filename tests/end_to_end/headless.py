"""The program as a process of its own, without a window, to be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import wschat_gui

_ROOT = Path(wschat_gui.__file__).parent.parent
_GOODBYE_S = 10.0


class HeadlessHost:
    """One run of the program on a free port of 127.0.0.1."""

    def __init__(
        self,
        data_dir: Path,
        environment: Mapping[str, str] | None = None,
        *,
        limits_lifted: bool = True,
    ) -> None:
        """Start it on this data folder, and wait until it listens."""
        options = ["--headless", "--bind", "127.0.0.1", "--port", "0"]
        options += ["--no-limits"] if limits_lifted else []
        command = [sys.executable, "-m", "wschat_gui", *options, "--data-dir", str(data_dir)]
        self._process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            cwd=_ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("listening on "), line
        self.port = int(line.strip().rstrip("/").rpartition(":")[2])

    @property
    def peak_memory_bytes(self) -> int:
        """The most memory that it has had so far (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        (peak,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) * 1024

    def kill(self) -> None:
        """End it as a power switch would, without a word."""
        self._process.kill()
        self._reap()

    def stop(self) -> None:
        """End it as a person would; it must end well."""
        self._process.send_signal(signal.SIGTERM)
        assert self._reap() == 0

    def _reap(self) -> int:
        status = self._process.wait(_GOODBYE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return status
