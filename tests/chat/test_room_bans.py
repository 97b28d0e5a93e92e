"""Whom a ban keeps out, and whom it leaves alone, whatever they do to get around it."""

from __future__ import annotations

import pytest
from msgspec import Struct

from tests.chat.stage import ADDRESS, Stage, delivered, dismissals, replies, welcome_in
from wschat_gui.chat.bans import Ban
from wschat_gui.chat.effects import Admit, Dismiss, Effect, KeepBan, LiftBan, Reply, TellBans
from wschat_gui.chat.opening import Past
from wschat_gui.chat.people import person_id_of
from wschat_gui.chat.vocabulary import Dismissed, LeaveCause, Left

# Getting around it -------------------------------------------------------------------------------

ELSEWHERE = "192.168.1.77"


class Attempt(Struct, frozen=True):
    """How somebody comes who has been Eve, with a device of `eve's` and a token, at ADDRESS."""

    what: str
    out_by_device: bool
    out_by_address: bool
    nick: str = "Eve"
    device: str = "eve's"
    with_token: bool = True
    address: str = ADDRESS
    forgotten: bool = False
    """Only this run of the host knows which device its token came with."""


ATTEMPTS = [
    Attempt("refreshes the page", out_by_device=True, out_by_address=True),
    Attempt("takes another nick", out_by_device=True, out_by_address=True, nick="Mallory"),
    Attempt("opens another tab", out_by_device=True, out_by_address=True, with_token=False),
    Attempt("takes another network", out_by_device=True, out_by_address=False, address=ELSEWHERE),
    Attempt(
        "takes another network, tab and nick",
        out_by_device=True,
        out_by_address=False,
        nick="Mallory",
        with_token=False,
        address=ELSEWHERE,
    ),
    Attempt(
        "clears the device's secret only",
        out_by_device=True,
        out_by_address=True,
        device="",
        forgotten=True,
    ),
    Attempt(
        "makes up another device",
        out_by_device=True,
        out_by_address=True,
        device="made up",
        forgotten=True,
    ),
    Attempt(
        "opens a private window",
        out_by_device=False,
        out_by_address=True,
        device="private",
        with_token=False,
    ),
    Attempt(
        "takes a terminal", out_by_device=False, out_by_address=True, device="", with_token=False
    ),
    Attempt(
        "is another person elsewhere",
        out_by_device=False,
        out_by_address=False,
        nick="Anna",
        device="anna's",
        with_token=False,
        address=ELSEWHERE,
    ),
    Attempt(
        "is a neighbour behind the same NAT",
        out_by_device=False,
        out_by_address=True,
        nick="Anna",
        device="anna's",
        with_token=False,
    ),
]
BY_DEVICE, BY_ADDRESS, BY_BOTH = (True, False), (False, True), (True, True)


@pytest.mark.parametrize("restarted", [False, True], ids=["same run", "host restarted"])
@pytest.mark.parametrize("scope", [BY_DEVICE, BY_ADDRESS, BY_BOTH], ids=["device", "ip", "both"])
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.what)
def test_who_is_kept_out(attempt: Attempt, scope: tuple[bool, bool], restarted: bool) -> None:
    stage = Stage()
    token = stage.enter(1, "Eve", device="eve's").token
    by_device, by_address = scope
    stage.ban(1, by_device=by_device, by_address=by_address)
    if restarted:
        stage = Stage(epoch="epoch-2", past=Past("epoch-2", bans=stage.room.bans))
    effects = stage.join(
        2,
        attempt.nick,
        device=attempt.device,
        token=token if attempt.with_token else "",
        address=attempt.address,
    )
    known = attempt.out_by_device and not (restarted and attempt.forgotten)
    out = (by_device and known) or (by_address and attempt.out_by_address)
    assert kept_out(effects) == out
    assert bool(stage.room.members) != out


def test_ban_of_one_without_a_device_holds_for_its_token_after_a_restart() -> None:
    stage = Stage()
    token = stage.enter(1, "Eve").token
    stage.ban(1, by_device=True)
    restarted = Stage(epoch="epoch-2", past=Past("epoch-2", bans=stage.room.bans))
    assert kept_out(restarted.join(1, "Eve", token=token, address=ELSEWHERE))
    assert restarted.enter(2, "Anna").nick == "Anna"


def test_who_is_kept_out_is_told_why_and_until_when() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    stage.ban(1, by_device=True, for_s=300.0, reason=" Spam\x07 ")
    until_ms = stage.moment.wall_ms + 300_000
    stage.wait(1.0)
    assert stage.join(2, "Eve", device="eve's") == [
        Reply(2, Dismissed(4002, "Spam\ufffd", until_ms)),
        Dismiss(2, 4002, "Spam\ufffd", LeaveCause.BANNED, ban_id=1),
    ]


def test_ban_comes_before_the_room_code_and_costs_no_guess() -> None:
    stage = Stage(code="sesame")
    welcome_in(stage.join(1, "Eve", code="sesame", device="eve's"))
    stage.ban(1, by_device=True)
    for client_id in range(2, 12):
        (dismissal,) = dismissals(stage.join(client_id, "Eve", code="guess", device="eve's"))
        assert dismissal.close_code == 4002
    assert welcome_in(stage.join(20, "Anna", code="sesame")).nick == "Anna"


def test_connection_from_a_banned_address_is_turned_away_as_it_opens() -> None:
    stage = Stage()
    stage.enter(1, "Eve")
    stage.ban(1, by_address=True)
    (dismissal,) = dismissals(stage.room.knock_at(2, stage.moment, address=ADDRESS))
    assert (dismissal.close_code, dismissal.undoable) == (4002, False)
    assert stage.room.knock_at(3, stage.moment, address=ELSEWHERE) == []


