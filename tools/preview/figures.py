"""The figures of a made-up room: throughput in waves, frames of every kind, one client too slow."""

from __future__ import annotations

import math
import random

from msgspec.structs import replace

from tools.preview.room import MINUTE_MS, UP_MS
from wschat_gui.bridge.events import (
    ClientFigures,
    DirectionFigures,
    RoomFigures,
    WatchedClientFigures,
)
from wschat_gui.bridge.refusals import LimitKind

_SLOW, _NEW, _VIOLATOR = 6, 9, 11
"""Numbers of clients: with a backlog, without a round trip yet, and one that broke the protocol."""


def room_figures(dice: random.Random, at_ms: int, now_ms: int, clients: int) -> RoomFigures:
    """Give the figures of a moment, in a room that so many are in now."""
    wave = 0.5 + 0.45 * math.sin(at_ms / 4_500) + dice.random() * 0.06
    return RoomFigures(
        at_ms=at_ms,
        started_ms=now_ms - UP_MS,
        inbound=_direction(4.1e6 * (0.5 + wave / 2), 41_000, at_ms - now_ms + UP_MS),
        outbound=_direction(38.2e6 * (0.3 + wave * 0.7), 1_206_000, at_ms - now_ms + UP_MS),
        violations=(
            ("reserved bits set without an extension, section 5.2", 3),
            ("unmasked frame from a client, section 5.1", 1),
        ),
        messages=82_000,
        messages_per_s=1_234.0,
        peak_messages_per_s=48_211.0,
        members=clients,
        refusals=((LimitKind.FLOOD, 5), (LimitKind.MESSAGE_CHARS, 1)),
        clients=tuple(_client(number, at_ms, now_ms) for number in range(1, clients + 1)),
    )


def watching(figures: RoomFigures, client_id: int) -> RoomFigures:
    """Tell one client's frames along with the room's; with 0 nobody's."""
    if not client_id:
        return figures
    age_ms = figures.at_ms - figures.started_ms
    watched = WatchedClientFigures(
        client_id=client_id,
        inbound=_direction(2_100.0, 1_204, age_ms, 0.01),
        outbound=_direction(31_000.0, 9_806, age_ms, 0.05),
        violations=(),
    )
    return replace(figures, watched=watched)


def _direction(
    bytes_per_s: float, frames: int, age_ms: int, share: float = 1.0
) -> DirectionFigures:
    grown = age_ms // 50

    def some(number: int) -> int:
        return round((number + grown) * share)

    return DirectionFigures(
        frames=some(frames),
        by_opcode=(
            (0, some(1_000)),
            (1, some(41_000)),
            (2, some(17_000)),
            (8, 20),
            (9, some(900)),
            (10, some(850)),
        ),
        seven_bit=some(35_500),
        sixteen_bit=20_000,
        sixty_four_bit=3_500,
        fragments=2_000,
        masked=some(30_000),
        compressed=some(1_200),
        payload_bytes=some(48_000_000),
        wire_bytes=some(51_200_000),
        close_codes=((1000, 4), (1001, 15), (4001, 1)),
        frames_per_s=0,
        frames_per_s_60=0,
        bytes_per_s=bytes_per_s,
        bytes_per_s_60=0,
    )


def _client(number: int, at_ms: int, now_ms: int) -> ClientFigures:
    grown = (at_ms - now_ms + MINUTE_MS) // 1_000
    swing = math.sin(at_ms / 6_000 + number)
    return ClientFigures(
        client_id=number,
        messages=17 * number + grown,
        wire_bytes_in=4_137 * number + 91 * grown,
        wire_bytes_out=65_111 * number + 1_800 * grown,
        rtt_ms=None if number == _NEW else 3 + number * 1.3 + swing,
        backlog_bytes=1_200_000 if number == _SLOW else 0,
        violations=2 if number == _VIOLATOR else 0,
    )
