"""The markers of what was deleted: runs of `seq`, those that touch one row."""

from __future__ import annotations

import sqlite3

from wschat_gui.archive.seq_ranges import SeqRange


def every(connection: sqlite3.Connection) -> tuple[SeqRange, ...]:
    """Return what was deleted, ascending, in as few ranges as there can be."""
    query = "SELECT first_seq, last_seq FROM gone ORDER BY first_seq"
    return tuple(SeqRange(first, last_of) for first, last_of in connection.execute(query))


def covers(connection: sqlite3.Connection, seq: int) -> bool:
    """Tell whether the message with this `seq` was deleted."""
    below = _at_or_below(connection, seq)
    return below is not None and seq in below


def put(connection: sqlite3.Connection, gone: SeqRange) -> None:
    """Mark these as deleted, with one row for this and all markers that it touches."""
    marker = gone
    while neighbour := _touching(connection, marker):
        marker = SeqRange(min(marker.first, neighbour.first), max(marker.last, neighbour.last))
        connection.execute("DELETE FROM gone WHERE first_seq = ?", (neighbour.first,))
    connection.execute("INSERT INTO gone VALUES (?, ?)", (marker.first, marker.last))


def _touching(connection: sqlite3.Connection, marker: SeqRange) -> SeqRange | None:
    """Return the marker that is a neighbour of this one, or overlaps it."""
    below = _at_or_below(connection, marker.last + 1)
    return None if below is None or below.last < marker.first - 1 else below


def _at_or_below(connection: sqlite3.Connection, seq: int) -> SeqRange | None:
    """Return the last marker that begins no later than here."""
    query = """SELECT first_seq, last_seq FROM gone WHERE first_seq <= ?
               ORDER BY first_seq DESC LIMIT 1"""
    row = connection.execute(query, (seq,)).fetchone()
    return None if row is None else SeqRange(*row)
