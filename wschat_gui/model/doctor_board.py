"""The join doctor's board: which lines it has, in which order, and what stands in each."""

from __future__ import annotations

import ipaddress

from wschat_gui.bridge.evidence import JoinEvidence
from wschat_gui.language import N_, _
from wschat_gui.model.browser import browser_name
from wschat_gui.model.doctor import (
    DEVICE_STAGES,
    Finding,
    Lamp,
    Stage,
    examine_address,
    examine_devices,
    examine_host,
    passed,
)
from wschat_gui.model.status import ServerStatus

HOST_KEY = "host"
"""Of the first line; that of a device is its IP address."""

STAGE_NAMES = {
    Stage.LISTENING: N_("Listening"),
    Stage.REACHABLE: N_("Own address"),
    Stage.CONNECTED: N_("Contact"),
    Stage.PAGE: N_("Page"),
    Stage.UPGRADED: N_("Chat"),
    Stage.CODE: N_("Code"),
    Stage.JOINED: N_("Joined"),
}
LAMP_SIGNS = {Lamp.ON: "●", Lamp.OFF: "○", Lamp.BAD: "✖", Lamp.SKIPPED: "–"}
"""A shape each: colour is not the only carrier of meaning."""

_THIS_ROOM = N_("This room")
_THIS_COMPUTER = N_("This computer")
_ARROW = "  ›  "


def board(
    status: ServerStatus, evidence: JoinEvidence | None, asked_ip: str, now_ms: int
) -> tuple[Finding, ...]:
    """Return the findings to show: the host's own, then devices in trouble, then all others.

    `asked_ip` is an address that the person wants to know about, seen or not; empty: none.
    """
    devices = {finding.ip: finding for finding in examine_devices(evidence, now_ms)}
    if asked_ip and asked_ip not in devices:
        devices[asked_ip] = examine_address(asked_ip, status, evidence, now_ms)
    ordered = sorted(devices.values(), key=lambda each: (not each.is_trouble, _number(each.ip)))
    return (examine_host(status, evidence), *ordered)


def key_of(finding: Finding) -> str:
    """Return what tells a line from all others."""
    return finding.ip or HOST_KEY


def name_of(finding: Finding, evidence: JoinEvidence | None) -> str:
    """Return what a line is called."""
    if not finding.ip:
        return _(_THIS_ROOM)
    if evidence is not None and finding.ip in evidence.own_ips:
        return _(_THIS_COMPUTER)
    return finding.ip


def full_name_of(finding: Finding, evidence: JoinEvidence | None) -> str:
    """Return what a line is called where there is room: with its address, whatever its name."""
    name = name_of(finding, evidence)
    return name if finding.ip in ("", name) else f"{name} ({finding.ip})"


def device_of(finding: Finding) -> str:
    """Return the browser and system of a device, empty where unknown."""
    return browser_name(finding.device.user_agent) if finding.device else ""


def signs_of(finding: Finding) -> tuple[str, ...]:
    """Return the lamps of a device's stages, as signs; none of them for the host's own line."""
    if not finding.ip:
        return ("",) * len(DEVICE_STAGES)
    return tuple(LAMP_SIGNS[finding.lamp(stage)] for stage in DEVICE_STAGES)


def funnel(findings: tuple[Finding, ...]) -> str:
    """Write in one line how the host's stages stand, and how many devices have passed the rest."""
    host, *devices = findings
    own = [
        f"{LAMP_SIGNS[host.lamp(stage)]} {_(STAGE_NAMES[stage])}"
        for stage in (Stage.LISTENING, Stage.REACHABLE)
    ]
    counts = passed(devices)
    theirs = [f"{_(STAGE_NAMES[stage])} {counts[stage]}" for stage in DEVICE_STAGES]
    return _ARROW.join([*own, *theirs])


def _number(ip: str) -> tuple[int, int]:
    address = ipaddress.ip_address(ip)
    return address.version, int(address)
