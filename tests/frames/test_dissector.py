"""The dissector finds the same frames in any pieces, keeps little, and stops where the RFC says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.wire import (
    DEFLATE_FROM_CLIENT,
    FROM_CLIENT,
    FROM_SERVER,
    KEY,
    any_frames,
    close,
    cuts_of,
    dissected,
    frame,
    legal_streams,
    only,
    pieces,
)
from wschat_gui.frames.dissector import Dissector, Frame
from wschat_gui.frames.header import LengthEncoding, Opcode
from wschat_gui.frames.terms import Terms
from wschat_gui.frames.violations import Violation

TERMS = st.sampled_from([FROM_CLIENT, FROM_SERVER, DEFLATE_FROM_CLIENT])


def fed_in_pieces(data: bytes, cuts: list[int], terms: Terms) -> tuple[list[Frame], Dissector]:
    dissector = Dissector(terms)
    return [seen for piece in pieces(data, cuts) for seen in dissector.feed(piece)], dissector


# Any pieces --------------------------------------------------------------------------------------


@given(legal_streams(), cuts_of())
def test_legal_stream_cut_anywhere_gives_the_same_frames(stream: bytes, cuts: list[int]) -> None:
    seen, dissector = fed_in_pieces(stream, cuts, FROM_CLIENT)
    assert seen == dissected(stream)
    assert all(frame_.violations == () for frame_ in seen)
    assert dissector.failure is None
    assert dissector.missing_payload_bytes == 0


@given(st.lists(any_frames(), max_size=6).map(b"".join), cuts_of(), TERMS)
def test_any_frames_cut_anywhere_give_the_same_frames(
    stream: bytes, cuts: list[int], terms: Terms
) -> None:
    whole = Dissector(terms)
    frames = whole.feed(stream)
    seen, dissector = fed_in_pieces(stream, cuts, terms)
    assert seen == frames
    assert dissector.failure is whole.failure
    assert dissector.missing_payload_bytes == whole.missing_payload_bytes


@given(st.binary(max_size=400), cuts_of(), TERMS)
def test_random_bytes_never_raise_and_cut_anywhere_give_the_same_frames(
    noise: bytes, cuts: list[int], terms: Terms
) -> None:
    seen, _ = fed_in_pieces(noise, cuts, terms)
    assert seen == dissected(noise, terms)


@given(legal_streams())
def test_headers_and_payloads_together_are_the_stream(stream: bytes) -> None:
    rest = stream
    for seen in dissected(stream):
        assert rest.startswith(seen.encode())
        rest = rest[seen.header_length + seen.payload_length :]
    assert rest == b""


def test_byte_by_byte_is_no_exception() -> None:
    stream = frame(payload=bytes(126)) + frame(Opcode.PING, b"now?") + close(1000, "bye")
    seen, _ = fed_in_pieces(stream, list(range(len(stream))), FROM_CLIENT)
    assert [frame_.opcode for frame_ in seen] == [Opcode.TEXT, Opcode.PING, Opcode.CLOSE]


def test_two_frames_in_one_read_are_two() -> None:
    assert len(dissected(frame(payload=b"one") + frame(payload=b"two"))) == 2


# When a frame is reported ------------------------------------------------------------------------


def test_data_frame_is_reported_with_the_last_byte_of_its_header() -> None:
    dissector = Dissector(FROM_CLIENT)
    header = frame(length=70_000)
    assert dissector.feed(header[:-1]) == []
    (seen,) = dissector.feed(header[-1:])
    assert seen.payload_length == 70_000
    assert dissector.missing_payload_bytes == 70_000
    assert dissector.feed(bytes(69_999)) == []
    assert dissector.missing_payload_bytes == 1
    assert dissector.feed(b"\0" + frame(payload=b"next")) == [only(frame(payload=b"next"))]


def test_control_frame_is_reported_with_the_last_byte_of_its_unmasked_payload() -> None:
    dissector = Dissector(FROM_CLIENT)
    ping = frame(Opcode.PING, b"Hello")
    assert dissector.feed(ping[:-1]) == []
    (seen,) = dissector.feed(ping[-1:])
    assert seen.control_payload == b"Hello"


def test_longest_control_payload_is_given_whole() -> None:
    payload = bytes(range(125))
    assert only(frame(Opcode.PONG, payload)).control_payload == payload


def test_control_frame_that_claims_more_than_125_bytes_is_reported_without_payload() -> None:
    seen = only(frame(Opcode.PING, bytes(126)))
    assert (seen.payload_length, seen.control_payload) == (126, b"")
    assert seen.violations == (Violation.CONTROL_TOO_LONG,)


def test_refused_control_header_does_not_wait_for_its_payload() -> None:
    seen = only(frame(Opcode.PING, length=5, key=b""))
    assert seen.violations == (Violation.UNMASKED_CLIENT_FRAME,)


def test_payload_of_a_data_frame_is_not_kept() -> None:
    assert only(frame(payload=b"secret")).control_payload == b""


# After the end -----------------------------------------------------------------------------------


def test_after_a_failing_violation_everything_is_ignored() -> None:
    dissector = Dissector(FROM_CLIENT)
    seen = dissector.feed(frame(payload=b"good") + frame(3, b"bad") + frame(payload=b"late"))
    assert [frame_.opcode for frame_ in seen] == [Opcode.TEXT, 3]
    assert dissector.failure is Violation.RESERVED_OPCODE
    assert dissector.feed(frame(payload=b"later")) == []


def test_payload_of_a_refused_frame_stays_missing() -> None:
    dissector = Dissector(FROM_CLIENT)
    dissector.feed(frame(3, b"some bytes"))
    assert dissector.missing_payload_bytes == 10


def test_payload_of_a_refused_close_was_read() -> None:
    dissector = Dissector(FROM_CLIENT)
    (seen,) = dissector.feed(close(1005))
    assert (seen.control_payload, dissector.missing_payload_bytes) == (b"\x03\xed", 0)
    assert dissector.failure is Violation.CLOSE_CODE_NOT_ALLOWED


def test_violation_that_fails_nothing_stops_nothing() -> None:
    dissector = Dissector(FROM_CLIENT)
    wordy = frame(payload=b"hi", encoding=LengthEncoding.SIXTY_FOUR_BIT)
    seen = dissector.feed(wordy + frame(payload=b"next"))
    assert [frame_.violations for frame_ in seen] == [(Violation.LENGTH_NOT_MINIMAL,), ()]


def test_data_after_the_close_frame_is_still_seen() -> None:
    seen = dissected(close(1000) + frame(payload=b"late") + frame(Opcode.PING, b"?"))
    assert [frame_.violations for frame_ in seen] == [(), (Violation.DATA_AFTER_CLOSE,), ()]


def test_too_long_control_frame_after_the_close_frame_is_skipped() -> None:
    seen = dissected(close(1000) + frame(Opcode.PING, bytes(1000)) + frame(Opcode.PONG, b"!"))
    assert [frame_.control_payload for frame_ in seen[1:]] == [b"", b"!"]


def test_engine_can_end_it_in_the_middle_of_a_frame() -> None:
    dissector = Dissector(FROM_CLIENT)
    dissector.feed(frame(payload=b"good") + frame()[:3])
    dissector.fail(Violation.INVALID_UTF8)
    assert dissector.feed(frame()[3:] + frame()) == []


# Fragments ---------------------------------------------------------------------------------------


def test_control_frames_stand_between_fragments() -> None:
    stream = (
        frame(Opcode.TEXT, b"Hel", fin=False)
        + frame(Opcode.PING, b"?")
        + frame(Opcode.CONT, b"l", fin=False)
        + frame(Opcode.PONG)
        + frame(Opcode.CONT, b"o")
        + frame(Opcode.BINARY)
    )
    seen = dissected(stream)
    assert len(seen) == 6
    assert all(frame_.violations == () for frame_ in seen)


@pytest.mark.parametrize("first_byte", [0xC1, 0xC2, 0x41, 0x42])
def test_compressed_message_is_legal_where_it_was_agreed_on(first_byte: int) -> None:
    wire = bytes((first_byte, 0x81)) + KEY + b"?"
    assert only(wire, DEFLATE_FROM_CLIENT).violations == ()
    assert only(wire, FROM_CLIENT).violations == (Violation.RESERVED_BIT,)


# Memory ------------------------------------------------------------------------------------------


@given(st.lists(any_frames(), max_size=4).map(b"".join), cuts_of(20), TERMS)
def test_less_is_kept_than_the_longest_control_frame_has(
    stream: bytes, cuts: list[int], terms: Terms
) -> None:
    dissector = Dissector(terms)
    for piece in pieces(stream, cuts):
        dissector.feed(piece)
        assert len(dissector._buffer) < 14 + 125
