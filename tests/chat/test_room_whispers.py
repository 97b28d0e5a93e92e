"""What is said to one person alone reaches that person and the sender, and nothing else."""

from __future__ import annotations

import pytest

from tests.chat.stage import Stage, delivered, refusal, replies, said, welcome_in
from wschat_gui.chat.effects import Effect, NoteWhisper, Reply
from wschat_gui.chat.people import person_id_of
from wschat_gui.chat.requests import Whisper
from wschat_gui.chat.vocabulary import LeaveCause, Person, RefusalCode, Whispered


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.enter(1, "Anna", device="a")
    stage.enter(2, "Bob", device="b")
    stage.enter(3, "Carl", device="c")
    return stage


def hearers(effects: list[Effect]) -> list[int]:
    """Return who gets a whisper, in order, and that nobody gets it twice."""
    heard = [
        effect.client_id
        for effect in effects
        if isinstance(effect, Reply) and isinstance(effect.message, Whispered)
    ]
    assert len(set(heard)) == len(heard)
    return heard


def test_whisper_reaches_the_one_and_comes_back_to_the_other(stage: Stage) -> None:
    anna, bob = Person(1, "Anna", person_id_of("a")), Person(2, "Bob", person_id_of("b"))
    whispered = Whispered("w1", stage.moment.wall_ms, anna, bob, "psst")
    assert stage.whisper(1, 2, " psst\n") == [
        Reply(2, whispered),
        Reply(1, whispered),
        NoteWhisper(stage.moment.wall_ms, anna, bob),
    ]


def test_whisper_reaches_all_places_of_both(stage: Stage) -> None:
    stage.enter(4, "Anna's phone", device="a")
    stage.enter(5, "Bob's phone", device="b")
    assert sorted(hearers(stage.whisper(1, 5, "psst"))) == [1, 2, 4, 5]


def test_whisper_to_oneself_comes_once(stage: Stage) -> None:
    assert hearers(stage.whisper(1, 1, "note to self")) == [1]
    assert len(remembered(stage, 1)) == 1


def test_whisper_is_in_no_history_and_takes_no_number(stage: Stage) -> None:
    assert delivered(stage.whisper(1, 2, "psst")) == []
    assert stage.room.history.next_seq == 1
    assert stage.enter(4, "Dora").history == ()


def test_both_find_it_again_after_a_drop_and_nobody_else_does(stage: Stage) -> None:
    stage.whisper(1, 2, "psst")
    assert [whispered.text for whispered in remembered(stage, 1)] == ["psst"]
    assert [whispered.text for whispered in remembered(stage, 2)] == ["psst"]
    assert remembered(stage, 3) == ()


def remembered(stage: Stage, client_id: int) -> tuple[Whispered, ...]:
    """Return what a member finds that drops and resumes."""
    member = stage.room.members[client_id]
    stage.room.leave(client_id, LeaveCause.TIMED_OUT)
    effects = stage.join(client_id + 100, member.nick, token=member.identity.token)
    return welcome_in(effects).whispers


def test_newest_hundred_are_remembered_oldest_first(stage: Stage) -> None:
    for number in range(105):
        stage.wait(1.0)
        assert hearers(stage.whisper(1, 2, f"{number}", f"w{number}"))
    texts = [whispered.text for whispered in remembered(stage, 2)]
    assert texts == [f"{number}" for number in range(5, 105)]


def test_resend_is_answered_to_the_sender_alone(stage: Stage) -> None:
    (first, *_) = stage.whisper(1, 2, "psst")
    assert isinstance(first, Reply)
    stage.wait(5.0)
    assert stage.whisper(1, 2, "psst") == [Reply(1, first.message)]
    assert len(remembered(stage, 2)) == 1


def test_resend_is_known_after_a_drop_and_when_the_other_has_left(stage: Stage) -> None:
    (first, *_) = stage.whisper(1, 2, "psst")
    assert isinstance(first, Reply)
    stage.room.leave(2, LeaveCause.LEFT)
    token = stage.room.members[1].identity.token
    stage.join(9, "Anna", token=token)
    request = Whisper("w1", person_id_of("b"), "psst")
    assert stage.room.whisper(9, request, stage.moment) == [Reply(9, first.message)]


