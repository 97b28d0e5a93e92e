"""Counts the frames of one direction: of one client, of one broadcast, or of all together.

What was counted is read from a `FrameTally`; rates over time are in `rates.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wschat_gui.frames.dissector import Frame
from wschat_gui.frames.header import CONTROL_BIT, HEADER_LENGTHS, Opcode
from wschat_gui.frames.tally import FrameTally
from wschat_gui.frames.violations import Violation

K = TypeVar("K")

NO_CLOSE_CODE = 1005
"""What a close frame without a close code counts as (RFC 6455 section 7.1.5)."""


class FrameStatistics:
    """A count that grows. Sparse: a client that only chats takes two or three entries."""

    __slots__ = ("_close_codes", "_payload_bytes", "_shapes", "_violations")

    def __init__(self) -> None:
        """Start at nothing."""
        self._shapes: dict[int, int] = {}
        self._payload_bytes = 0
        self._close_codes: dict[int, int] = {}
        self._violations: dict[Violation, int] = {}

    @property
    def violation_count(self) -> int:
        """All violations so far, without the cost of a tally."""
        return sum(self._violations.values())

    def record(self, frames: Iterable[Frame]) -> None:
        """Count what a dissector returned.

        Payloads count in full, also where they have yet to come: see `tally`.
        """
        shapes = self._shapes
        payload_bytes = 0
        for frame in frames:
            first_byte = frame.first_byte
            # `tally.shape_of`, written out: a call would cost as much as all the rest.
            shape = first_byte << 4 | HEADER_LENGTHS[frame.second_byte]
            try:
                shapes[shape] += 1
            except KeyError:
                shapes[shape] = 1
            payload_bytes += frame.payload_length
            if first_byte & CONTROL_BIT or frame.violations:
                self._record_particulars(frame)
        self._payload_bytes += payload_bytes

    def record_whole(self, frames: Iterable[bytes]) -> None:
        """Count data frames of our own, each given whole, as `record` would when dissected."""
        shapes = self._shapes
        payload_bytes = 0
        for frame in frames:
            header_length = HEADER_LENGTHS[frame[1]]
            shape = frame[0] << 4 | header_length
            shapes[shape] = shapes.get(shape, 0) + 1
            payload_bytes += len(frame) - header_length
        self._payload_bytes += payload_bytes

    def record_violation(self, violation: Violation) -> None:
        """Count a violation that no single frame shows."""
        _increase(self._violations, violation, 1)

    def add(self, tally: FrameTally, *, times: int = 1) -> None:
        """Count what was counted elsewhere; `times` for a broadcast to so many receivers."""
        if times == 0:
            return
        self._payload_bytes += tally.payload_bytes * times
        for shape, count in tally.shapes.items():
            _increase(self._shapes, shape, count * times)
        for close_code, count in tally.close_codes.items():
            _increase(self._close_codes, close_code, count * times)
        for violation, count in tally.violations.items():
            _increase(self._violations, violation, count * times)

    def tally(self, *, missing_payload_bytes: int = 0) -> FrameTally:
        """Return what has been counted, without payload that has not come (`Dissector` knows)."""
        return FrameTally(
            shapes=self._shapes.copy(),
            payload_bytes=self._payload_bytes - missing_payload_bytes,
            close_codes=self._close_codes.copy(),
            violations=self._violations.copy(),
        )

    def _record_particulars(self, frame: Frame) -> None:
        """Count close code and violations: what an ordinary data frame has not."""
        if frame.opcode == Opcode.CLOSE:
            if frame.payload_length == 0:
                _increase(self._close_codes, NO_CLOSE_CODE, 1)
            elif len(frame.control_payload) >= 2:
                close_code = int.from_bytes(frame.control_payload[:2], "big")
                _increase(self._close_codes, close_code, 1)
        for violation in frame.violations:
            _increase(self._violations, violation, 1)


def _increase(counts: dict[K, int], key: K, by: int) -> None:
    counts[key] = counts.get(key, 0) + by
