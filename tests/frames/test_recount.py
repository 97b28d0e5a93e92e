"""The statistics agree with the captured bytes to the last frame.

Random traffic goes through observers, tallies and an unbounded capture as in a server, and all is
counted again from the captured bytes, by hand.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec import Struct, field

from tests.frames.captures import CLIENT_IDS, Wiretap, deflated, frames_one_way
from tests.frames.wire import KEYS, any_frames, close, cuts_of, frame, legal_streams
from wschat_gui.frames.captured import CapturedFrames
from wschat_gui.frames.header import LengthEncoding, Opcode
from wschat_gui.frames.pieces import BROADCAST, Direction, Write
from wschat_gui.frames.statistics import FrameStatistics
from wschat_gui.frames.tally import FrameTally
from wschat_gui.frames.terms import Compression
from wschat_gui.frames.violations import Violation, failing


class Count(Struct):
    """What a tally tells, counted in another way."""

    frames: int = 0
    by_opcode: Counter[int] = field(default_factory=Counter)
    by_length_bits: Counter[int] = field(default_factory=Counter)
    fragments: int = 0
    masked: int = 0
    with_rsv1: int = 0
    payload_bytes: int = 0
    wire_bytes: int = 0
    close_codes: Counter[int] = field(default_factory=Counter)
    violations: Counter[Violation] = field(default_factory=Counter)

    def take(self, wire: bytes, violations: tuple[Violation, ...]) -> int:
        """Count the frame with which these bytes begin, and return its length."""
        length, start, bits = wire[1] & 0x7F, 2, 7
        if length >= 126:
            start, bits = (4, 16) if length == 126 else (10, 64)
            length = int.from_bytes(wire[2:start], "big")
        key = wire[start : start + 4] if wire[1] & 0x80 else b""
        start += len(key)
        opcode = wire[0] & 0x0F
        payload = wire[start : start + length]
        refused = failing(violations)
        if refused is not None and not (
            opcode == Opcode.CLOSE and length <= 125 and has_read_payload(refused)
        ):
            payload = b""
        self.frames += 1
        self.by_opcode[opcode] += 1
        self.by_length_bits[bits] += 1
        self.fragments += opcode == 0 or wire[0] < 0x80
        self.masked += bool(key)
        self.with_rsv1 += bool(wire[0] & 0x40)
        self.payload_bytes += len(payload)
        self.wire_bytes += start + len(payload)
        self.violations.update(violations)
        if opcode == Opcode.CLOSE and length == 0:
            self.close_codes[1005] += 1
        elif opcode == Opcode.CLOSE and length <= 125 and len(payload) >= 2:
            # RFC 6455 section 5.5: a longer one, as may come behind a close frame, says nothing.
            unmasked = bytes(octet ^ (key or b"\0\0")[i] for i, octet in enumerate(payload[:2]))
            self.close_codes[int.from_bytes(unmasked, "big")] += 1
        return start + length


def has_read_payload(violation: Violation) -> bool:
    """Tell whether a close frame was refused for what it says."""
    return violation in {
        Violation.CLOSE_PAYLOAD_OF_ONE_BYTE,
        Violation.INVALID_UTF8,
        Violation.CLOSE_CODE_NOT_ALLOWED,
    }


def recounted(snapshot: CapturedFrames, client_id: int, direction: Direction) -> Count:
    """Count a client's one way from the captured bytes, its broadcasts included."""
    count = Count()
    broadcast = [
        piece
        for piece in snapshot.written_to(client_id)
        if direction is Direction.OUT and piece.client_id == BROADCAST
    ]
    own = b"".join(piece.data for piece in snapshot.lane(client_id, direction))
    captured = [
        frame_
        for frame_ in frames_one_way(snapshot, client_id, direction)
        if frame_.piece.client_id != BROADCAST
    ]
    position = 0
    for frame_ in captured:
        # Frames follow one another without a byte between: none can be missing or counted twice.
        assert frame_.start == position
        position += count.take(own[position:], frame_.frame.violations)
    for piece in broadcast:
        rest = piece.data
        for frame_broadcast in piece.frames:
            rest = rest[count.take(rest, frame_broadcast.violations) :]
        assert rest == b""
    return count


def figures_of(tally: FrameTally) -> Count:
    return Count(
        frames=tally.frames,
        by_opcode=Counter(tally.by_opcode),
        by_length_bits=+Counter(
            {encoding.value: count for encoding, count in tally.by_length_encoding.items()}
        ),
        fragments=tally.fragments,
        masked=tally.masked,
        with_rsv1=tally.with_rsv1,
        payload_bytes=tally.payload_bytes,
        wire_bytes=tally.wire_bytes,
        close_codes=Counter(tally.close_codes),
        violations=Counter(tally.violations),
    )


