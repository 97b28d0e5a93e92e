"""The ring holds what went by, byte for byte, forgets in order, and never more than it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.captures import CLIENT_IDS, Wiretap, frames_one_way
from tests.frames.wire import KEYS, any_frames, cuts_of, frame, legal_streams
from wschat_gui.frames.capture import Capture
from wschat_gui.frames.dissector import Frame
from wschat_gui.frames.header import LengthEncoding, Opcode
from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.pieces import Direction, Write
from wschat_gui.frames.terms import Compression
from wschat_gui.frames.violations import failing
from wschat_gui.frames.xray import encoded

STREAMS = st.lists(any_frames(), max_size=6).map(b"".join) | legal_streams()
SERVER_STREAMS = st.lists(any_frames(keys=st.just(b"") | KEYS), max_size=6).map(b"".join)


# Byte for byte -----------------------------------------------------------------------------------


@given(st.lists(st.tuples(CLIENT_IDS, STREAMS, SERVER_STREAMS, cuts_of()), max_size=4))
def test_every_frame_encodes_again_to_the_identical_bytes(
    traffic: list[tuple[int, bytes, bytes, list[int]]],
) -> None:
    tap = Wiretap()
    for client_id, inbound, outbound, cuts in traffic:
        tap.receive(client_id, inbound, cuts)
        tap.send(client_id, outbound, cuts)
    snapshot = tap.snapshot()
    for direction, streams in ((Direction.IN, tap.received), (Direction.OUT, tap.sent)):
        for client_id, stream in streams.items():
            position = 0
            for captured in frames_one_way(snapshot, client_id, direction):
                payload = snapshot.payload(captured)
                wire = encoded(captured.frame, payload.unmasked)
                assert wire == snapshot.wire_of(captured.number)
                assert captured.start == position
                assert wire == stream[position : position + len(wire)]
                assert len(wire) + payload.missing_bytes == captured.end - captured.start
                position += len(wire)
            # The rest is a frame that is not known yet, or what nobody reads any more.
            failed = (
                tap.observers[client_id].failure is not None
                if direction is Direction.IN
                else any(
                    failing(seen.frame.violations)
                    for seen in frames_one_way(snapshot, client_id, direction)
                )
            )
            assert failed or len(stream) - position <= 139


@given(legal_streams(), cuts_of())
def test_pieces_joined_are_the_stream(stream: bytes, cuts: list[int]) -> None:
    tap = Wiretap()
    tap.receive(1, stream, cuts)
    lane = tap.snapshot().lane(1, Direction.IN)
    assert b"".join(piece.data for piece in lane) == stream
    assert tap.capture.wire_bytes == len(stream)


def test_refused_payload_that_comes_later_is_there() -> None:
    tap = Wiretap()
    tap.receive(1, frame(Opcode.TEXT, b"unmasked and refused", key=b""), [3, 9, 15])
    (captured,) = tap.snapshot().located()
    assert failing(captured.frame.violations)
    assert tap.snapshot().payload(captured).unmasked == b"unmasked and refused"


def test_lie_about_the_length_is_what_is_missing() -> None:
    tap = Wiretap()
    tap.receive(1, frame(3, b"abc", length=1 << 62, encoding=LengthEncoding.SIXTY_FOUR_BIT))
    payload = tap.snapshot().payload_of(1)
    assert (payload.unmasked, payload.missing_bytes) == (b"abc", (1 << 62) - 3)


def test_control_payload_outlives_the_piece_in_which_it_began() -> None:
    tap = Wiretap(Capture(max_frames=1, max_bytes=10_000, max_age_s=60))
    wire = frame(Opcode.PING, b"still there")
    tap.receive(1, frame(Opcode.TEXT, b"gone") + wire[:9])
    tap.receive(1, wire[9:])
    assert [number for number, *_ in tap.snapshot()] == [2]
    assert tap.snapshot().wire_of(2) == wire


def test_broadcast_is_one_piece_with_its_receivers() -> None:
    tap = Wiretap()
    data = frame(payload=b"a", key=b"") + frame(payload=b"b", key=b"")
    tap.broadcast(data, [4, 5, 6])
    tap.broadcast(data, [4, 5, 6])
    first, second = tap.snapshot().pieces
    assert first.receivers == (4, 5, 6)
    assert first.receivers is second.receivers
    assert [write.client_id for write in second.writes] == [4, 5, 6]
    assert [write.at_s for write in second.writes] == pytest.approx([0.003, 0.004, 0.005])
    assert tap.capture.frames == 4
    assert tap.capture.wire_bytes == 2 * len(data)
    assert tap.snapshot().wire_of(4) == frame(payload=b"b", key=b"")


def test_what_waits_is_remembered_with_its_write() -> None:
    capture = Wiretap().capture
    capture.broadcast(b"\x81\x00", [], [Write(1, 5.0, 0), Write(2, 5.5, 700), Write(3, 6.0, 0)])
    assert [write.waiting_bytes for write in capture.snapshot().pieces[0].writes] == [0, 700, 0]


def test_broadcast_to_nobody_did_not_go_by() -> None:
    capture = Wiretap().capture
    capture.broadcast(b"\x81\x00", [Frame(0x81, 0, 0, b"")], [])
    assert capture.newest_number == 0


# Gaps --------------------------------------------------------------------------------------------


def test_payload_is_not_joined_across_a_gap() -> None:
    observer = ConnectionObserver(compression=Compression.NONE, max_message_bytes=None)
    capture = Wiretap().capture
    wire = frame(payload=b"abcdefghij", key=b"") + frame(Opcode.PING, b"?", key=b"")
    for data, is_captured in ((wire[:6], True), (wire[6:8], False), (wire[8:], True)):
        lead = observer.outbound_lead
        frames = observer.sent(data, 0.0)
        if is_captured:
            capture.sent(1, data, frames, Write(1, 0.0, 0), lead)
        else:
            capture.interrupt()
    snapshot = capture.snapshot()
    payload = snapshot.payload_of(1)
    assert (payload.wire, payload.missing_bytes) == (b"abcd", 6)
    assert snapshot.wire_of(2) == frame(Opcode.PING, b"?", key=b"")


def test_capture_may_begin_in_the_middle_of_a_frame() -> None:
    observer = ConnectionObserver(compression=Compression.NONE, max_message_bytes=None)
    observer.received(frame(payload=b"begun before")[:10], 0.0)
    capture = Wiretap().capture
    data = frame(payload=b"begun before")[10:] + frame(payload=b"whole")
    lead = observer.inbound_lead
    capture.received(1, data, observer.received(data, 0.0), 0.0, lead)
    assert capture.snapshot().wire_of(1) == frame(payload=b"whole")


# Limits ------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 300)), max_size=40),
    st.integers(1, 20),
    st.integers(1, 2_000),
    st.integers(0, 30),
)
def test_ring_is_within_its_limits_and_counts_right(
    reads: list[tuple[int, int]], max_frames: int, max_bytes: int, max_age_s: int
) -> None:
    capture = Capture(max_frames=max_frames, max_bytes=max_bytes, max_age_s=max_age_s)
    numbers = 0
    for now_s, (count, length) in enumerate(reads):
        data = frame(payload=bytes(length)) * count
        capture.received(
            1,
            data,
            ConnectionObserver(compression=Compression.NONE, max_message_bytes=None).received(
                data, 0.0
            ),
            float(now_s),
        )
        numbers += count
        held = capture.snapshot()
        frames = list(held)
        assert capture.frames == len(frames)
        assert capture.wire_bytes == sum(len(piece.data) for piece in held.pieces)
        assert capture.newest_number == numbers == frames[-1][0]
        assert capture.forgotten == numbers - len(frames)
        assert [number for number, *_ in frames] == list(
            range(numbers - len(frames) + 1, numbers + 1)
        )
        only_the_newest = len(held.pieces) == 1
        assert only_the_newest or len(frames) <= max_frames
        assert only_the_newest or capture.wire_bytes <= max_bytes
        assert held.pieces[0].at_s >= now_s - max_age_s
        assert capture.oldest_s == held.pieces[0].at_s


def test_pieces_without_frames_do_not_pile_up() -> None:
    tap = Wiretap(Capture(max_frames=10, max_bytes=1 << 20, max_age_s=60))
    tap.receive(1, frame(payload=bytes(500)), list(range(500)))
    assert len(tap.snapshot().pieces) <= 20


def test_age_is_held_where_nothing_comes() -> None:
    tap = Wiretap(Capture(max_frames=10, max_bytes=1 << 20, max_age_s=60))
    tap.receive(1, frame())
    tap.capture.forget_older(60.0)
    assert tap.capture.frames == 1
    tap.capture.forget_older(60.1)
    assert (tap.capture.frames, tap.capture.oldest_s, tap.capture.forgotten) == (0, None, 1)


def test_smaller_limit_forgets_at_once() -> None:
    tap = Wiretap()
    for _ in range(9):
        tap.receive(1, frame())
    tap.capture.limit(max_frames=4, max_bytes=1 << 20, max_age_s=60)
    assert [number for number, *_ in tap.snapshot()] == [6, 7, 8, 9]


def test_cleared_ring_goes_on_with_its_numbers() -> None:
    tap = Wiretap()
    tap.receive(1, frame() + frame()[:3])
    tap.capture.clear()
    assert list(tap.snapshot()) == []
    assert tap.capture.forgotten == 0
    tap.receive(1, frame()[3:])
    assert [number for number, *_ in tap.snapshot()] == [2]
    assert tap.snapshot().wire_of(2) == frame()


def test_clients_that_left_the_ring_leave_nothing() -> None:
    tap = Wiretap(Capture(max_frames=5, max_bytes=1 << 20, max_age_s=60))
    for client_id in range(1, 3_000):
        tap.capture.received(client_id, frame(), [Frame(0x81, 0x80, 0, b"1234")], 0.0)
    assert len(tap.capture._inbound) < 1_100


# Snapshots ---------------------------------------------------------------------------------------


@given(legal_streams(), cuts_of(), st.integers(0, 30))
def test_snapshot_after_a_frame_begins_behind_it(
    stream: bytes, cuts: list[int], after: int
) -> None:
    tap = Wiretap()
    tap.receive(1, stream, cuts)
    numbers = [number for number, *_ in tap.snapshot()]
    assert [number for number, *_ in tap.snapshot(after)] == [n for n in numbers if n > after]
    for number in numbers:
        found = tap.snapshot().find(number)
        assert found is not None
        assert found.number == number


def test_snapshot_does_not_change() -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload=b"one"))
    snapshot = tap.snapshot()
    tap.receive(1, frame(payload=b"two"))
    tap.capture.clear()
    assert [number for number, *_ in snapshot] == [1]
    assert snapshot.find(2) is None
    with pytest.raises(KeyError):
        snapshot.payload_of(2)


def test_only_the_beginning_of_a_payload_can_be_had() -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload=b"0123456789" * 20), [50, 100])
    payload = tap.snapshot().payload_of(1, most_bytes=96)
    assert payload.unmasked == (b"0123456789" * 20)[:96]
    assert payload.missing_bytes == 0
