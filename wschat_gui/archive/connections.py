"""Connections as this program wants them: which files there are, and what every pragma is for."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

LOOP_PATIENCE_S = 0.05
"""How long a commit of the server's loop may wait for another's: no longer than nobody notices."""
WORKER_PATIENCE_S = 5.0


class ArchiveFiles(Struct, frozen=True):
    """The archive's files in a data folder."""

    folder: Path

    @property
    def transcript(self) -> Path:
        """What was said; the only one of these files that cannot be made again."""
        return self.folder / "transcript.sqlite3"

    @property
    def search(self) -> Path:
        """The search index.

        A file of its own, so that filling it never holds up the loop's commits: SQLite has one
        writer a file. It holds the messages' folded text and is made again whenever it is in doubt.
        """
        return self.folder / "search.sqlite3"

    @property
    def uploads(self) -> Path:
        """The folder of uploaded files, each named by its key."""
        return self.folder / "files"

    @property
    def unsaved(self) -> Path:
        """There while pages may have seen what could not be saved; empty.

        A full disk takes a file without content where it takes nothing else.
        """
        return self.folder / "transcript.unsaved"

    @property
    def lock(self) -> Path:
        """Locked by the one host that numbers this room's messages; empty."""
        return self.folder / "transcript.lock"


def companions(path: Path) -> tuple[Path, Path]:
    """Return the write-ahead log and the shared index that belong to a database file."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def connect_writer(path: Path, patience_s: float) -> sqlite3.Connection:
    """Open a file for writing, made if it is not there; transactions are begun by hand."""
    # Used by one thread at a time, which need not be the one that opened it.
    connection = sqlite3.connect(
        path, timeout=patience_s, isolation_level=None, check_same_thread=False
    )
    try:
        # Before the first table, or it has no effect: deleting gives space back to the disk.
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        # In a power cut the last seconds may be lost, but never the file; a killed program loses
        # nothing.
        connection.execute("PRAGMA synchronous = NORMAL")
        # A checkpoint waits for the disk: the loop's commits leave it to the housekeeper.
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        _secure(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open a file that is there, for reading only, beside those that write to it."""
    # Not `mode=ro`: that cannot take part in a log that nobody has open.
    connection = _connect_as(path, "rw")
    try:
        connection.execute("PRAGMA query_only = ON")
        _secure(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_onlooker(path: Path) -> sqlite3.Connection:
    """Open a file that is there, without changing a byte of it or of its log."""
    return _connect_as(path, "ro")


def _connect_as(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=WORKER_PATIENCE_S,
        isolation_level=None,
        check_same_thread=False,
    )


def _secure(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten with zeros.
    connection.execute("PRAGMA secure_delete = ON")
    # Sorting must not leave texts behind in the system's folder for temporary files.
    connection.execute("PRAGMA temp_store = MEMORY")
    # A file that somebody else has prepared cannot call functions from its schema.
    connection.execute("PRAGMA trusted_schema = OFF")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of the block or nothing; the write lock is taken at once, or waited for."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def roll_back(connection: sqlite3.Connection) -> None:
    """Undo what a failed transaction has begun."""
    if connection.in_transaction:
        # The error that led here is the one worth telling. Where even this fails, the transaction
        # stays open, so the next one fails at BEGIN and comes here again.
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def truncate_log(connection: sqlite3.Connection) -> bool:
    """Move the whole write-ahead log into the file and empty it; False if a reader was in the way.

    Waits for the disk with the write lock held: for worker threads only.
    """
    # Most of the work first and without the lock, so that the loop's commits hardly wait.
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
