"""The lock that lets one host at a time number a room's messages, or have its window."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task, fault_of, primary_code


class HostLock:
    """Held from making it until `release`, or until the process ends, however it ends.

    It is SQLite's own exclusive lock on an empty database beside the transcript: portable, given
    back by the system when a process dies, and in nobody's way who only reads the transcript.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            ArchiveFault: another host has it, or the folder cannot be written to.
        """
        try:
            self._connection = sqlite3.connect(
                path, timeout=0, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise fault_of(error, Task.SAVING, path) from error
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            self._connection.close()
            if primary_code(error) == sqlite3.SQLITE_BUSY:
                raise ArchiveFault(Task.SAVING, FaultKind.SECOND_HOST, path.parent) from error
            raise fault_of(error, Task.SAVING, path) from error

    def release(self) -> None:
        """Let another host have the room."""
        self._connection.close()
