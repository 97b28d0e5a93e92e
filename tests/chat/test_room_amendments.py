"""Edits and messages taken back: who may, how long, and what newcomers find."""

from __future__ import annotations

import msgspec
import pytest

from tests.chat.stage import RULES, START_MS, Stage, delivered, refusal, said
from wschat_gui.chat.effects import Deliver, Erase, Reply
from wschat_gui.chat.opening import Past, RoomRules
from wschat_gui.chat.people import person_id_of
from wschat_gui.chat.requests import Older
from wschat_gui.chat.vocabulary import (
    Announced,
    Earlier,
    Edited,
    KeptEvent,
    LeaveCause,
    Reacted,
    RefusalCode,
    Said,
    SharedFile,
)


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.enter(1, "Anna", device="a")
    stage.enter(2, "Bob", device="b")
    said(stage.say(1, "helo", "m1"))
    return stage


def kept(stage: Stage) -> list[KeptEvent]:
    return list(stage.room.history.after(0)[0])


# Edits -------------------------------------------------------------------------------------------


def test_edit_is_told_to_all_and_newcomers_find_only_the_new_text(stage: Stage) -> None:
    stage.wait(5.0)
    now_ms = stage.moment.wall_ms
    edited = Edited(2, now_ms, 1, "Anna", 1, "hello")
    assert stage.edit(1, 1, " hello\r\n") == [Deliver(edited)]
    history = stage.enter(3, "Carl").history
    assert history[1] == edited
    assert isinstance(history[0], Said)
    assert (history[0].text, history[0].edited_ms) == ("hello", now_ms)


def test_second_edit_replaces_the_first(stage: Stage) -> None:
    stage.edit(1, 1, "hello")
    stage.say(2, "hi")
    stage.edit(1, 1, "hello!")
    assert [event.seq for event in kept(stage)] == [1, 3, 4]
    assert [event.text for event in kept(stage) if not isinstance(event, Reacted)] == [
        "hello!",
        "hi",
        "hello!",
    ]


def test_resent_message_is_answered_with_its_new_text(stage: Stage) -> None:
    stage.edit(1, 1, "hello")
    (reply,) = stage.say(1, "helo", "m1")
    assert isinstance(reply, Reply)
    assert isinstance(reply.message, Said)
    assert reply.message.text == "hello"


def test_same_text_again_is_nothing_and_costs_nothing(stage: Stage) -> None:
    for _ in range(50):
        assert stage.edit(1, 1, " helo ") == []
    assert said(stage.say(1, "on"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", RefusalCode.TEXT_EMPTY),
        (" \n", RefusalCode.TEXT_EMPTY),
        ("x" * 4_001, RefusalCode.TEXT_TOO_LONG),
    ],
)
def test_edit_is_held_to_what_may_be_said(stage: Stage, text: str, code: RefusalCode) -> None:
    refused = refusal(stage.edit(1, 1, text))
    assert (refused.code, refused.id) == (code, "")


def test_text_of_a_file_may_be_taken_away() -> None:
    file = SharedFile("key", "cat.png", 9, "image/png")
    person_id = person_id_of("a")
    message = Said(1, START_MS, 1, "Anna", "m1", "look", person_id, file=file)
    stage = Stage(past=Past("epoch-1", (message,), last_seq=1))
    stage.enter(1, "Anna", device="a")
    (event,) = delivered(stage.edit(1, 1, ""))
    assert isinstance(event, Edited)
    assert event.text == ""


