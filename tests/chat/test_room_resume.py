"""Coming back into the room after a drop: what was missed, the own place, and nobody else's."""

from __future__ import annotations

import msgspec
import pytest

from tests.chat.stage import RULES, Stage, delivered, dismissals, refusal, said, welcome_in
from wschat_gui.chat.effects import Admit, Deliver, Dismiss, Reply
from wschat_gui.chat.vocabulary import (
    Announced,
    Joined,
    LeaveCause,
    Left,
    Person,
    RefusalCode,
    Said,
)

SMALL_MEMORY = msgspec.structs.replace(RULES, history_on_join=2, history_in_memory=5)


@pytest.mark.parametrize("last_seq", [0, 1, 5, 9, 10])
def test_resuming_page_gets_exactly_what_it_missed(last_seq: int) -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    stage.room.leave(1, LeaveCause.TIMED_OUT)
    stage.announce_all(f"message {number}" for number in range(1, 11))
    welcome = welcome_in(stage.resume(2, earlier, last_seq=last_seq))
    assert [event.seq for event in welcome.history] == list(range(last_seq + 1, 11))
    assert [event.text for event in welcome.history if isinstance(event, Announced)] == [
        f"message {number}" for number in range(last_seq + 1, 11)
    ]
    assert welcome.complete


def test_resuming_page_gets_more_than_a_newcomer_would() -> None:
    stage = Stage(rules=SMALL_MEMORY)
    earlier = stage.enter(1, "Anna")
    stage.room.leave(1, LeaveCause.TIMED_OUT)
    stage.announce_all("abcde")
    assert len(welcome_in(stage.resume(2, earlier, last_seq=0)).history) == 5
    assert len(stage.enter(3, "Bob").history) == 2


@pytest.mark.parametrize(("last_seq", "complete"), [(2, False), (3, True)])
def test_resuming_page_is_told_when_something_is_no_longer_kept(
    last_seq: int, complete: bool
) -> None:
    stage = Stage(rules=SMALL_MEMORY)
    earlier = stage.enter(1, "Anna")
    stage.room.leave(1, LeaveCause.TIMED_OUT)
    stage.announce_all("abcdefgh")
    welcome = welcome_in(stage.resume(2, earlier, last_seq=last_seq))
    assert [event.seq for event in welcome.history] == [4, 5, 6, 7, 8]
    assert welcome.complete is complete


@pytest.mark.parametrize("last_seq", [11, 2**31, 2**64 - 1, 10**30])
def test_page_that_claims_more_than_was_ever_said_missed_nothing(last_seq: int) -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    stage.announce_all("abcdefghij")
    welcome = welcome_in(stage.resume(2, earlier, last_seq=last_seq))
    assert (welcome.history, welcome.complete) == ((), True)


def test_page_from_another_epoch_starts_afresh() -> None:
    before = Stage(epoch="epoch-0")
    before.announce_all("abc")
    earlier = before.enter(1, "Anna")
    stage = Stage(rules=SMALL_MEMORY)
    stage.enter(9, "Bob")
    stage.announce_all("vwxyz")
    welcome = welcome_in(stage.resume(2, earlier, last_seq=3))
    assert welcome.epoch == "epoch-1"
    assert [event.seq for event in welcome.history] == [4, 5]
    assert welcome.complete


def test_token_survives_the_drop() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    stage.room.leave(1, LeaveCause.TIMED_OUT)
    assert welcome_in(stage.resume(2, earlier, last_seq=0)).token == earlier.token


def test_own_ghost_is_replaced_at_once() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    stage.enter(2, "Bob")
    effects = stage.resume(3, earlier, last_seq=0)
    assert effects[:3] == [
        Dismiss(1, 4004, "Your place was taken by a newer connection of yours.", LeaveCause.LEFT),
        Deliver(Left(1, "Anna", LeaveCause.LEFT)),
        Deliver(Joined(3, "Anna", earlier.person_id)),
    ]
    assert isinstance(effects[3], Admit)
    assert welcome_in(effects).roster == (stage.person(2), stage.person(3))
    assert stage.room.leave(1, LeaveCause.TIMED_OUT) == []


