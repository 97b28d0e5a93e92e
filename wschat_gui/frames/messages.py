"""Joins captured fragments into the message they belong to (RFC 6455 section 5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from wschat_gui.frames.captured import CapturedFrame, CapturedFrames, frames_of
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.inflating import inflate_last
from wschat_gui.frames.pieces import BROADCAST, Direction, Piece
from wschat_gui.frames.violations import failing

_STARTS = frozenset({Opcode.TEXT, Opcode.BINARY})
_DATA = frozenset({*_STARTS, Opcode.CONT})


class Message(Struct, frozen=True):
    """A message, as far as its fragments are captured."""

    numbers: tuple[int, ...]
    """Of its captured frames, ascending."""
    opcode: int | None
    """TEXT or BINARY; None where the first fragment is no longer captured."""
    data: bytes
    """The fragments' payloads, unmasked and joined; inflated where `was_compressed`."""
    is_complete: bool
    """Whether all fragments are there with all their payload."""
    was_compressed: bool = False
    inflate_trouble: str = ""
    """Why `data` is not the inflated message, or not all of it, as a sentence."""


class _Fragments(Struct):
    """A message while it is put together."""

    frames: list[CapturedFrame]
    has_start: bool
    has_end: bool

    @property
    def is_compressed(self) -> bool:
        return self.has_start and self.frames[0].frame.rsv1


def message_of(snapshot: CapturedFrames, captured: CapturedFrame) -> Message | None:
    """Return the message that a frame is part of; None for control frames and reserved opcodes."""
    frame = captured.frame
    if frame.opcode not in _DATA:
        return None
    if failing(frame.violations) is not None:
        opcode = frame.opcode if frame.opcode in _STARTS else None
        payload = snapshot.payload(captured)
        return Message((captured.number,), opcode, payload.unmasked, is_complete=False)
    before: list[_Fragments] = []
    for fragments in _messages(_own_lane(snapshot, captured.piece)):
        if any(part.number == captured.number for part in fragments.frames):
            return _message(snapshot, fragments, before)
        before.append(fragments)
    raise KeyError(captured.number)


def _message(snapshot: CapturedFrames, fragments: _Fragments, before: list[_Fragments]) -> Message:
    joined, is_whole = _joined(snapshot, fragments)
    first = fragments.frames[0].frame
    data, trouble = joined, ""
    if fragments.is_compressed:
        if is_whole:
            data, trouble = _inflated(snapshot, fragments, before, joined)
        else:
            data, trouble = b"", _INCOMPLETE
    return Message(
        numbers=tuple(part.number for part in fragments.frames),
        opcode=first.opcode if fragments.has_start else None,
        data=data,
        is_complete=is_whole,
        was_compressed=fragments.is_compressed,
        inflate_trouble=trouble,
    )


_INCOMPLETE = "A part of the compressed message has not come, or is no longer captured."


def _inflated(
    snapshot: CapturedFrames, fragments: _Fragments, before: list[_Fragments], joined: bytes
) -> tuple[bytes, str]:
    piece = fragments.frames[0].piece
    if piece.direction is Direction.OUT and piece.client_id != BROADCAST:
        before = _sent_before(snapshot, fragments)
    history: list[bytes | None] = []
    for earlier in before:
        # What lost its beginning may have been compressed, and so is unknown history.
        if earlier.is_compressed or not earlier.has_start:
            text, is_whole = _joined(snapshot, earlier)
            history.append(text if is_whole else None)
    inflated = inflate_last([*history, joined])
    return inflated.data, inflated.trouble


def _sent_before(snapshot: CapturedFrames, fragments: _Fragments) -> list[_Fragments]:
    """Return the messages that one client got before, broadcasts included: its inflater saw all."""
    first = fragments.frames[0]
    written = [
        piece
        for piece in snapshot.written_to(first.piece.client_id)
        if piece.first_number < first.number
    ]
    return [
        earlier
        for piece in written
        for earlier in _messages([piece])
        if earlier.frames[0].number < first.number
    ]


def _own_lane(snapshot: CapturedFrames, piece: Piece) -> list[Piece]:
    if piece.client_id == BROADCAST:
        return [piece]
    return snapshot.lane(piece.client_id, piece.direction)


def _joined(snapshot: CapturedFrames, fragments: _Fragments) -> tuple[bytes, bool]:
    """Return the joined payloads, unmasked, and whether they are the whole message."""
    payloads = [snapshot.payload(part) for part in fragments.frames]
    is_whole = (
        fragments.has_start
        and fragments.has_end
        and not any(payload.missing_bytes for payload in payloads)
    )
    return b"".join(payload.unmasked for payload in payloads), is_whole


def _messages(lane: list[Piece]) -> Iterator[_Fragments]:
    """Give the messages of one lane in their order; control frames between fragments pass."""
    begun: _Fragments | None = None
    expected_start: int | None = None
    for piece in lane:
        for captured in frames_of(piece):
            frame = captured.frame
            if begun is not None and captured.start != expected_start:
                # Frames are missing between the two.
                yield begun
                begun = None
            expected_start = captured.end
            if frame.opcode not in _DATA or failing(frame.violations) is not None:
                continue
            if begun is not None and frame.opcode == Opcode.CONT:
                begun.frames.append(captured)
            else:
                if begun is not None:
                    yield begun
                begun = _Fragments([captured], frame.opcode in _STARTS, has_end=False)
            if frame.fin:
                begun.has_end = True
                yield begun
                begun = None
    if begun is not None:
        yield begun
