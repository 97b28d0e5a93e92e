"""Bans across restarts."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from tests.archive.making import NOW_MS, SAME_BOOT_LATER, open_transcript
from wschat_gui.chat.bans import Ban

FOR_GOOD = Ban(
    ban_id=1,
    person_id="AbCd-_12",
    ip="192.168.0.7",
    nick="Anna 🦊",
    reason="flooded the room",
    since_ms=NOW_MS,
    until_ms=None,
    until_stop=False,
)
FOR_A_MINUTE = replace(FOR_GOOD, ban_id=2, person_id="", until_ms=NOW_MS + 60_000)
FOR_AN_HOUR = replace(FOR_GOOD, ban_id=3, ip="", until_ms=NOW_MS + 3_600_000)
UNTIL_STOP = replace(FOR_GOOD, ban_id=4, until_stop=True)


def test_bans_outlive_the_program_but_for_those_that_end_with_it(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        for ban in (FOR_AN_HOUR, UNTIL_STOP, FOR_GOOD):
            transcript.keep_ban(ban)

    with open_transcript(tmp_path) as transcript:
        assert transcript.bans() == [FOR_GOOD, FOR_AN_HOUR]


def test_bans_whose_time_is_over_are_dropped_at_the_next_start(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        for ban in (FOR_GOOD, FOR_A_MINUTE, FOR_AN_HOUR):
            transcript.keep_ban(ban)
        assert transcript.bans() == [FOR_GOOD, FOR_A_MINUTE, FOR_AN_HOUR]

    with open_transcript(tmp_path, SAME_BOOT_LATER) as transcript:
        assert transcript.bans() == [FOR_GOOD, FOR_AN_HOUR]


def test_lifted_ban_is_forgotten(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.keep_ban(FOR_GOOD)
        transcript.keep_ban(FOR_AN_HOUR)
        transcript.lift_ban(FOR_GOOD.ban_id)
        transcript.lift_ban(99)
        assert transcript.bans() == [FOR_AN_HOUR]


def test_ban_that_is_kept_again_has_taken_the_place_of_the_first(tmp_path: Path) -> None:
    longer = replace(FOR_A_MINUTE, until_ms=None, reason="again")
    with open_transcript(tmp_path) as transcript:
        transcript.keep_ban(FOR_A_MINUTE)
        transcript.keep_ban(longer)
        assert transcript.bans() == [longer]
