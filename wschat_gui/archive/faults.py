"""What can go wrong with files, said so that the host knows what is not done and what to do.

Every error of SQLite and of the file system leaves this package as an ArchiveFault.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path


class Task(StrEnum):
    """What was being done; the value is how the sentence for the host begins."""

    SAVING = "Messages are not being saved"
    RECEIVING = "Uploaded files are not being saved"
    READING = "The transcript cannot be read"
    SEARCHING = "The transcript cannot be searched"
    INDEXING = "New messages are found more slowly, because the search index is not kept up"
    DELETING = "Messages that were to be deleted are still in the files"
    TIDYING = "The transcript's files are not tidied up"
    EXPORTING = "The export was not written"


class FaultKind(StrEnum):
    """Why it cannot be done; the value is how the sentence goes on."""

    FULL = "the disk is full. Make room on it."
    READ_ONLY = (
        "the folder or a file in it cannot be written to. Allow writing, or choose another folder."
    )
    LOCKED = "another program holds the file. Close that program."
    SECOND_HOST = (
        "another WSChat host uses the same folder. Close that one, or choose another folder."
    )
    DAMAGED = (
        "the file is damaged. Start the room again: the file is then set aside, never "
        "overwritten, and a new one begun."
    )
    TOO_NEW = (
        "the file was written by a newer version of this program. Install that version, or choose "
        "another folder."
    )
    TOO_OLD = (
        "the file was written by an older version of this program. Open the room with it once: "
        "that brings it up to date."
    )
    MISSING = "there is no such file or folder. Check the path."
    MOVED = (
        "the file was moved or deleted while the room was open. Start the room again: a new file "
        "is then begun."
    )
    NO_MORE_FILES = (
        "this program has too many files and connections open. Wait until some have gone, or raise "
        "the system's limit."
    )
    BROKEN = "the disk reports an error. Check the disk, or choose another folder."


class ArchiveFault(Exception):
    """Something of the archive cannot be done now; the chat itself goes on without it."""

    def __init__(self, task: Task, kind: FaultKind, path: Path, detail: str = "") -> None:
        """Say what could not be done with `path`; `detail` is the system's own word for it."""
        self.task = task
        self.kind = kind
        self.path = path
        self.detail = detail or kind.name
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """For the host: what is not done, why, and what helps."""
        return f"{self.task}: {self.kind} ({self.path})"


class ArchiveTooNew(ArchiveFault):
    """The file's schema is newer than this program's; it was left as it is."""


_KIND_BY_CODE = {
    sqlite3.SQLITE_FULL: FaultKind.FULL,
    sqlite3.SQLITE_READONLY: FaultKind.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: FaultKind.READ_ONLY,
    sqlite3.SQLITE_PERM: FaultKind.READ_ONLY,
    sqlite3.SQLITE_AUTH: FaultKind.READ_ONLY,
    sqlite3.SQLITE_BUSY: FaultKind.LOCKED,
    sqlite3.SQLITE_LOCKED: FaultKind.LOCKED,
    sqlite3.SQLITE_CORRUPT: FaultKind.DAMAGED,
    sqlite3.SQLITE_NOTADB: FaultKind.DAMAGED,
}
_KIND_BY_ERRNO = {
    errno.ENOSPC: FaultKind.FULL,
    errno.EACCES: FaultKind.READ_ONLY,
    errno.EPERM: FaultKind.READ_ONLY,
    errno.EROFS: FaultKind.READ_ONLY,
    errno.ENOTDIR: FaultKind.READ_ONLY,
    errno.EEXIST: FaultKind.READ_ONLY,
    errno.ENOENT: FaultKind.MISSING,
    errno.EMFILE: FaultKind.NO_MORE_FILES,
    errno.ENFILE: FaultKind.NO_MORE_FILES,
}


def fault_of(error: sqlite3.Error | OSError, task: Task, path: Path) -> ArchiveFault:
    """Put an error of SQLite or of the file system into words."""
    if isinstance(error, OSError):
        kind = _KIND_BY_ERRNO.get(error.errno or 0, FaultKind.BROKEN)
        return ArchiveFault(task, kind, path, str(error))
    kind = _KIND_BY_CODE.get(primary_code(error), FaultKind.BROKEN)
    return ArchiveFault(task, kind, path, f"{_name_of(error)}: {error}")


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's result code without the extension in its upper bytes; 0 if it has none."""
    # Errors that Python's own module raises, such as for a closed connection, carry no code.
    code = getattr(error, "sqlite_errorcode", 0)
    return int(code) & 0xFF


def _name_of(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", type(error).__name__))


@contextmanager
def translated(task: Task, path: Path) -> Iterator[None]:
    """Let every error of SQLite and of the file system leave the block as an ArchiveFault."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise fault_of(error, task, path) from error
