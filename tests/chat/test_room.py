"""Who is let into the room, under which nick, and how one gets out of it."""

from __future__ import annotations

import pytest

from tests.chat.stage import Stage, delivered, dismissals, refusal, welcome_in
from wschat_gui.chat.effects import Admit, Deliver, Dismiss, Reply
from wschat_gui.chat.vocabulary import (
    Announced,
    Joined,
    LeaveCause,
    Left,
    Person,
    RefusalCode,
    Refused,
    Renamed,
)

# Joining -----------------------------------------------------------------------------------------


def test_first_to_join_is_told_all_about_the_room() -> None:
    stage = Stage()
    welcome = stage.enter(1, "Anna")
    assert (welcome.client_id, welcome.nick, welcome.token) == (1, "Anna", "epoch-1:1")
    assert (welcome.room, welcome.epoch, welcome.message_chars) == ("Physics 7b", "epoch-1", 4_000)
    assert welcome.roster == (Person(1, "Anna", welcome.person_id),)
    assert (welcome.history, welcome.complete) == ((), True)
    assert welcome.now_ms == stage.moment.wall_ms


def test_others_learn_of_a_newcomer_before_it_follows_the_room() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    effects = stage.join(2, "Bob")
    assert effects[0] == Deliver(Joined(2, "Bob", stage.person(2).person_id))
    assert isinstance(effects[1], Admit)
    assert len(effects) == 2
    assert welcome_in(effects).roster == (stage.person(1), stage.person(2))


def test_nick_is_shown_as_it_was_cleaned() -> None:
    assert Stage().enter(1, "  Ｂｏｂ   Lee ").nick == "Bob Lee"


def test_joining_twice_is_refused_and_changes_nothing() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    assert refusal(stage.join(1, "Berta")).code is RefusalCode.ALREADY_JOINED
    assert stage.nicks() == ["Anna"]


@pytest.mark.parametrize("nick", ["", "   ", "x" * 25, "a\u202eb", "line\nbreak"])
def test_impossible_nick_is_refused_with_a_sentence(nick: str) -> None:
    stage = Stage()
    refused = refusal(stage.join(1, nick))
    assert refused.code is RefusalCode.NICK_INVALID
    assert refused.text.startswith("A nick ")
    assert stage.nicks() == []


@pytest.mark.parametrize("alike", ["Anna", "ANNA", "Аnnа", "An na", "Ännä"])
def test_taken_nick_is_refused_with_one_that_can_be_had(alike: str) -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    refused = refusal(stage.join(2, alike))
    assert refused.code is RefusalCode.NICK_TAKEN
    assert stage.enter(2, refused.suggestion).nick == refused.suggestion
    assert stage.nicks() == ["Anna", refused.suggestion]


def test_nick_is_free_again_when_its_member_has_left() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    stage.room.leave(1, LeaveCause.LEFT)
    assert stage.enter(2, "anna").nick == "anna"


def test_newcomer_gets_the_last_messages() -> None:
    stage = Stage()
    stage.announce_all(f"message {number}" for number in range(1, 251))
    welcome = stage.enter(1, "Anna")
    assert [event.seq for event in welcome.history] == list(range(51, 251))
    assert welcome.complete


# The room code -----------------------------------------------------------------------------------


def test_wrong_code_is_refused_and_the_client_dismissed() -> None:
    stage = Stage(code="sesame")
    reply, dismissal = stage.join(1, "Anna", code="open")
    assert isinstance(reply, Reply)
    assert isinstance(reply.message, Refused)
    assert reply.message.code is RefusalCode.WRONG_CODE
    assert dismissal == Dismiss(1, 4003, reply.message.text, LeaveCause.LEFT)
    assert stage.nicks() == []


def test_right_code_lets_in() -> None:
    stage = Stage(code="sesame")
    assert welcome_in(stage.join(1, "Anna", code="sesame")).nick == "Anna"


def test_missing_code_is_asked_for_in_other_words_than_a_wrong_one() -> None:
    stage = Stage(code="sesame")
    (missing,) = dismissals(stage.join(1, "Anna"))
    (wrong,) = dismissals(stage.join(2, "Anna", code="open"))
    assert missing.reason != wrong.reason


def test_asking_for_the_code_is_no_guess() -> None:
    stage = Stage(code="sesame")
    for client_id in range(1, 20):
        assert dismissals(stage.join(client_id, "Anna"))
    assert welcome_in(stage.join(20, "Anna", code="sesame")).nick == "Anna"


def test_door_is_shut_to_an_address_that_guessed_six_times_and_to_no_other() -> None:
    stage = Stage(code="sesame")
    for client_id in range(1, 7):
        (guess,) = dismissals(stage.join(client_id, "Eve", code="guess"))
        assert "Too many" not in guess.reason
    (shut_out,) = dismissals(stage.join(7, "Eve", code="sesame"))
    assert (shut_out.close_code, "10 minutes" in shut_out.reason) == (4003, True)
    other = stage.join(8, "Anna", code="sesame", address="192.168.1.21")
    assert welcome_in(other).nick == "Anna"
    stage.wait(600.0)
    assert welcome_in(stage.join(9, "Eve", code="sesame")).nick == "Eve"


