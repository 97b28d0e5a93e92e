"""What is known of uploaded files: one record each, beside the message that has it.

It is saved with its message and dies with it. The bytes are in `file_store.py`.
"""

from __future__ import annotations

import sqlite3

from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import SharedFile

COLUMNS = "key, name, size_bytes, media_type, width, height"


def add(connection: sqlite3.Connection, seq: int, file: SharedFile) -> None:
    """Enter the file of a message."""
    # REPLACE: whatever a key that was used twice means, saving must not stumble over it for ever.
    connection.execute(
        f"INSERT OR REPLACE INTO file (seq, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            file.key,
            file.name,
            file.size_bytes,
            file.media_type,
            file.width,
            file.height,
        ),
    )


def delete(connection: sqlite3.Connection, gone: SeqRange) -> list[str]:
    """Forget the files of these messages; return their keys."""
    within = (gone.first, gone.last)
    keys = connection.execute("SELECT key FROM file WHERE seq BETWEEN ? AND ?", within).fetchall()
    if keys:
        connection.execute("DELETE FROM file WHERE seq BETWEEN ? AND ?", within)
    return [key for (key,) in keys]


def every(connection: sqlite3.Connection) -> list[SharedFile]:
    """Return all files there are, the oldest first."""
    return [
        SharedFile(*row) for row in connection.execute(f"SELECT {COLUMNS} FROM file ORDER BY seq")
    ]
