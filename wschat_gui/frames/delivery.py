"""Whom a frame went out to, when each write left, and who has confirmed it.

TCP keeps the order: who answers a ping that was written behind a frame has read the frame.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from wschat_gui.frames.captured import CapturedFrame, CapturedFrames
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.pieces import BROADCAST, Direction, Piece


class Delivered(Struct, frozen=True):
    """One client that a frame was written to."""

    client_id: int
    written_s: float
    waiting_bytes: int
    """What was queued for this client right after; 0: the system had taken all of it."""
    confirmed_s: float | None
    """When the pong came; None: not yet, or no longer captured."""


def deliveries_of(snapshot: CapturedFrames, captured: CapturedFrame) -> tuple[Delivered, ...]:
    """Return whom an outgoing frame was written to, in that order; nothing for an incoming one."""
    # Found once, however many got the frame: there are fifty thousand frames to look through.
    broadcast_pings = _broadcast_pings(snapshot)
    return tuple(
        Delivered(
            write.client_id,
            write.at_s,
            write.waiting_bytes,
            _confirmed_s(snapshot, write.client_id, captured.number, broadcast_pings),
        )
        for write in captured.piece.writes
    )


def confirmed_s(snapshot: CapturedFrames, client_id: int, number: int) -> float | None:
    """Return when a client answered a ping that it was sent behind frame `number`.

    A pong may answer the most recent ping only (RFC 6455 section 5.5.3), and two pings may have the
    same payload. It is taken for the answer to the oldest one that it can be for: so what counts as
    confirmed has been read, though perhaps it was read earlier than this tells.
    """
    return _confirmed_s(snapshot, client_id, number, _broadcast_pings(snapshot))


def _confirmed_s(
    snapshot: CapturedFrames, client_id: int, number: int, broadcast_pings: Sequence[Piece]
) -> float | None:
    pending: list[tuple[bytes, int]] = []
    events = _pings_and_pongs(snapshot, client_id, broadcast_pings)
    for at_number, frame_opcode, payload, at_s in events:
        if frame_opcode == Opcode.PING:
            pending.append((payload, at_number))
            continue
        answered = next((i for i, (pinged, _) in enumerate(pending) if pinged == payload), None)
        if answered is not None:
            if pending[answered][1] > number:
                return at_s
            del pending[: answered + 1]
    return None


def _pings_and_pongs(
    snapshot: CapturedFrames, client_id: int, broadcast_pings: Sequence[Piece]
) -> list[tuple[int, int, bytes, float]]:
    """Return (number, opcode, payload, time) of our pings to a client and of its pongs."""
    lanes = (
        (snapshot.lane(client_id, Direction.OUT), Opcode.PING),
        ([piece for piece in broadcast_pings if client_id in piece.receivers], Opcode.PING),
        (snapshot.lane(client_id, Direction.IN), Opcode.PONG),
    )
    return sorted(
        (piece.first_number + i, opcode, frame.control_payload, piece.at_s)
        for lane, opcode in lanes
        for piece in lane
        for i, frame in enumerate(piece.frames)
        if frame.opcode == opcode
    )


def _broadcast_pings(snapshot: CapturedFrames) -> tuple[Piece, ...]:
    return tuple(
        piece
        for piece in snapshot.lane(BROADCAST, Direction.OUT)
        if any(frame.opcode == Opcode.PING for frame in piece.frames)
    )
