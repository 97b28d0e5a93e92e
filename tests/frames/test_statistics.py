"""The figures are those of the bytes, however they are added up or split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.wire import (
    DEFLATE_FROM_CLIENT,
    FROM_CLIENT,
    any_frames,
    close,
    dissected,
    frame,
    legal_streams,
)
from wschat_gui.frames.dissector import Dissector
from wschat_gui.frames.header import LengthEncoding, Opcode
from wschat_gui.frames.statistics import FrameStatistics
from wschat_gui.frames.tally import FrameTally, shape_of
from wschat_gui.frames.terms import Terms
from wschat_gui.frames.violations import Violation


def tally_of(stream: bytes, terms: Terms = FROM_CLIENT) -> FrameTally:
    dissector = Dissector(terms)
    statistics = FrameStatistics()
    statistics.record(dissector.feed(stream))
    return statistics.tally(missing_payload_bytes=dissector.missing_payload_bytes)


def tally_of_copies(tally: FrameTally) -> FrameTally:
    return FrameTally(
        shapes=dict(tally.shapes),
        payload_bytes=tally.payload_bytes,
        close_codes=dict(tally.close_codes),
        violations=dict(tally.violations),
    )


STREAMS = st.lists(any_frames(), max_size=5).map(b"".join)


# What is counted ---------------------------------------------------------------------------------


def test_every_figure_of_a_known_stream() -> None:
    stream = (
        frame(Opcode.TEXT, bytes(100))
        + frame(Opcode.TEXT, bytes(200), fin=False)
        + frame(Opcode.PING, b"?")
        + frame(Opcode.CONT, bytes(70_000))
        + frame(Opcode.BINARY, b"12", encoding=LengthEncoding.SIXTEEN_BIT)
        + close(4001, "bye")
    )
    tally = tally_of(stream)
    assert tally.frames == 6
    assert tally.by_opcode == {0: 1, 1: 2, 2: 1, 8: 1, 9: 1}
    assert tally.by_length_encoding == {
        LengthEncoding.SEVEN_BIT: 3,
        LengthEncoding.SIXTEEN_BIT: 2,
        LengthEncoding.SIXTY_FOUR_BIT: 1,
    }
    assert tally.fragments == 2
    assert tally.masked == 6
    assert tally.with_rsv1 == 0
    assert tally.payload_bytes == 100 + 200 + 1 + 70_000 + 2 + 5
    assert tally.wire_bytes == len(stream)
    assert tally.close_codes == {4001: 1}
    assert tally.violations == {Violation.LENGTH_NOT_MINIMAL: 1}


def test_nothing_counted_is_zero_everywhere() -> None:
    tally = FrameStatistics().tally()
    assert tally == FrameTally()
    assert (tally.frames, tally.fragments, tally.wire_bytes, tally.by_opcode) == (0, 0, 0, {})
    assert set(tally.by_length_encoding.values()) == {0}


def test_compressed_messages_are_told_by_rsv1() -> None:
    stream = frame(rsv=4, fin=False) + frame(Opcode.CONT) + frame(rsv=4) + frame()
    assert tally_of(stream, DEFLATE_FROM_CLIENT).with_rsv1 == 2


@pytest.mark.parametrize(
    ("wire", "close_codes"),
    [
        (close(1000), {1000: 1}),
        (frame(Opcode.CLOSE), {1005: 1}),
        (close(1006), {1006: 1}),
        (frame(Opcode.CLOSE, b"\x03"), {}),
        (frame(Opcode.CLOSE, bytes(126)), {}),
    ],
    ids=["normal", "none", "not allowed", "half a code", "too long"],
)
def test_close_codes_are_those_on_the_wire(wire: bytes, close_codes: dict[int, int]) -> None:
    assert tally_of(wire).close_codes == close_codes


def test_refused_frame_is_counted_without_the_payload_that_nobody_read() -> None:
    tally = tally_of(frame(3, length=1 << 62, encoding=LengthEncoding.SIXTY_FOUR_BIT))
    assert tally.by_opcode == {3: 1}
    assert tally.violations == {Violation.RESERVED_OPCODE: 1}
    assert (tally.payload_bytes, tally.wire_bytes) == (0, 14)


@given(legal_streams(), st.integers(0, 70_000))
def test_wire_bytes_are_the_bytes_seen_even_in_the_middle_of_a_payload(
    stream: bytes, missing: int
) -> None:
    # A close would make the last frame a violation, but not change its bytes.
    begun = frame(payload=bytes(70_000))
    assert tally_of(stream + begun[: len(begun) - missing]).wire_bytes == (
        len(stream) + len(begun) - missing
    )


@given(STREAMS)
def test_figures_are_those_of_the_headers(stream: bytes) -> None:
    frames = dissected(stream)
    tally = tally_of(stream)
    assert tally.frames == len(frames)
    assert tally.masked == sum(seen.masked for seen in frames)
    assert tally.with_rsv1 == sum(seen.rsv1 for seen in frames)
    assert tally.fragments == sum(not seen.fin or seen.opcode == 0 for seen in frames)
    assert sum(tally.by_opcode.values()) == len(frames)
    assert list(tally.by_opcode) == sorted({seen.opcode for seen in frames})
    for encoding, count in tally.by_length_encoding.items():
        assert count == sum(seen.length_encoding is encoding for seen in frames)
    assert all(shape_of(seen) in tally.shapes for seen in frames)


# Adding and subtracting --------------------------------------------------------------------------


@given(STREAMS, STREAMS)
def test_tallies_add_like_their_streams(one: bytes, other: bytes) -> None:
    both = FrameStatistics()
    both.record(dissected(one))
    both.record(dissected(other))
    first, second = FrameStatistics(), FrameStatistics()
    first.record(dissected(one))
    second.record(dissected(other))
    assert first.tally() + second.tally() == both.tally()
    assert second.tally() + first.tally() == both.tally()


@given(STREAMS, STREAMS)
def test_difference_of_two_moments_is_what_came_between(before: bytes, between: bytes) -> None:
    statistics = FrameStatistics()
    statistics.record(dissected(before))
    earlier = statistics.tally()
    statistics.record(dissected(between))
    only_between = FrameStatistics()
    only_between.record(dissected(between))
    assert statistics.tally() - earlier == only_between.tally()


@given(STREAMS, st.integers(0, 500))
def test_broadcast_to_many_counts_as_often(stream: bytes, receivers: int) -> None:
    tally = tally_of(stream)
    total = FrameStatistics()
    total.add(tally, times=receivers)
    assert total.tally().frames == tally.frames * receivers
    assert total.tally().wire_bytes == tally.wire_bytes * receivers
    added = FrameTally()
    for _ in range(min(receivers, 3)):
        added += tally
    few = FrameStatistics()
    few.add(tally, times=min(receivers, 3))
    assert few.tally() == added


@given(STREAMS)
def test_tally_is_not_changed_by_what_comes_after(stream: bytes) -> None:
    statistics = FrameStatistics()
    statistics.record(dissected(stream))
    tally = statistics.tally()
    as_it_was = tally_of_copies(tally)
    statistics.record(dissected(frame(payload=b"more") + close(1000)))
    statistics.add(tally, times=2)
    statistics.record_violation(Violation.INVALID_UTF8)
    assert tally == as_it_was
    assert statistics.tally() != as_it_was


@pytest.mark.parametrize("later", [frame(payload=b"a"), frame(Opcode.PING), close(1000), frame(3)])
def test_later_tally_cannot_be_subtracted(later: bytes) -> None:
    with pytest.raises(ValueError, match="earlier"):
        FrameTally() - tally_of(later)


def test_tally_of_something_else_cannot_be_subtracted() -> None:
    with pytest.raises(ValueError, match="earlier"):
        tally_of(frame(Opcode.BINARY)) - tally_of(frame(Opcode.TEXT))
