"""The join doctor: how far a device came on its way into the room, and what stopped it.

From evidence to a cause, no words: what a cause means for people, and what helps, is said in
`doctor_advice.py`. `now_ms` is passed in, because a device that came a second ago is not stuck.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from enum import Enum, IntEnum, StrEnum, auto
from urllib.parse import urlsplit

from msgspec import Struct

from wschat_gui.bridge.evidence import DeviceEvidence, JoinEvidence, Obstacle
from wschat_gui.model.old_browser import is_too_old
from wschat_gui.model.status import Running, ServerStatus

_REQUEST_GRACE_MS = 5_000
"""A browser asks within milliseconds; it may open a second connection and keep it in reserve."""
_SCRIPT_GRACE_MS = 5_000
_JOIN_GRACE_MS = 60_000
"""So long people may think about their name before something is wrong."""


class Stage(IntEnum):
    """The way into the room, step by step."""

    LISTENING = 0
    REACHABLE = 1
    CONNECTED = 2
    PAGE = 3
    UPGRADED = 4
    CODE = 5
    JOINED = 6


DEVICE_STAGES = tuple(stage for stage in Stage if stage >= Stage.CONNECTED)
"""Those that each device has for itself; the first two are the host's."""


class Lamp(Enum):
    """How one stage stands."""

    ON = auto()
    OFF = auto()
    """Not reached."""
    BAD = auto()
    """Here it is stuck."""
    SKIPPED = auto()
    """Not needed: a terminal needs no page."""


class Cause(StrEnum):
    """Why a device is where it is."""

    # Of the host
    NOT_LISTENING = "not-listening"
    LOOPBACK_ONLY = "loopback-only"
    OWN_ADDRESS_DEAD = "own-address-dead"
    NOBODY_YET = "nobody-yet"
    DOOR_OPEN = "door-open"
    # Of a device that was never seen
    FIREWALL = "firewall"
    OTHER_NETWORK = "other-network"
    ISOLATION = "isolation"
    # Of a device that was
    SILENT = "silent"
    TLS_ASKED = "tls-asked"
    NOT_HTTP = "not-http"
    HOST_REFUSED = "host-refused"
    ORIGIN_REFUSED = "origin-refused"
    OLD_BROWSER = "old-browser"
    NO_SOCKET = "no-socket"
    ROOM_FULL = "room-full"
    CODE_WRONG = "code-wrong"
    CODE_SHUT = "code-shut"
    NICK_REFUSED = "nick-refused"
    BARRED = "barred"
    # Of a device that is on its way, or there
    ARRIVING = "arriving"
    READING = "reading"
    ONLOOKING = "onlooking"
    JOINED = "joined"


_OF_OBSTACLE = {
    Obstacle.HOST: Cause.HOST_REFUSED,
    Obstacle.ORIGIN: Cause.ORIGIN_REFUSED,
    Obstacle.FULL: Cause.ROOM_FULL,
    Obstacle.CODE: Cause.CODE_WRONG,
    Obstacle.CODE_SHUT: Cause.CODE_SHUT,
    Obstacle.NICK: Cause.NICK_REFUSED,
    Obstacle.BARRED: Cause.BARRED,
    Obstacle.TLS: Cause.TLS_ASKED,
    Obstacle.NOT_HTTP: Cause.NOT_HTTP,
}

_STOPS_AT = {
    Cause.NOT_LISTENING: Stage.LISTENING,
    Cause.LOOPBACK_ONLY: Stage.REACHABLE,
    Cause.OWN_ADDRESS_DEAD: Stage.REACHABLE,
    Cause.NOBODY_YET: Stage.CONNECTED,
    Cause.FIREWALL: Stage.CONNECTED,
    Cause.OTHER_NETWORK: Stage.CONNECTED,
    Cause.ISOLATION: Stage.CONNECTED,
    Cause.SILENT: Stage.PAGE,
    Cause.TLS_ASKED: Stage.PAGE,
    Cause.NOT_HTTP: Stage.PAGE,
    Cause.HOST_REFUSED: Stage.PAGE,
    Cause.ARRIVING: Stage.PAGE,
    Cause.ORIGIN_REFUSED: Stage.UPGRADED,
    Cause.OLD_BROWSER: Stage.UPGRADED,
    Cause.NO_SOCKET: Stage.UPGRADED,
    Cause.ROOM_FULL: Stage.UPGRADED,
    Cause.READING: Stage.UPGRADED,
    Cause.CODE_WRONG: Stage.CODE,
    Cause.CODE_SHUT: Stage.CODE,
    Cause.NICK_REFUSED: Stage.JOINED,
    Cause.BARRED: Stage.JOINED,
    Cause.ONLOOKING: Stage.JOINED,
}
"""The first stage that is not passed; what is not here has passed all."""

WAITING = frozenset({Cause.NOBODY_YET, Cause.ARRIVING, Cause.READING, Cause.ONLOOKING})
"""Nothing is wrong, or nobody can know yet."""