def test_ghost_goes_also_when_another_nick_is_wanted() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    effects = stage.join(2, "Berta", token=earlier.token)
    assert [dismissal.client_id for dismissal in dismissals(effects)] == [1]
    assert delivered(effects) == [
        Left(1, "Anna", LeaveCause.LEFT),
        Joined(2, "Berta", earlier.person_id),
    ]
    assert stage.nicks() == ["Berta"]


def test_replaced_many_times_there_is_one_of_each() -> None:
    stage = Stage()
    welcome = stage.enter(1, "Anna")
    for client_id in range(2, 12):
        effects = stage.resume(client_id, welcome, last_seq=0)
        assert [dismissal.client_id for dismissal in dismissals(effects)] == [client_id - 1]
        assert welcome_in(effects).roster == (Person(client_id, "Anna", welcome.person_id),)


@pytest.mark.parametrize("token", ["", "epoch-1:2", "epoch-1:9", "epoch-1:1 "])
def test_wrong_token_gets_nobody_elses_nick(token: str) -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    stage.enter(2, "Bob")
    stage.room.leave(2, LeaveCause.LEFT)
    assert refusal(stage.join(3, "Anna", token=token)).code is RefusalCode.NICK_TAKEN
    assert stage.nicks() == ["Anna"]


def test_own_token_does_not_open_another_members_nick_and_keeps_the_ghost() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    earlier = stage.enter(2, "Bob")
    assert refusal(stage.join(3, "Anna", token=earlier.token)).code is RefusalCode.NICK_TAKEN
    assert stage.nicks() == ["Anna", "Bob"]


def test_unknown_token_makes_a_new_member_with_a_token_of_the_rooms_own() -> None:
    welcome = welcome_in(Stage().join(1, "Anna", token="made-up"))
    assert welcome.token == "epoch-1:1"


def test_page_that_comes_back_into_a_room_with_a_new_code_needs_none() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    stage.room.change_code("sesame")
    assert welcome_in(stage.resume(2, earlier, last_seq=0)).nick == "Anna"


def test_who_was_kicked_needs_the_new_code_to_come_back() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    stage.room.change_code("sesame")
    stage.room.kick(1, "Enough.")
    effects = stage.resume(2, earlier, last_seq=0)
    assert [dismissal.client_id for dismissal in dismissals(effects)] == [2]
    assert stage.nicks() == []


def test_kicked_member_that_comes_back_by_hand_is_a_member_again() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    stage.room.kick(1, "Enough.")
    assert welcome_in(stage.resume(2, earlier, last_seq=0)).nick == "Anna"


def test_place_is_kept_while_thousands_come_and_go() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    for client_id in range(2, 5_100):
        stage.enter(client_id, "Bob")
        stage.room.leave(client_id, LeaveCause.LEFT)
    effects = stage.resume(6_000, earlier, last_seq=0)
    assert [dismissal.client_id for dismissal in dismissals(effects)] == [1]
    assert stage.nicks() == ["Anna"]


def test_who_has_left_is_a_stranger_after_five_thousand_others() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    stage.room.leave(1, LeaveCause.LEFT)
    for client_id in range(2, 5_002):
        stage.enter(client_id, "Bob")
        stage.room.leave(client_id, LeaveCause.LEFT)
    assert welcome_in(stage.resume(6_000, earlier, last_seq=0)).token != earlier.token


# Resent messages ---------------------------------------------------------------------------------


def test_resend_over_a_fresh_connection_is_not_said_again() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    first = said(stage.say(1, "hello", "m1"))
    stage.wait(20.0)
    stage.resume(2, earlier, last_seq=0)
    assert stage.say(2, "hello", "m1") == [Reply(2, first)]
    assert stage.room.history.next_seq == 2


def test_resend_is_not_said_again_even_when_the_room_has_forgotten_the_message() -> None:
    stage = Stage(rules=SMALL_MEMORY)
    stage.enter(1, "Anna")
    first = said(stage.say(1, "hello", "m1"))
    stage.announce_all("abcde")
    stage.wait(1.0)
    (reply,) = stage.say(1, " hello ", "m1")
    assert isinstance(reply, Reply)
    assert isinstance(reply.message, Said)
    assert msgspec.structs.replace(reply.message, at_ms=first.at_ms) == first
    assert stage.room.history.next_seq == 7
