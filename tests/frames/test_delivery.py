"""Who got a frame, when, and who has shown by a pong that it was read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.frames.captures import Wiretap
from tests.frames.wire import frame
from wschat_gui.frames.delivery import Delivered, confirmed_s, deliveries_of
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.pieces import Write


def ping(payload: bytes) -> bytes:
    return frame(Opcode.PING, payload, key=b"")


def pong(payload: bytes) -> bytes:
    return frame(Opcode.PONG, payload)


def test_incoming_frame_was_delivered_to_nobody() -> None:
    tap = Wiretap()
    tap.receive(1, frame())
    assert deliveries_of(tap.snapshot(), tap.frame(1)) == ()


def test_broadcast_is_confirmed_by_each_receiver_by_itself() -> None:
    tap = Wiretap()
    data = frame(payload=b"said", key=b"")
    writes = [Write(1, 10.0, 0), Write(2, 10.25, 9_000)]
    tap.capture.broadcast(data, tap.shared.dissected(data), writes)
    tap.now_s = 11.0
    tap.send(1, ping(b"a"))
    tap.send(2, ping(b"b"))
    tap.now_s = 12.0
    tap.receive(1, pong(b"a"))
    assert deliveries_of(tap.snapshot(), tap.frame(1)) == (
        Delivered(1, 10.0, 0, 12.0),
        Delivered(2, 10.25, 9_000, None),
    )


def test_answer_to_an_earlier_ping_confirms_nothing() -> None:
    tap = Wiretap()
    tap.send(1, ping(b"before"))
    tap.send(1, frame(payload=b"said", key=b""))
    tap.receive(1, pong(b"before"))
    assert confirmed_s(tap.snapshot(), 1, 2) is None
    tap.send(1, ping(b"behind"))
    tap.now_s = 5.0
    tap.receive(1, pong(b"behind"))
    assert confirmed_s(tap.snapshot(), 1, 2) == 5.0


def test_pong_with_the_payload_of_two_pings_answers_the_earlier() -> None:
    tap = Wiretap()
    tap.send(1, ping(b"rtt"))
    tap.send(1, frame(payload=b"said", key=b""))
    tap.send(1, ping(b"rtt"))
    tap.receive(1, pong(b"rtt"))
    assert confirmed_s(tap.snapshot(), 1, 2) is None
    tap.now_s = 5.0
    tap.receive(1, pong(b"rtt"))
    assert confirmed_s(tap.snapshot(), 1, 2) == 5.0


def test_unasked_pong_and_the_pong_of_another_confirm_nothing() -> None:
    tap = Wiretap()
    tap.send(1, frame(payload=b"said", key=b""))
    tap.send(1, ping(b"?"))
    tap.receive(1, pong(b"unasked"))
    tap.receive(2, pong(b"?"))
    assert confirmed_s(tap.snapshot(), 1, 1) is None


def test_ping_in_the_same_write_behind_the_frame_counts() -> None:
    tap = Wiretap()
    tap.send(1, frame(payload=b"said", key=b"") + ping(b"?"))
    tap.now_s = 3.0
    tap.receive(1, pong(b"?"))
    assert confirmed_s(tap.snapshot(), 1, 1) == 3.0
    assert confirmed_s(tap.snapshot(), 1, 2) is None


@given(st.lists(st.integers(0, 3), max_size=30))
def test_what_counts_as_confirmed_has_been_read(steps: list[int]) -> None:
    """A peer answers any of the pings that it has read, and says itself how far it had read."""
    tap = Wiretap()
    on_the_way: list[tuple[int, bytes | None]] = []
    read_pings: list[tuple[bytes, int]] = []
    frames_read_at: dict[int, float] = {}
    for step in steps:
        match step:
            case 0:
                tap.send(1, frame(payload=b"said", key=b""))
                on_the_way.append((tap.capture.newest_number, None))
            case 1:
                payload = b"rtt" if len(on_the_way) % 2 else b"%d" % len(steps)
                tap.send(1, ping(payload))
                on_the_way.append((tap.capture.newest_number, payload))
            case 2 if on_the_way:
                number, payload_read = on_the_way.pop(0)
                frames_read_at[number] = tap.now_s
                if payload_read is not None:
                    read_pings.append((payload_read, number))
            case 3 if read_pings:
                # RFC 6455 section 5.5.3: only the most recent one may be answered.
                payload, _ = read_pings.pop()
                read_pings.clear()
                tap.receive(1, pong(payload))
    snapshot = tap.snapshot()
    for captured in snapshot.located():
        at_s = confirmed_s(snapshot, 1, captured.number)
        if captured.piece.client_id == 1 and captured.piece.receivers and at_s is not None:
            assert captured.number in frames_read_at
            assert frames_read_at[captured.number] <= at_s
