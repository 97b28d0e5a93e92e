"""Looking for messages: the question, its pages, its answers, and a hit in its context."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.model.made_up import kept
from wschat_gui.bridge.commands import Search, ShowAround
from wschat_gui.bridge.events import AroundAnswered, LogLine, SearchAnswered
from wschat_gui.model.moments import NoMoment
from wschat_gui.model.search import PAGE_HITS, SearchBook, SearchForm, question

DAY_MS = 86_400_000


def lines(*seqs: int) -> tuple[LogLine, ...]:
    return tuple(kept(seq) for seq in seqs)


def seqs(shown: tuple[LogLine, ...]) -> list[int]:
    return [line.seq for line in shown]


def answered(book: SearchBook, *found: int) -> Search:
    """Search, and get this answer."""
    asked = book.ask(Search(number=0, words="x"))
    assert book.answer(SearchAnswered(asked.number, lines(*found), ""))
    return asked


def test_question_has_what_was_typed_and_whole_days() -> None:
    form = SearchForm(" red  apple ", " ada ", "1970-01-02", "1970-01-03")

    assert question(form, UTC) == Search(
        number=0, words="red  apple", nick="ada", since_ms=DAY_MS, until_ms=3 * DAY_MS
    )


def test_question_with_dates_the_wrong_way_round_is_told_so() -> None:
    with pytest.raises(NoMoment, match="is after"):
        question(SearchForm(since="1970-01-03", until="1970-01-02"), UTC)
    assert question(SearchForm(since="1970-01-02", until="1970-01-02"), UTC)


def test_form_is_empty_where_nothing_but_space_was_typed() -> None:
    assert SearchForm(" ", "", " ").is_empty
    assert not SearchForm(until="1").is_empty


def test_answer_is_shown_and_the_question_is_over() -> None:
    book = SearchBook()
    asked = book.ask(Search(number=0, words="x"))
    assert book.is_waiting

    assert book.answer(SearchAnswered(asked.number, lines(5, 3), ""))

    assert (seqs(book.shown), book.is_waiting, book.has_more) == ([5, 3], False, False)


def test_answers_to_older_questions_are_let_go() -> None:
    book = SearchBook()
    first = book.ask(Search(number=0, words="a"))
    second = book.ask(Search(number=0, words="ab"))

    assert not book.answer(SearchAnswered(first.number, lines(1), ""))
    assert book.answer(SearchAnswered(second.number, lines(2), ""))
    assert not book.answer(SearchAnswered(second.number, lines(9), ""))
    assert seqs(book.shown) == [2]


def test_full_page_leads_to_the_next_one() -> None:
    book = SearchBook()
    first = answered(book, *range(500, 500 - PAGE_HITS, -1))

    more = book.ask_more()
    assert more == Search(number=first.number + 1, words="x", before_seq=501 - PAGE_HITS)
    assert book.ask_more() is None
    assert book.answer(SearchAnswered(more.number, lines(7, 6), ""))

    assert len(book.shown) == PAGE_HITS + 2
    assert not book.has_more
    assert book.ask_more() is None


def test_next_page_goes_on_below_a_deleted_hit() -> None:
    book = SearchBook()
    answered(book, *range(500, 500 - PAGE_HITS, -1))
    assert book.forget(((1, 410),))

    more = book.ask_more()

    assert more is not None
    assert more.before_seq == 501 - PAGE_HITS


def test_trouble_takes_the_place_of_hits_but_not_of_earlier_pages() -> None:
    book = SearchBook()
    answered(book, *range(500, 500 - PAGE_HITS, -1))
    more = book.ask_more()
    assert more is not None

    book.answer(SearchAnswered(more.number, (), "It is damaged."))
    assert (len(book.shown), book.trouble) == (PAGE_HITS, "It is damaged.")
    asked = book.ask(Search(number=0))
    book.answer(SearchAnswered(asked.number, (), "It is damaged."))
    assert (len(book.shown), book.trouble) == (0, "It is damaged.")


def test_cleared_search_takes_no_late_answer() -> None:
    book = SearchBook()
    asked = book.ask(Search(number=0))
    book.clear()

    assert not book.answer(SearchAnswered(asked.number, lines(1), ""))
    assert (book.shown, book.asked) == ((), None)


def test_hit_is_shown_in_its_context_and_the_hits_come_back() -> None:
    book = SearchBook()
    answered(book, 5, 3)

    asked = book.open(book.hits[1].seq)
    assert asked == ShowAround(number=2, seq=3)
    assert book.context is not None
    assert book.context.is_waiting
    assert book.answer_context(AroundAnswered(2, lines(2, 3, 4), ""))
    assert seqs(book.shown) == [2, 3, 4]
    book.close_context()

    assert seqs(book.shown) == [5, 3]


def test_context_of_another_hit_or_after_going_back_is_let_go() -> None:
    book = SearchBook()
    answered(book, 5, 3)
    first = book.open(book.hits[0].seq)
    second = book.open(book.hits[1].seq)

    assert not book.answer_context(AroundAnswered(first.number, lines(5), ""))
    book.close_context()
    assert not book.answer_context(AroundAnswered(second.number, lines(3), ""))
    assert seqs(book.shown) == [5, 3]


def test_deleted_lines_go_from_hits_and_context() -> None:
    book = SearchBook()
    answered(book, 5, 3)
    asked = book.open(book.hits[1].seq)
    book.answer_context(AroundAnswered(asked.number, lines(2, 3, 4), ""))

    assert book.forget(((3, 4), (9, 9)))
    assert seqs(book.shown) == [2]
    book.close_context()
    assert seqs(book.shown) == [5]
    assert not book.forget(((3, 4),))


def test_end_of_the_server_ends_the_waiting() -> None:
    book = SearchBook()
    answered(book, 5)
    book.open(book.hits[0].seq)
    book.give_up()
    assert seqs(book.shown) == [5]

    asked = book.ask(Search(number=0))
    book.give_up()
    assert not book.is_waiting
    assert not book.answer(SearchAnswered(asked.number, lines(1), ""))
