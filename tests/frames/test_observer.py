"""What the server's connection calls: both directions, broadcasts, verdicts of the engine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.frames.wire import close, cuts_of, frame, legal_streams, pieces
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.observer import BroadcastObserver, ConnectionObserver
from wschat_gui.frames.tally import FrameTally
from wschat_gui.frames.terms import Compression
from wschat_gui.frames.violations import Violation


def observer(compression: Compression = Compression.NONE) -> ConnectionObserver:
    return ConnectionObserver(compression=compression, max_message_bytes=1 << 20)


def from_server(opcode: int = Opcode.TEXT, payload: bytes = b"", *, rsv: int = 0) -> bytes:
    return frame(opcode, payload, key=b"", rsv=rsv)


# Both directions ---------------------------------------------------------------------------------


def test_directions_are_counted_apart() -> None:
    seen = observer()
    seen.received(frame(payload=b"question") * 2, 1.0)
    seen.sent(from_server(Opcode.BINARY, b"answer"), 1.0)
    assert (seen.inbound().by_opcode, seen.inbound().masked) == ({1: 2}, 2)
    assert (seen.outbound().by_opcode, seen.outbound().masked) == ({2: 1}, 0)


@given(legal_streams(), cuts_of())
def test_figures_agree_with_the_bytes_to_the_last_frame(stream: bytes, cuts: list[int]) -> None:
    seen = observer()
    frames = [found for piece in pieces(stream, cuts) for found in seen.received(piece, 0.0)]
    tally = seen.inbound()
    assert tally.wire_bytes == len(stream)
    assert tally.frames == len(frames)
    assert seen.outbound() == FrameTally()


def test_compression_that_was_agreed_on_is_legal_both_ways() -> None:
    seen = observer(Compression.PERMESSAGE_DEFLATE)
    seen.received(frame(payload=b"?", rsv=4), 1.0)
    seen.sent(from_server(payload=b"!", rsv=4), 1.0)
    assert seen.inbound().violations == seen.outbound().violations == {}
    assert seen.inbound().with_rsv1 == seen.outbound().with_rsv1 == 1


# Round trip --------------------------------------------------------------------------------------


def test_round_trip_is_taken_from_the_wire() -> None:
    seen = observer()
    assert seen.round_trip_s is None
    seen.sent(from_server(Opcode.PING, b"1234"), 10.0)
    seen.received(frame(payload=b"meanwhile") + frame(Opcode.PONG, b"1234"), 10.25)
    assert seen.round_trip_s == 0.25


def test_pong_nobody_asked_for_and_pings_of_the_client_tell_nothing() -> None:
    seen = observer()
    seen.sent(from_server(Opcode.PING, b"1234"), 10.0)
    seen.received(frame(Opcode.PONG, b"other") + frame(Opcode.PING, b"1234"), 10.5)
    seen.sent(from_server(Opcode.PONG, b"1234"), 11.0)
    assert seen.round_trip_s is None


# Violations --------------------------------------------------------------------------------------


def test_refused_frame_is_counted_and_ends_the_direction() -> None:
    seen = observer()
    seen.received(from_server(payload=b"no mask") + frame(payload=b"late"), 1.0)
    assert seen.failure is Violation.UNMASKED_CLIENT_FRAME
    assert seen.inbound().frames == 1
    assert seen.inbound().violations == {Violation.UNMASKED_CLIENT_FRAME: 1}


def test_what_the_engine_alone_can_see_is_counted_and_ends_the_direction() -> None:
    seen = observer()
    seen.received(frame(payload=b"\xff"), 1.0)
    seen.violated(Violation.INVALID_UTF8)
    seen.received(frame(payload=b"late"), 2.0)
    assert seen.failure is Violation.INVALID_UTF8
    assert seen.inbound().frames == 1
    assert seen.inbound().violations == {Violation.INVALID_UTF8: 1}


def test_connection_fails_once_even_if_the_engine_says_so_again() -> None:
    seen = observer()
    seen.received(frame(3), 1.0)
    seen.violated(Violation.MESSAGE_TOO_BIG)
    assert seen.failure is Violation.RESERVED_OPCODE
    assert seen.inbound().violations == {Violation.RESERVED_OPCODE: 1}


def test_violation_that_fails_nothing_is_only_counted() -> None:
    seen = observer()
    seen.violated(Violation.LENGTH_NOT_MINIMAL)
    seen.received(frame(), 1.0)
    assert seen.failure is None
    assert seen.inbound().violations == {Violation.LENGTH_NOT_MINIMAL: 1}
    assert seen.inbound().frames == 1


def test_close_codes_are_told_by_direction() -> None:
    seen = observer()
    seen.received(close(1001), 1.0)
    seen.sent(close(4001, "kicked", key=b""), 1.0)
    assert (seen.inbound().close_codes, seen.outbound().close_codes) == ({1001: 1}, {4001: 1})


# Broadcasts --------------------------------------------------------------------------------------


def test_client_gets_its_share_of_a_broadcast_and_no_more() -> None:
    broadcast, seen = BroadcastObserver(), observer()
    broadcast.sent([from_server(payload=b"before")])
    seen.follow(broadcast)
    broadcast.sent([from_server(payload=b"first"), from_server(payload=b"second")])
    assert seen.outbound().payload_bytes == len(b"firstsecond")
    seen.unfollow()
    broadcast.sent([from_server(payload=b"after")])
    assert seen.outbound().payload_bytes == len(b"firstsecond")
    assert seen.outbound().frames == 2


def test_what_one_client_alone_got_is_added() -> None:
    broadcast, seen = BroadcastObserver(), observer()
    seen.follow(broadcast)
    broadcast.sent([from_server(payload=b"to all")])
    seen.sent(from_server(Opcode.PONG, b"1234"), 1.0)
    assert seen.outbound().by_opcode == {1: 1, 10: 1}


def test_following_another_broadcast_keeps_the_share_of_the_first() -> None:
    plain, page, seen = BroadcastObserver(), BroadcastObserver(), observer()
    seen.follow(plain)
    plain.sent([from_server(payload=b"plain")])
    seen.follow(page)
    plain.sent([from_server(payload=b"not for it")])
    page.sent([from_server(payload=b"page")])
    assert seen.outbound().payload_bytes == len(b"plainpage")


def test_unfollowing_nothing_changes_nothing() -> None:
    seen = observer()
    seen.unfollow()
    assert seen.outbound() == FrameTally()


def test_broadcast_may_be_compressed() -> None:
    broadcast = BroadcastObserver()
    compressed = from_server(payload=b"!", rsv=4)
    (shared,) = broadcast.dissected(compressed)
    assert shared.violations == ()
    broadcast.sent([compressed])
    assert broadcast.tally().with_rsv1 == 1


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=30))
def test_shares_of_all_clients_are_the_total(steps: list[tuple[int, bool]]) -> None:
    """Each step writes one broadcast; before it, one client starts or stops following."""
    broadcast = BroadcastObserver()
    clients = [observer() for _ in range(3)]
    following: set[int] = set()
    total = FrameTally()
    for number, (client, follows) in enumerate(steps):
        if follows:
            clients[client].follow(broadcast)
            following.add(client)
        else:
            clients[client].unfollow()
            following.discard(client)
        written = from_server(payload=bytes(number * 20))
        before = broadcast.tally()
        assert broadcast.sent([written]) == broadcast.tally() - before
        for _ in following:
            total += broadcast.tally() - before
    shares = FrameTally()
    for seen in clients:
        shares += seen.outbound()
    assert shares == total
