"""The bounded log, its readers, its filter, and a row's text."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from tests.model.made_up import said
from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.model.formats import one_line
from wschat_gui.model.log import (
    NICK_START,
    TIME_CHARS,
    LineGroup,
    LogBook,
    LogFilter,
    nick_units,
    row_text,
)


def book(lines: int, max_rows: int) -> LogBook:
    log = LogBook(max_rows)
    for number in range(lines):
        log.add(said(str(number)))
    return log


def texts(lines: list[LogLine]) -> list[str]:
    return [line.text for line in lines]


def test_oldest_make_room() -> None:
    log = book(7, max_rows=5)

    assert texts(log.since(0)) == ["2", "3", "4", "5", "6"]
    assert (len(log), log.added, log.max_rows) == (5, 7, 5)


def test_reader_gets_what_it_has_not_read() -> None:
    log = book(4, max_rows=5)

    assert texts(log.since(3)) == ["3"]
    assert texts(log.since(4)) == []


@given(
    batches=st.lists(st.integers(min_value=0, max_value=12), max_size=10),
    max_rows=st.integers(min_value=1, max_value=8),
)
def test_reader_sees_every_line_once_in_order_unless_it_fell_out(
    batches: list[int], max_rows: int
) -> None:
    log, read, seen = LogBook(max_rows), 0, list[int]()
    for batch in batches:
        for _ in range(batch):
            log.add(said(str(log.added)))
        fresh = [int(text) for text in texts(log.since(read))]
        read = log.added
        assert len(fresh) == min(batch, max_rows)
        seen += fresh
    assert seen == sorted(set(seen))


def test_filter_finds_words_in_nick_and_text_in_any_case() -> None:
    lines = [said("Hello", nick="Zoë"), said("bye", nick="ken")]

    assert texts(LogFilter("HELLO").select(lines)) == ["Hello"]
    assert texts(LogFilter("zoë").select(lines)) == ["Hello"]
    assert texts(LogFilter("ken bye").select(lines)) == ["bye"]
    assert texts(LogFilter("nobody").select(lines)) == []


def test_filter_by_group_leaves_out_other_kinds() -> None:
    lines = [said(kind.value, kind=kind) for kind in LineKind]

    assert texts(LogFilter(group=LineGroup.PEOPLE).select(lines)) == ["joined", "left", "renamed"]
    assert texts(LogFilter("s", LineGroup.MESSAGES).select(lines)) == ["said"]


def test_every_kind_is_in_one_group() -> None:
    kinds = [kind for group in LineGroup if group.value for kind in group.value]

    assert sorted(kinds) == sorted(LineKind)


def test_open_filter_lets_all_through() -> None:
    lines = [said("a"), said("b")]

    assert LogFilter().is_open
    assert LogFilter().select(lines) == lines


def test_row_has_time_sign_nick_and_text() -> None:
    assert row_text(said("hi"), UTC) == "12:02:42.757   ada hi"
    assert row_text(said("joined", kind=LineKind.JOINED), UTC) == "12:02:42.757 + ada joined"
    assert row_text(said("up", nick="", kind=LineKind.SERVER), UTC) == "12:02:42.757 * up"


@given(nick=st.text(min_size=1, max_size=24), text=st.text(max_size=50))
def test_nick_stands_where_its_tag_will_be(nick: str, text: str) -> None:
    line = said(text, nick=nick)
    row = row_text(line, UTC)
    units = row.encode("utf-16-le")
    shown = units[2 * NICK_START : 2 * (NICK_START + nick_units(line))].decode("utf-16-le")

    assert len(row.splitlines()) == 1
    assert row[:NICK_START].isascii()
    assert row[TIME_CHARS] == " "
    assert shown == one_line(nick)
