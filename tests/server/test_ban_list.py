"""Bans between two runs of the server in one program: none is lost, none gets another's number."""

from __future__ import annotations

from msgspec.structs import replace

from wschat_gui.bridge.events import BanEntry
from wschat_gui.chat.bans import Ban
from wschat_gui.server.ban_list import CarriedBans, bans_changed

ADA = Ban(
    ban_id=1,
    person_id="ada's id",
    ip="",
    nick="ada",
    reason="enough",
    since_ms=1_000,
    until_ms=None,
    until_stop=True,
)
BOB = replace(ADA, ban_id=2, person_id="", ip="192.0.2.7", nick="bob", until_stop=False)


def test_what_was_carried_stands_behind_what_was_saved() -> None:
    carried = CarriedBans()
    assert carried.beside([BOB]) == (BOB,)
    carried.keep([ADA])
    assert carried.beside([BOB]) == (BOB, ADA)
    carried.keep([])
    assert carried.beside([]) == ()


def test_no_two_have_the_same_number() -> None:
    carried = CarriedBans()
    carried.keep([ADA, replace(ADA, ban_id=2)])
    # As if the host had chosen another data folder meanwhile.
    merged = carried.beside([BOB])
    assert [ban.nick for ban in merged] == ["bob", "ada", "ada"]
    assert len({ban.ban_id for ban in merged}) == 3


def test_the_window_is_told_by_what_each_is_recognised() -> None:
    told = bans_changed([ADA, BOB]).bans
    assert [(entry.by_device, entry.ip) for entry in told] == [(True, ""), (False, "192.0.2.7")]
    assert told[0] == BanEntry(
        ban_id=1,
        nick="ada",
        ip="",
        by_device=True,
        reason="enough",
        since_ms=1_000,
        until_ms=None,
        until_stop=True,
    )