@pytest.mark.parametrize("change", ["edit", "retract"])
class TestMayChange:
    """The same for edits and for messages taken back."""

    def ask(self, stage: Stage, change: str, client_id: int, seq: int = 1) -> RefusalCode | None:
        effects = (
            stage.edit(client_id, seq, "changed")
            if change == "edit"
            else stage.retract(client_id, seq)
        )
        return refusal(effects).code if isinstance(effects[0], Reply) else None

    def test_another_person_may_not(self, stage: Stage, change: str) -> None:
        assert self.ask(stage, change, 2) is RefusalCode.NOT_YOURS

    def test_same_device_in_another_tab_may(self, stage: Stage, change: str) -> None:
        stage.enter(3, "Anna's phone", device="a")
        assert self.ask(stage, change, 3) is None

    def test_same_token_may_also_when_the_device_has_changed(
        self, stage: Stage, change: str
    ) -> None:
        token = stage.enter(3, "Carl", device="c").token
        seq = said(stage.say(3, "mine")).seq
        stage.room.leave(3, LeaveCause.LEFT)
        stage.enter(4, "Carl", device="cleared", token=token)
        assert self.ask(stage, change, 4, seq) is None

    def test_same_nick_is_not_enough(self, stage: Stage, change: str) -> None:
        stage.room.leave(1, LeaveCause.LEFT)
        stage.enter(3, "Anna", device="e")
        assert self.ask(stage, change, 3) is RefusalCode.NOT_YOURS

    def test_only_for_five_minutes(self, stage: Stage, change: str) -> None:
        stage.wait(299.9)
        assert self.ask(stage, change, 1) is None
        stage.wait(0.1)
        assert self.ask(stage, change, 1) is RefusalCode.TOO_LATE

    def test_never_where_the_host_gives_no_time(self, stage: Stage, change: str) -> None:
        stage.room.change_rules(msgspec.structs.replace(RULES, edit_s=0.0))
        assert self.ask(stage, change, 1) is RefusalCode.TOO_LATE

    def test_announcement_is_the_hosts(self, stage: Stage, change: str) -> None:
        stage.announce_all(["Break"])
        assert self.ask(stage, change, 1, 2) is RefusalCode.NOT_YOURS

    @pytest.mark.parametrize("seq", [3, 2**60])
    def test_what_was_never_said_cannot_be_changed(
        self, stage: Stage, change: str, seq: int
    ) -> None:
        stage.react(2, 1)
        assert self.ask(stage, change, 1, seq) is RefusalCode.NOT_THERE
        assert self.ask(stage, change, 2, 2) is RefusalCode.NOT_THERE

    def test_what_was_deleted_cannot_be_changed(self, stage: Stage, change: str) -> None:
        stage.room.delete([(1, 1)])
        assert self.ask(stage, change, 1) is RefusalCode.NOT_THERE

    def test_what_memory_has_forgotten_was_said_too_long_ago(self, change: str) -> None:
        stage = Stage(past=Past("epoch-1", last_seq=9, gone=((3, 3),)))
        stage.enter(1, "Anna", device="a")
        assert self.ask(stage, change, 1, 2) is RefusalCode.TOO_LATE
        assert self.ask(stage, change, 1, 3) is RefusalCode.NOT_THERE

    def test_message_of_a_run_that_knew_no_people_is_nobodys(self, change: str) -> None:
        old = Said(1, START_MS, 1, "Anna", "m1", "helo")
        stage = Stage(past=Past("epoch-1", (old,), last_seq=1))
        stage.enter(1, "Anna", device="a")
        assert self.ask(stage, change, 1) is RefusalCode.NOT_YOURS

    def test_stranger_may_not(self, stage: Stage, change: str) -> None:
        assert self.ask(stage, change, 9) is RefusalCode.NOT_JOINED


def test_own_message_may_be_changed_after_a_restart_of_the_host(stage: Stage) -> None:
    again = Stage(past=Past("epoch-1", tuple(kept(stage)), last_seq=1), run="second")
    again.enter(1, "Anna", device="a")
    assert isinstance(delivered(again.edit(1, 1, "hello"))[0], Edited)


def test_edits_cost_of_the_allowance(stage: Stage) -> None:
    for number in range(7):
        assert delivered(stage.edit(1, 1, f"{number}"))
    assert refusal(stage.edit(1, 1, "more")).code is RefusalCode.TOO_FAST


