"""The table of clients: one row each, the row's id being the client's, changed cell by cell.

Rows that did not change are not touched, so that selection and scroll survive. The panel around it
is `clients_panel.py`.
"""

from __future__ import annotations

import tkinter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from tkinter import ttk
from typing import Literal

from wschat_gui.bridge.events import ClientKind
from wschat_gui.gui.theme import Look
from wschat_gui.model.clients import ClientRow, ClientTable
from wschat_gui.model.formats import byte_size, count, round_trip, time_of_day

SLOW_SIGN = "▲"
VIOLATOR_SIGN = "⚠"
_NOT_JOINED = "(not joined yet)"
_ECHO = "(echo test)"
_PLAIN = "plain text"


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    heading: str
    widest: str
    """A text that must fit; the column is never narrower."""
    anchor: Literal["w", "e"] = "w"
    share: int = 0
    """Of the width that is left over."""
    left_out: int = 0
    """Where the window is too narrow for all, the column with 1 goes first, then that with 2."""


_COLUMNS = (
    _Column("nick", "Nick", "⚠ margaret13", share=3),
    _Column("address", "Address", "192.168.100.100:50000", share=1),
    _Column("browser", "Browser", "Chrome 131 / Android", share=2, left_out=2),
    _Column("since", "Since", "00:00:00", left_out=1),
    _Column("messages", "Msgs", "99,999", anchor="e"),
    _Column("in", "In", "99.9 MB", anchor="e"),
    _Column("out", "Out", "99.9 MB", anchor="e"),
    _Column("rtt", "RTT ms", "999.9", anchor="e"),
    _Column("backlog", "Backlog", "99.9 MB", anchor="e"),
)

_CELL_PADDING_PX = 12
_HEADING_PADDING_PX = 18

_Cells = tuple[str, ...]


def cells_of(row: ClientRow) -> _Cells:
    """Write one client's row as the texts of its cells."""
    return (
        _signed_name(row),
        row.address,
        row.browser or (_PLAIN if row.kind is ClientKind.PLAIN else ""),
        time_of_day(row.since_ms),
        count(row.messages),
        byte_size(row.wire_bytes_in),
        byte_size(row.wire_bytes_out),
        round_trip(row.rtt_ms),
        byte_size(row.backlog_bytes),
    )


def _signed_name(row: ClientRow) -> str:
    """The nick, after a sign for whoever is slow or has broken the protocol."""
    name = row.nick or (_NOT_JOINED if row.is_person else _ECHO)
    signs = (VIOLATOR_SIGN if row.violations else "") + (SLOW_SIGN if row.is_slow else "")
    return f"{signs} {name}" if signs else name


def _tag_of(row: ClientRow) -> str:
    if row.violations:
        return "violator"
    if row.is_slow:
        return "slow"
    return "named" if row.nick else "unnamed"


