"""The transcript's tables, and how a file of an older version becomes one of this.

Steps are only ever added at the end: a file that has gone through the first n has version n.
"""

from __future__ import annotations

import sqlite3

from wschat_gui.archive.connections import transaction

APPLICATION_ID = 0x57534368
"""`WSCh` in the file's header: tells our files from other programs' databases."""

_MESSAGES = (
    # No index but the primary key: the loop pays for each with every commit, and what else is
    # looked for is looked for on worker threads, where reading a million rows takes 0.1 s.
    """CREATE TABLE message (
        seq INTEGER PRIMARY KEY,
        at_ms INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        client_id INTEGER,
        nick TEXT,
        message_id TEXT,
        text TEXT NOT NULL
    )""",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
)
_DELETIONS_AND_FILES = (
    # The marker of what was deleted: that there was something, but not whose nor when. Ranges that
    # touch are one row, so that a room whose messages expire needs one row for ever.
    "CREATE TABLE gone (first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL)",
    # What was ordered and is not finished yet: a crash must not save messages from deletion.
    """CREATE TABLE deletion (
        deletion_id INTEGER PRIMARY KEY,
        up_to_seq INTEGER NOT NULL,
        what TEXT NOT NULL
    )""",
    # AUTOINCREMENT: an address that once led to one file never leads to another.
    """CREATE TABLE file (
        file_id INTEGER PRIMARY KEY AUTOINCREMENT,
        at_ms INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        nick TEXT NOT NULL,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        path TEXT NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0
    )""",
)
_AMENDMENTS_AND_BANS = (
    "ALTER TABLE message ADD COLUMN person_id TEXT",
    # Of what was said: the `seq` that it answers. Of an edit or a reaction: whose it is.
    "ALTER TABLE message ADD COLUMN refers_to INTEGER",
    "ALTER TABLE message ADD COLUMN edited_ms INTEGER",
    # Not of what was said, so that a tick without edits and reactions does not pay for it.
    "CREATE INDEX amendment ON message (refers_to) WHERE kind > 2",
    # Nothing has ever written to that of version 2.
    "DROP TABLE file",
    # By the `seq` of the message that has it: what is rare makes no column of `message`.
    """CREATE TABLE file (
        seq INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL
    )""",
    """CREATE TABLE ban (
        ban_id INTEGER PRIMARY KEY,
        person_id TEXT NOT NULL,
        ip TEXT NOT NULL,
        nick TEXT NOT NULL,
        reason TEXT NOT NULL,
        since_ms INTEGER NOT NULL,
        until_ms INTEGER
    )""",
)
STEPS: tuple[tuple[str, ...], ...] = (_MESSAGES, _DELETIONS_AND_FILES, _AMENDMENTS_AND_BANS)
VERSION = len(STEPS)
_TABLES = (("message", "meta"), ("gone", "deletion", "file"), ("ban",))
"""What each step makes."""


class NotOurs(Exception):
    """The file is a database, but not a transcript, or one that lacks a table."""


class TooNew(Exception):
    """The file has gone through steps that this program does not know."""


def version_of(connection: sqlite3.Connection) -> int:
    """Return how many steps the file has gone through; 0 is an empty one.

    Raises:
        NotOurs: it is another program's database.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    if application_id == APPLICATION_ID:
        return int(version)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables or version or application_id:
        raise NotOurs(f"application_id {application_id:#x}, user_version {version}")
    return 0


def inspect(connection: sqlite3.Connection) -> int:
    """Return the file's version if it is one to be read here, or to be brought up to date.

    Raises:
        NotOurs: it is no transcript.
        TooNew: it is one of a newer version.
    """
    version = version_of(connection)
    if version > VERSION:
        raise TooNew(f"the file has schema {version}, this program knows {VERSION}")
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    wanted = {table for tables in _TABLES[:version] for table in tables}
    if lacking := wanted - found:
        raise NotOurs(f"no table {', '.join(sorted(lacking))}")
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Take the file through the steps it lacks, each in a transaction of its own.

    Raises:
        NotOurs, TooNew: as `inspect`; nothing was changed.
    """
    version = inspect(connection)
    for number, step in enumerate(STEPS[version:], start=version + 1):
        with transaction(connection):
            for statement in step:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
