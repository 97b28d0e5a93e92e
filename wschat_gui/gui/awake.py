"""Keeps the computer awake, by the means that its system has; where it has none, nothing happens.

Linux and macOS hold sleep off for as long as a program runs, so one runs that waits for its input
to end: if this process dies, however it dies, that one ends too. Windows asks for a thread's state.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Sequence

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001
"""ES_CONTINUOUS and ES_SYSTEM_REQUIRED of SetThreadExecutionState."""
_WHY = "People are connected to the chat"
_COMMANDS: dict[str, tuple[str, ...]] = {
    "linux": (
        "systemd-inhibit",
        "--what=idle:sleep",
        "--who=WSChat",
        f"--why={_WHY}",
        "--mode=block",
        "cat",
    ),
    "darwin": ("caffeinate", "-i", "cat"),
}
_PATIENCE_S = 1.0
_log = logging.getLogger(__name__)


class KeepAwake:
    """Holds sleep off, or not."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """Use `command`, which ends with its input; None: what this system has."""
        self._command = tuple(_COMMANDS.get(sys.platform, ()) if command is None else command)
        self._process: subprocess.Popen[bytes] | None = None
        self._is_held = False

    @property
    def is_held(self) -> bool:
        """Whether sleep is held off, as far as is known."""
        return self._is_held

    def hold(self, *, is_wanted: bool) -> None:
        """Hold sleep off from now on, or no longer. Cheap when nothing changes."""
        if is_wanted == self._is_held:
            return
        self._is_held = is_wanted
        if sys.platform == "win32":
            _tell_windows(is_wanted=is_wanted)
        elif is_wanted:
            self._begin()
        else:
            self._end()

    def _begin(self) -> None:
        if not self._command:
            return
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            _log.info("this computer cannot be kept awake: %s", error)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None, "it was opened as a pipe"
        process.stdin.close()
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _tell_windows(*, is_wanted: bool) -> None:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  (its `windll` exists there only)

        flags = _CONTINUOUS | _SYSTEM_REQUIRED if is_wanted else _CONTINUOUS
        if not ctypes.windll.kernel32.SetThreadExecutionState(flags):
            _log.info("this computer cannot be kept awake: Windows refused")
