"""The newest events, contiguous, and honest about what is no longer there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.history import History
from wschat_gui.chat.vocabulary import Announced


def filled(events: int, *, capacity: int) -> History:
    history = History(capacity)
    for seq in range(1, events + 1):
        history.append(Announced(seq, seq * 1_000, f"message {seq}"))
    return history


def test_first_seq_is_one() -> None:
    history = History(10)
    assert history.next_seq == 1
    assert (history.last(5), history.after(0), history.get(1)) == ((), ((), True), None)


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
    found = filled(events, capacity=capacity).last(wanted)
    kept = list(range(max(1, events - capacity + 1), events + 1))
    assert [event.seq for event in found] == (kept[-wanted:] if wanted else [])


@given(events=st.integers(0, 30), capacity=st.integers(1, 20), seq=st.integers(-5, 40))
def test_event_is_found_by_its_seq_while_it_is_kept(events: int, capacity: int, seq: int) -> None:
    event = filled(events, capacity=capacity).get(seq)
    kept = range(max(1, events - capacity + 1), events + 1)
    assert (event.seq if event else None) == (seq if seq in kept else None)
