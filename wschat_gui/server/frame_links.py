"""From a captured frame to the event of the room that it carries, and on to whom that went out.

Reads captured bytes as `wschat.v1` and as plain text: which frames are the same event is told by
what they say, for nothing else is on the wire.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from wschat_gui.chat import plain, vocabulary
from wschat_gui.chat.requests import PageMessage, Say
from wschat_gui.chat.vocabulary import KeptEvent, Malformed, Said
from wschat_gui.frames.captured import CapturedFrame, CapturedFrames, frames_of
from wschat_gui.frames.messages import Message
from wschat_gui.frames.pieces import Direction, Piece

_SAME_TICK_S = 0.25
"""The dialects' frames of one tick are written right after one another; a busy system may come
between."""


class Link(Struct, frozen=True):
    """One event of the room, and the frames that brought it."""

    seq: int
    carriers: tuple[CapturedFrame, ...]
    """Ascending by number."""


_decoder: msgspec.json.Decoder[KeptEvent] = msgspec.json.Decoder(KeptEvent)


def link_of(
    snapshot: CapturedFrames, captured: CapturedFrame, message: Message | None
) -> Link | None:
    """Return the event that a frame carries, or that became of it; None where there is none.

    `message` is the one that the frame is part of.
    """
    if captured.piece.direction is Direction.IN:
        event = _event_of_incoming(snapshot, captured, message)
    else:
        event = _event_in(snapshot, captured) or _event_beside(snapshot, captured)
    if event is None:
        return None
    carriers = sorted(_carriers(snapshot, event), key=lambda carrier: carrier.number)
    return Link(event.seq, tuple(carriers))


def _event_in(snapshot: CapturedFrames, captured: CapturedFrame) -> KeptEvent | None:
    """Return the event that an outgoing frame carries by itself, as JSON."""
    try:
        return _decoder.decode(snapshot.payload(captured).wire)
    except msgspec.MsgspecError:
        return None


def _event_beside(snapshot: CapturedFrames, captured: CapturedFrame) -> KeptEvent | None:
    """Return the event that a plain-text frame has as a line, told by what pages got with it."""
    line = snapshot.payload(captured).wire
    for piece in _near(snapshot, captured.piece.at_s):
        if b'"seq":' not in piece.data:
            continue
        for other in frames_of(piece):
            event = _event_in(snapshot, other)
            if event is not None and _line_of(event) == line:
                return event
    return None


def _event_of_incoming(
    snapshot: CapturedFrames, captured: CapturedFrame, message: Message | None
) -> KeptEvent | None:
    if message is None or not message.is_complete:
        return None
    try:
        text = message.data.decode()
    except UnicodeDecodeError:
        return None
    try:
        request: PageMessage | plain.PlainRequest = vocabulary.decode(text)
    except Malformed:
        request = plain.parse_line(text)
    match request:
        case Say(id=message_id):
            return _said(snapshot, captured, message_id, None)
        case plain.Speak(text=spoken):
            return _said(snapshot, captured, "", spoken)
        case _:
            return None


def _said(
    snapshot: CapturedFrames, captured: CapturedFrame, message_id: str, text: str | None
) -> Said | None:
    """Return what became of a message: the first with its id, or text, from its client."""
    client_id = captured.piece.client_id
    marker = b'"id":' + msgspec.json.encode(message_id)
    for piece in snapshot.pieces:
        is_later = piece.first_number > captured.number and piece.direction is Direction.OUT
        if not is_later or marker not in piece.data:
            continue
        for other in frames_of(piece):
            event = _event_in(snapshot, other)
            # A resend is answered, to the sender alone, with what was said over an earlier one.
            if (
                isinstance(event, Said)
                and client_id in {event.client_id, piece.client_id}
                and event.id == message_id
                and text in {None, event.text}
            ):
                return event
    return None


def _carriers(snapshot: CapturedFrames, event: KeptEvent) -> Iterator[CapturedFrame]:
    marker = b'"seq":%d,' % event.seq
    first_s: float | None = None
    for piece in snapshot.pieces:
        if piece.direction is Direction.OUT and marker in piece.data:
            for captured in frames_of(piece):
                found = _event_in(snapshot, captured)
                if found is not None and found.seq == event.seq and type(found) is type(event):
                    first_s = piece.at_s if first_s is None else first_s
                    yield captured
    line = _line_of(event)
    if first_s is None or not line:
        return
    for piece in _near(snapshot, first_s):
        if line in piece.data:
            for captured in frames_of(piece):
                if snapshot.payload(captured).wire == line:
                    yield captured


def _line_of(event: KeptEvent) -> bytes:
    return plain.event_line(event, event.at_ms).encode()


def _near(snapshot: CapturedFrames, at_s: float) -> Iterator[Piece]:
    """Give what went out at about this time."""
    for piece in snapshot.pieces:
        if piece.direction is Direction.OUT and abs(piece.at_s - at_s) <= _SAME_TICK_S:
            yield piece
