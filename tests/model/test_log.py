"""The bounded log, its readers, its filter, and a row's text."""

from __future__ import annotations

from datetime import UTC
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.model.made_up import kept, said
from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.model.formats import one_line
from wschat_gui.model.log import (
    CLOCKED,
    DATED,
    HIT_SIGN,
    LineGroup,
    LogBook,
    LogFilter,
    RowForm,
    nick_units,
)


def book(lines: int, max_rows: int) -> LogBook:
    log = LogBook(max_rows)
    for number in range(lines):
        log.extend([said(str(number))])
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
            log.extend([said(str(log.added))])
        fresh = [int(text) for text in texts(log.since(read))]
        read = log.added
        assert len(fresh) == min(batch, max_rows)
        seen += fresh
    assert seen == sorted(set(seen))


@given(
    seqs=st.lists(st.integers(0, 12), max_size=20),
    edits=st.sets(st.integers(0, 19)),
    cuts=st.sets(st.integers(0, 20)),
    deleted=st.lists(st.tuples(st.integers(1, 8), st.integers(8, 12)), max_size=2),
)
def test_lines_in_one_piece_are_as_lines_one_by_one(
    seqs: list[int], edits: set[int], cuts: set[int], deleted: list[tuple[int, int]]
) -> None:
    lines = [
        replace(kept(seq, str(at)), kind=LineKind.EDITED if at in edits else LineKind.SAID)
        for at, seq in enumerate(seqs)
    ]
    whole, single = LogBook(9), LogBook(9)
    for log in (whole, single):
        log.forget(tuple(deleted))
    edges = [0, *sorted(cuts), len(lines)]
    for first, last in pairwise(edges):
        whole.extend(lines[first:last])
    for line in lines:
        single.extend([line])

    assert whole.since(0) == single.since(0)
    assert whole.added == single.added


def test_edit_leaves_the_numbers_of_all_lines_as_they_are() -> None:
    log = kept_book(1, 2, 3)
    log.extend([replace(kept(2, "as it reads now"), kind=LineKind.EDITED), kept(4)])

    assert numbers(log) == [1, 2, 3, 2, 4]
    assert log.revision == 0


# Deletion ----------------------------------------------------------------------------------------


def numbers(log: LogBook) -> list[int]:
    return [line.seq for line in log.since(0)]


def kept_book(*seqs: int) -> LogBook:
    log = LogBook(20)
    for seq in seqs:
        log.extend([kept(seq)])
    return log


def test_deleted_lines_go_and_all_others_stay() -> None:
    log = kept_book(1, 2, 3, 4, 5)
    log.extend([said("without a number")])

    assert log.forget(((2, 3), (5, 5)))

    assert numbers(log) == [1, 4, 0]
    assert log.revision == 1
    assert not log.forget(((2, 3),))
    assert log.revision == 1


def test_line_that_was_deleted_before_it_came_does_not_come() -> None:
    log = kept_book(1, 2)
    log.forget(((2, 4),))
    for seq in (3, 4, 5):
        log.extend([kept(seq)])

    assert numbers(log) == [1, 5]


def test_new_numbering_takes_the_old_lines_their_numbers() -> None:
    log = kept_book(1, 2, 3)
    log.forget(((3, 9),))
    log.extend([kept(1, "of the next run")])

    assert numbers(log) == [0, 0, 1]
    log.forget(((1, 3),))
    assert texts(log.since(0)) == ["hi", "hi"]


def test_new_run_is_not_measured_by_what_the_last_one_deleted() -> None:
    log = LogBook(20)
    log.forget(((1, 1_000),))
    log.begin_run()
    log.extend([kept(1)])

    assert numbers(log) == [1]


@given(
    ranges=st.lists(
        st.tuples(st.integers(1, 20), st.integers(0, 5)).map(lambda run: (run[0], sum(run)))
    )
)
def test_exactly_what_was_deleted_is_gone(ranges: list[tuple[int, int]]) -> None:
    log = kept_book(*range(1, 16))
    log.forget(tuple(ranges))
    for seq in range(16, 21):
        log.extend([kept(seq)])

    gone = {seq for first, last in ranges for seq in range(first, last + 1)}
    assert numbers(log) == [seq for seq in range(1, 21) if seq not in gone]


# Filter and rows ---------------------------------------------------------------------------------


def test_filter_finds_words_in_nick_and_text_in_any_case() -> None:
    lines = [said("Hello", nick="Zoë"), said("bye", nick="ken")]

    assert texts(LogFilter("HELLO").select(lines)) == ["Hello"]
    assert texts(LogFilter("zoë").select(lines)) == ["Hello"]
    assert texts(LogFilter("ken bye").select(lines)) == ["bye"]
    assert texts(LogFilter("nobody").select(lines)) == []


def test_filter_by_group_leaves_out_other_kinds() -> None:
    lines = [said(kind.value, kind=kind) for kind in LineKind]

    assert texts(LogFilter(group=LineGroup.PEOPLE).select(lines)) == ["joined", "left", "renamed"]
    assert texts(LogFilter("s", LineGroup.MESSAGES).select(lines)) == ["said", "whispered"]


def test_every_kind_is_in_one_group() -> None:
    kinds = [kind for group in LineGroup if group.value for kind in group.value]

    assert sorted(kinds) == sorted(LineKind)


def test_open_filter_lets_all_through() -> None:
    lines = [said("a"), said("b")]

    assert LogFilter().is_open
    assert LogFilter().select(lines) == lines


def test_row_has_time_sign_nick_and_text() -> None:
    assert CLOCKED.row_text(said("hi"), UTC) == "12:02:42.757   ada hi"
    assert (
        CLOCKED.row_text(said("joined", kind=LineKind.JOINED), UTC) == "12:02:42.757 + ada joined"
    )
    assert DATED.row_text(said("hi"), UTC) == "1970-01-01 12:02:42   ada hi"
    assert DATED.row_text(said("hi"), UTC, HIT_SIGN) == "1970-01-01 12:02:42 ▶ ada hi"
    assert CLOCKED.row_text(said("up", nick="", kind=LineKind.SERVER), UTC) == "12:02:42.757 * up"


@given(
    nick=st.text(min_size=1, max_size=24),
    text=st.text(max_size=50),
    form=st.sampled_from([CLOCKED, DATED]),
)
def test_nick_stands_where_its_tag_will_be(nick: str, text: str, form: RowForm) -> None:
    line = said(text, nick=nick)
    row = form.row_text(line, UTC)
    units = row.encode("utf-16-le")
    shown = units[2 * form.nick_start : 2 * (form.nick_start + nick_units(line))].decode(
        "utf-16-le"
    )

    assert len(row.splitlines()) == 1
    assert row[: form.nick_start].isascii()
    assert row[form.stamp_chars] == " "
    assert shown == one_line(nick)