def test_edit_in_a_full_memory_keeps_what_it_can() -> None:
    stage = Stage(rules=stage_rules(history_in_memory=2))
    stage.enter(1, "Anna", device="a")
    stage.say(1, "one")
    stage.say(1, "two")
    stage.edit(1, 1, "ONE")
    assert [event.seq for event in kept(stage)] == [2, 3]
    assert refusal(stage.edit(1, 1, "one?")).code is RefusalCode.TOO_LATE


# Taking back -------------------------------------------------------------------------------------


def test_message_taken_back_is_erased_with_all_about_it(stage: Stage) -> None:
    stage.edit(1, 1, "hello")
    stage.react(2, 1)
    stage.say(2, "hi")
    assert stage.retract(1, 1) == [Erase(1)]
    ranges = stage.room.history.runs_of(lambda event: event.seq == 1)
    assert ranges == [(1, 3)]
    stage.room.delete(ranges)
    assert [event.seq for event in kept(stage)] == [4]


def test_message_is_asked_to_be_erased_once_in_a_while_only(stage: Stage) -> None:
    said(stage.say(1, "second"))
    assert [stage.retract(1, 1) for _ in range(3)] == [[Erase(1)], [], []]
    stage.wait(5.0)
    assert [stage.retract(1, seq) for seq in (1, 2)] == [[], [Erase(2)]]
    stage.wait(5.0)
    assert [stage.retract(1, seq) for seq in (1, 2)] == [[Erase(1)], []]


def test_late_reaction_to_a_deleted_message_goes_with_it(stage: Stage) -> None:
    stage.react(2, 1)
    stage.room.delete([(1, 1)])
    assert kept(stage) == []
    assert refusal(stage.react(2, 1)).code is RefusalCode.NOT_THERE


def test_all_that_a_person_said_is_found_by_any_of_its_clients(stage: Stage) -> None:
    stage.room.leave(1, LeaveCause.LEFT)
    stage.enter(3, "Berta", device="a")
    stage.say(3, "again")
    stage.say(2, "hi")
    stage.react(2, 2)
    assert stage.room.runs_said_by(1) == [(1, 2), (4, 4)]
    assert stage.room.runs_said_by(3) == [(1, 2), (4, 4)]
    assert stage.room.runs_said_by(2) == [(3, 3)]
    assert stage.room.runs_said_by(9) == []


# What a newcomer gets ----------------------------------------------------------------------------


def test_history_on_join_counts_messages_and_brings_all_since() -> None:
    stage = Stage(rules=stage_rules(history_on_join=2))
    stage.enter(1, "Anna", device="a")
    for text in "abc":
        stage.say(1, text)
    stage.react(1, 1)
    stage.edit(1, 3, "C")
    stage.react(1, 2)
    welcome = stage.enter(2, "Bob")
    assert [event.seq for event in welcome.history] == [2, 3, 4, 5, 6]


def test_edits_alone_are_no_history() -> None:
    edits = tuple(Edited(seq, 1, 1, "Anna", 1, "x") for seq in (8,))
    stage = Stage(past=Past("epoch-1", edits, last_seq=8))
    assert stage.enter(1, "Anna").history == ()
    stage.announce_all(["Break"])
    assert [event.seq for event in stage.enter(2, "Bob").history] == [9]


def test_welcome_stays_small_under_thousands_of_reactions() -> None:
    reactions = tuple(
        Reacted(seq, 1, 1, "Anna", "p", 1, "👍", on=seq % 2 == 0) for seq in range(2, 3_002)
    )
    stage = Stage(past=Past("epoch-1", (Announced(1, 1, "x"), *reactions), last_seq=3_001))
    history = stage.enter(1, "Bob").history
    assert [event.seq for event in history] == list(range(2_002, 3_002))


def test_older_events_come_with_their_edits_and_reactions(stage: Stage) -> None:
    stage.edit(1, 1, "hello")
    stage.react(2, 1)
    (reply,) = stage.room.older(2, Older(4))
    assert isinstance(reply, Reply)
    assert isinstance(reply.message, Earlier)
    assert [event.seq for event in reply.message.events] == [1, 2, 3]


def stage_rules(**changed: int) -> RoomRules:
    return msgspec.structs.replace(RULES, **changed)
