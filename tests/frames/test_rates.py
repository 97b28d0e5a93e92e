"""Rates agree with the counters, whenever they are sampled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.frames.rates import Rate, RateMeter


def steady(meter: RateMeter, *, until_s: float, every_s: float, events_per_s: int) -> None:
    for i in range(1, round(until_s / every_s) + 1):
        now_s = i * every_s
        meter.sample(now_s, round(now_s * events_per_s), round(now_s * events_per_s * 100))


def test_new_meter_has_no_rate() -> None:
    assert RateMeter(5.0).over(1.0) == Rate(0.0, 0.0)
    assert RateMeter(5.0).over(60.0) == Rate(0.0, 0.0)


@pytest.mark.parametrize("every_s", [0.02, 0.1, 0.25, 0.5, 1.0, 2.0, 7.0])
def test_steady_flow_has_its_rate_however_often_it_is_sampled(every_s: float) -> None:
    meter = RateMeter(0.0)
    steady(meter, until_s=140.0, every_s=every_s, events_per_s=20)
    for window_s in (1.0, 60.0):
        rate = meter.over(window_s)
        assert rate.events_per_s == pytest.approx(20.0, abs=0.6)
        assert rate.bytes_per_s == pytest.approx(2_000.0, rel=0.03)


def test_last_second_is_the_last_second_only() -> None:
    meter = RateMeter(0.0)
    meter.sample(9.0, 900, 9_000)
    meter.sample(9.5, 901, 9_010)
    meter.sample(10.0, 904, 9_040)
    assert meter.over(1.0) == Rate(4.0, 40.0)


def test_edge_between_two_samples_takes_its_part_of_them() -> None:
    meter = RateMeter(0.0)
    meter.sample(9.6, 0, 0)
    meter.sample(10.4, 8, 80)
    meter.sample(11.0, 9, 90)
    # From 10.0 on: half of the eight, and one.
    assert meter.over(1.0).events_per_s == pytest.approx(5.0)


def test_younger_than_the_window_counts_since_the_start() -> None:
    meter = RateMeter(100.0)
    meter.sample(104.0, 12, 400)
    assert meter.over(60.0) == Rate(3.0, 100.0)


def test_counters_need_not_start_at_zero() -> None:
    meter = RateMeter(0.0, 1_000, 50_000)
    meter.sample(2.0, 1_010, 50_100)
    assert meter.over(60.0) == Rate(5.0, 50.0)


def test_first_moment_is_no_peak() -> None:
    meter = RateMeter(0.0)
    meter.sample(0.001, 3, 300)
    assert meter.over(1.0) == Rate(3.0, 300.0)
    assert meter.over(60.0) == Rate(3.0, 300.0)


def test_silence_ends_both_rates() -> None:
    meter = RateMeter(0.0)
    meter.sample(1.0, 100, 100)
    meter.sample(30.0, 100, 100)
    assert meter.over(1.0) == Rate(0.0, 0.0)
    meter.sample(61.0, 100, 100)
    assert meter.over(60.0) == Rate(0.0, 0.0)


def test_gap_is_averaged() -> None:
    meter = RateMeter(0.0)
    meter.sample(3_600.0, 7_200, 36_000)
    assert meter.over(1.0) == Rate(2.0, 10.0)
    assert meter.over(60.0) == Rate(2.0, 10.0)


def test_clock_set_back_starts_again() -> None:
    meter = RateMeter(1_000.0)
    meter.sample(1_060.0, 600, 6_000)
    meter.sample(10.0, 610, 6_100)
    assert meter.over(60.0) == Rate(0.0, 0.0)
    meter.sample(12.0, 620, 6_200)
    assert meter.over(60.0) == Rate(5.0, 50.0)


def test_counter_set_back_starts_again() -> None:
    meter = RateMeter(0.0)
    meter.sample(10.0, 600, 6_000)
    meter.sample(11.0, 5, 50)
    meter.sample(13.0, 15, 150)
    assert meter.over(60.0) == Rate(5.0, 50.0)


def test_two_samples_of_one_moment_count_the_later() -> None:
    meter = RateMeter(0.0)
    meter.sample(2.0, 4, 0)
    meter.sample(2.0, 8, 0)
    assert meter.over(60.0).events_per_s == 4.0


@pytest.mark.parametrize("window_s", [0.5, 61.0])
def test_window_that_the_meter_does_not_know_is_refused(window_s: float) -> None:
    with pytest.raises(ValueError, match="rate over"):
        RateMeter(0.0).over(window_s)


def test_an_hour_can_be_asked_for() -> None:
    meter = RateMeter(0.0, longest_window_s=3_600.0)
    steady(meter, until_s=7_200.0, every_s=4.0, events_per_s=5)
    assert meter.over(3_600.0).events_per_s == pytest.approx(5.0)
    assert meter.over(60.0).events_per_s == pytest.approx(5.0)


@given(st.floats(0.0001, 20.0))
def test_memory_is_bounded_however_often_it_is_sampled(every_s: float) -> None:
    meter = RateMeter(0.0)
    for i in range(2_000):
        meter.sample(i * every_s, i, i)
    assert len(meter._samples) <= 603


@given(
    st.lists(st.tuples(st.floats(0.0, 30.0), st.integers(0, 1_000)), min_size=1, max_size=40),
    st.sampled_from([1.0, 5.0, 60.0]),
)
def test_rate_is_never_negative_and_never_more_than_all_there_was(
    steps: list[tuple[float, int]], window_s: float
) -> None:
    meter = RateMeter(0.0)
    now_s, events = 0.0, 0
    for pause_s, more in steps:
        now_s, events = now_s + pause_s, events + more
        meter.sample(now_s, events, events * 3)
        rate = meter.over(window_s)
        span_s = min(window_s, max(1.0, now_s))
        assert -1e-6 <= rate.events_per_s <= events / span_s + 1e-6
        assert rate.bytes_per_s == pytest.approx(rate.events_per_s * 3, abs=1e-6)


@given(st.lists(st.tuples(st.floats(0.2, 5.0), st.integers(0, 1_000)), min_size=1, max_size=20))
def test_rate_times_span_is_the_count_between_samples(steps: list[tuple[float, int]]) -> None:
    # Whole seconds and more than the merging distance apart: both edges are samples.
    meter = RateMeter(0.0)
    counts = {0.0: 0}
    now_s, events = 0.0, 0
    for pause_s, more in steps:
        now_s, events = now_s + max(1.0, round(pause_s)), events + more
        counts[now_s] = events
        meter.sample(now_s, events, 0)
    for window_s in (1.0, 2.0, 5.0):
        edge = now_s - window_s
        if edge in counts:
            assert meter.over(window_s).events_per_s * window_s == pytest.approx(
                events - counts[edge]
            )
