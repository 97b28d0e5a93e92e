"""The list of bans as the window shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from wschat_gui.bridge.events import BanEntry
from wschat_gui.language import _
from wschat_gui.model.formats import date_time, one_line

COLUMNS = ("who", "by", "why", "since", "until")

_FOR_EVER_MS = 1 << 62
"""Sorts behind every date."""


class BanOrder(Struct, frozen=True):
    """By which of COLUMNS, and which way; the server's own order is the oldest first."""

    column: str = "since"
    is_descending: bool = True

    def clicked(self, column: str) -> BanOrder:
        """Say what a click on a column's heading makes of it."""
        is_descending = not self.is_descending if column == self.column else column == "since"
        return BanOrder(column, is_descending)

    def sorted(self, bans: tuple[BanEntry, ...]) -> list[BanEntry]:
        """Put bans in this order."""
        return sorted(bans, key=_KEYS[self.column], reverse=self.is_descending)


def cells_of(ban: BanEntry) -> tuple[str, ...]:
    """Write one ban as the texts of its cells, in the order of COLUMNS."""
    return (
        who(ban),
        by_what(ban),
        one_line(ban.reason),
        _to_the_minute(ban.since_ms),
        until(ban),
    )


def who(ban: BanEntry) -> str:
    """Name who is banned."""
    return one_line(ban.nick) or one_line(ban.ip) or _("(no nick)")


def by_what(ban: BanEntry) -> str:
    """Say what the banned one is known by."""
    if not ban.by_device:
        return _("address {ip}").format(ip=one_line(ban.ip))
    if not ban.ip:
        return _("device")
    return _("device, and address {ip}").format(ip=one_line(ban.ip))


def until(ban: BanEntry) -> str:
    """Say when it ends."""
    if ban.until_stop:
        return _("until the program ends")
    if ban.until_ms is None:
        return _("until it is lifted")
    return _to_the_minute(ban.until_ms)


def _to_the_minute(at_ms: int) -> str:
    return date_time(at_ms)[: len("2026-11-22 14:00")]


def _end_ms(ban: BanEntry) -> int:
    if ban.until_stop:
        return _FOR_EVER_MS - 1
    return _FOR_EVER_MS if ban.until_ms is None else ban.until_ms


_KEYS: dict[str, Callable[[BanEntry], Any]] = {
    "who": lambda ban: who(ban).casefold(),
    "by": by_what,
    "why": lambda ban: ban.reason.casefold(),
    "since": lambda ban: ban.since_ms,
    "until": _end_ms,
}
