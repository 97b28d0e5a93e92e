"""Kept events as rows of the transcript, and the queries that everybody reads them by."""

from __future__ import annotations

import sqlite3
from enum import IntEnum
from typing import TypeAlias

from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, KeptEvent, Said

COLUMNS = "seq, at_ms, kind, client_id, nick, message_id, text"
Row: TypeAlias = tuple[int, int, int, int | None, str | None, str | None, str]


class RowKind(IntEnum):
    """Which event a row holds."""

    SAID = 1
    ANNOUNCED = 2


def row_of(event: KeptEvent) -> Row:
    """Return an event as the values of `COLUMNS`."""
    match event:
        case Said():
            return (
                event.seq,
                event.at_ms,
                RowKind.SAID,
                event.client_id,
                event.nick,
                event.id,
                event.text,
            )
        case Announced():
            return event.seq, event.at_ms, RowKind.ANNOUNCED, None, None, None, event.text


def event_of(row: Row) -> KeptEvent:
    """Return the event that a row holds."""
    seq, at_ms, kind, client_id, nick, message_id, text = row
    if kind == RowKind.ANNOUNCED:
        return Announced(seq, at_ms, text)
    return Said(seq, at_ms, client_id or 0, nick or "", message_id or "", text)


def last(connection: sqlite3.Connection, wanted: int) -> list[KeptEvent]:
    """Return the newest `wanted` events, ascending."""
    query = f"SELECT {COLUMNS} FROM message ORDER BY seq DESC LIMIT ?"
    return _ascending(connection.execute(query, (max(0, wanted),)).fetchall())


def before(connection: sqlite3.Connection, seq: int, wanted: int) -> list[KeptEvent]:
    """Return the newest `wanted` events below `seq`, ascending."""
    query = f"SELECT {COLUMNS} FROM message WHERE seq < ? ORDER BY seq DESC LIMIT ?"
    return _ascending(connection.execute(query, (seq, max(0, wanted))).fetchall())


def after(connection: sqlite3.Connection, seq: int, wanted: int) -> list[KeptEvent]:
    """Return the oldest `wanted` events above `seq`, ascending."""
    query = f"SELECT {COLUMNS} FROM message WHERE seq > ? ORDER BY seq LIMIT ?"
    return [event_of(row) for row in connection.execute(query, (seq, max(0, wanted)))]


def around(connection: sqlite3.Connection, seq: int, wanted: int) -> list[KeptEvent]:
    """Return the event with this `seq` and `wanted` on each side of it, ascending."""
    return [*before(connection, seq, wanted), *after(connection, seq - 1, wanted + 1)]


def count_after(connection: sqlite3.Connection, seq: int) -> int:
    """Return how many events there are above `seq`."""
    (number,) = connection.execute("SELECT count(*) FROM message WHERE seq > ?", (seq,)).fetchone()
    return int(number)


def last_seq(connection: sqlite3.Connection) -> int:
    """Return the highest `seq` ever given out: deleting the newest messages does not lower it."""
    query = """SELECT max(coalesce((SELECT max(seq) FROM message), 0),
                          coalesce((SELECT last_seq FROM gone ORDER BY first_seq DESC LIMIT 1), 0))
            """
    (seq,) = connection.execute(query).fetchone()
    return int(seq)


def gone(connection: sqlite3.Connection) -> tuple[SeqRange, ...]:
    """Return what was deleted, ascending, in as few ranges as there can be."""
    query = "SELECT first_seq, last_seq FROM gone ORDER BY first_seq"
    return tuple(SeqRange(first, last_of) for first, last_of in connection.execute(query))


def _ascending(rows: list[Row]) -> list[KeptEvent]:
    return [event_of(row) for row in reversed(rows)]
