"""What the capture keeps: bytes as they were read or written at once, and the frames in them.

How pieces are collected and forgotten is in `capture.py`; what they add up to in `captured.py`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from wschat_gui.frames.dissector import Frame

BROADCAST = 0
"""In a client's place: to many clients at once."""


class Direction(Enum):
    """Which way bytes went, as the server sees it."""

    IN = "in"
    OUT = "out"


class Write(Struct, frozen=True, gc=False):
    """One piece handed to one client's socket."""

    client_id: int
    at_s: float
    waiting_bytes: int
    """What was queued for this client right after: 0 where the system had taken it all."""


class WriteRecord(Struct, frozen=True, gc=False):
    """The writes of one piece, small: a broadcast may have five hundred of them."""

    client_ids: tuple[int, ...] = ()
    """In the order of writing. Pieces with the same receivers share the tuple."""
    times_s: array[float] = array("d")
    """When each was written."""
    waiting: tuple[tuple[int, int], ...] = ()
    """(position, bytes) of the writes that left something waiting."""

    @classmethod
    def of(
        cls, client_ids: tuple[int, ...], times_s: Sequence[float], waiting_bytes: Sequence[int]
    ) -> WriteRecord:
        """Record writes, at least one, told in columns: much faster than in rows."""
        some_wait = any(waiting_bytes)
        waiting = [(i, some) for i, some in enumerate(waiting_bytes) if some] if some_wait else ()
        return cls(client_ids, array("d", times_s), tuple(waiting))

    @property
    def kept_bytes(self) -> int:
        """What it takes in memory, without the shared tuple."""
        return len(self.times_s) * self.times_s.itemsize + 16 * len(self.waiting)

    def writes(self) -> tuple[Write, ...]:
        """Return them as they were told."""
        waiting = dict(self.waiting)
        return tuple(
            Write(client_id, at_s, waiting.get(i, 0))
            for i, (client_id, at_s) in enumerate(zip(self.client_ids, self.times_s, strict=True))
        )


class Piece(Struct, frozen=True, gc=False):
    """Bytes that went by at once, one way: a read, or a write of whole frames to one or many."""

    first_number: int
    """Of `frames[0]`; where there is none, of the next frame that is captured."""
    at_s: float
    """When it was read or first written, on a monotonic clock."""
    direction: Direction
    client_id: int
    """`BROADCAST` where it went to many."""
    offset: int
    """Where `data` begins among the bytes captured of this client in this direction.

    Pieces that do not follow one another without a gap have a gap here too. 0 for a broadcast.
    """
    frames_offset: int
    """Where `frames[0]` begins: before `offset` if its header began in an earlier piece."""
    frames: tuple[Frame, ...]
    """Those that became known with these bytes, see `Dissector`; their payload may come later."""
    data: bytes
    record: WriteRecord = WriteRecord()

    @property
    def end(self) -> int:
        """Where the bytes end, in the measure of `offset`."""
        return self.offset + len(self.data)

    @property
    def writes(self) -> tuple[Write, ...]:
        """To whom it was written, and when; empty for what came in."""
        return self.record.writes()

    @property
    def receivers(self) -> tuple[int, ...]:
        """The clients that it was written to; empty for what came in."""
        return self.record.client_ids
