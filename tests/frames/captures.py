"""A small world for the tests of the capture: some clients, each with an observer, and one ring."""

from __future__ import annotations

import zlib

from hypothesis import strategies as st

from tests.frames.wire import pieces
from wschat_gui.frames.capture import Capture
from wschat_gui.frames.captured import CapturedFrame, CapturedFrames
from wschat_gui.frames.observer import BroadcastObserver, ConnectionObserver
from wschat_gui.frames.pieces import Direction, Write
from wschat_gui.frames.terms import Compression

UNBOUNDED = 1 << 40


def unbounded() -> Capture:
    return Capture(max_frames=UNBOUNDED, max_bytes=UNBOUNDED, max_age_s=UNBOUNDED)


class Wiretap:
    """Feeds observers and a capture as a server does, and remembers the bytes for itself."""

    def __init__(
        self,
        capture: Capture | None = None,
        *,
        compression: Compression = Compression.NONE,
        max_message_bytes: int | None = None,
    ) -> None:
        self.capture = capture or unbounded()
        self.now_s = 0.0
        self.observers: dict[int, ConnectionObserver] = {}
        self.received: dict[int, bytes] = {}
        self.sent: dict[int, bytes] = {}
        self.shared = BroadcastObserver()
        self._terms = (compression, max_message_bytes)

    def observer(self, client_id: int) -> ConnectionObserver:
        if client_id not in self.observers:
            compression, max_message_bytes = self._terms
            self.observers[client_id] = ConnectionObserver(
                compression=compression, max_message_bytes=max_message_bytes
            )
            self.received[client_id] = self.sent[client_id] = b""
        return self.observers[client_id]

    def receive(self, client_id: int, data: bytes, cuts: list[int] | None = None) -> None:
        observer = self.observer(client_id)
        self.received[client_id] += data
        for piece in pieces(data, cuts or []):
            lead = observer.inbound_lead
            frames = observer.received(piece, self.now_s)
            self.capture.received(client_id, piece, frames, self.now_s, lead)
            self.now_s += 0.001

    def send(self, client_id: int, data: bytes, cuts: list[int] | None = None) -> None:
        observer = self.observer(client_id)
        self.sent[client_id] += data
        for piece in pieces(data, cuts or []):
            lead = observer.outbound_lead
            frames = observer.sent(piece, self.now_s)
            self.capture.sent(client_id, piece, frames, Write(client_id, self.now_s, 0), lead)
            self.now_s += 0.001

    def broadcast(self, data: bytes, client_ids: list[int]) -> None:
        writes = []
        for client_id in client_ids:
            self.observer(client_id)
            self.sent[client_id] += data
            writes.append(Write(client_id, self.now_s, 0))
            self.now_s += 0.001
        self.capture.broadcast(data, self.shared.dissected(data), writes)

    def snapshot(self, after: int = 0) -> CapturedFrames:
        return self.capture.snapshot(after)

    def frame(self, number: int) -> CapturedFrame:
        found = self.snapshot().find(number)
        assert found is not None
        return found


def frames_one_way(
    snapshot: CapturedFrames, client_id: int, direction: Direction
) -> list[CapturedFrame]:
    return [
        captured
        for captured in snapshot.located()
        if captured.piece.direction is direction
        and client_id in (captured.piece.client_id, *captured.piece.receivers)
    ]


def deflated(text: bytes, compressor: zlib._Compress | None = None) -> bytes:
    """Compress one message as RFC 7692 section 7.2.1 has it."""
    compressor = compressor or zlib.compressobj(wbits=-15)
    return (compressor.compress(text) + compressor.flush(zlib.Z_SYNC_FLUSH))[:-4]


CLIENT_IDS = st.integers(1, 3)