COMPRESSED = st.binary(max_size=60).map(lambda text: frame(payload=deflated(text), rsv=4))
INBOUND = (
    st.lists(any_frames() | COMPRESSED, max_size=5).map(b"".join)
    | legal_streams()
    | st.sampled_from([close(1000, "bye"), close(1005), frame(Opcode.CLOSE, b"\x03")])
)
OUTBOUND = st.lists(any_frames(keys=st.just(b"") | KEYS), max_size=3).map(b"".join) | st.just(
    frame(Opcode.PING, b"rtt", key=b"") + frame(payload=b"plain", key=b"")
)
SHARED = st.lists(
    st.binary(max_size=300).map(lambda text: frame(payload=text, key=b""))
    | st.binary(max_size=60).map(lambda text: frame(payload=deflated(text), rsv=4, key=b""))
    | st.just(frame(payload=bytes(65_536), key=b"")),
    min_size=1,
    max_size=3,
).map(b"".join)
STEPS: SearchStrategy[tuple[str, int, bytes, list[int]]] = st.one_of(
    st.tuples(st.just("receive"), CLIENT_IDS, INBOUND, cuts_of()),
    st.tuples(st.just("send"), CLIENT_IDS, OUTBOUND, cuts_of()),
    st.tuples(st.just("follow"), CLIENT_IDS, st.just(b""), st.just([])),
    st.tuples(st.just("unfollow"), CLIENT_IDS, st.just(b""), st.just([])),
    st.tuples(st.just("broadcast"), st.just(0), SHARED, st.just([])),
)


class Room(Wiretap):
    """Does as the hub does: who follows gets and is counted what is broadcast."""

    def __init__(self) -> None:
        super().__init__(compression=Compression.PERMESSAGE_DEFLATE, max_message_bytes=100_000)
        self.followers: set[int] = set()
        self.total = FrameStatistics()
        """Of all that was broadcast, as often as it was written."""

    def do(self, step: str, client_id: int, data: bytes, cuts: list[int]) -> None:
        match step:
            case "receive":
                self.receive(client_id, data, cuts)
            case "send":
                self.send(client_id, data, cuts)
            case "follow":
                self.observer(client_id).follow(self.shared)
                self.followers.add(client_id)
            case "unfollow" if client_id in self.followers:
                self.observer(client_id).unfollow()
                self.followers.discard(client_id)
            case "broadcast":
                writes = [Write(client_id, self.now_s, 0) for client_id in sorted(self.followers)]
                frames = self.shared.dissected(data)
                self.capture.broadcast(data, frames, writes)
                ends = accumulate(each.header_length + each.payload_length for each in frames)
                whole = [data[begin:end] for begin, end in pairwise((0, *ends))]
                self.total.add(self.shared.sent(whole), times=len(writes))


LONG_CLOSE_BEHIND_A_CLOSE = [
    ("receive", 1, close(1000, "bye"), list[int]()),
    ("receive", 1, frame(Opcode.CLOSE, bytes(126), key=b""), list[int]()),
]


@settings(max_examples=150)
@given(st.lists(STEPS, max_size=14))
@example(LONG_CLOSE_BEHIND_A_CLOSE)
def test_figures_are_those_of_the_captured_bytes(
    steps: list[tuple[str, int, bytes, list[int]]],
) -> None:
    room = Room()
    for step in steps:
        room.do(*step)
    snapshot = room.snapshot()
    shared = 0
    for client_id, observer in room.observers.items():
        inbound = recounted(snapshot, client_id, Direction.IN)
        assert figures_of(observer.inbound()) == inbound
        outbound = recounted(snapshot, client_id, Direction.OUT)
        assert figures_of(observer.outbound()) == outbound
        shared += sum(
            len(piece.data)
            for piece in snapshot.written_to(client_id)
            if piece.client_id == BROADCAST
        )
    assert room.total.tally().wire_bytes == shared
    assert room.capture.frames == room.capture.newest_number == len(list(snapshot))


def test_recount_counts_what_it_should() -> None:
    room = Room()
    room.do("follow", 1, b"", [])
    room.do("receive", 1, frame(payload=bytes(300), fin=False) + close(999), [7])
    room.do("broadcast", 0, frame(Opcode.BINARY, bytes(70_000), key=b""), [])
    inbound = recounted(room.snapshot(), 1, Direction.IN)
    assert (inbound.frames, inbound.fragments, inbound.masked) == (2, 1, 2)
    assert inbound.by_length_bits == {16: 1, 7: 1}
    assert inbound.violations == {Violation.CLOSE_CODE_NOT_ALLOWED: 1}
    assert inbound.close_codes == {999: 1}
    outbound = recounted(room.snapshot(), 1, Direction.OUT)
    assert outbound.by_length_bits == {LengthEncoding.SIXTY_FOUR_BIT.value: 1}
    assert outbound.wire_bytes == 70_010
