"""Deleting for good: out of the transcript and the index, in steps that hold nobody up.

What was ordered is written down first, so that a deletion that was interrupted is finished by the
next run. Each step leaves the markers and the messages in agreement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sized

from wschat_gui.archive import files, markers, rows
from wschat_gui.archive.connections import transaction
from wschat_gui.archive.deletion import (
    ClientsMessages,
    Deletion,
    Everything,
    OneMessage,
    SentBefore,
    from_text,
    to_text,
)
from wschat_gui.archive.rows import RowKind
from wschat_gui.archive.search_index import SearchIndex
from wschat_gui.archive.seq_ranges import SeqRange, joined, ranges_of

_STEP = 200
"""Messages deleted in one transaction: about 2 ms in which the loop's commit has to wait."""
_NEWEST = 2**63 - 1
"""Above every `seq`, and more than there are."""


class Stopped(Exception):
    """The program ends: what is not deleted yet is deleted when it runs again."""


def order(connection: sqlite3.Connection, deletion: Deletion) -> bool:
    """Write down what is to be deleted, so that it will be; False if there is nothing of it."""
    deletion = _resolved(connection, deletion)
    condition, parameters = _condition(deletion)
    query = f"SELECT 1 FROM message WHERE {condition} LIMIT 1"
    if connection.execute(query, parameters).fetchone() is None:
        return False
    connection.execute(
        "INSERT INTO deletion (up_to_seq, what) VALUES (?, ?)",
        (rows.last_seq(connection), to_text(deletion)),
    )
    return True


def is_ordered(connection: sqlite3.Connection) -> bool:
    """Tell whether anything is waiting to be deleted."""
    return connection.execute("SELECT 1 FROM deletion LIMIT 1").fetchone() is not None


class Eraser:
    """Deletes, on the thread that also fills the index; errors are SQLite's own.

    The same thread, because a message must not get into the index while it is being deleted.
    """

    def __init__(
        self, connection: sqlite3.Connection, index: SearchIndex, pause: Callable[[], None]
    ) -> None:
        """Delete through a writing connection of this thread's own.

        `pause` is called between two steps, when nothing is locked. It may raise Stopped.
        """
        self._connection = connection
        self._index = index
        self._pause = pause
        self._gone: list[SeqRange] = []
        self._file_keys: list[str] = []

    def take_file_keys(self) -> list[str]:
        """Return the keys of files that were forgotten since this was last asked."""
        keys, self._file_keys = self._file_keys, []
        return keys

    def take_gone(self) -> list[SeqRange]:
        """Return what was deleted since this was last asked, ascending."""
        gone, self._gone = self._gone, []
        return joined(sorted(gone))

    def carry_out(self) -> None:
        """Do all that was ordered, in this run or before.

        What was deleted is in neither file afterwards, but for their write-ahead logs. Where this
        is broken off by an error, the next call goes on from there.

        Raises:
            Stopped: by `pause`.
        """
        orders = self._connection.execute(
            "SELECT deletion_id, up_to_seq, what FROM deletion ORDER BY deletion_id"
        ).fetchall()
        for _, up_to_seq, what in orders:
            self._erase(from_text(what), up_to_seq)
        self._forget_words()
        self._give_back_space()
        self._connection.executemany(
            "DELETE FROM deletion WHERE deletion_id = ?", [(each[0],) for each in orders]
        )

    def _erase(self, deletion: Deletion, up_to_seq: int) -> None:
        if isinstance(deletion, Everything) and self._index.through_seq <= up_to_seq:
            self._index.clear()
        condition, parameters = _condition(deletion)
        query = f"""SELECT seq FROM message WHERE {condition} AND seq > ? AND seq <= ?
                    ORDER BY seq LIMIT ?"""
        done_seq = 0
        while True:
            found = self._connection.execute(
                query, (*parameters, done_seq, up_to_seq, _STEP)
            ).fetchall()
            if not found:
                return
            done_seq = found[-1][0]
            step = ranges_of(seq for (seq,) in found)
            self._erase_amendments(step, up_to_seq)
            self._erase_step(step)
            self._pause()

    def _erase_amendments(self, step: list[SeqRange], up_to_seq: int) -> None:
        """Delete the edits of and reactions to these messages, of which there may be very many."""
        for each in step:
            while amending := self._amending(each, up_to_seq, _STEP):
                with transaction(self._connection):
                    self._delete(amending)
                self._gone += amending
                self._pause()

    def _amending(self, messages: SeqRange, up_to_seq: int, limit: int) -> list[SeqRange]:
        found = self._connection.execute(
            f"""SELECT seq FROM message WHERE {rows.AMENDING} AND refers_to BETWEEN ? AND ?
                AND +seq <= ? LIMIT ?""",
            (messages.first, messages.last, up_to_seq, limit),
        ).fetchall()
        return ranges_of(sorted(seq for (seq,) in found))

    def _erase_step(self, step: list[SeqRange]) -> None:
        # The index first: a crash between the two finds the messages still there, and by them what
        # has to be done again.
        self._index.remove([each for each in step if each.first <= self._index.through_seq])
        with transaction(self._connection):
            # With those that have come in since.
            late = [run for each in step for run in self._amending(each, _NEWEST, _NEWEST)]
            doomed = joined(sorted(step + late))
            keys = self._delete(doomed)
        self._gone += doomed
        self._file_keys += keys

    def _delete(self, doomed: list[SeqRange]) -> list[str]:
        """Put markers in the place of rows; return the keys of their files."""
        keys = []
        for each in doomed:
            within = (each.first, each.last)
            self._connection.execute("DELETE FROM message WHERE seq BETWEEN ? AND ?", within)
            keys += files.delete(self._connection, each)
            markers.put(self._connection, each)
        return keys

    def _forget_words(self) -> None:
        while self._index.forget_some():
            self._pause()

    def _give_back_space(self) -> None:
        free = self._free_pages()
        while free:
            # Not `execute`: that steps a pragma once, and this one gives back a page each step.
            self._connection.executescript("PRAGMA incremental_vacuum(200)")
            free, before = self._free_pages(), free
            if free >= before:
                return  # another program has compacted the file so that it cannot shrink
            self._pause()

    def _free_pages(self) -> int:
        (pages,) = self._connection.execute("PRAGMA freelist_count").fetchone()
        return int(pages)


