"""Fragments are joined whatever stands between them, and inflated where that can be done."""

from __future__ import annotations

import zlib

from hypothesis import given
from hypothesis import strategies as st

from tests.frames.captures import Wiretap, deflated
from tests.frames.wire import cuts_of, frame
from wschat_gui.frames.capture import Capture
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.inflating import HISTORY_LOST, MOST_INFLATED_BYTES, NOT_DEFLATE, TOO_LARGE
from wschat_gui.frames.messages import Message, Messages
from wschat_gui.frames.pieces import Direction
from wschat_gui.frames.terms import Compression


def message_of(tap: Wiretap, number: int) -> Message:
    message = Messages(tap.snapshot()).of(tap.frame(number))
    assert message is not None
    return message


def deflating(capture: Capture | None = None) -> Wiretap:
    return Wiretap(capture, compression=Compression.PERMESSAGE_DEFLATE)


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5), cuts_of())
def test_fragments_are_joined_across_pieces_and_pings(parts: list[bytes], cuts: list[int]) -> None:
    tap = Wiretap()
    stream = frame(payload=b"before")
    for i, part in enumerate(parts):
        opcode = Opcode.BINARY if i == 0 else Opcode.CONT
        stream += frame(opcode, part, fin=i == len(parts) - 1) + frame(Opcode.PING, b"?")
    tap.receive(1, stream, cuts)
    numbers = tuple(range(2, 2 + 2 * len(parts), 2))
    for number in numbers:
        message = message_of(tap, number)
        assert message.numbers == numbers
        assert (message.opcode, message.is_complete) == (Opcode.BINARY, True)
        assert message.data == b"".join(parts)


def test_control_frames_are_no_messages() -> None:
    tap = Wiretap()
    tap.receive(1, frame(Opcode.PING, b"?") + frame(3))
    assert Messages(tap.snapshot()).of(tap.frame(1)) is None
    assert Messages(tap.snapshot()).of(tap.frame(2)) is None


def test_unfinished_message_is_not_complete() -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload=b"to be ", fin=False))
    message = message_of(tap, 1)
    assert (message.data, message.is_complete) == (b"to be ", False)
    tap.receive(1, frame(Opcode.CONT, b"continued"))
    assert message_of(tap, 1).data == b"to be continued"
    assert message_of(tap, 1).is_complete


def test_refused_fragment_stands_alone() -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload=b"a", fin=False) + frame(payload=b"another"))
    assert message_of(tap, 1).numbers == (1,)
    refused = message_of(tap, 2)
    assert (refused.numbers, refused.data, refused.is_complete) == ((2,), b"another", False)


def test_message_without_its_beginning_is_not_complete() -> None:
    tap = Wiretap(Capture(max_frames=1, max_bytes=1 << 20, max_age_s=60))
    tap.receive(1, frame(payload=b"lost ", fin=False))
    tap.receive(1, frame(Opcode.CONT, b"end"))
    message = message_of(tap, 2)
    assert (message.opcode, message.data, message.is_complete) == (None, b"end", False)


# Inflating ---------------------------------------------------------------------------------------

TEXTS = st.lists(st.text("abcdef \n", max_size=80), min_size=1, max_size=8)


@given(TEXTS, cuts_of(), st.booleans())
def test_messages_inflate_with_what_went_before(
    texts: list[str], cuts: list[int], takes_over: bool
) -> None:
    tap = deflating()
    compressor = zlib.compressobj(wbits=-15) if takes_over else None
    stream = b"".join(
        frame(payload=deflated(text.encode(), compressor), rsv=4) + frame(payload=b"plain")
        for text in texts
    )
    tap.receive(1, stream, cuts)
    for i, text in enumerate(texts):
        message = message_of(tap, 2 * i + 1)
        assert message.was_compressed
        assert (message.data.decode(), message.inflate_trouble) == (text, "")
    heard = list(Messages(tap.snapshot()).of_client(1, Direction.IN))
    assert [message.data.decode() for message in heard[::2]] == texts


@given(TEXTS, st.integers(1, 8))
def test_what_inflates_without_all_history_is_the_original(texts: list[str], kept: int) -> None:
    tap = deflating(Capture(max_frames=kept, max_bytes=1 << 20, max_age_s=1e9))
    compressor = zlib.compressobj(wbits=-15)
    for text in texts:
        tap.receive(1, frame(payload=deflated(text.encode(), compressor), rsv=4))
    for captured in tap.snapshot().located():
        message = message_of(tap, captured.number)
        if message.inflate_trouble:
            assert message.inflate_trouble == HISTORY_LOST
            assert kept < len(texts)
        else:
            assert message.data.decode() == texts[captured.number - 1]


def test_lost_history_is_told() -> None:
    tap = deflating(Capture(max_frames=1, max_bytes=1 << 20, max_age_s=60))
    compressor = zlib.compressobj(wbits=-15)
    tap.receive(1, frame(payload=deflated(b"the same long sentence", compressor), rsv=4))
    tap.receive(1, frame(payload=deflated(b"the same long sentence", compressor), rsv=4))
    message = message_of(tap, 2)
    assert (message.data, message.inflate_trouble) == (b"", HISTORY_LOST)


def test_one_client_hears_broadcasts_between_its_own_messages() -> None:
    tap = deflating()
    compressor = zlib.compressobj(wbits=-15)
    said = b"something that is said twice"
    tap.send(1, frame(payload=deflated(said, compressor), rsv=4, key=b""))
    tap.broadcast(frame(payload=deflated(b"to all"), rsv=4, key=b""), [1, 2])
    tap.send(1, frame(payload=b"plain", key=b""))
    assert message_of(tap, 2).data == b"to all"
    heard = list(Messages(tap.snapshot()).of_client(1, Direction.OUT))
    assert [message.data for message in heard] == [said, b"to all", b"plain"]


def test_bomb_is_inflated_no_further_than_allowed() -> None:
    tap = deflating()
    compressor = zlib.compressobj(wbits=-15)
    tap.receive(1, frame(payload=deflated(bytes(50 << 20), compressor), rsv=4))
    tap.receive(1, frame(payload=deflated(b"after it", compressor), rsv=4))
    message = message_of(tap, 1)
    assert len(message.data) == MOST_INFLATED_BYTES
    assert message.inflate_trouble == TOO_LARGE
    exact = deflating()
    exact.receive(1, frame(payload=deflated(bytes(MOST_INFLATED_BYTES)), rsv=4))
    assert message_of(exact, 1).inflate_trouble == ""


def test_noise_does_not_inflate() -> None:
    tap = deflating()
    tap.receive(1, frame(payload=b"\xff\xff\xff", rsv=4))
    assert message_of(tap, 1).inflate_trouble == NOT_DEFLATE


@given(st.binary(max_size=200), cuts_of())
def test_noise_never_raises(noise: bytes, cuts: list[int]) -> None:
    tap = deflating()
    tap.receive(1, frame(payload=noise, rsv=4) + noise, cuts)
    messages = Messages(tap.snapshot())
    for captured in tap.snapshot().located():
        messages.of(captured)
