"""How numbers, times and foreign text are written."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.model import formats


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (999.6, "1.0 kB"),
        (1_000, "1.0 kB"),
        (58_600, "58.6 kB"),
        (99_949, "99.9 kB"),
        (99_950, "100 kB"),
        (193_000, "193 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (1_200_000, "1.2 MB"),
        (7_000_000_000_000, "7.0 TB"),
        (5 * 10**18, "5,000 PB"),
    ],
)
def test_size_has_three_digits_and_a_unit(size_bytes: float, text: str) -> None:
    assert formats.byte_size(size_bytes) == text


@given(st.integers(min_value=0, max_value=10**17))
def test_no_size_is_wider_than_its_column(size_bytes: int) -> None:
    assert len(formats.byte_size(size_bytes)) <= len("99.9 MB")


def test_rate_is_a_size_a_second() -> None:
    assert formats.byte_rate(38_200_000.0) == "38.2 MB/s"


def test_thousands_are_apart() -> None:
    assert formats.count(82_000) == "82,000"
    assert formats.count(48_210.6) == "48,211"


def test_noun_follows_its_number() -> None:
    assert formats.counted("{n} client", "{n} clients", 1) == "1 client"
    assert formats.counted("{n} client", "{n} clients", 0) == "0 clients"
    assert formats.counted("{n} client", "{n} clients", 1_200) == "1,200 clients"


@pytest.mark.parametrize(
    ("rtt_ms", "text"),
    [(None, ""), (0.04, "0.0"), (21.44, "21.4"), (999.94, "999.9"), (999.96, "1,000")],
)
def test_round_trip_has_one_decimal_below_a_second(rtt_ms: float | None, text: str) -> None:
    assert formats.round_trip(rtt_ms) == text


def test_clock_time_has_milliseconds() -> None:
    assert formats.clock_time(50_562_757, UTC) == "14:02:42.757"
    assert formats.clock_time(50_562_007, UTC) == "14:02:42.007"
    assert formats.time_of_day(50_562_999, UTC) == "14:02:42"


@pytest.mark.parametrize(
    ("span_ms", "text"),
    [
        (0, "00:00:00"),
        (847_999, "00:14:07"),
        (3_600_000 * 49, "49:00:00"),
        (3_600_000 * 100, "100:00:00"),
        (-5_000, "00:00:00"),
    ],
)
def test_duration_runs_on_in_hours(span_ms: int, text: str) -> None:
    assert formats.duration(span_ms) == text


def test_one_line_breaks_nothing_and_turns_nothing() -> None:
    assert formats.one_line("a\nb\r\nc\td") == "a b  c d"
    assert formats.one_line("a\u2028b\x00\x1bc") == "a bc"
    assert formats.one_line("exe.\u202egnp.txt") == "exe.gnp.txt"


def test_one_line_keeps_what_people_write() -> None:
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
    assert formats.one_line(f"zoë 李雷 {family}") == f"zoë 李雷 {family}"


@given(st.text())
def test_one_line_is_always_one_line(text: str) -> None:
    written = formats.one_line(text)

    assert len(written.splitlines()) <= 1
    assert formats.one_line(written) == written


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_shortened_is_never_longer(text: str, max_chars: int) -> None:
    short = formats.shortened(text, max_chars)

    assert len(short) <= max_chars
    assert short == text or short.endswith("…")


@given(st.text(), st.integers(min_value=0, max_value=200))
def test_within_bytes_cuts_between_characters(text: str, max_bytes: int) -> None:
    cut = formats.within_bytes(text, max_bytes)

    assert len(cut.encode()) <= max_bytes
    assert text.startswith(cut)
    assert cut == text or len(text[: len(cut) + 1].encode()) > max_bytes
