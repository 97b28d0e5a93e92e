"""What the inspector shows and asks next."""

from __future__ import annotations

from datetime import UTC

from tests.model.frame_making import listed
from wschat_gui.bridge.frame_commands import ListFrames
from wschat_gui.bridge.frame_words import FilterFault
from wschat_gui.model.capture_words import extent_text, info_text
from wschat_gui.model.frame_book import NEXT_ROWS, SHOWN_ROWS, FrameBook, Gap


def asked(book: FrameBook) -> ListFrames:
    question = book.ask()
    assert question is not None
    return question


def filled(*numbers: int, left_out: int = 0) -> FrameBook:
    book = FrameBook()
    assert book.answer(listed(asked(book).request, numbers, left_out=left_out))
    return book


def numbers(book: FrameBook) -> list[int]:
    return [book.number_at(place) for place in range(len(book.items))]


def test_next_question_waits_for_the_answer_and_goes_on_behind_it() -> None:
    book = FrameBook()
    first = asked(book)
    assert (first.after, first.limit) == (0, SHOWN_ROWS)
    assert book.ask() is None

    book.answer(listed(first.request, (1, 2)))
    second = asked(book)

    assert (second.after, second.limit) == (2, NEXT_ROWS)
    book.answer(listed(second.request, (3,)))
    assert numbers(book) == [1, 2, 3]


def test_what_came_too_fast_is_a_gap_between_the_rows() -> None:
    book = filled(1)
    book.answer(listed(asked(book).request, (3_122,), left_out=3_120))

    assert book.items[1] == Gap(3_120)
    assert numbers(book) == [1, 0, 3_122]


def test_oldest_rows_make_room_and_are_counted() -> None:
    book = filled(*range(1, SHOWN_ROWS + 1), left_out=10)
    book.answer(listed(asked(book).request, (SHOWN_ROWS + 6,), left_out=5))
    book.answer(listed(asked(book).request, (SHOWN_ROWS + 7,)))

    assert len(book.items) == SHOWN_ROWS
    assert book.older == 13
    assert book.added == SHOWN_ROWS + 3


def test_another_filter_asks_for_all_anew_and_the_old_answer_is_let_go() -> None:
    book = filled(1, 2)
    under_way = asked(book)
    assert book.narrow("websocket.opcode == 9")
    assert not book.answer(listed(under_way.request, (3,)))

    question = asked(book)
    assert (question.filter, question.after) == ("websocket.opcode == 9", 0)
    revision = book.revision
    book.answer(listed(question.request, (2,)))

    assert numbers(book) == [2]
    assert book.revision > revision
    assert not book.narrow("websocket.opcode == 9")


def test_faulty_filter_is_not_asked_about_again_and_again() -> None:
    book = filled(1)
    book.narrow("nonsense")
    fault = FilterFault(0, 8, "There is no field nonsense.")
    book.answer(listed(asked(book).request, fault=fault))

    assert (book.fault, book.items, book.ask()) == (fault, [], None)
    assert info_text(book) == "⚠ There is no field nonsense."
    book.narrow("")
    book.answer(listed(asked(book).request, (1,)))
    assert (book.fault, numbers(book)) == (None, [1])


def test_after_a_pause_all_is_asked_for_again() -> None:
    book = filled(1, 2)
    book.pause(is_paused=True)
    assert book.ask() is None
    assert info_text(book).startswith("Paused  ·  ")

    book.pause(is_paused=False)
    question = asked(book)
    assert question.after == 0
    book.answer(listed(question.request, (90, 91), left_out=89))
    assert (numbers(book), book.older) == ([90, 91], 89)
    assert info_text(book) == "2 frames  ·  … 89 older ones not shown"


def test_new_run_begins_with_nothing() -> None:
    book = filled(1, 2)
    under_way = asked(book)
    book.begin_run()

    assert not book.answer(listed(under_way.request, (3,)))
    assert (book.items, book.extent) == ([], None)
    assert asked(book).after == 0


def test_extent_is_told_with_the_limits() -> None:
    book = filled(1, 2)
    told = extent_text(book.extent, 50_000, 33_554_432, UTC)
    assert told == "2 of 50,000 frames  ·  2.0 kB of 33.6 MB  ·  since 12:02:42"
    assert extent_text(None, 1, 1) == ""
