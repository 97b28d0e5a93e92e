"""Watches one connection, both ways: what its server calls with every piece of bytes.

It only drives the parts of this folder. A capture needs no more than it: `received` and `sent`
return the frames that their bytes completed, frames follow one another without gaps, their lengths
tell where in the stream each payload stands, and the leads where the first of them began.
"""

from __future__ import annotations

from collections.abc import Sequence

from wschat_gui.frames.dissector import Dissector, Frame
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.round_trip import RoundTrip
from wschat_gui.frames.statistics import FrameStatistics
from wschat_gui.frames.tally import FrameTally
from wschat_gui.frames.terms import Compression, Sender, Terms
from wschat_gui.frames.violations import Violation


class BroadcastObserver:
    """What is written alike to many clients: watched once, however many they are.

    Each client that follows is later counted what was written while it did. So a broadcast costs
    one count, and nothing a client.
    """

    __slots__ = ("_dissector", "_statistics", "bytes")

    def __init__(self) -> None:
        """Start with nothing sent."""
        # Not one client's terms: compressed frames go only to those that agreed on them, and what
        # a page can take is not known.
        terms = Terms(sender=Sender.SERVER, compression=Compression.PERMESSAGE_DEFLATE)
        self._dissector = Dissector(terms)
        self._statistics = FrameStatistics()
        self.bytes = 0
        """Of all that was sent, each byte once."""

    def sent(self, frames: Sequence[bytes]) -> FrameTally:
        """Count data frames, each whole, written to every client that follows; return their tally.

        They are our own: what there is to count of them is told without dissecting them.
        """
        counted = FrameStatistics()
        counted.record_whole(frames)
        tally = counted.tally()
        self._statistics.add(tally)
        self.bytes += tally.wire_bytes
        return tally

    def dissected(self, data: bytes) -> list[Frame]:
        """Return the same frames, given as they are written, as a capture keeps them."""
        return self._dissector.feed(data)

    def tally(self) -> FrameTally:
        """Return what one client got that followed from the beginning."""
        return self._statistics.tally()


class ConnectionObserver:
    """One connection, from behind its opening handshake to its end."""

    __slots__ = (
        "_followed",
        "_inbound",
        "_outbound",
        "_received",
        "_round_trip",
        "_sent",
        "_sent_bytes",
        "_since",
    )

    def __init__(self, *, compression: Compression, max_message_bytes: int | None) -> None:
        """Start with what the opening handshake agreed on, and what the engine takes."""
        self._received = Dissector(
            Terms(
                sender=Sender.CLIENT,
                compression=compression,
                max_message_bytes=max_message_bytes,
            )
        )
        self._sent = Dissector(Terms(sender=Sender.SERVER, compression=compression))
        self._inbound = FrameStatistics()
        self._outbound = FrameStatistics()
        self._round_trip = RoundTrip()
        self._followed: BroadcastObserver | None = None
        self._since = FrameTally()
        """Of the followed broadcast, when the following began."""
        self._sent_bytes = 0
        """To this client alone, or while it followed a broadcast before."""

    @property
    def failure(self) -> Violation | None:
        """The violation of the client for which the connection fails; None while it lives."""
        return self._received.failure

    @property
    def round_trip_s(self) -> float | None:
        """Of the last ping of ours that was answered."""
        return self._round_trip.last_s

    @property
    def awaits_pong(self) -> bool:
        """Whether a ping of ours has no answer yet."""
        return self._round_trip.awaits_pong

    def pong_overdue_s(self, now_s: float) -> float | None:
        """Return for how long the oldest unanswered ping waits; None where none does."""
        return self._round_trip.overdue_s(now_s)

    @property
    def violation_count(self) -> int:
        """How often the client broke the protocol."""
        return self._inbound.violation_count

    @property
    def sent_bytes(self) -> int:
        """All that went to the client, its share of the broadcast included."""
        return self._sent_bytes + self._shared_bytes()

    @property
    def inbound_lead(self) -> int:
        """Where the next frame begins in what is received next; negative: in what was before."""
        return self._received.lead

    @property
    def outbound_lead(self) -> int:
        """The same for what is sent next to this client alone."""
        return self._sent.lead

    def received(self, data: bytes, now_s: float) -> list[Frame]:
        """Take bytes from the client; return the frames that they complete."""
        frames = self._received.feed(data)
        self._inbound.record(frames)
        if self._round_trip.awaits_pong:
            for frame in frames:
                if frame.opcode == Opcode.PONG:
                    self._round_trip.ponged(frame.control_payload, now_s)
        return frames

    def sent(self, data: bytes, now_s: float) -> list[Frame]:
        """Take bytes written to this client alone; return the frames that they complete."""
        frames = self._sent.feed(data)
        self._sent_bytes += len(data)
        self._outbound.record(frames)
        for frame in frames:
            if frame.opcode == Opcode.PING:
                self._round_trip.pinged(frame.control_payload, now_s)
        return frames

    def violated(self, violation: Violation) -> None:
        """Count what only the engine could see, such as invalid UTF-8 in a message.

        A connection fails once: when it has, a failing violation is not counted again. So the
        engine's verdict can be passed on whether or not the frames had shown it already.
        """
        if violation.fails_connection:
            if self._received.failure is not None:
                return
            self._received.fail(violation)
        self._inbound.record_violation(violation)

    def follow(self, broadcast: BroadcastObserver) -> None:
        """From now on, count for this client what is broadcast, until `unfollow`."""
        self.unfollow()
        self._followed = broadcast
        self._since = broadcast.tally()

    def unfollow(self) -> None:
        """Keep what was broadcast so far, and count no more of it."""
        self._outbound.add(self._share())
        self._sent_bytes += self._shared_bytes()
        self._followed = None

    def inbound(self) -> FrameTally:
        """Return what came from the client."""
        return self._inbound.tally(missing_payload_bytes=self._received.missing_payload_bytes)

    def outbound(self) -> FrameTally:
        """Return what went to the client, its share of the broadcast included."""
        own = self._outbound.tally(missing_payload_bytes=self._sent.missing_payload_bytes)
        return own + self._share()

    def _share(self) -> FrameTally:
        if self._followed is None:
            return FrameTally()
        return self._followed.tally() - self._since

    def _shared_bytes(self) -> int:
        return 0 if self._followed is None else self._followed.bytes - self._since.wire_bytes
