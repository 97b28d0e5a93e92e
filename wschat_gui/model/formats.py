"""Numbers, times and foreign text as the window writes them.

Decimal prefixes (1 kB is 1,000 bytes), a comma between thousands, 24-hour clock. Pure: the time
zone is passed in, None meaning the system's.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache
from unicodedata import east_asian_width

from wschat_gui.language import ngettext

_DECIMAL_UNITS = ("kB", "MB", "GB", "TB", "PB")
DATE_TIME_CHARS = len("2026-11-22 14:00:07")
_ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"


def byte_size(size_bytes: float) -> str:
    """Write a size, such as `0 B`, `58.6 kB`, `193 kB` or `1.2 MB`."""
    if round(size_bytes) < 1000:
        return f"{round(size_bytes)} B"
    value, power = size_bytes / 1000, 0
    while value >= 999.5 and power < len(_DECIMAL_UNITS) - 1:
        value, power = value / 1000, power + 1
    number = f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"
    return f"{number} {_DECIMAL_UNITS[power]}"


def byte_rate(bytes_per_s: float) -> str:
    """Write a rate, such as `38.2 MB/s`."""
    return f"{byte_size(bytes_per_s)}/s"


def count(number: float) -> str:
    """Write a whole number with thousands apart, such as `82,000`."""
    return f"{round(number):,}"


def counted(one: str, many: str, number: int) -> str:
    """Say a sentence with a number at its place `{n}`, such as `1 client` or `24 clients`."""
    return ngettext(one, many, number).format(n=count(number))


def round_trip(rtt_ms: float | None) -> str:
    """Write a round-trip time in milliseconds without its unit; empty where unknown."""
    if rtt_ms is None:
        return ""
    return f"{rtt_ms:.1f}" if rtt_ms < 999.95 else count(rtt_ms)


def clock_time(at_ms: int, zone: tzinfo | None = None) -> str:
    """Write a moment of the day to the millisecond, such as `14:02:42.757`."""
    return f"{_clock_second(at_ms // 1000, zone)}.{at_ms % 1000:03d}"


@lru_cache(maxsize=64)
def _clock_second(at_s: int, zone: tzinfo | None) -> str:
    """Write it to the second; remembered, since in a flood thousands of rows share one."""
    return f"{datetime.fromtimestamp(at_s, zone):%H:%M:%S}"


def time_of_day(at_ms: int, zone: tzinfo | None = None) -> str:
    """Write a moment of the day to the second, such as `14:00:07`."""
    return _clock_second(at_ms // 1000, zone)


def date_time(at_ms: int, zone: tzinfo | None = None) -> str:
    """Write a moment with its day, such as `2026-11-22 14:00:07`."""
    # Not strftime: its years before 1000 differ from system to system.
    return datetime.fromtimestamp(at_ms // 1000, zone).isoformat(" ")[:DATE_TIME_CHARS]


def duration(span_ms: int) -> str:
    """Write a span as hours, minutes and seconds, such as `00:14:07`; days run on as hours."""
    seconds = max(0, span_ms) // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def one_line(text: str) -> str:
    """Make foreign text safe for one row: no line break, no control, no direction override.

    Those characters could break a row in two or turn around what stands behind them. The zero
    width joiner stays: family emoji are made of it.
    """
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable() or character == _ZERO_WIDTH_JOINER:
        return character
    return " " if character.isspace() else ""


def width_of(text: str) -> int:
    """Count a text's width in letters of Latin script: most East Asian ones are two wide."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def utf16_units(text: str) -> int:
    """Count a text's UTF-16 units: what a column of a Tk text is counted in."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, max_chars: int) -> str:
    """Cut text to a number of characters, the last of them an ellipsis where it was longer."""
    return text if len(text) <= max_chars else text[: max_chars - 1] + "…"


def within_bytes(text: str, max_bytes: int) -> str:
    """Cut text to what UTF-8 writes in a number of bytes, between two characters."""
    return text.encode()[:max_bytes].decode(errors="ignore")
