"""The figures behind the two panels on the right: throughput over a minute, and frames by kind."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from msgspec import Struct, field

from wschat_gui.bridge.events import RoomFigures

HISTORY_MS = 60_000
HISTORY_SAMPLES = 480
"""Enough for a minute at 8 Hz; more often nobody sends figures."""

OPCODE_NAMES = {0x1: "text", 0x2: "binary", 0x9: "ping", 0xA: "pong", 0x8: "close", 0x0: "cont"}
"""RFC 6455 section 11.8, in the order in which they are shown."""


class Sample(Struct, frozen=True):
    """Wire bytes per second both ways at one moment."""

    at_ms: int
    in_per_s: float
    out_per_s: float


class Throughput(Struct):
    """The last minute of samples, oldest first."""

    samples: deque[Sample] = field(default_factory=lambda: deque(maxlen=HISTORY_SAMPLES))

    def add(self, sample: Sample) -> None:
        """Take the newest sample and let go what is older than the window, bar one.

        The one older sample stays, so that the line reaches the left edge.
        """
        self.samples.append(sample)
        while len(self.samples) > 2 and self.samples[1].at_ms < sample.at_ms - HISTORY_MS:
            self.samples.popleft()

    def clear(self) -> None:
        """Forget the run that has ended."""
        self.samples.clear()

    @property
    def peak(self) -> float:
        """The highest rate in the window, either way."""
        return max((max(each.in_per_s, each.out_per_s) for each in self.samples), default=0.0)


def round_ceiling(value: float) -> float:
    """Give the next of 1, 2, 5, 10, 20, 50 … thousand at or above a value: the top of a scale."""
    ceiling = 1000.0
    steps = (2.0, 2.5, 2.0)
    index = 0
    while ceiling < value:
        ceiling *= steps[index % 3]
        index += 1
    return ceiling


def curve(
    points: Sequence[tuple[int, float]],
    *,
    width: float,
    height: float,
    top: float,
    span_ms: int = HISTORY_MS,
) -> list[float]:
    """Lay (ms, value) points into a box, the newest at the right edge: x, y, x, y, …

    Time runs `span_ms` across the box, 0 lies on its floor and `top` at its ceiling. Empty for
    fewer than two points, which make no line.
    """
    if len(points) < 2:
        return []
    newest_ms = points[-1][0]
    coordinates: list[float] = []
    for at_ms, value in points:
        # A clock set back makes older moments look newer: they stay inside the box.
        age = min(1.0, max(0.0, (newest_ms - at_ms) / span_ms))
        coordinates.append(width * (1 - age))
        coordinates.append(height * (1 - min(1.0, value / top)))
    return coordinates


class Bar(Struct, frozen=True):
    """One row of the frames panel, both directions."""

    name: str
    inbound: int
    outbound: int

    @property
    def total(self) -> int:
        """Frames of this kind, both ways."""
        return self.inbound + self.outbound


class FrameBars(Struct, frozen=True):
    """The whole frames panel."""

    by_opcode: tuple[Bar, ...]
    """The six of RFC 6455 always, reserved ones after them if any was seen."""
    by_length: tuple[Bar, ...]
    inbound: int
    outbound: int
    violations: tuple[tuple[str, int], ...]


def frame_bars(figures: RoomFigures | None) -> FrameBars:
    """Sum both directions for the frames panel; all zero before the first figures."""
    if figures is None:
        empty = tuple(Bar(name, 0, 0) for name in OPCODE_NAMES.values())
        lengths = tuple(Bar(name, 0, 0) for name in ("7-bit", "16-bit", "64-bit"))
        return FrameBars(empty, lengths, 0, 0, ())
    received, sent = figures.inbound, figures.outbound
    opcodes_in, opcodes_out = dict(received.by_opcode), dict(sent.by_opcode)
    reserved = sorted((opcodes_in.keys() | opcodes_out.keys()) - OPCODE_NAMES.keys())
    names = OPCODE_NAMES | {opcode: f"0x{opcode:X} res." for opcode in reserved}
    return FrameBars(
        by_opcode=tuple(
            Bar(name, opcodes_in.get(opcode, 0), opcodes_out.get(opcode, 0))
            for opcode, name in names.items()
        ),
        by_length=(
            Bar("7-bit", received.seven_bit, sent.seven_bit),
            Bar("16-bit", received.sixteen_bit, sent.sixteen_bit),
            Bar("64-bit", received.sixty_four_bit, sent.sixty_four_bit),
        ),
        inbound=received.frames,
        outbound=sent.frames,
        violations=figures.violations,
    )
