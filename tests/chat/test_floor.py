"""Who may speak: frozen rooms, slow rooms, mutes by the host and by the flood limit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.chat.stage import RULES, Stage, refusal, replies, said, welcome_in
from wschat_gui.chat.effects import Deliver, Effect, Reply, TellMute
from wschat_gui.chat.requests import Offer
from wschat_gui.chat.vocabulary import (
    LeaveCause,
    Muted,
    RefusalCode,
    RoomState,
    TypingNow,
    Unmuted,
)

FROZEN = RoomState(frozen=True)


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.enter(1, "Anna", device="a")
    stage.enter(2, "Bob", device="b")
    said(stage.say(1, "first"))
    return stage


Act = Callable[[Stage], list[Effect]]
ACTS: dict[str, Act] = {
    "say": lambda stage: stage.say(1, "hello"),
    "offer": lambda stage: offer(stage, 1),
    "edit": lambda stage: stage.edit(1, 1, "better"),
    "react": lambda stage: stage.react(1, 1),
    "whisper": lambda stage: stage.whisper(1, 2, "psst"),
    "rename": lambda stage: stage.rename(1, "Berta"),
}
every_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())


def offer(stage: Stage, client_id: int) -> list[Effect]:
    request = Offer("f1", "photo.png", 1_000)
    return stage.room.offer(client_id, request, stage.moment, stored_bytes=0)


# Frozen ------------------------------------------------------------------------------------------


@every_act
def test_in_a_frozen_room_members_can_only_read(stage: Stage, act: Act) -> None:
    stage.room.set_state(FROZEN)
    assert refusal(act(stage)).code is RefusalCode.FROZEN
    stage.room.set_state(RoomState())
    assert not replies(act(stage), 1) or act is ACTS["whisper"]


def test_in_a_frozen_room_the_host_speaks_and_words_can_be_taken_back(stage: Stage) -> None:
    stage.room.set_state(FROZEN)
    assert stage.room.announce("Listen.", stage.moment)
    assert stage.room.whisper_as_host(1, "You too.", stage.moment)
    assert stage.retract(1, 1)


def test_what_was_said_before_the_freeze_is_confirmed_in_it(stage: Stage) -> None:
    first = said(stage.say(1, "hello", "m1"))
    stage.room.set_state(FROZEN)
    assert stage.say(1, "hello", "m1") == [Reply(1, first)]


# Muted by the host -------------------------------------------------------------------------------


@every_act
def test_muted_member_can_only_read(stage: Stage, act: Act) -> None:
    stage.room.mute(1, 60.0, "Calm down", stage.moment)
    stage.wait(0.5)
    refused = refusal(act(stage))
    assert (refused.code, refused.wait_s) == (RefusalCode.MUTED, 60)
    assert "Calm down" in refused.text
    assert said(stage.say(2, "and I?"))


def test_mute_is_told_to_every_place_of_the_person_and_to_the_host(stage: Stage) -> None:
    stage.enter(3, "Anna's phone", device="a")
    until_ms = stage.moment.wall_ms + 60_000
    assert stage.room.mute(1, 60.0, "Calm down", stage.moment) == [
        Reply(1, Muted(until_ms, "Calm down")),
        TellMute(1, until_ms),
        Reply(3, Muted(until_ms, "Calm down")),
        TellMute(3, until_ms),
    ]
    assert refusal(stage.say(3, "hello")).code is RefusalCode.MUTED


def test_mute_until_it_is_lifted_has_no_end(stage: Stage) -> None:
    assert stage.room.mute(1, None, "", stage.moment)[1] == TellMute(1, None)
    stage.wait(1_000_000.0)
    assert stage.room.tick(stage.moment) == []
    refused = refusal(stage.say(1, "hello"))
    assert (refused.code, refused.wait_s) == (RefusalCode.MUTED, 0)
    assert stage.room.unmute(1, stage.moment) == [Reply(1, Unmuted()), TellMute(1, 0)]
    assert said(stage.say(1, "hello"))


def test_mute_ends_by_itself_and_is_said_to_be_over_once(stage: Stage) -> None:
    stage.room.mute(1, 60.0, "", stage.moment)
    stage.wait(59.0)
    assert stage.room.tick(stage.moment) == []
    stage.wait(1.0)
    assert stage.room.tick(stage.moment) == [Reply(1, Unmuted()), TellMute(1, 0)]
    assert stage.room.tick(stage.moment) == []
    assert said(stage.say(1, "hello"))


def test_mute_is_over_on_time_though_nobody_has_looked(stage: Stage) -> None:
    stage.room.mute(1, 60.0, "", stage.moment)
    stage.wait(60.0)
    assert said(stage.say(1, "hello"))


def test_unmuting_who_is_not_muted_is_nothing(stage: Stage) -> None:
    assert stage.room.unmute(1, stage.moment) == []
    assert stage.room.unmute(9, stage.moment) == []
    assert stage.room.mute(9, 60.0, "", stage.moment) == []


@pytest.mark.parametrize(
    ("nick", "device", "with_token"),
    [
        ("Anna", "a", True),
        ("Berta", "a", True),
        ("Berta", "a", False),
        ("Berta", "", True),
        ("Berta", "made up", True),
    ],
    ids=["as before", "other nick", "other tab", "device cleared", "device made up"],
)
def test_mute_survives_a_reconnection(
    stage: Stage, nick: str, device: str, with_token: bool
) -> None:
    token = stage.enter(3, "Carl", device="c").token
    stage.room.rename_by_host(3, "Anna 9", stage.moment)
    stage.room.mute(3, None, "", stage.moment)
    stage.room.leave(3, LeaveCause.LEFT)
    came_as = "c" if device == "a" else device
    effects = stage.join(4, f"{nick} C", device=came_as, token=token if with_token else "")
    assert welcome_in(effects).muted_until_ms is None
    assert effects[-1] == TellMute(4, None)
    assert refusal(stage.say(4, "back")).code is RefusalCode.MUTED
    stage.room.unmute(4, stage.moment)
    assert said(stage.say(4, "back"))


def test_second_mute_replaces_the_first(stage: Stage) -> None:
    stage.room.mute(1, None, "", stage.moment)
    stage.room.mute(1, 10.0, "", stage.moment)
    stage.wait(10.0)
    assert said(stage.say(1, "hello"))


def test_second_mute_replaces_the_first_also_of_another_device(stage: Stage) -> None:
    token = stage.enter(3, "Carl", device="c").token
    stage.room.mute(3, None, "", stage.moment)
    stage.room.leave(3, LeaveCause.LEFT)
    stage.enter(4, "Carl", device="other", token=token)
    stage.room.mute(4, 10.0, "", stage.moment)
    stage.wait(10.0)
    assert said(stage.say(4, "hello"))


# Muted by the flood limit ------------------------------------------------------------------------


def flood(stage: Stage, client_id: int) -> list[Effect]:
    """Speak until muted; return the effects of the word that muted."""
    for number in range(9):
        stage.say(client_id, f"{number}")
    return stage.say(client_id, "one too many")


def test_host_is_told_of_a_flood_mute_once_and_of_its_end(stage: Stage) -> None:
    until_ms = stage.moment.wall_ms + 30_000
    assert flood(stage, 2)[1:] == [TellMute(2, until_ms)]
    assert refusal(stage.say(2, "again")).wait_s == 30
    stage.wait(29.5)
    assert stage.room.tick(stage.moment) == []
    stage.wait(0.5)
    assert stage.room.tick(stage.moment) == [TellMute(2, 0)]
    assert stage.room.tick(stage.moment) == []


def test_host_is_told_of_a_second_flood_mute_that_follows_at_once(stage: Stage) -> None:
    flood(stage, 2)
    stage.wait(30.0)
    assert flood(stage, 2)[1:] == [TellMute(2, stage.moment.wall_ms + 30_000)]


def test_refusal_for_speed_tells_when_to_try_again(stage: Stage) -> None:
    for number in range(8):
        stage.say(2, f"{number}")
    refused = refusal(stage.say(2, "x"))
    assert (refused.code, refused.wait_s) == (RefusalCode.TOO_FAST, 1)


def test_host_lifts_a_flood_mute_too(stage: Stage) -> None:
    flood(stage, 2)
    assert stage.room.unmute(2, stage.moment) == [Reply(2, Unmuted()), TellMute(2, 0)]
    assert said(stage.say(2, "thanks"))
    stage.wait(60.0)
    assert stage.room.tick(stage.moment) == []


def test_flood_mute_is_told_again_for_a_new_connection(stage: Stage) -> None:
    earlier = stage.enter(3, "Carl")
    flood(stage, 3)
    until_ms = stage.moment.wall_ms + 30_000
    effects = stage.resume(4, earlier, last_seq=0)
    assert welcome_in(effects).muted_until_ms == until_ms
    assert effects[-1] == TellMute(4, until_ms)
    stage.wait(30.0)
    assert stage.room.tick(stage.moment) == [TellMute(4, 0)]


def test_flood_mute_that_ends_under_one_of_the_host_changes_nothing(stage: Stage) -> None:
    flood(stage, 2)
    stage.room.mute(2, 100.0, "", stage.moment)
    stage.wait(31.0)
    assert stage.room.tick(stage.moment) == []
    assert refusal(stage.say(2, "now?")).code is RefusalCode.MUTED
    stage.wait(69.0)
    assert stage.room.tick(stage.moment) == [Reply(2, Unmuted()), TellMute(2, 0)]


def test_host_mute_that_ends_under_a_flood_mute_is_not_over_yet(stage: Stage) -> None:
    until_ms = stage.moment.wall_ms + 30_000
    flood(stage, 2)
    stage.room.mute(2, 10.0, "", stage.moment)
    stage.wait(11.0)
    assert stage.room.tick(stage.moment) == [TellMute(2, until_ms)]
    stage.wait(19.0)
    assert stage.room.tick(stage.moment) == [TellMute(2, 0)]


# Slow mode ---------------------------------------------------------------------------------------


def test_in_a_slow_room_each_member_speaks_once_in_a_while(stage: Stage) -> None:
    stage.wait(60.0)
    stage.room.set_state(RoomState(slow_s=15))
    assert said(stage.say(1, "one"))
    stage.wait(4.2)
    refused = refusal(stage.say(1, "two", "m2"))
    assert (refused.code, refused.wait_s, refused.id) == (RefusalCode.SLOW, 11, "m2")
    assert refusal(offer(stage, 1)).code is RefusalCode.SLOW
    assert said(stage.say(2, "I may"))
    stage.wait(10.8)
    assert said(stage.say(1, "two", "m2"))


def test_slow_mode_counts_from_what_was_said_before_it(stage: Stage) -> None:
    stage.room.set_state(RoomState(slow_s=15))
    assert refusal(stage.say(1, "two")).code is RefusalCode.SLOW


def test_slow_mode_slows_nothing_but_messages_and_files(stage: Stage) -> None:
    stage.room.set_state(RoomState(slow_s=60))
    assert stage.edit(1, 1, "better") == [Deliver(stage.room.history.last(9, at_most=9)[-1])]
    for act in ("react", "rename"):
        assert isinstance(ACTS[act](stage)[0], Deliver)


def test_slow_mode_is_not_got_around_by_a_reconnection(stage: Stage) -> None:
    earlier = stage.enter(3, "Carl")
    stage.room.set_state(RoomState(slow_s=60))
    stage.say(3, "one")
    stage.resume(4, earlier, last_seq=0)
    assert refusal(stage.say(4, "two")).code is RefusalCode.SLOW


def test_what_slow_mode_refuses_costs_no_allowance(stage: Stage) -> None:
    stage.room.set_state(RoomState(slow_s=5))
    for _ in range(50):
        assert refusal(stage.say(1, "x")).code is RefusalCode.SLOW
    stage.wait(5.0)
    assert said(stage.say(1, "x"))


# Typing ------------------------------------------------------------------------------------------


def test_who_writes_is_shown_every_two_seconds_at_most(stage: Stage) -> None:
    shown = []
    for _ in range(9):
        shown.append(stage.room.typing(1, stage.moment))
        stage.wait(0.5)
    assert shown == [[Deliver(TypingNow(1))], [], [], []] * 2 + [[Deliver(TypingNow(1))]]


@pytest.mark.parametrize(
    "silence",
    [
        lambda stage: stage.room.set_state(FROZEN),
        lambda stage: stage.room.mute(1, 60.0, "", stage.moment),
        lambda stage: flood(stage, 1),
    ],
    ids=["frozen", "muted", "flooded"],
)
def test_who_may_not_speak_does_not_write_either(stage: Stage, silence: Act) -> None:
    silence(stage)
    assert stage.room.typing(1, stage.moment) == []


def test_in_a_large_room_nobody_is_shown_writing() -> None:
    stage = Stage()
    for client_id in range(1, 101):
        stage.enter(client_id, f"guest no. {client_id}.")
    assert stage.room.typing(1, stage.moment)
    stage.enter(101, "one more")
    assert stage.room.typing(2, stage.moment) == []


def test_writing_is_not_kept_and_costs_nothing(stage: Stage) -> None:
    for _ in range(50):
        stage.room.typing(1, stage.moment)
    assert stage.room.history.next_seq == 2
    assert said(stage.say(1, "done"))


def test_stranger_does_not_write(stage: Stage) -> None:
    assert refusal(stage.room.typing(9, stage.moment)).code is RefusalCode.NOT_JOINED


def test_usual_limits_are_those_of_the_product() -> None:
    assert (RULES.flood.burst, RULES.flood.per_s, RULES.flood.mute_s) == (8, 2.0, 30.0)
