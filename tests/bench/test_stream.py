"""The proof of delivery: it passes what all clients got alike, in whatever pieces, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Close, Frame, Opcode

from bench.dialects import Relay, Room
from bench.stream import Place, SharedStream
from bench.wire import ProtocolError

BYTES = 40
SENDERS = 3


def frame(payload: bytes, opcode: Opcode = Opcode.TEXT) -> bytes:
    return Frame(opcode, payload).serialize(mask=False)


def messages(count: int) -> list[bytes]:
    """Give frames of all senders in turn, numbered from 1."""
    relay = Relay(BYTES)
    return [frame(relay.message(index % SENDERS, index // SENDERS + 1)) for index in range(count)]


def stream() -> SharedStream:
    return SharedStream(Relay(BYTES), SENDERS)


def taken(target: SharedStream, data: bytes) -> Place:
    place = Place()
    target.take(place, data)
    return place


def pieces(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[begin:end] for begin, end in pairwise(edges)]


@given(
    count=st.integers(1, 12),
    schedule=st.lists(st.integers(0, 2), max_size=60),
    cuts=st.tuples(*[st.lists(st.integers(0, 1000), max_size=12)] * 3),
    pings=st.tuples(*[st.lists(st.tuples(st.integers(0, 11), st.binary(max_size=125)))] * 3),
)
def test_same_frames_in_any_pieces_and_turns_with_any_pings_pass(
    count: int,
    schedule: list[int],
    cuts: tuple[list[int], ...],
    pings: tuple[list[tuple[int, bytes]], ...],
) -> None:
    frames = messages(count)
    target = stream()
    places = [Place() for _ in range(3)]
    waiting = []
    for own_cuts, own_pings in zip(cuts, pings, strict=True):
        own = list(frames)
        for at, payload in own_pings:
            own.insert(min(at, len(own)), frame(payload, Opcode.PING))
        waiting.append(pieces(b"".join(own), own_cuts))

    for client in [*schedule, *(last for last in range(3) for _ in waiting[last])]:
        if waiting[client]:
            target.take(places[client], waiting[client].pop(0))

    assert target.messages == count
    for place, own_pings in zip(places, pings, strict=True):
        assert place.position == target.end == sum(map(len, frames))
        assert target.messages_before(place.position) == count
        assert place.rest == b""
        assert sorted(place.pings) == sorted(payload for _, payload in own_pings)


@given(count=st.integers(1, 8), at=st.integers(0, 10_000), change=st.integers(1, 255))
def test_one_changed_byte_is_found(count: int, at: int, change: int) -> None:
    data = bytearray(b"".join(messages(count)))
    target = stream()
    taken(target, bytes(data))
    at %= len(data)
    data[at] ^= change

    with pytest.raises(ProtocolError):
        place = taken(target, bytes(data))
        if place.position < target.end:  # made to look like the beginning of a control frame
            raise ProtocolError("would never come to the end")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda frames: [*frames[:4], *frames[5:]],
        lambda frames: [*frames[:4], frames[3], *frames[4:]],
        lambda frames: [*frames[:3], frames[6], *frames[4:6], frames[3]],
    ],
    ids=["lost", "doubled", "out of order"],
)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_message_lost_doubled_or_moved_is_found(spoil: object, turn: str) -> None:
    assert callable(spoil)
    frames = messages(9)
    target = stream()
    if turn == "second":
        taken(target, b"".join(frames))

    with pytest.raises(ProtocolError):
        taken(target, b"".join(spoil(frames)))


def test_other_order_of_two_senders_is_found_at_the_second_client() -> None:
    frames = messages(2)
    target = stream()
    taken(target, b"".join(frames))

    with pytest.raises(ProtocolError, match="not what another client got"):
        taken(target, b"".join(reversed(frames)))


def test_spoilt_text_is_found() -> None:
    data = messages(1)[0].replace(b"...", b".,.")

    with pytest.raises(ProtocolError, match="not as it was sent"):
        taken(stream(), data)


def test_close_frame_says_why() -> None:
    close = Close(1013, "too slow").serialize()

    with pytest.raises(ProtocolError, match="1013 too slow"):
        taken(stream(), frame(close, Opcode.CLOSE))


def test_sender_sees_its_own_messages_only_when_it_has_them() -> None:
    frames = messages(6)
    target = stream()
    place = taken(target, b"".join(frames[:4]))

    assert [target.see_own(sender, 0) for sender in range(SENDERS)] == [0, 0, 0]
    assert [target.see_own(sender, place.position) for sender in range(SENDERS)] == [2, 1, 1]
    target.take(place, b"".join(frames[4:]))
    assert [target.see_own(sender, place.position) for sender in range(SENDERS)] == [0, 1, 1]


def test_forgetting_what_all_have_changes_no_count() -> None:
    frames = messages(9)
    target = stream()
    ahead = taken(target, b"".join(frames[:6]))
    behind = taken(target, b"".join(frames[:4]) + frames[4][:10])

    target.drop_before(behind.position)
    target.take(behind, frames[4][10:] + b"".join(frames[5:]))
    target.take(ahead, b"".join(frames[6:]))

    assert target.messages == 9
    assert ahead.position == behind.position == target.end
    assert target.messages_before(behind.position) == 9


def said(seq: int, sender: int, number: int) -> bytes:
    tag, text = f"{sender:04d}-{number:010d}", "." * BYTES
    return frame(f'{{"type":"said","seq":{seq},"nick":"b","id":"{tag}","text":"{text}"}}'.encode())


def test_room_counts_what_was_said_and_nothing_else() -> None:
    target = SharedStream(Room(BYTES), SENDERS)
    left = frame(b'{"type":"left","client_id":7,"nick":"x","cause":"left"}')

    taken(target, said(41, 0, 1) + left + said(42, 1, 1))

    assert target.messages == 2


def test_gap_in_seq_is_found() -> None:
    with pytest.raises(ProtocolError, match="seq 43 came instead of 42"):
        taken(SharedStream(Room(BYTES), SENDERS), said(41, 0, 1) + said(43, 1, 1))


def test_refusal_is_found() -> None:
    refused = frame(b'{"type":"refused","code":"too_fast","text":"Not so fast."}')

    with pytest.raises(ProtocolError, match="too_fast, Not so fast"):
        taken(SharedStream(Room(BYTES), SENDERS), refused)


def test_frame_in_many_pieces_is_known_to_all_before_it_is_whole() -> None:
    data = b"".join(messages(3))
    target = stream()
    places = [Place(), Place()]

    for begin in range(0, len(data), 7):
        for place in places:
            target.take(place, data[begin : begin + 7])

    assert target.messages == 3
    assert [place.position for place in places] == [len(data)] * 2


def test_what_is_dropped_ends_with_a_frame() -> None:
    frames = messages(4)
    target = stream()
    ahead = taken(target, b"".join(frames))
    # The next byte, a dot, would pass for a control frame's header if a frame began there.
    behind = taken(target, frames[0] + frames[1][:30])

    target.drop_before(behind.position)
    target.take(behind, frames[1][30:] + b"".join(frames[2:]))

    assert behind.position == ahead.position
    assert target.messages_before(behind.position) == 4
