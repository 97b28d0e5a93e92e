"""Throughput over a minute, the geometry of its curves, and bars by kind of frame."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.made_up import direction, room_figures
from wschat_gui.model.figures import (
    HISTORY_MS,
    HISTORY_SAMPLES,
    Sample,
    Throughput,
    curve,
    frame_bars,
    round_ceiling,
)


def test_history_is_bounded_in_number() -> None:
    history = Throughput()
    for at_ms in range(2 * HISTORY_SAMPLES):
        history.add(Sample(at_ms, 1, 1))

    assert len(history.samples) == HISTORY_SAMPLES


def test_history_keeps_a_minute_and_one_sample_before_it() -> None:
    history = Throughput()
    for at_ms in range(0, 3 * HISTORY_MS, 1_000):
        history.add(Sample(at_ms, 1, 1))

    newest = history.samples[-1].at_ms
    older = [each for each in history.samples if each.at_ms < newest - HISTORY_MS]
    assert len(older) == 1
    assert len(history.samples) == HISTORY_MS // 1_000 + 2


def test_peak_is_of_either_direction() -> None:
    history = Throughput()
    assert history.peak == 0
    history.add(Sample(0, 5, 1))
    history.add(Sample(1, 2, 7))

    assert history.peak == 7


@pytest.mark.parametrize(
    ("value", "ceiling"),
    [(0, 1_000), (1_000, 1_000), (1_001, 2_000), (2_001, 5_000), (5_001, 10_000), (38e6, 50e6)],
)
def test_scale_ends_at_a_round_number(value: float, ceiling: float) -> None:
    assert round_ceiling(value) == ceiling


def test_newest_point_is_at_the_right_edge_and_a_minute_ago_at_the_left() -> None:
    points = [(0, 0.0), (HISTORY_MS // 2, 50.0), (HISTORY_MS, 100.0)]

    assert curve(points, width=200, height=80, top=100) == [0, 80, 100, 40, 200, 0]


def test_one_point_is_no_line() -> None:
    assert curve([(0, 1.0)], width=10, height=10, top=10) == []


@given(st.lists(st.tuples(st.integers(0, 10**13), st.floats(0, 1e12, allow_nan=False)), min_size=2))
def test_curve_never_leaves_its_box(points: list[tuple[int, float]]) -> None:
    """Not even where the clock was set back, or a value is above the scale."""
    coordinates = curve(points, width=200, height=80, top=1e6)

    assert all(0 <= x <= 200 for x in coordinates[::2])
    assert all(0 <= y <= 80 for y in coordinates[1::2])


def test_bars_sum_both_directions() -> None:
    figures = room_figures(
        inbound=direction(by_opcode=((1, 3), (8, 1)), seven_bit=4),
        outbound=direction(by_opcode=((1, 5),), seven_bit=5),
    )
    bars = frame_bars(figures)

    assert {bar.name: bar.total for bar in bars.by_opcode} == {
        "text": 8,
        "binary": 0,
        "ping": 0,
        "pong": 0,
        "close": 1,
        "cont": 0,
    }
    assert (bars.by_opcode[0].inbound, bars.by_opcode[0].outbound) == (3, 5)
    assert [bar.total for bar in bars.by_length] == [9, 0, 0]
    assert (bars.inbound, bars.outbound) == (4, 5)


def test_reserved_opcodes_are_shown_only_when_seen() -> None:
    figures = room_figures(inbound=direction(by_opcode=((1, 3), (3, 2), (0xF, 1))))
    names = [bar.name for bar in frame_bars(figures).by_opcode]

    assert names[6:] == ["0x3 res.", "0xF res."]


def test_bars_are_there_before_the_first_figures() -> None:
    bars = frame_bars(None)

    assert len(bars.by_opcode) == 6
    assert len(bars.by_length) == 3
    assert all(bar.total == 0 for bar in (*bars.by_opcode, *bars.by_length))
