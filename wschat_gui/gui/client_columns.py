"""What stands in each column of the table of clients, and how wide it must be. No widget here."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wschat_gui.bridge.events import ClientKind
from wschat_gui.language import N_, _
from wschat_gui.model.clients import ClientRow
from wschat_gui.model.formats import byte_size, count, round_trip, time_of_day

SLOW_SIGN = "▲"
VIOLATOR_SIGN = "⚠"
MUTED_SIGN = "⊘"
GONE_SIGN = "–"
LAB_SIGN = "⚗"
_NOT_JOINED = N_("(not joined yet)")
_NEVER_JOINED = N_("(never joined)")
_ECHO = N_("(echo test)")
_PLAIN = N_("plain text")


class Column(Struct, frozen=True):
    """One column; its name is that of `client_order`."""

    name: str
    heading: str
    widest: str
    """A text that must fit; the column is never narrower unless the person makes it so."""
    anchor: Literal["w", "e"] = "w"
    share: int = 0
    """Of the width that is left over."""
    left_out: int = 0
    """Where the window is too narrow for all, the column with 1 goes first, then that with 2."""


COLUMNS = (
    Column("nick", N_("Nick"), "⚠ margaret13", share=3),
    Column("address", N_("Address"), "192.168.100.100:50000", share=1),
    Column("browser", N_("Browser"), "Chrome 131 / Android", share=2, left_out=2),
    Column("since", N_("Since"), "00:00:00", left_out=1),
    Column("messages", N_("Msgs"), "99,999", anchor="e"),
    Column("in", N_("In"), "99.9 MB", anchor="e"),
    Column("out", N_("Out"), "99.9 MB", anchor="e"),
    Column("rtt", N_("RTT ms"), "999.9", anchor="e"),
    Column("backlog", N_("Backlog"), "99.9 MB", anchor="e"),
)


def cells_of(row: ClientRow) -> tuple[str, ...]:
    """Write one client's row as the texts of its cells."""
    return (
        signed_name(row),
        row.address,
        row.browser or (_(_PLAIN) if row.kind is ClientKind.PLAIN else ""),
        time_of_day(row.since_ms),
        count(row.messages),
        byte_size(row.wire_bytes_in),
        byte_size(row.wire_bytes_out),
        round_trip(row.rtt_ms),
        byte_size(row.backlog_bytes),
    )


def signed_name(row: ClientRow) -> str:
    """Give the nick, after the signs of whoever is slow, muted, gone, in the lab, and so on."""
    signs = "".join(
        sign
        for sign, holds in (
            (LAB_SIGN, row.is_in_lab),
            (GONE_SIGN, row.gone is not None),
            (VIOLATOR_SIGN, row.violations > 0),
            (SLOW_SIGN, row.is_slow),
            (MUTED_SIGN, row.muted is not None),
        )
        if holds
    )
    name = row.nick or _nameless(row)
    return f"{signs} {name}" if signs else name


def _nameless(row: ClientRow) -> str:
    if not row.is_person:
        return _(_ECHO)
    return _(_NOT_JOINED if row.gone is None else _NEVER_JOINED)


def tag_of(row: ClientRow) -> str:
    """Name the colour of a row."""
    if row.gone is not None:
        return "gone"
    if row.is_in_lab:
        return "lab"
    if row.violations:
        return "violator"
    if row.is_slow:
        return "slow"
    if row.muted is not None:
        return "muted"
    return "named" if row.nick else "unnamed"
