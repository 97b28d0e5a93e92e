"""The search index: the folded text of every message, and which trigrams it has.

Filled behind the transcript, never ahead of it. All that is in it can be made from the transcript,
so a file that is damaged, or belongs to another numbering, is removed and begun again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from wschat_gui.archive.connections import (
    WORKER_PATIENCE_S,
    companions,
    connect_writer,
    transaction,
    truncate_log,
)
from wschat_gui.archive.faults import Task, fault_of, primary_code
from wschat_gui.archive.folding import PADDING, fold
from wschat_gui.archive.seq_ranges import SeqRange

_VERSION = 2
_BEGIN_AGAIN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""Damaged, not a database, or not the tables that there should be."""
_BROKEN = _BEGIN_AGAIN | {sqlite3.SQLITE_CONSTRAINT}
"""What a damaged index also answers with: FTS5 trips over its own tables."""
_MERGE_PAGES = 64
"""Written by one step of merging: some milliseconds."""
_WORDS = (
    # detail=none keeps which messages have a trigram, but not where: a third of the size, twice as
    # fast to fill. Whether a word is there as a whole is seen in the text, which is kept beside,
    # and with which a message can be taken out again. Case is folded before, by our own rule.
    """CREATE VIRTUAL TABLE words USING fts5(
        text, tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
    )"""
)
_TABLES = (
    """CREATE TABLE progress (
        epoch TEXT NOT NULL, through_seq INTEGER NOT NULL, has_remains INTEGER NOT NULL
    )""",
    _WORDS,
    # The trigrams that there are, in order: a view of the index, not another copy.
    "CREATE VIRTUAL TABLE trigrams USING fts5vocab(words, row)",
)


_ADD = "INSERT INTO words (rowid, text) VALUES (?, ?)"
# As one statement: between two, Python's module takes the interpreter lock back from the loop.
_ADD_ALL = """INSERT INTO words (rowid, text)
              SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"""


