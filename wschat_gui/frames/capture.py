"""The capture: the last pieces that went by, bounded in frames, bytes and age.

It is fed for every read and every write of a full server, so it only appends and forgets. What the
pieces add up to is worked out of a snapshot, by whoever looks: `captured.py`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from msgspec.structs import replace

from wschat_gui.frames.captured import CapturedFrames
from wschat_gui.frames.dissector import Frame
from wschat_gui.frames.pieces import BROADCAST, Direction, Piece, Write, WriteRecord
from wschat_gui.frames.verdicts import blamed_frame
from wschat_gui.frames.violations import Violation

_MOST_SHARED_RECEIVERS = 32
"""Different lists of receivers remembered, to be shared by the broadcasts that follow."""
_PIECES_JUDGED = 1_000
"""Looked through for a frame that the engine refused: it came with one of the last ones."""
_EMPTY_PIECES_A_FRAME = 2
"""Pieces that complete no frame cost memory too: at most so many pieces a frame allowed."""
_FEWEST_POSITIONS_TO_PRUNE = 1_024


class Capture:
    """A ring of pieces. The newest piece is kept whatever its size, so that something is seen.

    Frames are numbered in the order in which they became known, from 1; a number is never used
    again. A broadcast is one piece and its frames count once.
    """

    def __init__(self, *, max_frames: int, max_bytes: int, max_age_s: float) -> None:
        """Start empty, with limits as `limit` describes them."""
        self._max_frames = max_frames
        self._max_bytes = max_bytes
        self._max_age_s = max_age_s
        self._pieces: deque[Piece] = deque()
        self._frames = 0
        self._wire_bytes = 0
        self._kept_bytes = 0
        self._next_number = 1
        self._forgotten = 0
        self._inbound: dict[int, int] = {}
        """By client: how many of its bytes were captured, gaps counted as one byte."""
        self._outbound: dict[int, int] = {}
        self._prune_at = _FEWEST_POSITIONS_TO_PRUNE
        self._receivers: dict[tuple[int, ...], tuple[int, ...]] = {}

    # What it holds -------------------------------------------------------------------------------

    @property
    def frames(self) -> int:
        """Frames held."""
        return self._frames

    @property
    def wire_bytes(self) -> int:
        """Bytes held, as on the wire; a broadcast counts once."""
        return self._wire_bytes

    @property
    def oldest_s(self) -> float | None:
        """When the oldest piece went by; None while there is none."""
        return self._pieces[0].at_s if self._pieces else None

    @property
    def newest_number(self) -> int:
        """Of the newest frame; 0 before the first."""
        return self._next_number - 1

    @property
    def forgotten(self) -> int:
        """Frames that made room for newer ones since the start or `clear`."""
        return self._forgotten

    def snapshot(self, after: int = 0) -> CapturedFrames:
        """Return all that is held now, never to change; iterating begins behind frame `after`."""
        return CapturedFrames(tuple(self._pieces), after)

    # What goes by --------------------------------------------------------------------------------

    def received(
        self, client_id: int, data: bytes, frames: Sequence[Frame], at_s: float, lead: int = 0
    ) -> None:
        """Take what was read from a client, and what `ConnectionObserver.received` made of it.

        `lead` is the observer's `inbound_lead` from before. What comes from a client whose
        connection has failed belongs here too, without frames: it may be a refused payload.
        """
        if not data:
            return
        offset = self._inbound.get(client_id, 0)
        self._inbound[client_id] = offset + len(data)
        self._append(
            Piece(
                self._next_number,
                at_s,
                Direction.IN,
                client_id,
                offset,
                offset + lead,
                tuple(frames),
                data,
            )
        )

    def sent(
        self, client_id: int, data: bytes, frames: Sequence[Frame], write: Write, lead: int = 0
    ) -> None:
        """Take what was written to one client alone; `lead` as in `received`."""
        if not data:
            return
        offset = self._outbound.get(client_id, 0)
        self._outbound[client_id] = offset + len(data)
        self._append(
            Piece(
                self._next_number,
                write.at_s,
                Direction.OUT,
                client_id,
                offset,
                offset + lead,
                tuple(frames),
                data,
                WriteRecord.of((client_id,), (write.at_s,), (write.waiting_bytes,)),
            )
        )

    def broadcast(self, data: bytes, frames: Sequence[Frame], writes: Sequence[Write]) -> None:
        """Take whole frames that were written alike to several clients; to none: nothing."""
        self.broadcast_to(
            [write.client_id for write in writes],
            data,
            frames,
            [write.at_s for write in writes],
            [write.waiting_bytes for write in writes],
        )

    def broadcast_to(
        self,
        client_ids: Sequence[int],
        data: bytes,
        frames: Sequence[Frame],
        times_s: Sequence[float],
        waiting_bytes: Sequence[int],
    ) -> None:
        """Do the same, the writes told in columns, which costs a full room less."""
        if not client_ids or not data:
            return
        self._append(
            Piece(
                self._next_number,
                times_s[0],
                Direction.OUT,
                BROADCAST,
                0,
                0,
                tuple(frames),
                data,
                WriteRecord.of(self._shared(tuple(client_ids)), times_s, waiting_bytes),
            )
        )

    def judge(self, client_id: int, violation: Violation) -> None:
        """Mark the frame from a client that the engine has refused just now for what it says."""
        own: list[tuple[int, Piece]] = []
        for position in range(len(self._pieces) - 1, -1, -1)[:_PIECES_JUDGED]:
            piece = self._pieces[position]
            if piece.client_id == client_id and piece.direction is Direction.IN:
                own.append((position, piece))
        own.reverse()
        blamed = blamed_frame([piece for _, piece in own], violation)
        if blamed is None:
            return
        frames = list(blamed.piece.frames)
        frame = blamed.frame
        frames[blamed.number - blamed.piece.first_number] = replace(
            frame, violations=(*frame.violations, violation)
        )
        (position,) = (at for at, piece in own if piece is blamed.piece)
        self._pieces[position] = replace(blamed.piece, frames=tuple(frames))

    def interrupt(self) -> None:
        """Note that bytes went by uncaptured: nothing that comes joins what was before."""
        for positions in (self._inbound, self._outbound):
            for client_id in positions:
                positions[client_id] += 1

    # What it forgets -----------------------------------------------------------------------------

    def limit(self, *, max_frames: int, max_bytes: int, max_age_s: float) -> None:
        """Hold at most so much from now on.

        `max_bytes` counts wire bytes, once each, and what the list of a broadcast's writes takes.
        """
        self._max_frames = max_frames
        self._max_bytes = max_bytes
        self._max_age_s = max_age_s
        self._make_room()

    def forget_older(self, now_s: float) -> None:
        """Forget what is too old by now; called where nothing may come for a while."""
        while self._pieces and self._pieces[0].at_s < now_s - self._max_age_s:
            self._forget_one()

    def clear(self) -> None:
        """Forget everything; numbers go on."""
        self._pieces.clear()
        self._frames = self._wire_bytes = self._kept_bytes = self._forgotten = 0
        self._receivers.clear()

    # Inside --------------------------------------------------------------------------------------

    def _append(self, piece: Piece) -> None:
        count, size_bytes, pieces = len(piece.frames), len(piece.data), self._pieces
        pieces.append(piece)
        self._next_number += count
        self._frames += count
        self._wire_bytes += size_bytes
        self._kept_bytes += size_bytes
        if piece.direction is Direction.OUT:
            self._kept_bytes += piece.record.kept_bytes
        if (
            self._frames > self._max_frames
            or self._kept_bytes > self._max_bytes
            or len(pieces) > self._max_frames * _EMPTY_PIECES_A_FRAME
        ):
            self._make_room()
        if pieces[0].at_s < piece.at_s - self._max_age_s:
            self.forget_older(piece.at_s)
        if len(self._inbound) + len(self._outbound) > self._prune_at:
            self._prune()

    def _make_room(self) -> None:
        while len(self._pieces) > 1 and (
            self._frames > self._max_frames
            or self._kept_bytes > self._max_bytes
            or len(self._pieces) > self._max_frames * _EMPTY_PIECES_A_FRAME
        ):
            self._forget_one()

    def _forget_one(self) -> None:
        piece = self._pieces.popleft()
        count = len(piece.frames)
        self._frames -= count
        self._forgotten += count
        self._wire_bytes -= len(piece.data)
        self._kept_bytes -= len(piece.data) + piece.record.kept_bytes

    def _shared(self, client_ids: tuple[int, ...]) -> tuple[int, ...]:
        shared = self._receivers.get(client_ids)
        if shared is None:
            if len(self._receivers) >= _MOST_SHARED_RECEIVERS:
                self._receivers.clear()
            shared = self._receivers[client_ids] = client_ids
        return shared

    def _prune(self) -> None:
        """Drop the positions of clients of whom nothing is held: client ids are never reused."""
        for positions, direction in (
            (self._inbound, Direction.IN),
            (self._outbound, Direction.OUT),
        ):
            held = {piece.client_id for piece in self._pieces if piece.direction is direction}
            for client_id in positions.keys() - held:
                del positions[client_id]
        self._prune_at = max(
            _FEWEST_POSITIONS_TO_PRUNE, 2 * (len(self._inbound) + len(self._outbound))
        )
