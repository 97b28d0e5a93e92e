"""The join doctor names the fault that there is, and no other."""

from __future__ import annotations

from typing import Unpack

import pytest

from tests.model.evidence import (
    NEIGHBOUR,
    NOW_MS,
    OLD_PHONE,
    OWN,
    PHONE,
    Seen,
    device,
    evidence,
    joined,
)
from tests.model.made_up import listening
from wschat_gui.bridge.events import HostAddress
from wschat_gui.bridge.evidence import DeviceEvidence, JoinEvidence, Obstacle
from wschat_gui.model.doctor import (
    DEVICE_STAGES,
    Cause,
    Finding,
    Lamp,
    Stage,
    examine,
    examine_address,
    examine_devices,
    examine_host,
    passed,
)
from wschat_gui.model.status import Failed, Running, ServerStatus, Stopped

AGO_MS = NOW_MS - 120_000


def running(*addresses: HostAddress) -> Running:
    told = listening(*addresses)
    return Running(told.addresses, told.port, told.wanted_port, told.room_name, since_ms=0)


# Eight faults, eight diagnoses -------------------------------------------------------------------

CLOSED = (Stopped(), None)
ELSEWHERE = HostAddress("http://127.0.0.1:12345/", "lo")


@pytest.mark.parametrize(
    ("cause", "status", "seen"),
    [
        (Cause.NOT_LISTENING, Stopped(), None),
        (Cause.NOT_LISTENING, Failed("no", "port"), evidence(joined())),
        (Cause.LOOPBACK_ONLY, running(ELSEWHERE), evidence()),
        (Cause.OWN_ADDRESS_DEAD, running(), evidence(trouble="timed out")),
        (Cause.NOBODY_YET, running(), None),
        (Cause.NOBODY_YET, running(), evidence()),
        (Cause.NOBODY_YET, running(), evidence(joined(OWN), joined("127.0.0.1"))),
        (Cause.DOOR_OPEN, running(), evidence(joined())),
    ],
)
def test_how_the_door_stands(cause: Cause, status: ServerStatus, seen: JoinEvidence | None) -> None:
    assert examine_host(status, seen).cause is cause


@pytest.mark.parametrize(
    ("cause", "ip", "seen"),
    [
        (Cause.FIREWALL, PHONE, evidence()),
        (Cause.FIREWALL, PHONE, evidence(joined(OWN))),
        (Cause.OTHER_NETWORK, "10.11.12.13", evidence()),
        (Cause.OTHER_NETWORK, "10.11.12.13", evidence(joined(NEIGHBOUR))),
        (Cause.OTHER_NETWORK, "2001:db8::7", evidence(joined(NEIGHBOUR))),
        (Cause.ISOLATION, PHONE, evidence(joined(NEIGHBOUR))),
        (Cause.FIREWALL, PHONE, evidence(joined("10.11.12.13"))),
        (Cause.JOINED, PHONE, evidence(joined())),
        (Cause.OWN_ADDRESS_DEAD, PHONE, evidence(trouble="timed out")),
    ],
)
def test_why_a_device_that_is_asked_about_is_missing(
    cause: Cause, ip: str, seen: JoinEvidence
) -> None:
    finding = examine_address(f" {ip} ", running(), seen, NOW_MS)

    assert (finding.ip, finding.cause) == (ip, cause)


def test_what_is_no_address_cannot_be_asked_about() -> None:
    with pytest.raises(ValueError, match="appear"):
        examine_address("my phone", running(), evidence(), NOW_MS)


def stopped_by(
    obstacle: Obstacle, named: str = "", *, upgraded_ms: int = 0, **seen: Unpack[Seen]
) -> DeviceEvidence:
    return device(turned_away=(obstacle, named, NOW_MS - 1), upgraded_ms=upgraded_ms, **seen)


SEEN: Seen = {"page_ms": AGO_MS, "script_ms": AGO_MS}