class SearchIndex:
    """The index, open for writing by one thread; errors are SQLite's own."""

    def __init__(
        self, connection: sqlite3.Connection, through_seq: int, *, has_remains: bool
    ) -> None:
        """Take over what `open_index` has opened."""
        self._connection = connection
        self.through_seq = through_seq
        """Every message up to here that is in the transcript is in the index."""
        self.has_remains = has_remains
        """Words of what was removed may still stand in the file: see `forget_some`."""
        self._is_merging = False
        self.is_broken = False
        """Something that was done showed that the index is damaged."""

    def add(
        self,
        texts: Iterable[tuple[int, str]],
        through_seq: int,
        edited: Iterable[tuple[int, str]] = (),
    ) -> None:
        """Take in the texts of messages by `seq`: all that there are up to `through_seq`.

        `edited` are the texts as they read now of messages that are in it already.
        """
        has_remains = self.has_remains
        with self._noticing(), transaction(self._connection):
            for seq, text in edited:
                has_remains = self._replace(seq, _indexed(text)) or has_remains
            rows = msgspec.json.encode([(seq, _indexed(text)) for seq, text in texts])
            self._connection.execute(_ADD_ALL, (rows.decode(),))
            self._connection.execute(
                "UPDATE progress SET through_seq = ?, has_remains = ?", (through_seq, has_remains)
            )
        self.through_seq = through_seq
        self.has_remains = has_remains
        self._is_merging = False

    def _replace(self, seq: int, text: str) -> bool:
        """Put another text in the place of one; False where it was this one already."""
        row = self._connection.execute("SELECT text FROM words WHERE rowid = ?", (seq,)).fetchone()
        if row == (text,):
            return False
        self._connection.execute("DELETE FROM words WHERE rowid = ?", (seq,))
        self._connection.execute(_ADD, (seq, text))
        return True

    def remove(self, ranges: Sequence[SeqRange]) -> None:
        """Take messages out. Their words stay in the file until `forget_some` is done."""
        if not ranges:
            return
        with self._noticing(), transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM words WHERE rowid BETWEEN ? AND ?",
                [(each.first, each.last) for each in ranges],
            )
            self._connection.execute("UPDATE progress SET has_remains = TRUE")
        self.has_remains = True
        self._is_merging = False

    def clear(self) -> None:
        """Take everything out, which is much faster than one by one."""
        with self._noticing(), transaction(self._connection):
            self._connection.execute("DROP TABLE words")
            self._connection.execute(_WORDS)
            self._connection.execute("UPDATE progress SET has_remains = FALSE")
        self.has_remains = self._is_merging = False

    def forget_some(self) -> bool:
        """Rewrite some of the index without what was removed; False when nothing of it is left.

        What is added or removed between two calls makes it begin again.
        """
        # FTS5 only notes what was deleted; it drops it, and the note, when the parts of the index
        # are merged into one. Its own option `secure-delete` needs SQLite 3.42.
        if not self.has_remains:
            return False
        if not self._is_merging:
            self._merge(-_MERGE_PAGES)
            self._is_merging = True
            return True
        # The documentation's own sign that there was nothing to do: fewer than two changes.
        changes_before = self._connection.total_changes
        self._merge(_MERGE_PAGES)
        if self._connection.total_changes - changes_before >= 2:
            return True
        self._connection.execute("UPDATE progress SET has_remains = FALSE")
        self._is_merging = self.has_remains = False
        return False

    def _merge(self, pages: int) -> None:
        with self._noticing():
            self._connection.execute(
                "INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,)
            )

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            self.is_broken = self.is_broken or primary_code(error) in _BROKEN
            raise

    def tidy(self) -> bool:
        """Empty the write-ahead log into the file; False if a reader was in the way."""
        # Not `execute`: that would step a pragma once, and this one gives back a page each step.
        self._connection.executescript("PRAGMA incremental_vacuum")
        return truncate_log(self._connection)

    def condemn(self) -> None:
        """Have the file made again by the next `open_index`, and not searched until then."""
        with transaction(self._connection):
            self._connection.execute("UPDATE progress SET epoch = '', through_seq = 0")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def open_index(path: Path, epoch: str, last_seq: int) -> SearchIndex:
    """Open the index of the transcript with this epoch, begun again where it is not of it.

    Raises:
        ArchiveFault: there can be no index here; searching goes on without, and more slowly.
    """
    try:
        index = _open(path, epoch, last_seq)
        if index is None:
            _remove(path)
            index = _open(path, epoch, last_seq)
    except (sqlite3.Error, OSError) as error:
        raise fault_of(error, Task.INDEXING, path) from error
    if index is None:
        raise fault_of(OSError(f"{path} cannot be made again"), Task.INDEXING, path)
    return index


def _open(path: Path, epoch: str, last_seq: int) -> SearchIndex | None:
    """Return the index, or None where the file has to be made again."""
    try:
        connection = connect_writer(path, WORKER_PATIENCE_S)
    except sqlite3.Error as error:
        if primary_code(error) in _BEGIN_AGAIN:
            return None
        raise
    try:
        # Nobody's tick waits for this file.
        connection.execute("PRAGMA wal_autocheckpoint = 1000")
        progress = _prepare(connection, epoch)
    except sqlite3.Error as error:
        connection.close()
        if primary_code(error) in _BEGIN_AGAIN:
            return None
        raise
    # An index that is ahead of its transcript belongs to messages that were lost.
    if progress is None or progress[0] > last_seq:
        connection.close()
        return None
    through_seq, has_remains = progress
    return SearchIndex(connection, through_seq, has_remains=has_remains)


def _prepare(connection: sqlite3.Connection, epoch: str) -> tuple[int, bool] | None:
    """Return how far the index goes and whether it has remains; None if it is of no use."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        with transaction(connection):
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute("INSERT INTO progress VALUES (?, 0, FALSE)", (epoch,))
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        return 0, False
    if version != _VERSION:
        return None
    row = connection.execute(
        "SELECT through_seq, has_remains FROM progress WHERE epoch = ?", (epoch,)
    ).fetchone()
    return (int(row[0]), bool(row[1])) if row else None


def _indexed(text: str) -> str:
    return fold(text) + PADDING


def _remove(path: Path) -> None:
    for file in (path, *companions(path)):
        file.unlink(missing_ok=True)
