"""Which files a member may send, and how they are said."""

from __future__ import annotations

import msgspec
import pytest

from tests.chat.stage import RULES, Stage, refusal, said
from wschat_gui.chat.effects import Deliver, Effect, Receive, Reply
from wschat_gui.chat.requests import Offer
from wschat_gui.chat.vocabulary import (
    LeaveCause,
    LimitsChanged,
    RefusalCode,
    RoomState,
    Said,
    SharedFile,
)

MIB = 1024 * 1024
PHOTO = Offer("f1", "photo.png", 1_000, "look")
FILE = SharedFile("key", "photo.png", 1_000, "image/png", 640, 480)


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.enter(1, "Anna", device="a")
    said(stage.say(1, "first"))
    return stage


def offer(stage: Stage, request: Offer = PHOTO, *, stored_bytes: int = 0) -> list[Effect]:
    return stage.room.offer(1, request, stage.moment, stored_bytes=stored_bytes)


def share(stage: Stage, request: Offer = PHOTO) -> list[Effect]:
    return stage.room.share(1, request, FILE, stage.moment)


def test_file_is_received_and_then_said(stage: Stage) -> None:
    assert offer(stage) == [Receive(1, PHOTO)]
    stage.wait(3.0)
    assert said(share(stage)) == Said(
        2, stage.moment.wall_ms, 1, "Anna", "f1", "look", stage.person(1).person_id, file=FILE
    )


def test_offer_is_cleaned_before_it_is_received(stage: Stage) -> None:
    request = Offer("f1", "../../etc/pass\u202ewd", 1_000, " look\x1b\r\n", 99)
    assert offer(stage, request) == [Receive(1, Offer("f1", "passwd", 1_000, "look\ufffd", 0))]


@pytest.mark.parametrize(
    ("request_", "code", "limit"),
    [
        (Offer("f1", "a", 0), RefusalCode.FILE_BROKEN, 0),
        (Offer("f1", "a", 10 * MIB + 1), RefusalCode.FILE_TOO_LARGE, 10 * MIB),
        (Offer("f1", "a", 2**63), RefusalCode.FILE_TOO_LARGE, 10 * MIB),
        (Offer("f1", "a", 1, "x" * 4_001), RefusalCode.TEXT_TOO_LONG, 4_000),
    ],
)
def test_offer_beyond_the_limits_is_refused(
    stage: Stage, request_: Offer, code: RefusalCode, limit: int
) -> None:
    refused = refusal(offer(stage, request_))
    assert (refused.code, refused.limit, refused.id) == (code, limit, "f1")


def test_largest_file_may_come_in(stage: Stage) -> None:
    assert isinstance(offer(stage, Offer("f1", "a", 10 * MIB))[0], Receive)


@pytest.mark.parametrize(
    ("stored_bytes", "fits"), [(490 * MIB, True), (490 * MIB + 1, False), (600 * MIB, False)]
)
def test_all_files_together_have_a_limit(stage: Stage, stored_bytes: int, fits: bool) -> None:
    effects = offer(stage, Offer("f1", "a", 10 * MIB), stored_bytes=stored_bytes)
    if fits:
        assert isinstance(effects[0], Receive)
    else:
        assert refusal(effects).code is RefusalCode.FILES_FULL


def test_files_can_be_switched_off_while_the_room_is_open(stage: Stage) -> None:
    no_files = msgspec.structs.replace(RULES, file_bytes=0)
    assert stage.room.change_rules(no_files) == [Deliver(LimitsChanged(4_000, 0, 300))]
    assert refusal(offer(stage)).code is RefusalCode.FILES_OFF
    assert stage.enter(2, "Bob").file_bytes == 0
    stage.room.change_rules(RULES)
    assert isinstance(offer(stage)[0], Receive)
    assert stage.room.change_rules(RULES) == []


def test_file_without_a_word_is_said(stage: Stage) -> None:
    assert said(share(stage, Offer("f1", "photo.png", 1_000))).text == ""


def test_offer_that_was_said_already_is_answered_with_that(stage: Stage) -> None:
    first = said(share(stage))
    stage.wait(5.0)
    assert offer(stage) == [Reply(1, first)]
    assert share(stage) == [Reply(1, first)]


def test_file_of_who_has_left_meanwhile_is_not_said(stage: Stage) -> None:
    stage.room.leave(1, LeaveCause.LEFT)
    assert share(stage) == []


def test_file_of_who_may_not_speak_any_more_is_not_said(stage: Stage) -> None:
    stage.room.mute(1, None, "", stage.moment)
    assert refusal(share(stage)).code is RefusalCode.MUTED
    stage.room.unmute(1, stage.moment)
    stage.room.set_state(RoomState(frozen=True))
    refused = refusal(share(stage))
    assert (refused.code, refused.id) == (RefusalCode.FROZEN, "f1")


def test_answer_to_what_was_deleted_while_the_bytes_came_answers_nothing(stage: Stage) -> None:
    request = Offer("f1", "photo.png", 1_000, "look", reply_to=1)
    assert offer(stage, request) == [Receive(1, request)]
    stage.room.delete([(1, 1)])
    assert said(share(stage, request)).reply_to == 0


def test_files_cost_of_the_allowance_once(stage: Stage) -> None:
    for number in range(7):
        assert isinstance(offer(stage, Offer(f"f{number}", "a", 1))[0], Receive)
        assert said(share(stage, Offer(f"f{number}", "a", 1)))
    assert refusal(offer(stage, Offer("f9", "a", 1))).code is RefusalCode.TOO_FAST


def test_slow_mode_counts_from_when_the_file_was_said(stage: Stage) -> None:
    stage.wait(10.0)
    stage.room.set_state(RoomState(slow_s=10))
    offer(stage)
    stage.wait(9.0)
    share(stage)
    stage.wait(9.0)
    assert refusal(stage.say(1, "and now?")).code is RefusalCode.SLOW


def test_stranger_sends_no_files(stage: Stage) -> None:
    refused = refusal(stage.room.offer(9, PHOTO, stage.moment, stored_bytes=0))
    assert (refused.code, refused.id) == (RefusalCode.NOT_JOINED, "f1")
