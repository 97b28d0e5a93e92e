"""Made-up rooms with a known trouble, as the server's figures would tell of them.

A keepalive ping every 15 s to each client, at its own moment; dead after 20 s without an answer;
figures every 250 ms. Wi-Fi that sleeps answers late now and then. Some talk, most are idle, some
come and go. The weather learns nothing but the figures.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from msgspec.structs import replace

from tests.model.made_up import room_figures
from wschat_gui.bridge.events import ClientFigures, RoomFigures
from wschat_gui.model.weather import Sky

_STEP_MS = 250
_PING_EVERY_MS = 15_000
_DEAD_AFTER_MS = 20_000
_STALL_MS = (12_000, 28_000)
"""Shorter ones can pass between two pings, and nobody at the host could know of them."""
_CALM_MS = 32_000
"""Before the stall, and after it."""


@dataclass
class _Device:
    client_id: int
    ping_at_ms: float
    talks_every_ms: float
    """On average; 0: never."""
    naps: float
    """How likely a ping meets sleeping Wi-Fi."""
    comes_ms: float = 0.0
    goes_ms: float = 1e12
    stall: tuple[float, float] | None = None
    bytes_in: int = 0
    bytes_out: int = 0
    rtt_ms: float | None = None
    asked_ms: float | None = None
    answers_ms: float = 0.0
    held_bytes: int = 0
    """On their way while the line stalls."""
    is_dead: bool = False


@dataclass
class Case:
    """One room, and what is the matter with it."""

    truth: Sky
    devices: list[_Device]
    dice: random.Random
    stall: tuple[float, float] = (0.0, 0.0)
    gap: tuple[float, float] | None = None
    """While the server stands still."""
    stood_still_ms: int = 0
    moved_again_ms: int = 0
    figures: list[RoomFigures] = field(default_factory=list)

    def play(self) -> list[RoomFigures]:
        """Let the whole case happen."""
        at = 1_000_000.0
        end = at + 2 * _CALM_MS + max(self.stall[1] - self.stall[0], 0)
        while at < end:
            for device in self.devices:
                self._move(device, at)
            if self.gap is None or not self.gap[0] <= at < self.gap[1]:
                self.figures.append(self._figures(at))
            elif at + _STEP_MS >= self.gap[1]:
                self.stood_still_ms = round(at - self.gap[0]) + _STEP_MS
                self.moved_again_ms = round(at) + _STEP_MS
            at += _STEP_MS
        return self.figures

    def _move(self, device: _Device, at: float) -> None:
        if not device.comes_ms <= at < device.goes_ms or device.is_dead:
            return
        stalls = device.stall is not None and device.stall[0] <= at < device.stall[1]
        if device.talks_every_ms and self.dice.random() < _STEP_MS / device.talks_every_ms:
            device.held_bytes += self.dice.randint(20, 200)
        if self.dice.random() < 0.02:
            device.bytes_out += 120
        if device.asked_ms is None and at >= device.ping_at_ms:
            device.asked_ms = at
            device.ping_at_ms = at + _PING_EVERY_MS
            late = self.dice.random() < device.naps
            device.answers_ms = at + (self.dice.uniform(60, 700) if late else self._round_trip())
        if stalls:
            if device.asked_ms is not None and at - device.asked_ms > _DEAD_AFTER_MS:
                device.is_dead = True
            return
        device.bytes_in += device.held_bytes
        device.held_bytes = 0
        if device.asked_ms is not None and at >= device.answers_ms:
            waited = max(device.answers_ms, at if at - device.answers_ms > _STEP_MS else 0)
            device.rtt_ms = max(1.0, waited - device.asked_ms)
            device.bytes_in += 6
            device.asked_ms = None

    def _round_trip(self) -> float:
        return min(400.0, self.dice.lognormvariate(2.3, 0.8))

    def _figures(self, at: float) -> RoomFigures:
        clients = [
            ClientFigures(
                client_id=each.client_id,
                messages=0,
                wire_bytes_in=each.bytes_in,
                wire_bytes_out=each.bytes_out,
                rtt_ms=each.rtt_ms,
                backlog_bytes=0,
                violations=0,
                pong_overdue_ms=None if each.asked_ms is None else at - each.asked_ms,
            )
            for each in self.devices
            if each.comes_ms <= at < each.goes_ms and not each.is_dead
        ]
        return replace(
            room_figures(*clients, at_ms=round(at)),
            stood_still_ms=self.stood_still_ms,
            moved_again_ms=self.moved_again_ms,
        )


def case(truth: Sky, seed: int) -> Case:
    """Make up a room with this trouble."""
    dice = random.Random(f"{truth.name} {seed}")
    begin = 1_000_000.0 + _CALM_MS + dice.uniform(0, _PING_EVERY_MS)
    stall = (begin, begin + dice.uniform(*_STALL_MS))
    least = {Sky.SEVERAL: 6, Sky.ALL: 2, Sky.ONE: 2}.get(truth, 1)
    devices = [_device(dice, number) for number in range(1, dice.randint(least, 30) + 1)]
    made = Case(truth, devices, dice)
    if truth is Sky.CALM:
        return made
    made.stall = stall
    if truth is Sky.HOST:
        made.gap = (begin, begin + dice.uniform(2_500, 12_000))
        for each in devices:
            each.stall = made.gap  # the server takes nothing in while it stands still
        return made
    here = [each for each in devices if each.comes_ms < begin - 5_000 and each.goes_ms > 2e6]
    if truth is Sky.ALL:
        hit = devices
    elif truth is Sky.ONE:
        hit = dice.sample(here, 1)
    else:
        hit = dice.sample(here, dice.randint(2, max(2, len(here) // 2)))
    for each in hit:
        # Not to the millisecond at once: an access point loses one radio after the other.
        each.stall = (stall[0] + dice.uniform(0, 300), stall[1] + dice.uniform(0, 600))
    return made


def _device(dice: random.Random, number: int) -> _Device:
    begin = 1_000_000.0
    device = _Device(
        client_id=number,
        ping_at_ms=begin + dice.uniform(0, _PING_EVERY_MS),
        talks_every_ms=dice.choice((0, 0, 0, 60_000, 20_000, 5_000)),
        naps=dice.choice((0.0, 0.0, 0.1, 0.4)),
    )
    if number > 4 and dice.random() < 0.15:
        device.comes_ms = begin + dice.uniform(0, 50_000)  # late
        device.ping_at_ms = device.comes_ms + _PING_EVERY_MS
    elif number > 4 and dice.random() < 0.1:
        device.goes_ms = begin + dice.uniform(20_000, 80_000)
    return device
