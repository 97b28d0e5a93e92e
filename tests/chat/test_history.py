"""The newest events, contiguous, and honest about what is no longer there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.history import History
from wschat_gui.chat.vocabulary import Announced, Edited, KeptEvent, Reacted, Said


def filled(events: int, *, capacity: int) -> History:
    history = History(capacity)
    for seq in range(1, events + 1):
        history.append(Announced(seq, seq * 1_000, f"message {seq}"))
    return history


def test_first_seq_is_one() -> None:
    history = History(10)
    assert history.next_seq == 1
    assert (history.last(5, at_most=10), history.after(0), history.get(1)) == ((), ((), True), None)


@pytest.mark.parametrize("seq", [0, 1, 3, 5])
def test_event_out_of_order_is_an_error(seq: int) -> None:
    history = filled(3, capacity=10)
    with pytest.raises(ValueError, match=f"seq {seq} cannot follow 3"):
        history.append(Announced(seq, 0, ""))


@given(
    events=st.integers(0, 30),
    capacity=st.integers(1, 20),
    seq=st.one_of(st.integers(0, 40), st.integers(2**31, 2**70)),
)
def test_events_after_a_seq_are_all_there_are_or_said_to_be_incomplete(
    events: int, capacity: int, seq: int
) -> None:
    found, complete = filled(events, capacity=capacity).after(seq)
    kept = range(max(1, events - capacity + 1), events + 1)
    assert [event.seq for event in found] == [other for other in kept if other > seq]
    assert complete == all(other in kept for other in range(seq + 1, events + 1))


@given(events=st.integers(0, 30), capacity=st.integers(1, 20), wanted=st.integers(0, 40))
def test_last_events_are_the_newest_in_order(events: int, capacity: int, wanted: int) -> None:
    found = filled(events, capacity=capacity).last(wanted, at_most=100)
    kept = list(range(max(1, events - capacity + 1), events + 1))
    assert [event.seq for event in found] == (kept[-wanted:] if wanted else [])


@given(events=st.integers(0, 30), capacity=st.integers(1, 20), seq=st.integers(-5, 40))
def test_event_is_found_by_its_seq_while_it_is_kept(events: int, capacity: int, seq: int) -> None:
    event = filled(events, capacity=capacity).get(seq)
    kept = range(max(1, events - capacity + 1), events + 1)
    assert (event.seq if event else None) == (seq if seq in kept else None)


# Edits, reactions, deletion ----------------------------------------------------------------------


def said(seq: int, text: str = "hello", client_id: int = 1) -> Said:
    return Said(seq, seq, client_id, "Anna", "", text, f"person-{client_id}")


def edited(seq: int, target: int) -> Edited:
    return Edited(seq, seq, 1, "Anna", target, f"text {seq}")


def reacted(seq: int, target: int, *, on: bool = True, emoji: str = "👍") -> Reacted:
    return Reacted(seq, seq, 1, "Anna", "person-1", target, emoji, on)


def holding(*events: KeptEvent, capacity: int = 10) -> History:
    return History(capacity, kept=events, last_seq=events[-1].seq)


def seqs(history: History) -> list[int]:
    return [event.seq for event in history.after(0)[0]]


def test_of_what_was_kept_no_more_than_memory_is_taken_and_the_rest_is_known_to_be_missing() -> (
    None
):
    history = holding(said(1), said(2), said(3), capacity=2)
    assert (seqs(history), history.after(1)[1], history.after(0)[1]) == ([2, 3], True, False)


def test_edit_that_is_dropped_leaves_no_hole_to_fetch() -> None:
    history = holding(said(1), edited(2, 1), said(3))
    history.drop_edit(1)
    history.drop_edit(1)
    assert (seqs(history), history.after(1)) == ([1, 3], ((said(3),), True))


def test_dropped_edit_makes_room_for_another_event() -> None:
    history = holding(said(1), edited(2, 1), capacity=2)
    history.drop_edit(1)
    history.append(said(3))
    assert seqs(history) == [1, 3]


def test_message_is_replaced_in_its_place() -> None:
    history = holding(said(1), said(2))
    history.replace(said(1, "better"))
    assert history.after(0)[0] == (said(1, "better"), said(2))
    with pytest.raises(KeyError):
        history.replace(said(3))


def test_last_word_on_an_emoji_is_known_while_it_is_in_memory() -> None:
    history = holding(said(1), reacted(2, 1), reacted(3, 1, on=False), capacity=3)
    assert history.reaction(1, "person-1", "👍") == reacted(3, 1, on=False)
    assert history.reaction(1, "person-1", "❤️") is None
    assert history.reaction(1, "person-2", "👍") is None
    history.append(said(4))
    history.append(said(5))
    assert history.reaction(1, "person-1", "👍") == reacted(3, 1, on=False)
    history.append(said(6))
    assert history.reaction(1, "person-1", "👍") is None


def test_edit_that_memory_has_lost_is_not_dropped_twice() -> None:
    history = holding(said(1), edited(2, 1), capacity=2)
    for seq in (3, 4):
        history.append(said(seq))
    history.drop_edit(1)
    assert seqs(history) == [3, 4]


def test_event_goes_with_all_that_is_about_it() -> None:
    history = holding(said(1), said(2), reacted(3, 1), edited(4, 2), reacted(5, 2), said(6))
    assert history.runs_of(lambda event: event.seq == 1) == [(1, 1), (3, 3)]
    assert history.runs_of(lambda event: event.seq == 2) == [(2, 2), (4, 5)]
    history.remove(lambda seq: seq == 2)
    assert seqs(history) == [1, 3, 6]
    assert history.reaction(2, "person-1", "👍") is None
    history.drop_edit(2)
    assert seqs(history) == [1, 3, 6]


def test_person_of_a_client_is_known_from_what_it_said() -> None:
    history = holding(said(1, client_id=7), said(2, client_id=8))
    assert (history.person_of(7), history.person_of(9)) == ("person-7", "")


@pytest.mark.parametrize(("seq", "forgotten"), [(1, True), (2, True), (3, False), (9, False)])
def test_what_is_older_than_memory_is_known_to_be(seq: int, forgotten: bool) -> None:
    assert holding(said(3), said(4)).has_forgotten(seq) == forgotten
