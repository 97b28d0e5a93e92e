"""Joins captured fragments into the message they belong to (RFC 6455 section 5.4)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from wschat_gui.frames.captured import CapturedFrame, CapturedFrames, frames_of
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.inflating import Inflated, inflate_last
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
    def first_number(self) -> int:
        return self.frames[0].number

    @property
    def is_compressed(self) -> bool:
        return self.has_start and self.frames[0].frame.rsv1


_INCOMPLETE = "A part of the compressed message has not come, or is no longer captured."


class Messages:
    """The messages of one snapshot. Remembers what it has put together, so keep it for a while."""

    def __init__(self, snapshot: CapturedFrames) -> None:
        """Look at a snapshot."""
        self._snapshot = snapshot
        self._own: dict[tuple[int, Direction], list[_Fragments]] = {}
        self._broadcast: dict[int, list[_Fragments]] = {}
        """By `first_number` of the piece."""
        self._of_frame: dict[tuple[int, Direction], dict[int, _Fragments]] = {}
        self._compressed: dict[tuple[int, Direction], list[_Fragments]] = {}

    def of(self, captured: CapturedFrame) -> Message | None:
        """Return the message that a frame is part of.

        None for control frames and reserved opcodes.
        """
        frame, piece = captured.frame, captured.piece
        if frame.opcode not in _DATA:
            return None
        if failing(frame.violations) is not None:
            opcode = frame.opcode if frame.opcode in _STARTS else None
            payload = self._snapshot.payload(captured)
            return Message((captured.number,), opcode, payload.unmasked, is_complete=False)
        if piece.client_id == BROADCAST:
            parts = _by_frame(self._broadcast_messages(piece))
        else:
            way = (piece.client_id, piece.direction)
            if way not in self._of_frame:
                self._of_frame[way] = _by_frame(self._own_messages(way))
            parts = self._of_frame[way]
        return self._message(parts[captured.number], piece.client_id, piece.direction)

    def of_client(self, client_id: int, direction: Direction) -> Iterator[Message]:
        """Give all messages of one client's one way in their order, broadcasts included."""
        for fragments in self._heard(client_id, direction):
            yield self._message(fragments, client_id, direction)

    # Putting together ----------------------------------------------------------------------------

    def _own_messages(self, way: tuple[int, Direction]) -> list[_Fragments]:
        if way not in self._own:
            self._own[way] = list(_messages(self._snapshot.lane(*way)))
        return self._own[way]

    def _broadcast_messages(self, piece: Piece) -> list[_Fragments]:
        if piece.first_number not in self._broadcast:
            self._broadcast[piece.first_number] = list(_messages([piece]))
        return self._broadcast[piece.first_number]

    def _heard(self, client_id: int, direction: Direction) -> list[_Fragments]:
        own = self._own_messages((client_id, direction))
        if direction is Direction.IN:
            return own
        shared = [
            fragments
            for piece in self._snapshot.written_to(client_id)
            if piece.client_id == BROADCAST
            for fragments in self._broadcast_messages(piece)
        ]
        return sorted([*own, *shared], key=lambda fragments: fragments.first_number)

    def _message(self, fragments: _Fragments, client_id: int, direction: Direction) -> Message:
        joined, is_whole = self._joined(fragments)
        data, trouble = joined, ""
        if fragments.is_compressed:
            data, trouble = b"", _INCOMPLETE
            if is_whole:
                inflated = self._inflated(fragments, client_id, direction)
                data, trouble = inflated.data, inflated.trouble
        return Message(
            numbers=tuple([part.number for part in fragments.frames]),
            opcode=fragments.frames[0].frame.opcode if fragments.has_start else None,
            data=data,
            is_complete=is_whole,
            was_compressed=fragments.is_compressed,
            inflate_trouble=trouble,
        )

    def _inflated(self, fragments: _Fragments, client_id: int, direction: Direction) -> Inflated:
        if client_id == BROADCAST:
            # What many get alike cannot refer to what only some of them got before.
            return inflate_last(1, lambda _: self._whole(fragments))
        way = (client_id, direction)
        if way not in self._compressed:
            # The inflater of one way saw them all. What lost its beginning may be one of them.
            self._compressed[way] = [
                heard
                for heard in self._heard(client_id, direction)
                if heard.is_compressed or not heard.has_start
            ]
        history = self._compressed[way]
        position = bisect_left(
            history, fragments.first_number, key=lambda earlier: earlier.first_number
        )
        return inflate_last(position + 1, lambda i: self._whole(history[i]))

    def _whole(self, fragments: _Fragments) -> bytes | None:
        joined, is_whole = self._joined(fragments)
        return joined if is_whole else None

    def _joined(self, fragments: _Fragments) -> tuple[bytes, bool]:
        """Return the joined payloads, unmasked, and whether they are the whole message."""
        payloads = [self._snapshot.payload(part) for part in fragments.frames]
        is_whole = (
            fragments.has_start
            and fragments.has_end
            and not any(payload.missing_bytes for payload in payloads)
        )
        return b"".join([payload.unmasked for payload in payloads]), is_whole


def _by_frame(messages: list[_Fragments]) -> dict[int, _Fragments]:
    return {part.number: fragments for fragments in messages for part in fragments.frames}


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
