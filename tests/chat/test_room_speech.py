"""What may be said in the room, how often, and that it is said once."""

from __future__ import annotations

import pytest

from tests.chat.stage import Stage, refusal, said
from wschat_gui.chat.effects import Effect, Reply
from wschat_gui.chat.vocabulary import LeaveCause, RefusalCode, Refused, Said


def codes(answers: list[list[Effect]]) -> list[RefusalCode | None]:
    """Return how each message was refused, None for one that was said."""
    return [
        answer[0].message.code
        if isinstance(answer[0], Reply) and isinstance(answer[0].message, Refused)
        else None
        for answer in answers
    ]


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.enter(1, "Anna")
    stage.enter(2, "Bob")
    return stage


def test_message_carries_who_said_what_and_when(stage: Stage) -> None:
    assert said(stage.say(1, "hello", "m1")) == Said(
        1, stage.moment.wall_ms, 1, "Anna", "m1", "hello", stage.person(1).person_id
    )


def test_seq_grows_by_one_with_each_message_and_announcement(stage: Stage) -> None:
    assert said(stage.say(1, "a")).seq == 1
    assert said(stage.say(2, "b")).seq == 2
    stage.announce_all(["c"])
    stage.rename(1, "Berta")
    stage.room.leave(2, LeaveCause.LEFT)
    assert said(stage.say(1, "d")).seq == 4


def test_message_keeps_the_nick_that_it_was_said_under(stage: Stage) -> None:
    first = said(stage.say(1, "a", "m1"))
    stage.rename(1, "Berta")
    assert first.nick == "Anna"
    assert stage.say(1, "a", "m1") == [Reply(1, first)]
    assert said(stage.say(1, "b", "m2")).nick == "Berta"


def test_stranger_is_not_heard() -> None:
    refused = refusal(Stage().say(7, "hello", "m1"))
    assert (refused.code, refused.id) == (RefusalCode.NOT_JOINED, "m1")


# Once --------------------------------------------------------------------------------------------


def test_same_id_again_is_answered_with_what_was_said(stage: Stage) -> None:
    first = said(stage.say(1, "hello", "m1"))
    assert stage.say(1, "something else", "m1") == [Reply(1, first)]
    assert said(stage.say(1, "next", "m2")).seq == 2


def test_same_id_from_two_members_is_two_messages(stage: Stage) -> None:
    assert said(stage.say(1, "mine", "m1")).seq == 1
    assert said(stage.say(2, "mine too", "m1")).seq == 2


def test_messages_without_id_are_never_taken_for_each_other(stage: Stage) -> None:
    assert [said(stage.say(1, "hello")).seq for _ in range(3)] == [1, 2, 3]


def test_resend_costs_no_allowance_and_is_answered_even_to_the_muted(stage: Stage) -> None:
    first = said(stage.say(1, "hello", "m1"))
    for number in range(20):
        assert stage.say(1, "hello", "m1") == [Reply(1, first)], number
    answers = [stage.say(1, f"{number}", f"n{number}") for number in range(9)]
    assert codes(answers) == [None] * 7 + [RefusalCode.TOO_FAST, RefusalCode.MUTED]
    assert stage.say(1, "hello", "m1") == [Reply(1, first)]


def test_refused_message_may_be_sent_again_under_its_id(stage: Stage) -> None:
    for number in range(8):
        stage.say(1, f"{number}")
    assert refusal(stage.say(1, "hello", "m1")).id == "m1"
    stage.wait(4.0)
    assert said(stage.say(1, "hello", "m1")).text == "hello"


# What --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["x", "한", "👍"])
def test_text_may_have_4000_characters_and_no_more(stage: Stage, letter: str) -> None:
    assert len(said(stage.say(1, letter * 4_000)).text) == 4_000
    refused = refusal(stage.say(1, letter * 4_001, "m1"))
    assert (refused.code, refused.id) == (RefusalCode.TEXT_TOO_LONG, "m1")
    assert "4,000" in refused.text
    assert "4,001" in refused.text


def test_text_is_measured_as_it_is_shown(stage: Stage) -> None:
    assert said(stage.say(1, "  " + "x" * 4_000 + "\r\n")).text == "x" * 4_000


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u3000\u00a0"])
def test_text_without_anything_in_it_is_refused(stage: Stage, text: str) -> None:
    refused = refusal(stage.say(1, text, "m1"))
    assert (refused.code, refused.id) == (RefusalCode.TEXT_EMPTY, "m1")
    assert stage.room.history.next_seq == 1


def test_control_characters_are_made_visible(stage: Stage) -> None:
    text = said(stage.say(1, "a\x00b\x1b[2Jc\x9bd\te\r\nf")).text
    assert text == "a\ufffdb\ufffd[2Jc\ufffdd\te\nf"


def test_refused_text_costs_no_allowance(stage: Stage) -> None:
    for _ in range(20):
        assert refusal(stage.say(1, " ")).code is RefusalCode.TEXT_EMPTY
    assert codes([stage.say(1, "x") for _ in range(8)]) == [None] * 8


# How often ---------------------------------------------------------------------------------------


def test_burst_of_eight_passes_then_a_warning_then_mute(stage: Stage) -> None:
    answers = [stage.say(1, f"{number}") for number in range(11)]
    assert codes(answers) == [None] * 8 + [
        RefusalCode.TOO_FAST,
        RefusalCode.MUTED,
        RefusalCode.MUTED,
    ]
    assert "30 more seconds" in refusal(answers[-1]).text


def test_muted_member_hears_the_seconds_left_and_speaks_when_they_are_over(stage: Stage) -> None:
    for number in range(10):
        stage.say(1, f"{number}")
    stage.wait(29.75)
    assert "1 more second" in refusal(stage.say(1, "now?")).text
    stage.wait(0.25)
    assert said(stage.say(1, "now")).text == "now"


def test_two_a_second_can_be_kept_up(stage: Stage) -> None:
    for number in range(8):
        stage.say(1, f"{number}")
    for _ in range(100):
        stage.wait(0.5)
        assert said(stage.say(1, "on and on"))


def test_flood_of_one_does_not_mute_another(stage: Stage) -> None:
    for number in range(12):
        stage.say(1, f"{number}")
    assert said(stage.say(2, "what was that?"))


def test_mute_survives_a_reconnection_with_the_token() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    for number in range(10):
        stage.say(1, f"{number}")
    stage.room.leave(1, LeaveCause.LEFT)
    stage.resume(2, earlier, last_seq=0)
    assert refusal(stage.say(2, "back")).code is RefusalCode.MUTED
    stage.wait(30.0)
    assert said(stage.say(2, "back"))


def test_allowance_is_not_refilled_by_a_reconnection() -> None:
    stage = Stage()
    earlier = stage.enter(1, "Anna")
    for number in range(8):
        stage.say(1, f"{number}")
    stage.resume(2, earlier, last_seq=0)
    assert refusal(stage.say(2, "back")).code is RefusalCode.TOO_FAST


def test_renaming_costs_of_the_same_allowance(stage: Stage) -> None:
    answers = [stage.rename(1, f"Anna the {number}.") for number in range(10)]
    assert codes(answers) == [None] * 8 + [RefusalCode.TOO_FAST, RefusalCode.MUTED]
    assert refusal(stage.say(1, "hello")).code is RefusalCode.MUTED


def test_host_is_exempt(stage: Stage) -> None:
    stage.announce_all(["again"] * 50)
    assert stage.room.history.next_seq == 51
