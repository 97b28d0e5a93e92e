"""Kept events as rows of the transcript, and the queries that everybody reads them by.

Writing them is in `saving.py`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from enum import IntEnum
from typing import Any, TypeAlias

from wschat_gui.archive import files
from wschat_gui.chat.vocabulary import (
    Announced,
    Edited,
    KeptEvent,
    Reacted,
    Said,
    SharedFile,
)

Value: TypeAlias = int | str | None
Row: TypeAlias = tuple[Any, ...]
"""The values of `_EVENT`; `event_of` knows which of them may be None in which kind."""

_COLUMNS = (
    *("seq", "at_ms", "kind", "client_id", "nick", "message_id", "text"),
    *("person_id", "refers_to", "edited_ms"),
)
_VALUES = f"({', '.join('?' * len(_COLUMNS))})"
INSERT = f"INSERT INTO message ({', '.join(_COLUMNS)}) VALUES {_VALUES}"
GROUP = 16
"""Rows that INSERT_GROUP takes: each statement lets go of the interpreter lock and waits for it."""
INSERT_GROUP = INSERT + f", {_VALUES}" * (GROUP - 1)
EVENT = ", ".join(
    [
        *(f"m.{column}" for column in _COLUMNS),
        *(f"f.{column}" for column in files.COLUMNS.split(", ")),
    ]
)
"""What is selected of `m`, the message, and `f`, its file, for `event_of`."""
WITH_FILE = "LEFT JOIN main.file AS f ON f.seq = m.seq"
_SELECT = f"SELECT {EVENT} FROM main.message AS m {WITH_FILE}"


class RowKind(IntEnum):
    """Which event a row holds; the schema's index `amendment` is of those above 2."""

    SAID = 1
    ANNOUNCED = 2
    EDITED = 3
    REACTED = 4
    """The text is the emoji."""
    UNREACTED = 5
    """The same, taken away."""


SPOKEN = f"kind <= {RowKind.ANNOUNCED:d}"
"""Holds for messages: what can be found, counted as said, and read in an export."""
AMENDING = f"kind > {RowKind.ANNOUNCED:d}"
"""Holds for what only changes a message: the words of the index, so that SQLite uses it."""


# Plain numbers: what is not exactly an int, a str or the like, Python's module looks up an adapter
# for, which takes as long as saving the row. So does None, and 0 and "" take as little room.
_SAID, _ANNOUNCED, _EDITED = int(RowKind.SAID), int(RowKind.ANNOUNCED), int(RowKind.EDITED)
_REACTED, _UNREACTED = int(RowKind.REACTED), int(RowKind.UNREACTED)


def row_of(event: KeptEvent) -> tuple[Value, ...]:
    """Return an event as the values for `INSERT`; a file has a table of its own."""
    if isinstance(event, Said):
        return (
            event.seq,
            event.at_ms,
            _SAID,
            event.client_id,
            event.nick,
            event.id,
            event.text,
            event.person_id,
            event.reply_to,
            event.edited_ms,
        )
    seq, at_ms = event.seq, event.at_ms
    match event:
        case Announced(text=text):
            return seq, at_ms, _ANNOUNCED, None, None, None, text, None, None, None
        case Edited(client_id=client_id, nick=nick, target=target, text=text):
            return seq, at_ms, _EDITED, client_id, nick, "", text, "", target, 0
        case Reacted(client_id=client_id, nick=nick, target=target, emoji=emoji):
            kind = _REACTED if event.on else _UNREACTED
            return seq, at_ms, kind, client_id, nick, "", emoji, event.person_id, target, 0


def event_of(row: Row) -> KeptEvent:
    """Return the event that a row holds."""
    seq, at_ms, kind, client_id, nick, message_id, text, person_id, refers_to, edited_ms = row[:10]
    if kind == _SAID:
        file = None if row[10] is None else SharedFile(*row[10:])
        # A row of an older version has nothing in the columns that it did not know.
        person_id, reply_to, edited_ms = person_id or "", refers_to or 0, edited_ms or 0
        return Said(
            seq, at_ms, client_id, nick, message_id, text, person_id, reply_to, edited_ms, file
        )
    if kind == _ANNOUNCED:
        return Announced(seq, at_ms, text)
    if kind == _EDITED:
        return Edited(seq, at_ms, client_id, nick, refers_to, text)
    return Reacted(seq, at_ms, client_id, nick, person_id, refers_to, text, kind == _REACTED)


def last(connection: sqlite3.Connection, wanted: int) -> list[KeptEvent]:
    """Return the newest `wanted` events, ascending."""
    query = f"{_SELECT} ORDER BY m.seq DESC LIMIT ?"
    return _ascending(connection.execute(query, (max(0, wanted),)).fetchall())


def before(connection: sqlite3.Connection, seq: int, wanted: int) -> list[KeptEvent]:
    """Return the newest `wanted` events below `seq`, ascending."""
    query = f"{_SELECT} WHERE m.seq < ? ORDER BY m.seq DESC LIMIT ?"
    return _ascending(connection.execute(query, (seq, max(0, wanted))).fetchall())


def after(connection: sqlite3.Connection, seq: int, wanted: int) -> list[KeptEvent]:
    """Return the oldest `wanted` events above `seq`, ascending."""
    query = f"{_SELECT} WHERE m.seq > ? ORDER BY m.seq LIMIT ?"
    return [event_of(row) for row in connection.execute(query, (seq, max(0, wanted)))]


def around(connection: sqlite3.Connection, seq: int, wanted: int) -> list[KeptEvent]:
    """Return the event with this `seq` and `wanted` on each side of it, ascending."""
    return [*before(connection, seq, wanted), *after(connection, seq - 1, wanted + 1)]


def amendments(connection: sqlite3.Connection, first: int, last: int) -> list[Edited | Reacted]:
    """Return the edits of and reactions to messages from `first` to `last`, ascending."""
    query = f"{_SELECT} WHERE m.{AMENDING} AND m.refers_to BETWEEN ? AND ? ORDER BY m.seq"
    found = map(event_of, connection.execute(query, (first, last)))
    return [event for event in found if isinstance(event, Edited | Reacted)]


def some(connection: sqlite3.Connection, seqs: Iterable[int]) -> list[KeptEvent]:
    """Return the events with these `seq`, as far as they are there, in any order."""
    query = f"{_SELECT} WHERE m.seq = ?"
    found = (connection.execute(query, (seq,)).fetchone() for seq in seqs)
    return [event_of(row) for row in found if row is not None]


def count_spoken(connection: sqlite3.Connection) -> int:
    """Return how many messages there are, edits and reactions not counted."""
    (number,) = connection.execute(f"SELECT count(*) FROM message WHERE {SPOKEN}").fetchone()
    return int(number)


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


def _ascending(rows: list[Row]) -> list[KeptEvent]:
    return [event_of(row) for row in reversed(rows)]