def test_connection_of_a_banned_device_opens_and_is_turned_away_when_it_joins() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    stage.ban(1, by_device=True)
    assert stage.room.knock_at(2, stage.moment, address=ADDRESS) == []
    assert kept_out(stage.join(2, "Eve", device="eve's"))


# Throwing out ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "thrown_out"),
    [(BY_DEVICE, [1, 2]), (BY_ADDRESS, [1, 3, 8]), (BY_BOTH, [1, 2, 3, 8])],
    ids=["device", "ip", "both"],
)
def test_everybody_here_whom_it_is_about_is_thrown_out(
    scope: tuple[bool, bool], thrown_out: list[int]
) -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    stage.enter(2, "Eve's phone", device="eve's", address=ELSEWHERE)
    stage.enter(3, "Anna", device="anna's")
    stage.enter(4, "Bob", device="bob's", address=ELSEWHERE)
    by_device, by_address = scope
    effects = stage.ban(
        1, by_device=by_device, by_address=by_address, strangers={8: ADDRESS, 9: ELSEWHERE}
    )
    assert [dismissal.client_id for dismissal in dismissals(effects)] == thrown_out
    for dismissal in dismissals(effects):
        assert (dismissal.close_code, dismissal.cause) == (4002, LeaveCause.BANNED)
        assert (dismissal.undoable, dismissal.ban_id) == (True, 1)
        told = replies(effects, dismissal.client_id)
        assert told == [Dismissed(4002, "Enough.", None)]
    members_out = [client_id for client_id in thrown_out if client_id < 8]
    left = [event.client_id for event in delivered(effects) if isinstance(event, Left)]
    assert left == members_out
    assert all(client_id not in stage.room.members for client_id in members_out)


def test_ban_is_kept_and_shown() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    ban = Ban(
        ban_id=1,
        person_id=person_id_of("eve's"),
        ip="",
        nick="Eve",
        reason="Enough.",
        since_ms=stage.moment.wall_ms,
        until_ms=None,
        until_stop=False,
    )
    assert stage.ban(1, by_device=True)[:2] == [KeepBan(ban), TellBans()]
    assert list(stage.room.bans) == [ban]
    assert stage.room.lift_ban(1) == [LiftBan(1), TellBans()]
    assert list(stage.room.bans) == []
    assert stage.enter(2, "Eve", device="eve's").nick == "Eve"


def test_ban_until_the_program_ends_is_not_kept() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    effects = stage.ban(1, by_device=True, until_stop=True)
    assert [effect for effect in effects if isinstance(effect, KeepBan)] == []
    assert TellBans() in effects
    assert kept_out(stage.join(2, "Eve", device="eve's"))
    assert stage.room.lift_ban(1) == [TellBans()]


def test_new_bans_are_numbered_above_those_of_earlier_runs() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    stage.ban(1, by_device=True)
    later = Stage(epoch="epoch-2", past=Past("epoch-2", bans=stage.room.bans))
    later.enter(1, "Mallory")
    later.ban(1, by_device=True)
    assert [ban.ban_id for ban in later.room.bans] == [1, 2]


def test_who_has_left_can_be_banned_all_the_same() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    stage.room.leave(1, LeaveCause.LEFT)
    assert dismissals(stage.ban(1, by_device=True)) == []
    assert [ban.nick for ban in stage.room.bans] == ["Eve"]
    assert kept_out(stage.join(2, "Eve", device="eve's"))


def test_client_that_never_joined_is_banned_by_its_address() -> None:
    stage = Stage()
    effects = stage.ban(8, by_device=True, by_address=True, strangers={8: ADDRESS})
    assert [dismissal.client_id for dismissal in dismissals(effects)] == [8]
    assert [(ban.person_id, ban.ip, ban.nick) for ban in stage.room.bans] == [("", ADDRESS, "")]


def test_client_that_never_joined_has_no_device_and_is_only_kicked() -> None:
    stage = Stage()
    (dismissal,) = dismissals(stage.ban(8, by_device=True, strangers={8: ADDRESS}))
    assert dismissal.close_code == 4001
    assert stage.room.bans == ()


def test_ban_of_nobody_is_nothing() -> None:
    stage = Stage()
    assert stage.ban(8, by_device=True) == []
    assert stage.room.bans == ()


# Its end -----------------------------------------------------------------------------------------


def test_ban_ends_by_itself() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    stage.ban(1, by_device=True, for_s=300.0)
    stage.wait(299.0)
    assert stage.room.tick(stage.moment) == []
    assert kept_out(stage.join(2, "Eve", device="eve's"))
    stage.wait(1.0)
    assert stage.room.tick(stage.moment) == [LiftBan(1), TellBans()]
    assert stage.room.tick(stage.moment) == []
    assert stage.enter(3, "Eve", device="eve's").nick == "Eve"


def test_ban_is_over_on_time_though_nobody_has_looked() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    stage.ban(1, by_device=True, for_s=300.0)
    stage.wait(300.0)
    assert stage.enter(2, "Eve", device="eve's").nick == "Eve"


def test_one_of_two_bans_still_holds() -> None:
    stage = Stage()
    stage.enter(1, "Eve", device="eve's")
    stage.ban(1, by_device=True, for_s=60.0)
    stage.ban(1, by_device=True)
    stage.wait(61.0)
    stage.room.tick(stage.moment)
    assert [ban.ban_id for ban in stage.room.bans] == [2]
    assert kept_out(stage.join(3, "Eve", device="eve's"))


def kept_out(effects: list[Effect]) -> bool:
    """Tell whether a join was answered with a ban, and not with anything else."""
    if any(isinstance(effect, Admit) for effect in effects):
        return False
    (dismissal,) = dismissals(effects)
    assert dismissal.close_code == 4002
    return True