def _resolved(connection: sqlite3.Connection, deletion: Deletion) -> Deletion:
    """Return a deletion that means the same when part of it has been done."""
    match deletion:
        case OneMessage(seq=seq):
            found = connection.execute(
                "SELECT refers_to FROM message WHERE seq = ? AND kind = ?",
                (seq, RowKind.EDITED.value),
            ).fetchone()
            return deletion if found is None else OneMessage(found[0])
        case ClientsMessages(client_ids=client_ids, person_ids=person_ids):
            known = connection.execute(
                f"""SELECT DISTINCT person_id FROM message WHERE person_id <> ''
                    AND client_id IN ({_marks(client_ids)})""",
                client_ids,
            ).fetchall()
            persons = {*person_ids, *(person_id for (person_id,) in known)}
            return ClientsMessages(client_ids, tuple(sorted(persons)))
        case _:
            return deletion


def _condition(deletion: Deletion) -> tuple[str, tuple[int | str, ...]]:
    condition, parameters = _wording(deletion)
    # An edit goes with its message only: were it deleted by itself, the index might never hear of
    # it, and keep the text before it.
    return (
        f"""({condition}) AND NOT (kind = {RowKind.EDITED:d} AND EXISTS
            (SELECT 1 FROM message AS edited WHERE edited.seq = message.refers_to))""",
        parameters,
    )


def _wording(deletion: Deletion) -> tuple[str, tuple[int | str, ...]]:
    match deletion:
        case OneMessage(seq=seq):
            return "seq = ?", (seq,)
        case ClientsMessages(client_ids=client_ids, person_ids=person_ids):
            condition = (
                f"client_id IN ({_marks(client_ids)}) OR person_id IN ({_marks(person_ids)})"
            )
            return condition, (*client_ids, *person_ids)
        case SentBefore(at_ms=at_ms):
            return "at_ms < ?", (at_ms,)
        case Everything():
            return "TRUE", ()


def _marks(parameters: Sized) -> str:
    return ", ".join("?" * len(parameters))
