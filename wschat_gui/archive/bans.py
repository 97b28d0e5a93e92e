"""Bans that outlive the program, as rows. What they mean is the room's."""

from __future__ import annotations

import sqlite3

from wschat_gui.chat.bans import Ban


def keep(connection: sqlite3.Connection, ban: Ban) -> None:
    """Remember a ban, unless it is to end with the program; one of the same id makes room."""
    if ban.until_stop:
        return
    connection.execute(
        "INSERT OR REPLACE INTO ban VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            ban.ban_id,
            ban.person_id,
            ban.ip,
            ban.nick,
            ban.reason,
            ban.since_ms,
            ban.until_ms,
        ),
    )


def lift(connection: sqlite3.Connection, ban_id: int) -> None:
    """Forget a ban, if it is remembered."""
    connection.execute("DELETE FROM ban WHERE ban_id = ?", (ban_id,))


def drop_expired(connection: sqlite3.Connection, now_ms: int) -> None:
    """Forget those whose time is over."""
    connection.execute("DELETE FROM ban WHERE until_ms <= ?", (now_ms,))


def every(connection: sqlite3.Connection) -> list[Ban]:
    """Return all bans there are, the oldest first."""
    return [
        Ban(
            ban_id=ban_id,
            person_id=person_id,
            ip=ip,
            nick=nick,
            reason=reason,
            since_ms=since_ms,
            until_ms=until_ms,
            until_stop=False,
        )
        for ban_id, person_id, ip, nick, reason, since_ms, until_ms in connection.execute(
            """SELECT ban_id, person_id, ip, nick, reason, since_ms, until_ms
               FROM ban ORDER BY ban_id"""
        )
    ]
