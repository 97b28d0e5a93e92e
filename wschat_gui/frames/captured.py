"""What the capture held at one moment, and what its pieces add up to: payloads, exact bytes.

Immutable, so it may be looked at on another thread while the capture goes on. Messages are joined
in `messages.py`; who got what is in `delivery.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct

from wschat_gui.frames.dissector import Frame
from wschat_gui.frames.masking import apply_mask
from wschat_gui.frames.pieces import BROADCAST, Direction, Piece


class CapturedFrame(Struct, frozen=True, gc=False):
    """One frame, and where it stands."""

    number: int
    frame: Frame
    piece: Piece
    """Which completed its header or, of a control frame, its payload."""
    start: int
    """Of its header, in the measure of `Piece.offset`."""

    @property
    def payload_start(self) -> int:
        """Where its payload begins."""
        return self.start + self.frame.header_length

    @property
    def end(self) -> int:
        """Where its payload ends, or would end."""
        return self.payload_start + self.frame.payload_length


class CapturedPayload(Struct, frozen=True):
    """A payload, as far as it came and is still there."""

    wire: bytes
    """As on the wire: masked, where it was."""
    missing_bytes: int
    masking_key: bytes
    """Empty where it is not masked."""

    @property
    def unmasked(self) -> bytes:
        """What the sender meant."""
        return apply_mask(self.wire, self.masking_key)


class CapturedFrames:
    """A snapshot of the capture. Iterating gives the frames behind `after`."""

    def __init__(self, pieces: tuple[Piece, ...], after: int = 0) -> None:
        """Take the pieces in the order of their capture."""
        self.pieces = pieces
        self.after = after
        """Iterating begins behind this frame."""
        self._lanes: dict[tuple[int, Direction], list[Piece]] | None = None

    def __iter__(self) -> Iterator[tuple[int, Frame, Piece]]:
        """Give number, frame and piece, ascending."""
        for captured in self.located():
            yield captured.number, captured.frame, captured.piece

    def located(self) -> Iterator[CapturedFrame]:
        """Give the frames behind `after`, ascending, each with its place."""
        first = bisect_right(self.pieces, self.after, key=attrgetter("first_number"))
        for position in range(max(0, first - 1), len(self.pieces)):
            for captured in frames_of(self.pieces[position]):
                if captured.number > self.after:
                    yield captured

    def find(self, number: int) -> CapturedFrame | None:
        """Return one frame; None where it is not captured, or no longer."""
        position = bisect_right(self.pieces, number, key=attrgetter("first_number")) - 1
        if position < 0 or not self.pieces[position].frames:
            return None
        return next(
            (frame for frame in frames_of(self.pieces[position]) if frame.number == number), None
        )

    def payload_of(self, number: int, most_bytes: int | None = None) -> CapturedPayload:
        """Return the payload of one frame, at most `most_bytes` of it.

        Raises:
            KeyError: the frame is not captured, or no longer.
        """
        return self.payload(self._found(number), most_bytes)

    def payload(self, captured: CapturedFrame, most_bytes: int | None = None) -> CapturedPayload:
        """Return the payload of a frame of this snapshot, at most `most_bytes` of it."""
        frame = captured.frame
        key = frame.masking_key
        length = frame.payload_length
        if len(frame.control_payload) == length:
            # Remembered by itself, since its beginning may be in a forgotten piece.
            return CapturedPayload(apply_mask(frame.control_payload, key)[:most_bytes], 0, key)
        start, piece = captured.payload_start, captured.piece
        here = start - piece.offset
        if start + length <= piece.end:
            wire = piece.data[here : here + length]
            return CapturedPayload(wire[:most_bytes], 0, key)
        wire = self._joined(piece, start, start + length)
        return CapturedPayload(wire[:most_bytes], length - len(wire), key)

    def wire_of(self, number: int) -> bytes:
        """Return a frame's exact bytes, as far as its payload came and is still there.

        Raises:
            KeyError: the frame is not captured, or no longer.
        """
        captured = self._found(number)
        return captured.frame.encode() + self.payload(captured).wire

    def lane(self, client_id: int, direction: Direction) -> list[Piece]:
        """Return what went one way for one client alone, in its order; broadcasts are not in it."""
        if self._lanes is None:
            lanes: dict[tuple[int, Direction], list[Piece]] = {}
            for piece in self.pieces:
                lanes.setdefault((piece.client_id, piece.direction), []).append(piece)
            self._lanes = lanes
        return self._lanes.get((client_id, direction), [])

    def written_to(self, client_id: int) -> Iterator[Piece]:
        """Give all that went out to one client in its order, broadcasts included."""
        reached: dict[tuple[int, ...], bool] = {}
        for piece in self.pieces:
            receivers = piece.receivers
            if receivers not in reached:
                reached[receivers] = client_id in receivers
            if reached[receivers]:
                yield piece

    def _found(self, number: int) -> CapturedFrame:
        captured = self.find(number)
        if captured is None:
            raise KeyError(number)
        return captured

    def _joined(self, piece: Piece, start: int, end: int) -> bytes:
        """Join the bytes from `start`, in `piece`, to `end`, or to where they stop being there."""
        segments = [piece.data[start - piece.offset : end - piece.offset]]
        if piece.client_id == BROADCAST:
            return segments[0]
        lane = self.lane(piece.client_id, piece.direction)
        reached = piece.end
        position = bisect_right(lane, piece.offset, key=attrgetter("offset"))
        while position < len(lane) and reached < end and lane[position].offset == reached:
            segments.append(lane[position].data[: end - reached])
            reached = lane[position].end
            position += 1
        return b"".join(segments)


def frames_of(piece: Piece) -> Iterator[CapturedFrame]:
    """Give the frames of one piece, each with its place."""
    start = piece.frames_offset
    for i, frame in enumerate(piece.frames):
        yield CapturedFrame(piece.first_number + i, frame, piece, start)
        start += frame.header_length + frame.payload_length
