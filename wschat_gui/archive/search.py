"""What is looked for, as one query over the index and over what the index does not have yet.

The answers are the same with and without an index; only the time it takes is not.
"""

from __future__ import annotations

import sqlite3
from typing import TypeAlias

from msgspec import Struct

from wschat_gui.archive import rows
from wschat_gui.archive.folding import fold, trigrams_of, words_of
from wschat_gui.archive.rows import RowKind
from wschat_gui.chat.vocabulary import KeptEvent

_Parameter: TypeAlias = int | str

_MOST_ALTERNATIVES = 300
"""Trigrams that begin with a short word: with more it is so frequent that reading the newest
messages one by one soon finds enough."""
_LAST_CHARACTER = chr(0x10FFFF)


_OVERTAKEN = f"""SELECT refers_to FROM main.message
                 WHERE kind = {RowKind.EDITED:d} AND seq > ? AND refers_to <= ?"""
"""Messages that the index has, but with a text from before an edit; asked with how far it goes."""


class Search(Struct, frozen=True, kw_only=True):
    """What is looked for; what is left empty does not count.

    Messages are found by what they say now; edits and reactions are no hits of their own.
    """

    words: str = ""
    """Parted by white space; each must be in the text, in a longer word or alone, in any order."""
    nick: str = ""
    """Must be in the sender's nick; announcements have no sender."""
    since_ms: int | None = None
    until_ms: int | None = None
    """The first instant that does not count any more."""
    before_seq: int | None = None
    """Only below this `seq`: the last hit of one answer leads to the next."""
    limit: int = 100


def prepare(connection: sqlite3.Connection) -> None:
    """Teach a connection the function that `find` compares with."""
    connection.create_function("fold", 1, fold, deterministic=True)


def find(connection: sqlite3.Connection, search: Search, through_seq: int) -> list[KeptEvent]:
    """Return what is looked for, the newest first.

    `through_seq` says up to where the index can be asked; it is attached as `search` unless 0.
    """
    words = words_of(search.words)
    below = _bound_above(connection, search)
    if not words:
        return _events(_scan(connection, search, words, "m.seq < ?", (below,)))
    above_index = "m.seq > ? AND m.seq < ?"
    found = _scan(connection, search, words, above_index, (through_seq, below))
    if through_seq and len(found) < search.limit:
        below = min(below, through_seq + 1)
        indexed = _ask_index(connection, search, words, through_seq, below)
        overtaken = f"m.seq IN ({_OVERTAKEN}) AND m.seq < ?"
        edited = _scan(connection, search, words, overtaken, (through_seq, through_seq, below))
        # By number: an edit between the two queries may have brought one in both.
        older = {row[0]: row for row in (*indexed, *edited)}
        found += sorted(older.values(), key=lambda row: -row[0])[: search.limit - len(found)]
    return _events(found)


def _events(found: list[rows.Row]) -> list[KeptEvent]:
    return [rows.event_of(row) for row in found]


def _bound_above(connection: sqlite3.Connection, search: Search) -> int:
    """Return a `seq` that all hits are below, as low as can be said without looking for them."""
    below = search.before_seq if search.before_seq is not None else rows.last_seq(connection) + 1
    if search.until_ms is None:
        return below
    # Times need not ascend, because clocks are set; but above this one none is early enough.
    newest = connection.execute(
        "SELECT seq FROM message WHERE at_ms < ? AND seq < ? ORDER BY seq DESC LIMIT 1",
        (search.until_ms, below),
    ).fetchone()
    return newest[0] + 1 if newest else 0


def _scan(
    connection: sqlite3.Connection,
    search: Search,
    words: tuple[str, ...],
    where: str,
    bounds: tuple[int, ...],
) -> list[rows.Row]:
    """Read the messages of a stretch from the newest down and compare each."""
    conditions, parameters = _conditions(search)
    conditions = [where, *conditions, *["instr(fold(m.text), ?)"] * len(words)]
    query = f"""SELECT {rows.EVENT} FROM main.message AS m {rows.WITH_FILE}
                WHERE {" AND ".join(conditions)} ORDER BY m.seq DESC LIMIT ?"""
    return connection.execute(
        query, (*bounds, *parameters, *words, max(0, search.limit))
    ).fetchall()


def _ask_index(
    connection: sqlite3.Connection,
    search: Search,
    words: tuple[str, ...],
    through_seq: int,
    below: int,
) -> list[rows.Row]:
    """Take the messages that have the words' trigrams, and compare only those."""
    terms = [_terms(connection, word) for word in words]
    if "" in terms:
        return []
    conditions, parameters = _conditions(search)
    if expression := " AND ".join(term for term in terms if term is not None):
        conditions.insert(0, "words MATCH ?")
        parameters.insert(0, expression)
    conditions += [
        f"words.rowid NOT IN ({_OVERTAKEN})",
        "words.rowid < ?",
        *["instr(words.text, ?)"] * len(words),
    ]
    # CROSS JOIN keeps the order: the index first, from its newest entry down, until there are
    # enough.
    query = f"""SELECT {rows.EVENT} FROM search.words
                CROSS JOIN main.message AS m ON m.seq = words.rowid {rows.WITH_FILE}
                WHERE {" AND ".join(conditions)} ORDER BY words.rowid DESC LIMIT ?"""
    bounds = (through_seq, through_seq, below)
    return connection.execute(query, (*parameters, *bounds, *words, search.limit)).fetchall()


def _terms(connection: sqlite3.Connection, word: str) -> str | None:
    """Return as FTS5 asks for it what a message with this word must have.

    That is all trigrams of the word, or, if it is shorter than one, any that begins with it. Empty
    if there is none; None if there are too many to be worth asking for.
    """
    if trigrams := trigrams_of(word):
        return " AND ".join(map(_quoted, trigrams))
    found = connection.execute(
        "SELECT term FROM search.trigrams WHERE term >= ? AND term < ? LIMIT ?",
        (word, word + _LAST_CHARACTER, _MOST_ALTERNATIVES + 1),
    ).fetchall()
    if len(found) > _MOST_ALTERNATIVES:
        return None
    return f"({' OR '.join(_quoted(term) for (term,) in found)})" if found else ""


def _quoted(trigram: str) -> str:
    """Return a string in double quotes, in which nothing is syntax to FTS5."""
    return '"' + trigram.replace('"', '""') + '"'


def _conditions(search: Search) -> tuple[list[str], list[_Parameter]]:
    conditions = [f"m.{rows.SPOKEN}"]
    parameters: list[_Parameter] = []
    if search.since_ms is not None:
        conditions.append("m.at_ms >= ?")
        parameters.append(search.since_ms)
    if search.until_ms is not None:
        conditions.append("m.at_ms < ?")
        parameters.append(search.until_ms)
    if nick := fold(search.nick).strip():
        conditions.append("instr(fold(ifnull(m.nick, '')), ?)")
        parameters.append(nick)
    return conditions, parameters