class Finding(Struct, frozen=True):
    """One line of the doctor's table."""

    ip: str
    """Empty: about the host itself."""
    cause: Cause
    named: str = ""
    """The Host or Origin header that was refused, or the system's words for what is wrong."""
    device: DeviceEvidence | None = None
    """What it was found from; None where nothing was seen."""

    @property
    def is_trouble(self) -> bool:
        """Whether somebody has to do something."""
        return self.cause in _STOPS_AT and self.cause not in WAITING

    def lamp(self, stage: Stage) -> Lamp:
        """Tell how one stage of this device, or of the host, stands."""
        stops_at = _STOPS_AT.get(self.cause)
        if stops_at is not None and stage >= stops_at:
            return Lamp.BAD if stage is stops_at and self.is_trouble else Lamp.OFF
        if stage is Stage.PAGE and self.device is not None and not self.device.pages:
            return Lamp.SKIPPED
        return Lamp.ON


def examine_host(status: ServerStatus, evidence: JoinEvidence | None) -> Finding:
    """Tell how the door itself stands."""
    if not isinstance(status, Running):
        return Finding("", Cause.NOT_LISTENING)
    if all(_is_loopback(urlsplit(each.url).hostname or "") for each in status.addresses):
        return Finding("", Cause.LOOPBACK_ONLY)
    if evidence is None:
        return Finding("", Cause.NOBODY_YET)
    if evidence.reached and all(reach.trouble for reach in evidence.reached):
        return Finding("", Cause.OWN_ADDRESS_DEAD, evidence.reached[0].trouble)
    if not any(True for _ in _foreign(evidence)):
        return Finding("", Cause.NOBODY_YET)
    return Finding("", Cause.DOOR_OPEN)


def examine_devices(evidence: JoinEvidence | None, now_ms: int) -> tuple[Finding, ...]:
    """Examine every device that was seen, in the order of the evidence."""
    if evidence is None:
        return ()
    return tuple(examine(device, now_ms) for device in evidence.devices)


def examine(device: DeviceEvidence, now_ms: int) -> Finding:
    """Tell what has become of one device."""
    turned_away = device.turned_away
    progress_ms = max(device.page_ms, device.script_ms, device.upgraded_ms, device.joined_ms)
    if turned_away is not None and turned_away.at_ms >= progress_ms:
        cause = _OF_OBSTACLE[turned_away.obstacle]
        return Finding(device.ip, cause, turned_away.named, device)
    return Finding(device.ip, _cause_of(device, now_ms), "", device)


def _cause_of(device: DeviceEvidence, now_ms: int) -> Cause:
    """Tell by how far it came, of a device that nothing has turned away."""
    if device.joined_ms and device.joined_ms >= max(device.page_ms, device.upgraded_ms):
        return Cause.JOINED
    if device.upgraded_ms and device.upgraded_ms >= device.page_ms:
        return Cause.ONLOOKING
    if not device.pages:
        is_new = now_ms - device.connected_ms <= _REQUEST_GRACE_MS
        return Cause.ARRIVING if is_new else Cause.SILENT
    age_ms = now_ms - device.page_ms
    if not device.scripts:
        return Cause.OLD_BROWSER if age_ms > _SCRIPT_GRACE_MS else Cause.READING
    if device.upgrades or age_ms <= _JOIN_GRACE_MS:
        return Cause.READING
    return Cause.OLD_BROWSER if is_too_old(device.user_agent) else Cause.NO_SOCKET


def examine_address(
    ip: str, status: ServerStatus, evidence: JoinEvidence | None, now_ms: int
) -> Finding:
    """Tell why the device with this address cannot join, whether it was seen or not.

    Raises:
        ValueError: `ip` is no IP address.
    """
    address = ipaddress.ip_address(ip.strip())
    host = examine_host(status, evidence)
    if host.is_trouble or evidence is None:
        return Finding(str(address), host.cause, host.named)
    for device in evidence.devices:
        if ipaddress.ip_address(device.ip) == address:
            return examine(device, now_ms)
    return Finding(str(address), _cause_of_unseen(address, evidence))


def _cause_of_unseen(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, evidence: JoinEvidence
) -> Cause:
    own_networks = [ipaddress.ip_network(each, strict=False) for each in evidence.networks]
    home = [network for network in own_networks if address in network]
    if not home:
        return Cause.OTHER_NETWORK
    # A firewall that let a neighbour through has not stopped this one: what is left is between the
    # two of them, and that is the access point.
    neighbours = (ipaddress.ip_address(device.ip) for device in _foreign(evidence))
    has_neighbours = any(neighbour in network for neighbour in neighbours for network in home)
    return Cause.ISOLATION if has_neighbours else Cause.FIREWALL


def _foreign(evidence: JoinEvidence) -> Iterable[DeviceEvidence]:
    """Give the devices that are not this computer."""
    return (
        device
        for device in evidence.devices
        if device.ip not in evidence.own_ips and not _is_loopback(device.ip)
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def passed(findings: Iterable[Finding]) -> dict[Stage, int]:
    """Count, for each stage of a device, how many have passed it: the funnel."""
    counts = dict.fromkeys(DEVICE_STAGES, 0)
    for finding in findings:
        for stage in DEVICE_STAGES:
            counts[stage] += finding.lamp(stage) in (Lamp.ON, Lamp.SKIPPED)
    return counts