class ClientTableView:
    """Shows a `ClientTable`."""

    def __init__(self, look: Look, parent: tkinter.Misc, clients: ClientTable) -> None:
        """Make the tree and its scrollbar inside `parent`."""
        self._look = look
        self._clients = clients
        self._shown: dict[int, tuple[_Cells, tuple[str, str]]] = {}
        """What stands in each row: cells and tags."""
        # Measuring a text is a call to Tk, and nicks rarely change.
        self._elide = lru_cache(maxsize=2_048)(look.elided)
        self._least_widths = {each.name: self._least_width(each) for each in _COLUMNS}
        self.tree: ttk.Treeview = look.table(parent, tuple(each.name for each in _COLUMNS))
        self.tree.configure(height=7)
        self._make_columns()
        look.scroll(self.tree)
        self.tree.bind("<Configure>", self._after_resize)
        self.tree.bind("<FocusIn>", self._focus_some_row)
        self.tree.bind("<Control-a>", self._select_all)
        look.on_switch(self._recolour)

    @property
    def selected_ids(self) -> tuple[int, ...]:
        """The ids of the selected clients, from the top down."""
        return tuple(int(item) for item in self.tree.selection())

    def render(self) -> None:
        """Draw what changed since the last call."""
        changed = self._clients.take_changed()
        gone = [each for each in changed if each in self._shown and not self._clients.get(each)]
        if gone:
            self.tree.delete(*map(str, gone))
            for client_id in gone:
                del self._shown[client_id]
        was_widened = self._make_room_for_addresses(changed - self._shown.keys())
        # A row that left changes the stripes of all below it, a wider column what fits in others.
        self._draw_rows(None if gone or was_widened else changed)

    def _draw_rows(self, client_ids: frozenset[int] | None) -> None:
        """Draw these rows, None meaning all."""
        nick_room, browser_room = self._room_in("nick"), self._room_in("browser")
        for index, row in enumerate(self._clients):
            if client_ids is None or row.client_id in client_ids:
                nick, address, browser, *figures = cells_of(row)
                nick, browser = self._elide(nick, nick_room), self._elide(browser, browser_room)
                tags = (_tag_of(row), "odd" if index % 2 else "even")
                self._draw(row.client_id, (nick, address, browser, *figures), tags)

    def _draw(self, client_id: int, cells: _Cells, tags: tuple[str, str]) -> None:
        item, drawn = str(client_id), (cells, tags)
        before = self._shown.get(client_id)
        if before == drawn:
            return
        self._shown[client_id] = drawn
        if before is None:
            self.tree.insert("", "end", iid=item, values=cells, tags=tags)
        else:
            # Straight to Tcl: half the cost of tkinter's own item(), 500 times a refresh.
            self.tree.tk.call(self.tree, "item", item, "-values", cells, "-tags", tags)

    def _make_columns(self) -> None:
        for column in _COLUMNS:
            self.tree.heading(column.name, text=column.heading, anchor=column.anchor)
            self.tree.column(
                column.name,
                anchor=column.anchor,
                width=self._least_widths[column.name],
                minwidth=self._look.px(30),
                stretch=False,
            )
        # Without those that may go, so that the window learns how narrow it may become.
        self._show_columns([each for each in _COLUMNS if not each.left_out])

    def _show_columns(self, columns: list[_Column]) -> None:
        self.tree.configure(displaycolumns=[each.name for each in columns])

    def _least_width(self, column: _Column) -> int:
        cell = self._look.measure(column.widest) + self._look.px(_CELL_PADDING_PX)
        heading = self._look.measure(column.heading) + self._look.px(_HEADING_PADDING_PX)
        return max(cell, heading)

    def _fit_columns(self) -> None:
        """Use the whole width: all columns if they fit, else without those that can be missed."""
        columns, room = list(_COLUMNS), self.tree.winfo_width()
        for rank in (1, 2):
            if sum(self._least_widths[each.name] for each in columns) > room:
                columns = [each for each in columns if each.left_out != rank]
        spare = max(0, room - sum(self._least_widths[each.name] for each in columns))
        shares = sum(each.share for each in columns)
        for column in columns:
            width = self._least_widths[column.name] + spare * column.share // shares
            self.tree.column(column.name, width=width)
        self._show_columns(columns)

    def _after_resize(self, _event: object) -> None:
        self._fit_columns()
        self._draw_rows(None)

    def _make_room_for_addresses(self, client_ids: Iterable[int]) -> bool:
        """Widen the column for long addresses, such as those of IPv6: none is ever cut."""
        rows = filter(None, map(self._clients.get, client_ids))
        text = max((row.address for row in rows), key=len, default="")
        width = self._look.measure(text) + self._look.px(_CELL_PADDING_PX)
        if width <= self._least_widths["address"]:
            return False
        self._least_widths["address"] = width
        self._fit_columns()
        return True

    def _room_in(self, column: str) -> int:
        return int(self.tree.column(column, "width")) - self._look.px(_CELL_PADDING_PX)

    def _focus_some_row(self, _event: object) -> None:
        """Give the arrow keys a row to start from."""
        rows = self.tree.get_children()
        if rows and not self.tree.focus():
            self.tree.focus(rows[0])
            if not self.tree.selection():
                self.tree.selection_set(rows[0])

    def _select_all(self, _event: object) -> str:
        self.tree.selection_set(*self.tree.get_children())
        return "break"

    def _recolour(self) -> None:
        palette = self._look.palette
        self.tree.tag_configure("odd", background=palette.zebra)
        self.tree.tag_configure("even", background=palette.panel)
        self.tree.tag_configure("named", foreground=palette.text)
        self.tree.tag_configure("unnamed", foreground=palette.muted)
        self.tree.tag_configure("slow", foreground=palette.warning)
        self.tree.tag_configure("violator", foreground=palette.bad)
