"""In which order the clients stand in the table, and which of them a filter lets through.

Whoever is here comes first; those who have gone follow, in the same order among themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from msgspec import Struct

from wschat_gui.model.clients import ClientRow, ClientTable

_Key = Callable[[ClientRow], Any]


@lru_cache(maxsize=2_048)
def _address_key(address: str) -> tuple[int, int, int]:
    """Order addresses as numbers: .9 before .10, IPv4 before IPv6."""
    host, _colon, port = address.rpartition(":")
    try:
        ip = ip_address(host.strip("[]"))
    except ValueError:
        return 99, 0, 0  # no address that anybody could order
    return ip.version, int(ip), int(port) if port.isdecimal() else 0


_KEYS: dict[str, _Key] = {
    "nick": lambda row: row.nick.casefold(),
    "address": lambda row: _address_key(row.address),
    "browser": lambda row: row.browser.casefold(),
    "since": lambda row: row.since_ms,
    "messages": lambda row: row.messages,
    "in": lambda row: row.wire_bytes_in,
    "out": lambda row: row.wire_bytes_out,
    "rtt": lambda row: row.rtt_ms,
    "backlog": lambda row: row.backlog_bytes,
}
_UNKNOWN: dict[str, _Key] = {
    "nick": lambda row: not row.nick,
    "browser": lambda row: not row.browser,
    "rtt": lambda row: row.rtt_ms is None,
}
"""Rows without a value come last, whichever way the others go."""
_HIGHEST_FIRST = frozenset({"messages", "in", "out", "rtt", "backlog"})
"""Of figures the highest are of interest."""

LIVE_COLUMNS = _HIGHEST_FIRST
"""Sorted by one of these, rows change places while they are looked at."""


class ClientOrder(Struct, frozen=True):
    """By which column, and which way."""

    column: str = ""
    """Empty: in order of arrival."""
    is_descending: bool = False

    def clicked(self, column: str) -> ClientOrder:
        """Say what a click on a column's heading makes of it: its way, the other way, arrival."""
        first = column in _HIGHEST_FIRST
        if column != self.column:
            return ClientOrder(column, first)
        return ClientOrder(column, not first) if self.is_descending == first else ClientOrder()

    def sorted(self, rows: Iterable[ClientRow]) -> list[ClientRow]:
        """Put rows in this order; equal ones stay as they are."""
        rows = list(rows)
        key = _KEYS.get(self.column)
        if key is None:
            return rows
        unknown = _UNKNOWN.get(self.column)
        if unknown is None:
            return sorted(rows, key=key, reverse=self.is_descending)
        known = sorted(
            (row for row in rows if not unknown(row)), key=key, reverse=self.is_descending
        )
        return known + [row for row in rows if unknown(row)]


class ClientFilter(Struct, frozen=True):
    """Which clients are shown."""

    words: str = ""
    """Each of them is in the nick, the address or the browser, in any case."""
    shows_gone: bool = True

    @property
    def is_open(self) -> bool:
        """Whether everybody passes who is here."""
        return not self.words.strip()

    def select(self, rows: Iterable[ClientRow]) -> Iterable[ClientRow]:
        """Give those of the rows that pass."""
        words = self.words.casefold().split()
        if not words:
            return rows
        return (row for row in rows if all(word in _searched(row) for word in words))


def _searched(row: ClientRow) -> str:
    return f"{row.nick} {row.address} {row.browser}".casefold()


def arranged(clients: ClientTable, by: ClientFilter, order: ClientOrder) -> list[ClientRow]:
    """Give the rows that are shown, from the top down."""
    rows = order.sorted(by.select(clients))
    if by.shows_gone:
        rows += order.sorted(by.select(reversed(tuple(clients.gone))))
    return rows
