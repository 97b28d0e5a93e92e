"""Sees every frame that one connection reads or gets by itself: for the counts, and for the tape.

What is written to many alike is seen by the hub.
"""

from __future__ import annotations

from collections.abc import Sequence

from wschat_gui.frames.capture import Capture
from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.pieces import Write
from wschat_gui.frames.statistics import FrameStatistics
from wschat_gui.frames.violations import Violation
from wschat_gui.server.recorder import Recorder


class FrameWatch:
    """Of all connections of one server; each brings its own observer."""

    def __init__(self, recorder: Recorder) -> None:
        """Have everything captured by `recorder`."""
        self.inbound = FrameStatistics()
        """All frames that were read."""
        self.outbound = FrameStatistics()
        """All frames that were written; to many alike: once for each."""
        self._recorder = recorder

    @property
    def tape(self) -> Capture | None:
        """Where captured frames go; None while nothing is captured."""
        return self._recorder.tape

    def received(
        self, client_id: int, observer: ConnectionObserver, data: bytes, now_s: float
    ) -> None:
        """See what was read from one client."""
        tape = self.tape
        lead = 0 if tape is None else observer.inbound_lead
        frames = observer.received(data, now_s)
        self.inbound.record(frames)
        if tape is not None:
            tape.received(client_id, data, frames, now_s, lead)

    def sent(
        self,
        client_id: int,
        observer: ConnectionObserver,
        written: Sequence[bytes],
        now_s: float,
        backlog_bytes: int,
    ) -> None:
        """See what was written to one client alone: answers, close frames, pings, pongs."""
        tape = self.tape
        for frame in written:
            seen = observer.sent(frame, now_s)
            self.outbound.record(seen)
            if tape is not None:
                tape.sent(client_id, frame, seen, Write(client_id, now_s, backlog_bytes))

    def violated(self, client_id: int, observer: ConnectionObserver, violation: Violation) -> None:
        """Note what the engine found by what frames hold or add up to, and no single one shows."""
        if observer.failure is None:
            observer.violated(violation)
            self.inbound.record_violation(violation)
            self._recorder.judge(client_id, violation)
