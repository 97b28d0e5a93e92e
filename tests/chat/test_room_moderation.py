"""What the host does about people: throwing out and taking back, locking up, giving nicks."""

from __future__ import annotations

import pytest

from tests.chat.stage import Stage, delivered, dismissals, refusal, replies, welcome_in
from wschat_gui.chat.effects import Deliver, Dismiss, Effect, Reply, TellBans
from wschat_gui.chat.vocabulary import (
    Changed,
    Dismissed,
    LeaveCause,
    Left,
    RefusalCode,
    Reinstated,
    Renamed,
    RoomState,
)

LOCKED = RoomState(locked=True)


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.enter(1, "Anna", device="a")
    stage.enter(2, "Bob", device="b")
    return stage


# Kick --------------------------------------------------------------------------------------------


def test_kicked_member_is_told_why_and_the_others_see_it_go(stage: Stage) -> None:
    assert stage.room.kick(2, "Enough.") == [
        Reply(2, Dismissed(4001, "Enough.", 0)),
        Dismiss(2, 4001, "Enough.", LeaveCause.KICKED, undoable=True),
        Deliver(Left(2, "Bob", LeaveCause.KICKED)),
    ]
    assert stage.nicks() == ["Anna"]


def test_kicked_client_that_never_joined_is_only_dismissed() -> None:
    assert Stage().room.kick(5, "Enough.") == [
        Reply(5, Dismissed(4001, "Enough.", 0)),
        Dismiss(5, 4001, "Enough.", LeaveCause.KICKED, undoable=True),
    ]


def test_connection_of_a_kicked_member_ends_unnoticed(stage: Stage) -> None:
    stage.room.kick(1, "Enough.")
    assert stage.room.leave(1, LeaveCause.KICKED) == []


def test_reason_of_a_kick_can_be_sent_whatever_was_typed() -> None:
    (dismissal,) = dismissals(Stage().room.kick(1, " half an emoji: \ud83d \x1b[2J"))
    assert dismissal.reason == "half an emoji: \ufffd \ufffd[2J"


def test_reinstated_client_gets_its_place_and_nick_back(stage: Stage) -> None:
    earlier = welcome_in(stage.join(3, "Carl"))
    stage.room.kick(3, "Enough.")
    assert stage.room.reinstate(3, 4) == [Reply(4, Reinstated())]
    welcome = welcome_in(stage.resume(4, earlier, last_seq=0))
    assert (welcome.nick, welcome.token) == ("Carl", earlier.token)


# The lock ----------------------------------------------------------------------------------------


def test_nobody_new_comes_into_a_locked_room(stage: Stage) -> None:
    assert stage.room.set_state(LOCKED) == [Deliver(Changed("Physics 7b", LOCKED))]
    effects = stage.join(3, "Carl")
    assert refusal(effects).code is RefusalCode.LOCKED
    stage.room.set_state(RoomState())
    assert stage.enter(3, "Carl").state == RoomState()


def test_who_was_here_comes_back_into_a_locked_room(stage: Stage) -> None:
    earlier = stage.enter(3, "Carl")
    stage.room.set_state(LOCKED)
    stage.room.leave(3, LeaveCause.TIMED_OUT)
    assert welcome_in(stage.resume(4, earlier, last_seq=0)).state == LOCKED


def test_plain_client_at_a_locked_room_is_sent_away(stage: Stage) -> None:
    stage.room.set_state(LOCKED)
    effects = stage.join(3, "", fallback_nick="192.168.1.7:5000")
    assert refusal(effects[:1]).code is RefusalCode.LOCKED
    assert [dismissal.close_code for dismissal in dismissals(effects)] == [1013]


def test_who_was_thrown_out_stays_out_of_a_locked_room_until_reinstated(stage: Stage) -> None:
    earlier = stage.enter(3, "Carl")
    stage.room.set_state(LOCKED)
    stage.room.kick(3, "Enough.")
    assert refusal(stage.resume(4, earlier, last_seq=0)).code is RefusalCode.LOCKED
    stage.room.reinstate(3, 4)
    assert welcome_in(stage.resume(4, earlier, last_seq=0)).nick == "Carl"


def test_who_was_thrown_out_but_came_back_may_come_back_again(stage: Stage) -> None:
    earlier = stage.enter(3, "Carl")
    stage.room.kick(3, "Enough.")
    stage.resume(4, earlier, last_seq=0)
    stage.room.set_state(LOCKED)
    stage.room.leave(4, LeaveCause.TIMED_OUT)
    assert welcome_in(stage.resume(5, earlier, last_seq=0)).nick == "Carl"