def test_code_can_be_changed_while_members_stay() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    stage.room.change_code("sesame")
    assert dismissals(stage.join(2, "Bob"))
    assert stage.nicks() == ["Anna"]
    stage.room.change_code("")
    assert stage.enter(3, "Bob").nick == "Bob"


# Plain-text clients ------------------------------------------------------------------------------


def test_plain_client_without_a_nick_is_called_by_its_address() -> None:
    effects = Stage().join(1, "", fallback_nick="127.0.0.1:5000")
    assert welcome_in(effects).nick == "127.0.0.1:5000"


def test_plain_client_is_called_by_its_address_however_long_that_is() -> None:
    address = "[2001:db8:85a3:1234:5678:8a2e:370:7334]:54321"
    assert welcome_in(Stage().join(1, "", fallback_nick=address)).nick == address


def test_plain_client_gets_the_nick_it_wants() -> None:
    effects = Stage().join(1, "Bob", fallback_nick="127.0.0.1:5000")
    assert welcome_in(effects).nick == "Bob"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("anna", RefusalCode.NICK_TAKEN), ("a\x1bb", RefusalCode.NICK_INVALID)],
)
def test_plain_client_whose_nick_cannot_be_had_is_in_all_the_same_and_told_why(
    wanted: str, code: RefusalCode
) -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    effects = stage.join(2, wanted, fallback_nick="127.0.0.1:5000")
    assert welcome_in(effects).nick == "127.0.0.1:5000"
    assert isinstance(effects[1], Admit)
    assert refusal(effects[2:]).code is code


def test_address_that_somebody_has_taken_as_a_nick_gets_a_number() -> None:
    stage = Stage()
    stage.enter(1, "127.0.0.1:5000")
    effects = stage.join(2, "", fallback_nick="127.0.0.1:5000")
    assert welcome_in(effects).nick == "127.0.0.1:5000 2"
    assert dismissals(effects) == []


def test_plain_client_does_not_get_past_the_door() -> None:
    effects = Stage(code="sesame").join(1, "Bob", fallback_nick="127.0.0.1:5000")
    assert [dismissal.close_code for dismissal in dismissals(effects)] == [4003]


# Renaming ----------------------------------------------------------------------------------------


def test_rename_is_told_to_all_and_frees_the_old_nick() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    assert stage.rename(1, "Berta") == [Deliver(Renamed(1, "Anna", "Berta"))]
    roster = stage.enter(2, "Anna").roster
    assert [(person.client_id, person.nick) for person in roster] == [(1, "Berta"), (2, "Anna")]


def test_rename_to_the_same_nick_is_nothing() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    assert stage.rename(1, " Anna ") == []


def test_member_may_change_the_letters_of_its_own_nick() -> None:
    stage = Stage()
    stage.enter(1, "anna")
    assert stage.rename(1, "Anna") == [Deliver(Renamed(1, "anna", "Anna"))]
    assert refusal(stage.join(2, "anna")).code is RefusalCode.NICK_TAKEN


def test_rename_to_what_cannot_be_had_is_refused() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    stage.enter(2, "Bob")
    taken = refusal(stage.rename(2, "ANNA"))
    assert (taken.code, taken.suggestion) == (RefusalCode.NICK_TAKEN, "ANNA 2")
    assert refusal(stage.rename(2, "")).code is RefusalCode.NICK_INVALID
    assert refusal(stage.rename(3, "Carl")).code is RefusalCode.NOT_JOINED
    assert stage.nicks() == ["Anna", "Bob"]


# Leaving, kicking, announcing --------------------------------------------------------------------


@pytest.mark.parametrize("cause", LeaveCause)
def test_leaving_is_told_with_its_cause(cause: LeaveCause) -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    assert stage.room.leave(1, cause) == [Deliver(Left(1, "Anna", cause))]
    assert stage.nicks() == []


def test_who_was_not_in_the_room_leaves_it_unnoticed() -> None:
    stage = Stage()
    stage.enter(1, "Anna")
    assert stage.room.leave(2, LeaveCause.TIMED_OUT) == []
    stage.room.leave(1, LeaveCause.LEFT)
    assert stage.room.leave(1, LeaveCause.LEFT) == []


def test_announcement_is_kept_and_told_to_all() -> None:
    stage = Stage()
    announced = Announced(1, stage.moment.wall_ms, "Lunch\nat noon")
    assert stage.room.announce(" Lunch\r\nat noon ", stage.moment) == [Deliver(announced)]
    assert stage.enter(1, "Anna").history == (announced,)


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_empty_announcement_is_nothing(text: str) -> None:
    stage = Stage()
    assert stage.room.announce(text, stage.moment) == []
    assert stage.room.history.next_seq == 1


def test_members_are_told_in_order_of_joining() -> None:
    stage = Stage()
    for client_id, nick in [(3, "Carl"), (1, "Anna"), (2, "Bob")]:
        stage.enter(client_id, nick)
    stage.room.leave(1, LeaveCause.LEFT)
    effects = stage.join(4, "Anna")
    assert [person.client_id for person in welcome_in(effects).roster] == [3, 2, 4]
    assert delivered(effects) == [Joined(4, "Anna", stage.person(4).person_id)]
