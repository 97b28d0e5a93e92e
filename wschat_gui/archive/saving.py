"""A tick's events into the tables, and what they change there. The transaction is the caller's.

What a tick of nothing but plain messages costs is what everybody waits for: the rest comes after,
one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain

from wschat_gui.archive import files, markers, rows
from wschat_gui.archive.rows import RowKind
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, Edited, KeptEvent, Reacted, Said

_EDIT = f"UPDATE message SET text = ?, edited_ms = ? WHERE seq = ? AND kind = {RowKind.SAID:d}"
_DROP_EARLIER_EDIT = f"""DELETE FROM message WHERE {rows.AMENDING} AND kind = {RowKind.EDITED:d}
                         AND refers_to = ? AND seq < ?"""


def insert(connection: sqlite3.Connection, events: Sequence[KeptEvent]) -> None:
    """Add new events."""
    values = [rows.row_of(event) for event in events]
    grouped = len(values) - len(values) % rows.GROUP
    for first in range(0, grouped, rows.GROUP):
        group = chain.from_iterable(values[first : first + rows.GROUP])
        connection.execute(rows.INSERT_GROUP, tuple(group))
    connection.executemany(rows.INSERT, values[grouped:])
    for event in events:
        if type(event) is not Said:
            if isinstance(event, Edited | Reacted):
                _amend(connection, event)
        elif event.file is not None:
            files.add(connection, event.seq, event.file)


def is_one_statement(events: Sequence[KeptEvent]) -> bool:
    """Tell whether `insert` needs but one for these, so that all of them are added or none."""
    return len(events) == 1 and isinstance(events[0], Said) and events[0].file is None


def highest_client_id(events: Sequence[KeptEvent]) -> int:
    """Return the highest client id in these; 0 if only the host speaks."""
    return max((event.client_id for event in events if not isinstance(event, Announced)), default=0)


def _amend(connection: sqlite3.Connection, event: Edited | Reacted) -> None:
    if markers.covers(connection, event.target):
        # The room did not know yet that the message was being deleted: what was done to it in
        # between, an edit's text above all, must not outlive it.
        connection.execute("DELETE FROM message WHERE seq = ?", (event.seq,))
        markers.put(connection, SeqRange(event.seq, event.seq))
    elif isinstance(event, Edited):
        connection.execute(_EDIT, (event.text, event.at_ms, event.target))
        connection.execute(_DROP_EARLIER_EDIT, (event.target, event.seq))
