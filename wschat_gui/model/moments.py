"""Dates and times as the person types them: `2026-11-22` or `2026-11-22 14:05`, in local time.

Pure: the time zone is passed in, None meaning the system's.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from msgspec import Struct

from wschat_gui.language import N_, _

FORM = N_("YYYY-MM-DD or YYYY-MM-DD HH:MM")
_NO_DATE = N_("“{typed}” is no date. Type {form}.")
_NO_SUCH_DAY = N_("There is no {typed} in the calendar.")

_TYPED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?")


class NoMoment(ValueError):
    """What was typed is no date; the text is a sentence that says how to type one."""


class Span(Struct, frozen=True):
    """The day or the minute that was typed."""

    begin_ms: int
    end_ms: int
    """The first instant after it."""
    text: str
    """As it was understood."""


def span_of(typed: str, zone: tzinfo | None = None) -> Span | None:
    """Read what was typed; None where nothing was.

    Raises:
        NoMoment: it is no date, or one that the calendar does not have.
    """
    typed = " ".join(typed.split())
    if not typed:
        return None
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise NoMoment(_(_NO_DATE).format(typed=typed, form=_(FORM)))
    year, month, day, hour, minute = map(int, found.groups(default="0"))
    is_day = found[4] is None
    try:
        begin = datetime(year, month, day, hour, minute, tzinfo=zone)
        # Local midnights are not always 24 hours apart, so the calendar is counted in, not seconds.
        end = begin + (timedelta(days=1) if is_day else timedelta(minutes=1))
        span = (round(begin.timestamp() * 1000), round(end.timestamp() * 1000))
    except (ValueError, OverflowError, OSError) as error:
        raise NoMoment(_(_NO_SUCH_DAY).format(typed=typed)) from error
    return Span(*span, f"{begin:%Y-%m-%d}" if is_day else f"{begin:%Y-%m-%d %H:%M}")
