"""Records of uploaded files: what is known of each. Their bytes are in the data folder."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from wschat_gui.archive.connections import transaction

_COLUMNS = "at_ms, client_id, nick, name, media_type, size_bytes, sha256, path"


class NewFile(Struct, frozen=True, kw_only=True):
    """A file as it has come in."""

    at_ms: int
    client_id: int
    """Of the sender."""
    nick: str
    name: str
    """As the sender called it, made harmless."""
    media_type: str
    """By content, whatever the sender said."""
    size_bytes: int
    sha256: str
    """In hexadecimal."""
    path: str
    """Below the data folder, with slashes."""


class FileRecord(Struct, frozen=True, kw_only=True):
    """A file under its number."""

    file_id: int
    file: NewFile


def add(connection: sqlite3.Connection, new: NewFile) -> FileRecord:
    """Enter a file."""
    cursor = connection.execute(
        f"INSERT INTO file ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.at_ms,
            new.client_id,
            new.nick,
            new.name,
            new.media_type,
            new.size_bytes,
            new.sha256,
            new.path,
        ),
    )
    return FileRecord(file_id=cursor.lastrowid or 0, file=new)


def get(connection: sqlite3.Connection, file_id: int) -> FileRecord | None:
    """Return a file that is not deleted."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM file WHERE file_id = ? AND NOT deleted", (file_id,)
    ).fetchone()
    if row is None:
        return None
    at_ms, client_id, nick, name, media_type, size_bytes, sha256, path = row
    file = NewFile(
        at_ms=at_ms,
        client_id=client_id,
        nick=nick,
        name=name,
        media_type=media_type,
        size_bytes=size_bytes,
        sha256=sha256,
        path=path,
    )
    return FileRecord(file_id=file_id, file=file)


def delete(connection: sqlite3.Connection, file_id: int) -> FileRecord | None:
    """Keep nothing of a file but that it was there, when, and how large."""
    with transaction(connection):
        record = get(connection, file_id)
        connection.execute(
            """UPDATE file SET deleted = 1, client_id = 0, nick = '', name = '', media_type = '',
                               sha256 = '', path = ''
               WHERE file_id = ?""",
            (file_id,),
        )
    return record


def total_bytes(connection: sqlite3.Connection) -> int:
    """Return how much the files that are not deleted take."""
    query = "SELECT coalesce(sum(size_bytes), 0) FROM file WHERE NOT deleted"
    (size,) = connection.execute(query).fetchone()
    return int(size)
