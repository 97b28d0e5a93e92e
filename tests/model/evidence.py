"""What a server may have seen, made up: for the doctor's tests and the window's."""

from __future__ import annotations

from typing import TypedDict

from wschat_gui.bridge.evidence import (
    DeviceEvidence,
    JoinEvidence,
    Obstacle,
    Reach,
    TurnedAway,
)

NOW_MS = 10_000_000
PHONE = "192.168.1.40"
NEIGHBOUR = "192.168.1.41"
OWN = "192.168.1.23"
URL = f"http://{OWN}:12345/"
OLD_PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1"
)
NEW_PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36"
)


class Seen(TypedDict):
    """When a device got the page, and its script."""

    page_ms: int
    script_ms: int


def device(
    ip: str = PHONE,
    *,
    user_agent: str = NEW_PHONE,
    connected_ms: int = 0,
    page_ms: int = 0,
    script_ms: int = 0,
    upgraded_ms: int = 0,
    joined_ms: int = 0,
    turned_away: tuple[Obstacle, str, int] | None = None,
) -> DeviceEvidence:
    """One device; each time that is given counts as one event of its kind."""
    times = [page_ms, script_ms, upgraded_ms, joined_ms]
    return DeviceEvidence(
        ip=ip,
        user_agent=user_agent,
        connections=1,
        pages=int(page_ms > 0),
        scripts=int(script_ms > 0),
        upgrades=int(upgraded_ms > 0),
        joins=int(joined_ms > 0),
        connected_ms=connected_ms or min([each for each in times if each], default=NOW_MS),
        page_ms=page_ms,
        script_ms=script_ms,
        upgraded_ms=upgraded_ms,
        joined_ms=joined_ms,
        turned_away=TurnedAway(*turned_away) if turned_away else None,
    )


def joined(ip: str = PHONE, at_ms: int = NOW_MS - 60_000) -> DeviceEvidence:
    """A device that came all the way."""
    return device(ip, page_ms=at_ms, script_ms=at_ms, upgraded_ms=at_ms, joined_ms=at_ms)


def evidence(*devices: DeviceEvidence, trouble: str = "", local_name: str = "") -> JoinEvidence:
    """What the server tells, from a host at OWN."""
    return JoinEvidence(
        at_ms=NOW_MS,
        reached=(Reach(URL, trouble),),
        own_ips=("127.0.0.1", OWN),
        networks=("192.168.1.0/24",),
        local_name=local_name,
        devices=devices,
    )