@pytest.mark.parametrize(
    ("cause", "seen"),
    [
        (Cause.SILENT, device(connected_ms=AGO_MS)),
        (Cause.TLS_ASKED, device(turned_away=(Obstacle.TLS, "", NOW_MS))),
        (Cause.NOT_HTTP, device(turned_away=(Obstacle.NOT_HTTP, "", NOW_MS))),
        (Cause.HOST_REFUSED, device(turned_away=(Obstacle.HOST, "chat.example", NOW_MS))),
        (Cause.ORIGIN_REFUSED, device(turned_away=(Obstacle.ORIGIN, "null", NOW_MS))),
        (Cause.ROOM_FULL, stopped_by(Obstacle.FULL, **SEEN)),
        (Cause.OLD_BROWSER, device(page_ms=AGO_MS)),
        (Cause.OLD_BROWSER, device(user_agent=OLD_PHONE, **SEEN)),
        (Cause.NO_SOCKET, device(**SEEN)),
        (Cause.CODE_WRONG, stopped_by(Obstacle.CODE, upgraded_ms=NOW_MS - 2, **SEEN)),
        (Cause.CODE_SHUT, stopped_by(Obstacle.CODE_SHUT, upgraded_ms=NOW_MS - 2, **SEEN)),
        (Cause.NICK_REFUSED, stopped_by(Obstacle.NICK, upgraded_ms=NOW_MS - 2, **SEEN)),
        (Cause.BARRED, stopped_by(Obstacle.BARRED, upgraded_ms=NOW_MS - 2, **SEEN)),
        (Cause.ARRIVING, device(connected_ms=NOW_MS - 100)),
        (Cause.READING, device(page_ms=NOW_MS - 100)),
        (Cause.READING, device(page_ms=NOW_MS - 30_000, script_ms=NOW_MS - 30_000)),
        (Cause.ONLOOKING, device(upgraded_ms=AGO_MS, **SEEN)),
        (Cause.JOINED, joined()),
        (Cause.JOINED, device(upgraded_ms=AGO_MS, joined_ms=AGO_MS)),
    ],
)
def test_what_has_become_of_a_device(cause: Cause, seen: DeviceEvidence) -> None:
    assert examine(seen, NOW_MS).cause is cause


# What counts is the last of it -------------------------------------------------------------------


def test_a_device_that_came_on_after_it_was_turned_away_is_not_stuck() -> None:
    turned_away = (Obstacle.HOST, "chat.example", AGO_MS - 1)

    assert examine(device(turned_away=turned_away, **SEEN), NOW_MS).cause is Cause.NO_SOCKET


def test_a_member_that_is_kicked_is_barred_until_it_comes_back() -> None:
    kicked = device(
        upgraded_ms=AGO_MS, joined_ms=AGO_MS, turned_away=(Obstacle.BARRED, "", AGO_MS + 1), **SEEN
    )
    back = device(
        upgraded_ms=NOW_MS, joined_ms=NOW_MS, turned_away=(Obstacle.BARRED, "", AGO_MS + 1), **SEEN
    )

    assert examine(kicked, NOW_MS).cause is Cause.BARRED
    assert examine(back, NOW_MS).cause is Cause.JOINED


def test_a_page_that_once_connected_is_not_called_blocked() -> None:
    reloaded = device(upgraded_ms=1, joined_ms=1, **SEEN)

    assert examine(reloaded, NOW_MS).cause is Cause.READING


# Lamps and the funnel ----------------------------------------------------------------------------


def lamps(finding: Finding) -> list[Lamp]:
    return [finding.lamp(stage) for stage in Stage]


def test_lamps_burn_up_to_where_it_is_stuck() -> None:
    on, bad, off, skipped = Lamp.ON, Lamp.BAD, Lamp.OFF, Lamp.SKIPPED
    assert lamps(examine(joined(), NOW_MS)) == [on] * 7
    assert lamps(examine(device(**SEEN), NOW_MS)) == [on, on, on, on, bad, off, off]
    assert lamps(examine(device(connected_ms=NOW_MS), NOW_MS)) == [on, on, on, off, off, off, off]
    terminal = device(upgraded_ms=AGO_MS, joined_ms=AGO_MS)
    assert lamps(examine(terminal, NOW_MS)) == [on, on, on, skipped, on, on, on]
    assert lamps(examine_host(*CLOSED)) == [bad, off, off, off, off, off, off]


@pytest.mark.parametrize("cause", list(Cause))
def test_no_cause_has_more_than_one_bad_lamp(cause: Cause) -> None:
    finding = Finding("", cause)

    assert lamps(finding).count(Lamp.BAD) == int(finding.is_trouble)


def test_funnel_counts_who_has_passed_each_stage() -> None:
    findings = examine_devices(
        evidence(joined(), device(NEIGHBOUR, **SEEN), device(OWN, connected_ms=AGO_MS)), NOW_MS
    )

    assert passed(findings) == dict(zip(DEVICE_STAGES, (3, 2, 1, 1, 1), strict=True))
    assert examine_devices(None, NOW_MS) == ()
