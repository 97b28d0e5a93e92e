"""A room that goes on from an earlier run: older messages, gaps, deletion."""

from __future__ import annotations

import msgspec

from tests.chat.stage import RULES, Stage, delivered, refusal, welcome_in
from wschat_gui.chat.effects import Deliver, Fetch, Reply
from wschat_gui.chat.opening import Past
from wschat_gui.chat.requests import Older
from wschat_gui.chat.vocabulary import (
    Announced,
    Deleted,
    Earlier,
    RefusalCode,
)


def kept(first: int, last: int) -> tuple[Announced, ...]:
    return tuple(Announced(seq, seq, f"message {seq}") for seq in range(first, last + 1))


def seqs(events: tuple[object, ...]) -> list[int]:
    return [event.seq for event in events if isinstance(event, Announced)]


def test_numbers_go_on_where_they_were() -> None:
    stage = Stage(past=Past("old", kept(91, 100), last_seq=105))
    stage.enter(1, "ada")
    (event,) = delivered(stage.say(1, "next"))
    assert event == msgspec.structs.replace(event, seq=106)


def test_a_page_of_the_earlier_run_resumes() -> None:
    stage = Stage(past=Past("old", kept(91, 100), last_seq=100))
    welcome = welcome_in(stage.join(1, "ada", epoch="old", last_seq=98))
    assert (seqs(welcome.history), welcome.complete) == ([99, 100], True)


def test_a_page_that_missed_more_than_memory_holds_is_told() -> None:
    stage = Stage(past=Past("old", kept(91, 100), last_seq=100))
    welcome = welcome_in(stage.join(1, "ada", epoch="old", last_seq=50))
    assert (seqs(welcome.history), welcome.complete) == (list(range(91, 101)), False)


def test_no_welcome_has_more_than_a_thousand_missed_events() -> None:
    stage = Stage(past=Past("old", kept(1, 1_500), last_seq=1_500))
    welcome = welcome_in(stage.join(1, "ada", epoch="old", last_seq=100))
    assert (seqs(welcome.history), welcome.complete) == (list(range(501, 1_501)), False)
    welcome = welcome_in(stage.join(2, "bob", epoch="old", last_seq=500))
    assert (seqs(welcome.history), welcome.complete) == (list(range(501, 1_501)), True)


def older(stage: Stage, before_seq: int) -> Earlier:
    (reply,) = stage.room.older(1, Older(before_seq))
    assert isinstance(reply, Reply)
    assert isinstance(reply.message, Earlier)
    return reply.message


def test_older_messages_come_a_hundred_at_a_time_from_memory() -> None:
    stage = Stage()
    stage.announce_all(f"message {number}" for number in range(250))
    stage.enter(1, "ada")
    first = older(stage, 151)
    assert (seqs(first.events), first.more) == (list(range(51, 151)), True)
    second = older(stage, 51)
    assert (seqs(second.events), second.more) == (list(range(1, 51)), False)


def test_what_memory_does_not_hold_is_fetched() -> None:
    stage = Stage(past=Past("old", kept(91, 100), last_seq=100))
    stage.enter(1, "ada")
    (fetch,) = stage.room.older(1, Older(95))
    assert isinstance(fetch, Fetch)
    assert (fetch.before_seq, fetch.wanted) == (95, 100)
    assert seqs(fetch.in_memory.events) == [91, 92, 93, 94]


def test_a_stranger_gets_nothing_older() -> None:
    assert refusal(Stage().room.older(1, Older(5))).code is RefusalCode.NOT_JOINED


def test_what_is_deleted_is_in_no_history_any_more() -> None:
    stage = Stage(rules=msgspec.structs.replace(RULES, history_on_join=5))
    stage.announce_all(f"message {number}" for number in range(10))
    stage.enter(1, "ada")
    assert stage.room.delete([(2, 3), (10, 10)]) == [Deliver(Deleted(((2, 3), (10, 10))))]
    assert seqs(older(stage, 11).events) == [1, 4, 5, 6, 7, 8, 9]
    welcome = welcome_in(stage.join(2, "bob"))
    assert (seqs(welcome.history), welcome.gone) == ([5, 6, 7, 8, 9], ((2, 3), (10, 10)))
    resumed = welcome_in(stage.join(3, "carol", epoch="epoch-1", last_seq=8))
    assert (seqs(resumed.history), resumed.complete) == ([9], True)
    stage.announce_all(["after"])
    assert stage.room.history.next_seq == 12


def test_deleting_nothing_tells_nobody() -> None:
    assert Stage().room.delete([]) == []
