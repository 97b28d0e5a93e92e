"""The one stream of frames that all clients of a room get, and the proof that each got it. Pure.

A fan-out writes the same frames to every client. So each byte is parsed and checked once, when the
first client gets it, and compared as a block for all others: exact for every delivery, and as fast
as memory, so that the load generator is not what limits a server.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque

from bench.dialects import Dialect
from bench.wire import OPCODE_CLOSE, OPCODE_PING, ProtocolError, frame_at, is_control, span_at


class Place:
    """How far one client has come in the stream."""

    __slots__ = ("pings", "position", "rest")

    def __init__(self) -> None:
        self.position = 0
        """In bytes since the stream's beginning; control frames do not count."""
        self.rest = b""
        """The beginning of a header, at `position`, that nobody has whole yet; or of a ping."""
        self.pings: list[bytes] = []
        """Payloads of pings not answered yet."""


class SharedStream:
    """What was delivered, as far as the client knows it that is ahead of the others."""

    def __init__(self, dialect: Dialect, senders: int) -> None:
        self._dialect = dialect
        self._known = bytearray()
        """What came, the last frame perhaps in part; what all are past is dropped now and then."""
        self._open_frame: tuple[int, int] | None = None
        """Where the payload of that last frame begins and where it will end, in `_known`'s terms
        before anything was dropped; None where all frames are whole."""
        self._dropped_bytes = 0
        self._frame_ends: list[int] = []
        self._message_ends: list[int] = []
        self._dropped_messages = 0
        self._next_number = [1] * senders
        self._next_place: int | None = None
        self._unseen: list[deque[int]] = [deque() for _ in range(senders)]
        """Where each message ends that its own sender has not come to yet."""

    @property
    def messages(self) -> int:
        """Messages in the stream so far."""
        return self._dropped_messages + len(self._message_ends)

    @property
    def end(self) -> int:
        """Where the stream ends so far, in the terms of `Place.position`."""
        return self._dropped_bytes + len(self._known)

    @property
    def kept_bytes(self) -> int:
        """How much memory the stream takes, roughly."""
        return len(self._known)

    def messages_before(self, position: int) -> int:
        """Return how many messages a client has got that stands at `position`."""
        return self._dropped_messages + bisect_right(self._message_ends, position)

    def see_own(self, sender: int, position: int) -> int:
        """Return how many more of its own messages `sender` has got, now that it is there."""
        ends = self._unseen[sender]
        count = 0
        while ends and ends[0] <= position:
            ends.popleft()
            count += 1
        return count

    def drop_before(self, position: int) -> None:
        """Forget the frames that every client is past."""
        frames = bisect_right(self._frame_ends, position)
        if not frames:
            return
        position = self._frame_ends[frames - 1]
        del self._known[: position - self._dropped_bytes]
        self._dropped_bytes = position
        del self._frame_ends[:frames]
        messages = bisect_right(self._message_ends, position)
        del self._message_ends[:messages]
        self._dropped_messages += messages

    def take(self, place: Place, data: bytes) -> None:
        """Move `place` on by what its client received.

        Raises:
            ProtocolError: it differs from what another client got there, a message is lost,
                doubled, out of order or not as it was sent, or the server closes the connection.
        """
        if not place.rest and self._known.startswith(data, place.position - self._dropped_bytes):
            place.position += len(data)
            return
        data = place.rest + data
        at = self._skip_known(place, data)
        while at < len(data):
            before = at
            # Control frames are each client's own; they stand between the frames of the stream.
            if is_control(data[at]) and self._is_between_frames(place.position):
                at = _take_control_frame(place, data, at)
            elif place.position < self.end:
                at = self._compare_frame(place, data, at)
            else:
                at = self._extend(data, at) if self._open_frame is None else self._go_on(data, at)
                place.position = self.end
            if at == before:
                break
        place.rest = data[at:]

    def _skip_known(self, place: Place, data: bytes) -> int:
        """Move on by as much of `data` as is known, if all that is comes without control frames."""
        known = data[: self.end - place.position]
        if not self._known.startswith(known, place.position - self._dropped_bytes):
            return 0
        place.position += len(known)
        return len(known)

    def _is_between_frames(self, position: int) -> bool:
        if position == self._dropped_bytes:
            return True
        index = bisect_left(self._frame_ends, position)
        return index < len(self._frame_ends) and self._frame_ends[index] == position

    def _compare_frame(self, place: Place, data: bytes, at: int) -> int:
        """Move on by what `data` has, at `at`, of the frame known at `place`; return its end."""
        index = bisect_right(self._frame_ends, place.position)
        known_to = self._frame_ends[index] if index < len(self._frame_ends) else self.end
        part = data[at : at + known_to - place.position]
        if not self._known.startswith(part, place.position - self._dropped_bytes):
            raise ProtocolError(f"not what another client got: {part[:60]!r}")
        place.position += len(part)
        return at + len(part)

    def _extend(self, data: bytes, start: int) -> int:
        """Add the data frames that stand at `start`; return where the last of them ends.

        The last may go on in what is still to come; without its whole header it is left alone.
        """
        base = self.end - start
        at = start
        while at < len(data) and not is_control(data[at]):
            frame = span_at(data, at)
            if frame is None:
                break
            begin, end = frame
            if end > len(data):
                self._open_frame = base + begin, base + end
                at = len(data)
                break
            at = end
            self._frame_ends.append(base + at)
            self._note(data[begin:at], base + at)
        self._known += data[start:at]
        return at

    def _go_on(self, data: bytes, at: int) -> int:
        """Add what `data` has, at `at`, of the open frame; return where that ends."""
        assert self._open_frame is not None
        begin, end = self._open_frame
        part = data[at : at + end - self.end]
        self._known += part
        if self.end == end:
            self._open_frame = None
            self._frame_ends.append(end)
            self._note(bytes(self._known[begin - self._dropped_bytes :]), end)
        return at + len(part)

    def _note(self, payload: bytes, end: int) -> None:
        """Check what a frame says, and remember a message's `end`."""
        try:
            delivery = self._dialect.delivery(payload)
        except ValueError as error:
            raise ProtocolError(str(error)) from error
        if delivery is None:
            return
        sender, place = delivery.sender, delivery.place
        if delivery.number != self._next_number[sender]:
            wanted = f"{self._next_number[sender]} of sender {sender}"
            raise ProtocolError(f"message {delivery.number} came instead of {wanted}")
        self._next_number[sender] += 1
        if place is not None:
            if place != self._next_place and self._next_place is not None:
                raise ProtocolError(f"seq {place} came instead of {self._next_place}")
            self._next_place = place + 1
        self._message_ends.append(end)
        self._unseen[sender].append(end)


def _take_control_frame(place: Place, data: bytes, at: int) -> int:
    """Note a ping; return where the control frame at `at` ends, or `at` if it is not whole yet."""
    frame = frame_at(data, at)
    if frame is None:
        return at
    begin, end = frame
    payload = data[begin:end]
    opcode = data[at] & 0x0F
    if opcode == OPCODE_CLOSE:
        code = int.from_bytes(payload[:2], "big")
        raise ProtocolError(f"the server closes: {code} {payload[2:].decode('utf-8', 'replace')}")
    if opcode == OPCODE_PING:
        place.pings.append(payload)
    return end
