"""For how long messages are kept, in words, and which change deletes some at once."""

from __future__ import annotations

from wschat_gui.config import Keep, KeepFor
from wschat_gui.language import N_, _
from wschat_gui.model.formats import counted

_FOREVER = N_("for ever")
_UNTIL_CLOSE = N_("until the room is closed")
_USUAL_DAYS = (1, 7, 30, 90, 365)
MOST_DAYS = 36_500
"""A century: what is longer is for ever."""


def keep_name(keep: Keep) -> str:
    """Call a setting by its name."""
    match keep.how_long:
        case KeepFor.FOREVER:
            return _(_FOREVER)
        case KeepFor.UNTIL_CLOSE:
            return _(_UNTIL_CLOSE)
        case KeepFor.DAYS:
            return counted("{n} day", "{n} days", keep.days)


def usual_keeps(current: Keep) -> tuple[Keep, ...]:
    """Give the settings to choose from, the one in force among them, the longest first."""
    days = {*_USUAL_DAYS} | ({current.days} if current.how_long is KeepFor.DAYS else set())
    counted = (Keep(how_long=KeepFor.DAYS, days=each) for each in sorted(days, reverse=True))
    return (Keep(), *counted, Keep(how_long=KeepFor.UNTIL_CLOSE))


def is_same(one: Keep, other: Keep) -> bool:
    """Tell whether two settings mean the same: days count with DAYS only."""
    return keep_name(one) == keep_name(other)


def loses_messages(before: Keep, after: Keep) -> bool:
    """Tell whether a change will delete messages that would have stayed."""
    if is_same(before, after):
        return False
    match after.how_long:
        case KeepFor.FOREVER:
            return False
        case KeepFor.UNTIL_CLOSE:
            return True
        case KeepFor.DAYS:
            # Until the room is closed may be longer than any number of days.
            return before.how_long is not KeepFor.DAYS or after.days < before.days


def days_of(typed: str) -> int | None:
    """Read a number of days; None if it is none between 1 and a century."""
    typed = typed.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_DAYS))):
        return None
    return int(typed) if 1 <= int(typed) <= MOST_DAYS else None
