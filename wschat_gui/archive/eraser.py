"""Deleting for good: out of the transcript and the index, in steps that hold nobody up.

What was ordered is written down first, so that a deletion that was interrupted is finished by the
next run. Each step leaves the markers and the messages in agreement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from wschat_gui.archive import rows
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
from wschat_gui.archive.search_index import SearchIndex
from wschat_gui.archive.seq_ranges import SeqRange, joined, ranges_of

_STEP = 200
"""Messages deleted in one transaction: about 2 ms in which the loop's commit has to wait."""


class Stopped(Exception):
    """The program ends: what is not deleted yet is deleted when it runs again."""


def order(connection: sqlite3.Connection, deletion: Deletion) -> bool:
    """Write down what is to be deleted, so that it will be; False if there is nothing of it."""
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
            self._erase_step(ranges_of(seq for (seq,) in found))
            self._pause()

    def _erase_step(self, step: list[SeqRange]) -> None:
        # The index first: a crash between the two finds the messages still there, and by them what
        # has to be done again.
        self._index.remove([each for each in step if each.first <= self._index.through_seq])
        with transaction(self._connection):
            for each in step:
                self._delete(each)
        self._gone += step

    def _delete(self, gone: SeqRange) -> None:
        """Put a marker in the place of messages, one with those that it touches."""
        self._connection.execute(
            "DELETE FROM message WHERE seq BETWEEN ? AND ?", (gone.first, gone.last)
        )
        marker = gone
        while neighbour := self._marker_touching(marker):
            marker = SeqRange(min(marker.first, neighbour.first), max(marker.last, neighbour.last))
            self._connection.execute("DELETE FROM gone WHERE first_seq = ?", (neighbour.first,))
        self._connection.execute("INSERT INTO gone VALUES (?, ?)", (marker.first, marker.last))

    def _marker_touching(self, marker: SeqRange) -> SeqRange | None:
        """Return the marker that is a neighbour of this one, or overlaps it."""
        row = self._connection.execute(
            """SELECT first_seq, last_seq FROM gone WHERE first_seq <= ?
               ORDER BY first_seq DESC LIMIT 1""",
            (marker.last + 1,),
        ).fetchone()
        if row is None or row[1] < marker.first - 1:
            return None
        return SeqRange(*row)

    def _forget_words(self) -> None:
        self._index.begin_merge()
        while self._index.merge():
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


def _condition(deletion: Deletion) -> tuple[str, tuple[int, ...]]:
    match deletion:
        case OneMessage(seq=seq):
            return "seq = ?", (seq,)
        case ClientsMessages(client_ids=client_ids):
            return f"client_id IN ({', '.join('?' * len(client_ids))})", client_ids
        case SentBefore(at_ms=at_ms):
            return "at_ms < ?", (at_ms,)
        case Everything():
            return "TRUE", ()
