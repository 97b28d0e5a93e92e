"""Devices that tried to enter a made-up room: most are in, each of the others met an obstacle."""

from __future__ import annotations

from msgspec import structs

from tools.preview.room import ADDRESSES, AGENTS, MINUTE_MS
from wschat_gui.bridge.evidence import (
    DeviceEvidence,
    JoinEvidence,
    Obstacle,
    Reach,
    TurnedAway,
)

OLD_PHONE, SILENT, NO_SOCKET = "192.168.1.61", "192.168.1.60", "192.168.1.62"
CODE_WRONG, FOREIGN_PAGE, FOREIGN_NAME = "192.168.1.63", "192.168.1.64", "10.0.0.31"
_OLD_AGENT = AGENTS[1].replace("18_1", "12_5").replace("Version/18", "Version/12")


def evidence(now_ms: int) -> JoinEvidence:
    """Tell of all of them."""
    wrong = TurnedAway(Obstacle.CODE, "", now_ms)
    foreign = TurnedAway(Obstacle.ORIGIN, "https://class.school.example", now_ms)
    unknown = TurnedAway(Obstacle.HOST, "chat.school.example:12345", now_ms)
    return JoinEvidence(
        at_ms=now_ms,
        reached=(Reach(ADDRESSES[0].url, ""),),
        own_ips=("127.0.0.1", "192.168.1.23", "10.0.0.7"),
        networks=("192.168.1.0/24", "10.0.0.0/24"),
        local_name="wschat.local",
        devices=(
            _device("192.168.1.23", now_ms, steps=5, agent=AGENTS[0]),
            *(_device(f"192.168.1.{20 + each}", now_ms, steps=5) for each in range(4, 9)),
            _device(SILENT, now_ms, steps=1),
            _device(OLD_PHONE, now_ms, steps=3, agent=_OLD_AGENT),
            _device(NO_SOCKET, now_ms, steps=3),
            structs.replace(_device(CODE_WRONG, now_ms, steps=4), turned_away=wrong),
            structs.replace(_device(FOREIGN_PAGE, now_ms, steps=1), turned_away=foreign),
            structs.replace(_device(FOREIGN_NAME, now_ms, steps=1), turned_away=unknown),
        ),
    )


def nobody(now_ms: int) -> JoinEvidence:
    """Tell that nobody has come yet."""
    return structs.replace(evidence(now_ms), devices=())


def unreachable(now_ms: int) -> JoinEvidence:
    """Tell that the room's own address does not answer, and nobody has come."""
    return structs.replace(
        nobody(now_ms), reached=tuple(Reach(each.url, "Connection refused") for each in ADDRESSES)
    )


def _device(ip: str, now_ms: int, *, steps: int, agent: str = AGENTS[2]) -> DeviceEvidence:
    """Make a device that came two minutes ago and took so many of the five steps."""
    at_ms = [now_ms - 2 * MINUTE_MS if step < steps else 0 for step in range(5)]
    connections, pages, scripts, upgrades, joins = (int(each > 0) for each in at_ms)
    connected_ms, page_ms, script_ms, upgraded_ms, joined_ms = at_ms
    return DeviceEvidence(
        ip=ip,
        user_agent=agent,
        connections=connections,
        pages=pages,
        scripts=scripts,
        upgrades=upgrades,
        joins=joins,
        connected_ms=connected_ms,
        page_ms=page_ms,
        script_ms=script_ms,
        upgraded_ms=upgraded_ms,
        joined_ms=joined_ms,
        turned_away=None,
    )