def test_same_id_of_two_people_makes_two_whispers(stage: Stage) -> None:
    assert sorted(hearers(stage.whisper(1, 3, "from Anna"))) == [1, 3]
    assert sorted(hearers(stage.whisper(2, 3, "from Bob"))) == [2, 3]


@pytest.mark.parametrize("to", ["", "nobody", "Bob"])
def test_whisper_to_who_is_not_here_is_refused(stage: Stage, to: str) -> None:
    refused = refusal(stage.room.whisper(1, Whisper("w1", to, "psst"), stage.moment))
    assert (refused.code, refused.id) == (RefusalCode.NOBODY_THERE, "w1")


@pytest.mark.parametrize(
    ("text", "code"),
    [(" ", RefusalCode.TEXT_EMPTY), ("x" * 4_001, RefusalCode.TEXT_TOO_LONG)],
)
def test_whisper_is_held_to_what_may_be_said(stage: Stage, text: str, code: RefusalCode) -> None:
    refused = refusal(stage.whisper(1, 2, text))
    assert (refused.code, refused.id) == (code, "w1")


def test_whispers_cost_of_the_allowance(stage: Stage) -> None:
    for number in range(8):
        assert hearers(stage.whisper(1, 2, "psst", f"w{number}"))
    assert refusal(stage.whisper(1, 2, "psst", "w8")).code is RefusalCode.TOO_FAST
    assert refusal(stage.say(1, "hello")[:1]).code is RefusalCode.MUTED


def test_stranger_whispers_to_nobody(stage: Stage) -> None:
    request = Whisper("w1", person_id_of("b"), "psst")
    refused = refusal(stage.room.whisper(9, request, stage.moment))
    assert (refused.code, refused.id) == (RefusalCode.NOT_JOINED, "w1")


# The host ----------------------------------------------------------------------------------------


def test_host_whispers_to_one_person(stage: Stage) -> None:
    stage.enter(4, "Bob's phone", device="b")
    effects = stage.room.whisper_as_host(2, " Please come here. ", stage.moment)
    assert hearers(effects) == [2, 4]
    (whispered,) = replies(effects, 2)
    assert isinstance(whispered, Whispered)
    assert (whispered.sender, whispered.recipient) == (Person(0, "Host"), stage.person(2))
    assert whispered.text == "Please come here."
    assert remembered(stage, 2) == (whispered,)


def test_whispers_of_the_host_can_be_told_apart(stage: Stage) -> None:
    ids = set()
    for _ in range(3):
        (whispered,) = replies(stage.room.whisper_as_host(1, "Well?", stage.moment), 1)
        assert isinstance(whispered, Whispered)
        ids.add(whispered.id)
    assert len(ids) == 3


@pytest.mark.parametrize(("client_id", "text"), [(1, " \n"), (9, "hello")])
def test_host_whispers_nothing_to_nobody(stage: Stage, client_id: int, text: str) -> None:
    assert stage.room.whisper_as_host(client_id, text, stage.moment) == []


# Names of people ---------------------------------------------------------------------------------


def test_person_is_the_same_on_every_tab_of_a_device_and_tells_nothing_of_it() -> None:
    stage = Stage()
    first, second = (
        stage.enter(1, "Anna", device="secret"),
        stage.enter(2, "Anna 2", device="secret"),
    )
    assert first.person_id == second.person_id
    assert len(first.person_id) == 8
    assert "secret" not in first.person_id


def test_without_a_device_everybody_is_somebody_else_and_stays_it() -> None:
    stage = Stage()
    anna, bob = stage.enter(1, "Anna"), stage.enter(2, "Bob")
    assert anna.person_id != bob.person_id
    stage.room.leave(1, LeaveCause.LEFT)
    assert welcome_in(stage.resume(3, anna, last_seq=0)).person_id == anna.person_id


def test_person_is_the_same_in_another_run() -> None:
    first = Stage().enter(1, "Anna", device="secret")
    second = Stage(epoch="epoch-2").enter(1, "Anna", device="secret")
    assert first.person_id == second.person_id


@pytest.mark.parametrize("secret", ["", "\ud83d", "é", "x" * 64])
def test_any_secret_names_somebody(secret: str) -> None:
    assert len(person_id_of(secret)) == 8


def test_messages_name_their_person(stage: Stage) -> None:
    assert said(stage.say(1, "hello")).person_id == person_id_of("a")
