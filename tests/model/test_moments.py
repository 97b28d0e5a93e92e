"""Dates as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.model.moments import NoMoment, Span, span_of

DAY_MS = 86_400_000


def ms(*numbers: int) -> int:
    return round(datetime(*numbers, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc, arg-type]


def test_a_day_is_whole() -> None:
    assert span_of("2026-11-22", UTC) == Span(ms(2026, 11, 22), ms(2026, 11, 23), "2026-11-22")


def test_a_minute_is_whole() -> None:
    begin, end = ms(2026, 11, 22, 14, 5), ms(2026, 11, 22, 14, 6)

    assert span_of(" 2026-11-22   14:05 ", UTC) == Span(begin, end, "2026-11-22 14:05")
    assert span_of("2026-11-22T14:05", UTC) == Span(begin, end, "2026-11-22 14:05")


def test_nothing_typed_is_no_date_and_no_mistake() -> None:
    assert span_of("  ", UTC) is None


@pytest.mark.parametrize(
    "typed", ["today", "22.11.2026", "2026-11", "2026-11-22 14", "2026-11-22x"]
)
def test_what_is_no_date_is_told_how_to_type_one(typed: str) -> None:
    with pytest.raises(NoMoment, match="YYYY-MM-DD or YYYY-MM-DD HH:MM"):
        span_of(typed, UTC)


@pytest.mark.parametrize("typed", ["2026-02-29", "2026-13-01", "2026-01-01 24:00", "0000-01-01"])
def test_dates_that_do_not_exist_are_told_so(typed: str) -> None:
    with pytest.raises(NoMoment, match="calendar"):
        span_of(typed, UTC)


def test_the_day_on_which_clocks_change_has_its_own_length() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    short, long = span_of("2026-03-29", berlin), span_of("2026-10-25", berlin)

    assert short
    assert long
    assert (short.end_ms - short.begin_ms, long.end_ms - long.begin_ms) == (
        DAY_MS - 3_600_000,
        DAY_MS + 3_600_000,
    )


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(9000, 1, 1)))
def test_every_minute_is_read_as_it_is_written(moment: datetime) -> None:
    span = span_of(f"{moment:%Y-%m-%d %H:%M}", UTC)

    assert span
    assert span.text == f"{moment:%Y-%m-%d %H:%M}"
    at_ms = moment.replace(tzinfo=UTC).timestamp() * 1000
    assert span.begin_ms <= at_ms < span.end_ms


@given(st.text(max_size=20))
def test_anything_else_is_refused_with_a_sentence(typed: str) -> None:
    try:
        span = span_of(typed, UTC)
    except NoMoment as error:
        assert str(error).endswith(".")
    else:
        assert (span is None) == (not typed.split())
