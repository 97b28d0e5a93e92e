"""The engine fails a connection exactly where the dissector says so, with the same close code."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.frames.test_violations import BROKEN, LEGAL
from tests.frames.verdicts import dissector_verdict, engine_verdict
from tests.frames.wire import (
    KEYS,
    any_frames,
    close,
    frame,
    legal_streams,
)
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.terms import Compression, Sender, Terms
from wschat_gui.frames.violations import Violation

MAX_MESSAGE_BYTES = 300
FROM_CLIENT = Terms(sender=Sender.CLIENT, max_message_bytes=MAX_MESSAGE_BYTES)
FROM_SERVER = Terms(sender=Sender.SERVER, max_message_bytes=MAX_MESSAGE_BYTES)
DEFLATE_FROM_CLIENT = Terms(
    sender=Sender.CLIENT,
    compression=Compression.PERMESSAGE_DEFLATE,
    max_message_bytes=MAX_MESSAGE_BYTES,
)
TERMS = st.sampled_from([FROM_CLIENT, FROM_SERVER])


LITERAL: list[tuple[str, Terms, bytes]] = [*(case[:3] for case in BROKEN), *LEGAL]


@pytest.mark.parametrize(
    ("terms", "wire"), [case[1:] for case in LITERAL], ids=[case[0] for case in LITERAL]
)
def test_engine_agrees_on_every_literal_frame(terms: Terms, wire: bytes) -> None:
    if terms.max_message_bytes is None:
        # Without a limit the engine would wait for 2^63 bytes instead of refusing them.
        terms = Terms(sender=terms.sender, compression=terms.compression, max_message_bytes=1 << 20)
    assert dissector_verdict(wire, terms) == engine_verdict(wire, terms)


@given(legal_streams())
def test_engine_takes_what_breaks_no_rule(stream: bytes) -> None:
    generous = Terms(sender=Sender.CLIENT, max_message_bytes=1 << 20)
    verdict = engine_verdict(stream, generous)
    assert verdict.refused_with is None
    assert verdict == dissector_verdict(stream, generous)


@given(st.lists(any_frames(), max_size=8).map(b"".join))
def test_engine_agrees_on_any_frames_of_a_client(stream: bytes) -> None:
    assert dissector_verdict(stream, FROM_CLIENT) == engine_verdict(stream, FROM_CLIENT)


@given(st.lists(any_frames(keys=st.just(b"") | KEYS), max_size=8).map(b"".join))
def test_engine_agrees_on_any_frames_of_a_server(stream: bytes) -> None:
    assert dissector_verdict(stream, FROM_SERVER) == engine_verdict(stream, FROM_SERVER)


@given(st.binary(max_size=200), TERMS)
def test_engine_agrees_on_random_bytes(noise: bytes, terms: Terms) -> None:
    # The engine judges some frames only when their payload is there: enough follows for any.
    stream = noise + bytes(MAX_MESSAGE_BYTES + 14)
    assert dissector_verdict(stream, terms) == engine_verdict(stream, terms)


@given(
    legal_streams(),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 7)), min_size=1, max_size=3),
)
def test_engine_agrees_on_legal_streams_with_flipped_bits(
    legal: bytes, flips: list[tuple[int, int]]
) -> None:
    mutated = bytearray(legal or frame())
    for position, bit in flips:
        mutated[position % len(mutated)] ^= 1 << bit
    stream = bytes(mutated) + bytes(MAX_MESSAGE_BYTES + 14)
    assert dissector_verdict(stream, FROM_CLIENT) == engine_verdict(stream, FROM_CLIENT)


@given(st.integers(0, 65_535), st.binary(max_size=6), KEYS)
@example(1004, b"", b"abcd")
@example(1005, b"", b"abcd")
@example(1006, b"", b"abcd")
@example(1015, b"", b"abcd")
@example(2999, b"", b"abcd")
@example(5000, b"\xff", b"abcd")
def test_engine_agrees_on_close_payloads(code: int, reason: bytes, key: bytes) -> None:
    wire = frame(Opcode.CLOSE, code.to_bytes(2, "big") + reason, key=key)
    assert dissector_verdict(wire, FROM_CLIENT) == engine_verdict(wire, FROM_CLIENT)


@pytest.mark.parametrize("code", [*range(998, 1018), 2999, 3000, 4999, 5000, 65_535])
def test_engine_agrees_on_close_codes(code: int) -> None:
    wire = close(code)
    assert dissector_verdict(wire, FROM_CLIENT) == engine_verdict(wire, FROM_CLIENT)


def compressed(text: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return (compressor.compress(text) + compressor.flush(zlib.Z_SYNC_FLUSH))[:-4]


HELLO = compressed(b"Hello")
DEFLATE_FRAMES = [
    frame(Opcode.TEXT, HELLO, rsv=4),
    frame(Opcode.BINARY, b"plain"),
    frame(Opcode.TEXT, HELLO[:3], rsv=4, fin=False),
    frame(Opcode.TEXT, b"pla", fin=False),
    frame(Opcode.CONT, b"", fin=False),
    frame(Opcode.CONT, HELLO[3:]),
    frame(Opcode.CONT, HELLO[3:], rsv=4),
    frame(Opcode.PING, b"?"),
    frame(Opcode.PING, b"?", rsv=4),
    frame(Opcode.TEXT, HELLO, rsv=6),
    frame(Opcode.CLOSE),
]


@given(st.lists(st.sampled_from(DEFLATE_FRAMES), max_size=8))
def test_engine_agrees_where_compression_was_agreed_on(frames: list[bytes]) -> None:
    stream = b"".join(frames)
    assert dissector_verdict(stream, DEFLATE_FROM_CLIENT) == engine_verdict(
        stream, DEFLATE_FROM_CLIENT
    )


def test_payload_that_does_not_inflate_is_for_the_engine_alone_to_see() -> None:
    wire = frame(Opcode.TEXT, b"\xff\xff\xff", rsv=4)
    assert dissector_verdict(wire, DEFLATE_FROM_CLIENT).refused_with is None
    refused_with = engine_verdict(wire, DEFLATE_FROM_CLIENT).refused_with
    assert refused_with == Violation.INVALID_DEFLATE.close_code