def test_everybody_out_dismisses_all_before_any_is_said_to_have_left(stage: Stage) -> None:
    effects = stage.room.everybody_out("Lunch.", strangers=[9])
    assert kinds(effects) == ["Reply", "Dismiss"] * 3 + ["Deliver"] * 3
    assert [dismissal.client_id for dismissal in dismissals(effects)] == [1, 2, 9]
    assert all(dismissal.undoable for dismissal in dismissals(effects))
    assert delivered(effects) == [
        Changed("Physics 7b", LOCKED),
        Left(1, "Anna", LeaveCause.KICKED),
        Left(2, "Bob", LeaveCause.KICKED),
    ]
    assert stage.nicks() == []
    assert stage.room.state.locked


def test_after_everybody_out_only_the_reinstated_come_back(stage: Stage) -> None:
    earlier = stage.enter(3, "Carl")
    stage.room.everybody_out("Lunch.")
    assert refusal(stage.resume(4, earlier, last_seq=0)).code is RefusalCode.LOCKED
    stage.room.reinstate(3, 5)
    assert welcome_in(stage.resume(5, earlier, last_seq=0)).nick == "Carl"


def test_everybody_out_keeps_how_far_people_talk(stage: Stage) -> None:
    stage.room.set_state(RoomState(frozen=True, slow_s=15))
    stage.room.everybody_out("Lunch.")
    assert stage.room.state == RoomState(frozen=True, slow_s=15, locked=True)


def test_state_that_is_so_already_is_told_to_nobody(stage: Stage) -> None:
    assert stage.room.set_state(RoomState()) == []


def test_new_name_of_the_room_is_told_once(stage: Stage) -> None:
    changed = Changed("Chemistry", RoomState())
    assert stage.room.change_name("Chemistry") == [Deliver(changed)]
    assert stage.room.change_name("Chemistry") == []
    assert stage.enter(3, "Carl").room == "Chemistry"


# Nicks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("Carl", "Carl"), (" Ｃarl ", "Carl"), ("bob", "bob 2"), ("ANNA", "ANNA")],
)
def test_host_gives_the_nick_or_the_nearest_free_one(stage: Stage, wanted: str, given: str) -> None:
    effects = stage.room.rename_by_host(1, wanted, stage.moment)
    assert effects == [Deliver(Renamed(1, "Anna", given, by_host=True))]
    assert stage.nicks() == [given, "Bob"]


@pytest.mark.parametrize(("client_id", "wanted"), [(1, "Anna"), (1, ""), (1, "x" * 25), (7, "Eve")])
def test_host_renames_nobody_to_what_cannot_be(stage: Stage, client_id: int, wanted: str) -> None:
    assert stage.room.rename_by_host(client_id, wanted, stage.moment) == []
    assert stage.nicks() == ["Anna", "Bob"]


def test_host_renames_also_who_may_not_rename_itself(stage: Stage) -> None:
    stage.room.set_state(RoomState(frozen=True))
    assert refusal(stage.rename(1, "Berta")).code is RefusalCode.FROZEN
    assert stage.room.rename_by_host(1, "Berta", stage.moment)


# Other limits ------------------------------------------------------------------------------------


def test_other_limits_hold_at_once(stage: Stage) -> None:
    rules = stage.rules_with(message_chars=3, history_on_join=1)
    stage.room.change_rules(rules)
    assert refusal(stage.say(1, "long")).code is RefusalCode.TEXT_TOO_LONG
    stage.announce_all("abc")
    welcome = stage.enter(3, "Carl")
    assert (len(welcome.history), welcome.message_chars) == (1, 3)


def test_lifting_what_is_no_ban_is_nothing(stage: Stage) -> None:
    assert stage.room.lift_ban(1) == []
    stage.ban(2, by_device=True)
    assert TellBans() in stage.room.lift_ban(1)
    assert stage.room.lift_ban(1) == []


def test_reinstated_client_is_alone_told_so(stage: Stage) -> None:
    assert replies(stage.room.reinstate(9, 10), 10) == [Reinstated()]


def kinds(effects: list[Effect]) -> list[str]:
    return [type(effect).__name__ for effect in effects]
