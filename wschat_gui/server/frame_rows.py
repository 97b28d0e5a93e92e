"""Captured frames as the window shows them: a row each, and one in full.

Plain functions over a snapshot, so that they may run beside the loop's thread. When they do is in
`capture_desk.py`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from wschat_gui.bridge.frame_words import (
    PREVIEW_BYTES,
    XRAY_BYTES,
    Delivery,
    Direction,
    FrameRow,
    FrameXray,
    HeaderField,
)
from wschat_gui.frames import pieces
from wschat_gui.frames.captured import CapturedFrame, CapturedFrames
from wschat_gui.frames.delivery import deliveries_of
from wschat_gui.frames.facts import Party, facts_of
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.messages import Messages
from wschat_gui.frames.pieces import BROADCAST
from wschat_gui.frames.violations import failing
from wschat_gui.frames.xray import header_fields
from wschat_gui.server.frame_links import link_of

if TYPE_CHECKING:
    from wschat_gui.frames.display_filter import Filter

_NOBODY = Party("", "")
_LENGTH_BITS = {126: 16, 127: 64}
"""By the seven bits of the second byte (RFC 6455 section 5.2)."""
_BREATH_FRAMES = 500
"""Looked at in one go: some milliseconds."""


class CaptureView(Struct, frozen=True):
    """All that was captured at one moment, and what is needed to read it."""

    snapshot: CapturedFrames
    directory: Mapping[int, Party]
    started_s: float
    wall_ms: Callable[[float], float]

    def name(self, client_id: int) -> str:
        """Return a client's nick, else its address."""
        party = self.directory.get(client_id, _NOBODY)
        return party.nick or party.address


def matching(
    view: CaptureView, display_filter: Filter, breathe: Callable[[], object] = lambda: None
) -> Iterable[CapturedFrame]:
    """Give the frames that a filter lets through, ascending; `breathe` is called now and then."""
    for looked_at, facts in enumerate(facts_of(view.snapshot, view.directory, view.started_s)):
        if looked_at % _BREATH_FRAMES == 0:
            breathe()
        if display_filter.matches(facts):
            yield facts.captured


def newest_rows(
    view: CaptureView, found: Iterable[CapturedFrame], limit: int
) -> tuple[tuple[FrameRow, ...], int]:
    """Return rows for the last of them, at most `limit`, and how many were before."""
    count = 0
    newest: deque[CapturedFrame] = deque(maxlen=max(0, limit))
    for captured in found:
        count += 1
        newest.append(captured)
    return tuple(row_of(view, captured) for captured in newest), count - len(newest)


def last_rows(view: CaptureView, after: int, limit: int) -> tuple[tuple[FrameRow, ...], int]:
    """Do the same for all frames behind `after`, without a look at those that are left out."""
    captured = view.snapshot.pieces
    if not captured:
        return (), 0
    newest = captured[-1].first_number + len(captured[-1].frames) - 1
    before = max(after, captured[0].first_number - 1)
    shown_from = max(before, newest - max(0, limit))
    shown = CapturedFrames(captured, shown_from).located()
    return tuple(row_of(view, each) for each in shown), shown_from - before


def row_of(view: CaptureView, captured: CapturedFrame) -> FrameRow:
    """Return one frame as a line.

    A full room has a thousand of them made four times a second, beside the server: so no Enum is
    looked up and nothing is listed where there is nothing.
    """
    frame, piece = captured.frame, captured.piece
    is_broadcast = piece.client_id == BROADCAST
    broken = frame.violations
    return FrameRow(
        number=captured.number,
        at_ms=view.wall_ms(piece.at_s),
        direction=Direction.IN if piece.direction is pieces.Direction.IN else Direction.OUT,
        client_id=piece.client_id,
        client="" if is_broadcast else view.name(piece.client_id),
        receivers=len(piece.receivers) if is_broadcast else 1,
        first_byte=frame.first_byte,
        length_bits=_LENGTH_BITS.get(frame.second_byte & 0x7F, 7),
        payload_length=frame.payload_length,
        masking_key=frame.masking_key,
        preview=view.snapshot.payload(captured, PREVIEW_BYTES).unmasked,
        violations=tuple([f"{each.sentence} {each.rule}" for each in broken]) if broken else (),
        refused=failing(broken) is not None,
    )


def xray(view: CaptureView, request: int, number: int) -> FrameXray:
    """Return one frame in full; an empty picture where it is captured no more."""
    snapshot = view.snapshot
    captured = snapshot.find(number)
    if captured is None:
        return FrameXray(request=request)
    frame = captured.frame
    payload = snapshot.payload(captured)
    message = Messages(snapshot).of(captured)
    link = link_of(snapshot, captured, message)
    is_close = frame.opcode == Opcode.CLOSE
    close = frame.control_payload if is_close and len(frame.control_payload) >= 2 else b""
    return FrameXray(
        request=request,
        row=row_of(view, captured),
        header=frame.encode(),
        fields=tuple(
            HeaderField(field.name, field.first_bit, field.bits, field.value)
            for field in header_fields(frame)
        ),
        wire_payload=payload.wire[:XRAY_BYTES],
        payload=payload.unmasked[:XRAY_BYTES],
        missing_bytes=payload.missing_bytes,
        fragments=() if message is None else message.numbers,
        message=b"" if message is None else message.data[:XRAY_BYTES],
        message_length=0 if message is None else len(message.data),
        is_message_complete=message is not None and message.is_complete,
        was_compressed=message is not None and message.was_compressed,
        inflate_trouble="" if message is None else message.inflate_trouble,
        close_code=int.from_bytes(close[:2], "big") if close else None,
        close_reason=close[2:].decode(errors="replace"),
        seq=0 if link is None else link.seq,
        carried_by=() if link is None else tuple(each.number for each in link.carriers),
        deliveries=_deliveries(view, link.carriers if link is not None else (captured,)),
    )


def _deliveries(view: CaptureView, carriers: Iterable[CapturedFrame]) -> tuple[Delivery, ...]:
    return tuple(
        Delivery(
            client_id=delivered.client_id,
            client=view.name(delivered.client_id),
            written_ms=view.wall_ms(delivered.written_s),
            waiting_bytes=delivered.waiting_bytes,
            confirmed_ms=(
                None if delivered.confirmed_s is None else view.wall_ms(delivered.confirmed_s)
            ),
        )
        for carrier in carriers
        for delivered in deliveries_of(view.snapshot, carrier)
    )
