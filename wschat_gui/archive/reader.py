"""Long reads beside the running room: search, context, older messages, and all of them in turn."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from wschat_gui.archive import markers, rows, schema, search
from wschat_gui.archive.connections import ArchiveFiles, connect_reader
from wschat_gui.archive.faults import (
    ArchiveFault,
    ArchiveTooNew,
    FaultKind,
    Task,
    fault_of,
    primary_code,
    translated,
)
from wschat_gui.archive.search import Search
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Edited, KeptEvent, Reacted

Entry: TypeAlias = KeptEvent | SeqRange
"""What stands in the transcript: an event, or the marker of those that were deleted."""

_NO_INDEX = frozenset(
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_ERROR}
)
"""What SQLite says of an index that is damaged, or about to be made."""
_PAGE = 2_000
"""Read at once when all is read: no read lasts so long that the log could not be emptied."""


class Reader:
    """A connection that only reads: any number of them, in any process, while the room is open.

    Each is used by one thread at a time. Every method but `close` raises ArchiveFault.
    """

    def __init__(self, archive_files: ArchiveFiles, connection: sqlite3.Connection) -> None:
        """Take over what `open` has opened."""
        self._files = archive_files
        self._connection = connection
        self._attached = False

    @classmethod
    def open(cls, folder: Path) -> Reader:
        """Open the transcript of a data folder for reading.

        Raises:
            ArchiveTooNew: the file is a newer program's.
            ArchiveFault: there is none, or it cannot be read.
        """
        archive_files = ArchiveFiles(folder)
        path = archive_files.transcript
        if not path.exists():
            raise ArchiveFault(Task.READING, FaultKind.MISSING, path)
        with translated(Task.READING, path):
            connection = connect_reader(path)
        try:
            _require_our_version(connection, path)
            search.prepare(connection)
        except BaseException:
            connection.close()
            raise
        return cls(archive_files, connection)

    # Some ----------------------------------------------------------------------------------------

    def last(self, wanted: int) -> list[KeptEvent]:
        """Return the newest `wanted` events, ascending; deleted ones do not count."""
        with self._reading():
            return rows.last(self._connection, wanted)

    def before(self, seq: int, wanted: int) -> list[KeptEvent]:
        """Return the newest `wanted` events below `seq`, ascending."""
        with self._reading():
            return rows.before(self._connection, seq, wanted)

    def after(self, seq: int, wanted: int) -> list[KeptEvent]:
        """Return the oldest `wanted` events above `seq`, ascending."""
        with self._reading():
            return rows.after(self._connection, seq, wanted)

    def around(self, seq: int, wanted: int) -> list[KeptEvent]:
        """Return the event with this `seq` and up to `wanted` on each side of it, ascending."""
        with self._reading():
            return rows.around(self._connection, seq, wanted)

    def gone(self) -> tuple[SeqRange, ...]:
        """Return the markers of what was deleted, ascending."""
        with self._reading():
            return markers.every(self._connection)

    def some(self, seqs: Iterable[int]) -> list[KeptEvent]:
        """Return the events with these `seq`, as far as they are there, in any order."""
        with self._reading():
            return rows.some(self._connection, seqs)

    def amendments(self, first: int, last: int) -> list[Edited | Reacted]:
        """Return the edits of and reactions to messages from `first` to `last`, ascending."""
        with self._reading():
            return rows.amendments(self._connection, first, last)

    # All -----------------------------------------------------------------------------------------

    def count(self) -> int:
        """Return how many messages there are, edits and reactions not counted."""
        with self._reading():
            return rows.count_spoken(self._connection)

    def entries(self) -> Iterator[Entry]:
        """Give everything up to now in its order, markers in their places; memory does not grow.

        That is every message as it reads now, and every edit and reaction.
        """
        with self._reading():
            last_seq = rows.last_seq(self._connection)
            ranges = iter(markers.every(self._connection))
        marker = next(ranges, None)
        for event in self._events_through(last_seq):
            while marker is not None and marker.first < event.seq:
                yield marker
                marker = next(ranges, None)
            yield event
        if marker is not None:
            yield marker
        yield from ranges

    def _events_through(self, last_seq: int) -> Iterator[KeptEvent]:
        seq = 0
        while page := self.after(seq, _PAGE):
            for event in page:
                if event.seq > last_seq:
                    return
                yield event
            seq = page[-1].seq

    # Searching -----------------------------------------------------------------------------------

    def search(self, wanted: Search) -> list[KeptEvent]:
        """Return what is looked for, the newest first, whether it is in the index yet or not."""
        with translated(Task.SEARCHING, self._files.transcript):
            through_seq = self._through_seq()
            try:
                return search.find(self._connection, wanted, through_seq)
            except sqlite3.DatabaseError as error:
                if not through_seq or primary_code(error) not in _NO_INDEX:
                    raise
            # Slower, but right; if it was the transcript that failed, this fails the same way.
            return search.find(self._connection, wanted, 0)

    def indexed_through(self) -> int:
        """Return up to which `seq` the index goes: what is above it is searched more slowly."""
        with translated(Task.SEARCHING, self._files.transcript):
            return self._through_seq()

    def _through_seq(self) -> int:
        """Return up to where the index goes that belongs to this transcript; 0 if there is none."""
        try:
            row = self._progress()
        except sqlite3.DatabaseError as error:
            if primary_code(error) not in _NO_INDEX:
                raise
            row = None
        if row is None and self._attached:
            # About to be made, or made again: the next search looks for the new file.
            self._connection.execute("DETACH search")
            self._attached = False
        return int(row[0]) if row else 0

    def _progress(self) -> tuple[int] | None:
        if not self._attached:
            self._attached = self._attach()
        if not self._attached:
            return None
        row: tuple[int] | None = self._connection.execute(
            """SELECT through_seq FROM search.progress
               WHERE epoch = (SELECT value FROM main.meta WHERE key = 'epoch')"""
        ).fetchone()
        return row

    def _attach(self) -> bool:
        path = self._files.search
        if not path.exists():
            return False
        self._connection.execute("ATTACH ? AS search", (f"{path.absolute().as_uri()}?mode=rw",))
        return True

    # End -----------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the connection. Idempotent."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Be closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with translated(Task.READING, self._files.transcript):
            yield


def _require_our_version(connection: sqlite3.Connection, path: Path) -> None:
    """Raise an ArchiveFault unless the file has all the tables that are asked here."""
    try:
        version = schema.inspect(connection)
    except schema.NotOurs as error:
        raise ArchiveFault(Task.READING, FaultKind.DAMAGED, path, str(error)) from error
    except schema.TooNew as error:
        raise ArchiveTooNew(Task.READING, FaultKind.TOO_NEW, path, str(error)) from error
    except sqlite3.Error as error:
        raise fault_of(error, Task.READING, path) from error
    if version == 0:
        raise ArchiveFault(Task.READING, FaultKind.MISSING, path)
    if version < schema.VERSION:
        detail = f"the file has schema {version}, this program reads {schema.VERSION}"
        raise ArchiveFault(Task.READING, FaultKind.TOO_OLD, path, detail)
