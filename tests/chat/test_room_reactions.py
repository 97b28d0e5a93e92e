"""Emoji on messages, and messages that answer others."""

from __future__ import annotations

import pytest

from tests.chat.stage import Stage, delivered, refusal, said
from wschat_gui.chat.effects import Deliver
from wschat_gui.chat.opening import Past
from wschat_gui.chat.people import person_id_of
from wschat_gui.chat.vocabulary import (
    Reacted,
    RefusalCode,
)


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.enter(1, "Anna", device="a")
    stage.enter(2, "Bob", device="b")
    said(stage.say(1, "helo", "m1"))
    return stage


def test_reaction_is_told_to_all_and_kept(stage: Stage) -> None:
    reacted = Reacted(2, stage.moment.wall_ms, 2, "Bob", person_id_of("b"), 1, "👍", on=True)
    assert stage.react(2, 1) == [Deliver(reacted)]
    assert stage.enter(3, "Carl").history[-1] == reacted


def test_reaction_that_is_so_already_is_told_to_nobody(stage: Stage) -> None:
    assert stage.react(2, 1, on=False) == []
    assert delivered(stage.react(2, 1))
    assert stage.react(2, 1) == []
    assert delivered(stage.react(2, 1, "❤️"))
    assert delivered(stage.react(1, 1))
    assert delivered(stage.react(2, 1, on=False))
    assert stage.react(2, 1, on=False) == []
    assert delivered(stage.react(2, 1))


def test_person_has_each_emoji_once_whichever_tab_it_comes_from(stage: Stage) -> None:
    stage.enter(3, "Bob's phone", device="b")
    stage.react(2, 1)
    assert stage.react(3, 1) == []
    assert delivered(stage.react(3, 1, on=False))


def test_reaction_to_what_memory_has_forgotten_is_taken() -> None:
    stage = Stage(past=Past("epoch-1", last_seq=9, gone=((3, 4),)))
    stage.enter(1, "Anna")
    assert delivered(stage.react(1, 2))
    assert delivered(stage.react(1, 2, "❤️", on=False))
    assert refusal(stage.react(1, 3)).code is RefusalCode.NOT_THERE


def test_there_is_no_reaction_to_what_is_no_message(stage: Stage) -> None:
    stage.announce_all(["Break"])
    stage.react(2, 1)
    for seq in (2, 3, 4, 2**60):
        assert refusal(stage.react(2, seq)).code is RefusalCode.NOT_THERE


@pytest.mark.parametrize("emoji", ["ok", "👍👍", "a👍", "<b>", " "])
def test_reaction_is_one_emoji(stage: Stage, emoji: str) -> None:
    assert refusal(stage.react(2, 1, emoji)).code is RefusalCode.MALFORMED


def test_reactions_cost_of_the_allowance(stage: Stage) -> None:
    answers = [stage.react(2, 1, on=number % 2 == 0) for number in range(9)]
    assert all(delivered(effects) for effects in answers[:8])
    assert refusal(answers[8]).code is RefusalCode.TOO_FAST


def test_stranger_does_not_react(stage: Stage) -> None:
    assert refusal(stage.react(9, 1)).code is RefusalCode.NOT_JOINED


# Answers to messages -----------------------------------------------------------------------------


def test_answer_names_what_it_answers(stage: Stage) -> None:
    assert said(stage.say(2, "hi", reply_to=1)).reply_to == 1


def test_announcement_can_be_answered(stage: Stage) -> None:
    stage.announce_all(["Break"])
    assert said(stage.say(2, "thanks", reply_to=2)).reply_to == 2


@pytest.mark.parametrize("seq", [2, 3, 99])
def test_answer_to_nothing_is_said_all_the_same(stage: Stage, seq: int) -> None:
    stage.react(2, 1)
    assert said(stage.say(2, "hi", reply_to=seq)).reply_to == 0


def test_answer_to_a_deleted_message_is_said_all_the_same(stage: Stage) -> None:
    stage.room.delete([(1, 1)])
    assert said(stage.say(2, "hi", reply_to=1)).reply_to == 0
