"""What had been counted at one moment: figures to read, to add and to subtract.

Immutable, unlike `statistics.py`, which counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec import Struct

from wschat_gui.frames.header import HEADER_LENGTHS, MASK_BIT, FrameHeader, LengthEncoding, Opcode
from wschat_gui.frames.violations import Violation

K = TypeVar("K")


def shape_of(header: FrameHeader) -> int:
    """Return all that is counted of a header, except the payload length, as one number."""
    return header.first_byte << 4 | HEADER_LENGTHS[header.second_byte]


class FrameTally(Struct, frozen=True, kw_only=True):
    """Frames counted up to one moment, or between two. Its mappings hold no zeros."""

    shapes: Mapping[int, int] = {}
    """Frames by `shape_of` their header: first byte, and header length in the lowest four bits.

    So counting a frame is one step, and every figure below is worked out only when it is looked at.
    """
    payload_bytes: int = 0
    """Of the payloads, as far as they came."""
    close_codes: Mapping[int, int] = {}
    """Close frames by close code; one without a code counts as 1005 (RFC 6455 section 7.1.5)."""
    violations: Mapping[Violation, int] = {}

    @property
    def frames(self) -> int:
        """All frames, refused ones included."""
        return sum(self.shapes.values())

    @property
    def by_opcode(self) -> dict[int, int]:
        """Frames by opcode, ascending; reserved ones included, no zeros."""
        return dict(sorted(self._grouped(lambda shape: shape >> 4 & 0x0F).items()))

    @property
    def by_length_encoding(self) -> dict[LengthEncoding, int]:
        """Frames by how their length is written; always all three."""
        none = dict.fromkeys(LengthEncoding, 0)
        return none | self._grouped(lambda shape: _ENCODINGS[shape & 0x0F])

    @property
    def fragments(self) -> int:
        """Frames with FIN clear, or continuations."""
        return self._count(lambda shape: not shape >> 4 & 0x80 or shape >> 4 & 0x0F == Opcode.CONT)

    @property
    def masked(self) -> int:
        """Frames with a masking key."""
        return self._count(lambda shape: shape & 0x0F in _MASKED)

    @property
    def with_rsv1(self) -> int:
        """Frames with RSV1: compressed messages, unless it broke a rule."""
        return self._count(lambda shape: bool(shape >> 4 & 0x40))

    @property
    def wire_bytes(self) -> int:
        """Of headers and payloads."""
        headers = sum((shape & 0x0F) * count for shape, count in self.shapes.items())
        return headers + self.payload_bytes

    def __add__(self, other: FrameTally) -> FrameTally:
        """Count both together."""
        return FrameTally(
            shapes=_sum(self.shapes, other.shapes),
            payload_bytes=self.payload_bytes + other.payload_bytes,
            close_codes=_sum(self.close_codes, other.close_codes),
            violations=_sum(self.violations, other.violations),
        )

    def __sub__(self, earlier: FrameTally) -> FrameTally:
        """Return what was counted since an earlier tally of the same statistics.

        Raises:
            ValueError: `earlier` counts more of something than this tally.
        """
        if earlier.payload_bytes > self.payload_bytes:
            raise ValueError(_NOT_EARLIER)
        return FrameTally(
            shapes=_difference(self.shapes, earlier.shapes),
            payload_bytes=self.payload_bytes - earlier.payload_bytes,
            close_codes=_difference(self.close_codes, earlier.close_codes),
            violations=_difference(self.violations, earlier.violations),
        )

    def _grouped(self, key_of: Callable[[int], K]) -> dict[K, int]:
        groups: dict[K, int] = {}
        for shape, count in self.shapes.items():
            key = key_of(shape)
            groups[key] = groups.get(key, 0) + count
        return groups

    def _count(self, chosen: Callable[[int], bool]) -> int:
        return sum(count for shape, count in self.shapes.items() if chosen(shape))


_ENCODINGS = {HEADER_LENGTHS[second]: LengthEncoding.of(second) for second in range(256)}
_MASKED = frozenset(HEADER_LENGTHS[second] for second in range(MASK_BIT, 256))
_NOT_EARLIER = "only an earlier tally of the same statistics can be subtracted"


def _sum(left: Mapping[K, int], right: Mapping[K, int]) -> Mapping[K, int]:
    if not right:
        return left
    counts = dict(left)
    for key, count in right.items():
        counts[key] = counts.get(key, 0) + count
    return counts


def _difference(later: Mapping[K, int], earlier: Mapping[K, int]) -> Mapping[K, int]:
    if not earlier:
        return later
    counts = dict(later)
    for key, count in earlier.items():
        counts[key] = counts.get(key, 0) - count
        if counts[key] < 0:
            raise ValueError(_NOT_EARLIER)
    return {key: count for key, count in counts.items() if count}
