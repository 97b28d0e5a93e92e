"""The table of clients: one row each, the row's id being the client's, changed cell by cell.

Rows that did not change are not touched, so that selection and scroll survive; of those that did,
the ones in sight are drawn at once, and the others when they come into sight: whatever row is
drawn, Tk draws all that is in sight anew, and that costs more than all else in the window. The
panel around it is `clients_panel.py`, what stands in a cell `client_columns.py`.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import islice
from tkinter import ttk

from wschat_gui.config import TableLayout
from wschat_gui.gui.batch import Batch
from wschat_gui.gui.client_columns import COLUMNS, Column, cells_of, tag_of
from wschat_gui.gui.theme import Look
from wschat_gui.language import _
from wschat_gui.model.client_order import LIVE_COLUMNS, ClientFilter, ClientOrder, arranged
from wschat_gui.model.clients import ClientRow, ClientTable

_CELL_PADDING_PX = 12
_HEADING_PADDING_PX = 18
_LEAST_COLUMN_PX = 30
_ARROWS = {False: "↑", True: "↓"}
_NEWCOMERS_A_BEAT = 50
"""Drawn out of sight, so that nobody scrolls to empty rows."""

_Drawn = tuple[tuple[str, ...], tuple[str, str]]
"""What stands in a row: cells and tags."""


class ClientTableView:
    """Shows a `ClientTable`, in an order and through a filter of the person's choice."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        clients: ClientTable,
        layout: TableLayout | None = None,
    ) -> None:
        """Make the tree and its scrollbar inside `parent`, as they were left."""
        layout = layout or TableLayout()
        self._look = look
        self._clients = clients
        self.order = ClientOrder(layout.sorted_by, layout.is_descending)
        self.filter = ClientFilter()
        self.on_shown: Callable[[], None] = lambda: None
        """Is told when other rows are shown than before."""
        self._shown: tuple[str, ...] = ()
        """The rows from the top down, by item."""
        self._places: dict[str, int] = {}
        """Where each of them stands, from 0."""
        self._drawn: dict[str, _Drawn] = {}
        """What stands in each, hidden ones included."""
        self._stale: dict[str, None] = {}
        """Rows yet to be drawn, in the order in which they changed."""
        self._empty: dict[str, None] = {}
        """Those of them that have never been drawn."""
        self._dragged: str | None = None
        """The column whose edge is held by the pointer."""
        # Measuring a text is a call to Tk, and nicks rarely change.
        self._elide = lru_cache(maxsize=2_048)(look.elided)
        self._least_widths = {each.name: self._least_width(each) for each in COLUMNS}
        self._chosen_widths = {name: look.px(width) for name, width in layout.widths}
        self.tree: ttk.Treeview = look.table(parent, tuple(each.name for each in COLUMNS))
        self.tree.configure(height=7)
        self._batch = Batch(self.tree)
        self._make_columns()
        look.scroll(self.tree, self._draw_in_sight)
        self._bind()
        look.on_switch(self._recolour)

    @property
    def selected_ids(self) -> tuple[int, ...]:
        """The ids of the selected clients, from the top down."""
        return tuple(int(item) for item in self.tree.selection())

    @property
    def layout(self) -> TableLayout:
        """How the table stands now, to be remembered."""
        scale = self._look.px(1_000) / 1_000
        widths = tuple((name, round(px / scale)) for name, px in self._chosen_widths.items())
        return TableLayout(
            widths=widths, sorted_by=self.order.column, is_descending=self.order.is_descending
        )

    def render(self) -> None:
        """Draw what changed since the last call, as far as it is in sight."""
        changed = [str(each) for each in self._clients.take_changed()]
        rows = arranged(self._clients, self.filter, self.order)
        items = tuple(str(row.client_id) for row in rows)
        if items != self._shown:
            self._rearrange(items)
        self._stale.update(dict.fromkeys(changed))
        self._draw_in_sight()

    def draw_some(self) -> None:
        """Draw some of the rows that are empty, though out of sight; once a beat."""
        if self._empty:
            self._draw(tuple(islice(self._empty, _NEWCOMERS_A_BEAT)))

    def sort(self, column: str) -> None:
        """Sort by a column, the other way round, or by arrival again, by turns."""
        self.order = self.order.clicked(column)
        self._write_headings()
        self._fit_columns()
        self.render()
        self._draw_all()
        self.tree.yview_moveto(0)

    def narrow(self, by: ClientFilter) -> None:
        """Show only these clients from now on."""
        self.filter = by
        self.render()

    def select(self, client_id: int) -> bool:
        """Select one client and bring it into sight; False if it is not shown."""
        item = str(client_id)
        if item not in self._shown:
            return False
        self.tree.selection_set(item)
        self.tree.focus(item)
        self.tree.see(item)
        return True

    # Rows ----------------------------------------------------------------------------------------

    def _rearrange(self, items: tuple[str, ...]) -> None:
        """Show these rows in this order; hidden ones keep being selected for when they return."""
        top, top_row = self._top()
        forgotten = [item for item in self._drawn if self._clients.find(int(item)) is None]
        if forgotten:
            self.tree.delete(*forgotten)
            for item in forgotten:
                del self._drawn[item]
                self._stale.pop(item, None)
                self._empty.pop(item, None)
        fresh = [item for item in items if item not in self._drawn]
        for item in fresh:
            self.tree.insert("", "end", iid=item)
            self._drawn[item] = ((), ("", ""))
        self._stale.update(dict.fromkeys(fresh))
        self._empty.update(dict.fromkeys(fresh))
        self.tree.set_children("", *items)
        before = self._places
        self._shown, self._places = items, {item: place for place, item in enumerate(items)}
        # A row that came or went changes the stripes of all below it.
        self._stale.update(
            {
                item: None
                for item, place in self._places.items()
                if item not in before or (before[item] - place) % 2
            }
        )
        self._make_room_for_addresses(map(int, fresh))
        if top and self.order.column not in LIVE_COLUMNS and top_row in items:
            self.tree.yview_moveto(items.index(top_row) / len(items))
        self.on_shown()

    def _top(self) -> tuple[int, str]:
        """Tell which row is the first in sight: its place, and its item."""
        place = round(float(self.tree.yview()[0]) * len(self._shown))
        return place, self._shown[place] if place < len(self._shown) else ""

    def _draw_in_sight(self) -> None:
        if self._stale:
            self._draw(self._in_sight())

    def _in_sight(self) -> list[str]:
        first, _item = self._top()
        row_height = self._look.line_height() + self._look.px(6)
        rows = self.tree.winfo_height() // row_height + 2
        return [item for item in self._shown[first : first + rows] if item in self._stale]

    def _draw(self, items: Iterable[str]) -> None:
        items = list(items)
        if not items:
            return
        nick_room, browser_room = self._room_in("nick"), self._room_in("browser")
        for item in items:
            self._stale.pop(item, None)
            self._empty.pop(item, None)
            row = self._clients.find(int(item))
            place = self._places.get(item)
            if row is None or place is None:
                continue  # gone for good, or hidden: whoever shows it again draws it
            nick, address, browser, *figures = cells_of(row)
            nick, browser = self._elide(nick, nick_room), self._elide(browser, browser_room)
            tags = (tag_of(row), "odd" if place % 2 else "even")
            self._put(item, ((nick, address, browser, *figures), tags))
        self._batch.run()

    def _put(self, item: str, drawn: _Drawn) -> None:
        if self._drawn[item] != drawn:
            self._drawn[item] = drawn
            cells, tags = drawn
            self._batch.add(self.tree, "item", item, "-values", cells, "-tags", tags)

    def _draw_all(self) -> None:
        self._stale.update(dict.fromkeys(self._shown))
        self._draw_in_sight()

    # Columns -------------------------------------------------------------------------------------

    def _make_columns(self) -> None:
        for column in COLUMNS:
            self.tree.heading(
                column.name, anchor=column.anchor, command=partial(self.sort, column.name)
            )
            self.tree.column(
                column.name,
                anchor=column.anchor,
                width=self._least_widths[column.name],
                minwidth=self._look.px(_LEAST_COLUMN_PX),
                stretch=False,
            )
        self._write_headings()
        # Without those that may go, so that the window learns how narrow it may become.
        self._show_columns([each for each in COLUMNS if not each.left_out])

    def _write_headings(self) -> None:
        for column in COLUMNS:
            self.tree.heading(column.name, text=self._heading(column))

    def _heading(self, column: Column) -> str:
        is_sorted = column.name == self.order.column
        arrow = f" {_ARROWS[self.order.is_descending]}" if is_sorted else ""
        return f"{_(column.heading)}{arrow}"

    def _show_columns(self, columns: list[Column]) -> None:
        self.tree.configure(displaycolumns=[each.name for each in columns])

    def _least_width(self, column: Column) -> int:
        cell = self._look.measure(column.widest) + self._look.px(_CELL_PADDING_PX)
        heading = self._look.measure(_(column.heading)) + self._look.px(_HEADING_PADDING_PX)
        return max(cell, heading)

    def _width(self, column: Column) -> int:
        if column.name in self._chosen_widths:
            return self._chosen_widths[column.name]
        heading = self._look.measure(self._heading(column)) + self._look.px(_HEADING_PADDING_PX)
        return max(self._least_widths[column.name], heading)

    def _fit_columns(self) -> None:
        """Use the whole width: all columns if they fit, else without those that can be missed."""
        columns, room = list(COLUMNS), self.tree.winfo_width()
        for rank in (1, 2):
            if sum(map(self._width, columns)) > room:
                columns = [each for each in columns if each.left_out != rank]
        spare = max(0, room - sum(map(self._width, columns)))
        growing = [each for each in columns if each.name not in self._chosen_widths]
        shares = sum(each.share for each in growing) or 1
        for column in columns:
            share = column.share if column in growing else 0
            self.tree.column(column.name, width=self._width(column) + spare * share // shares)
        self._show_columns(columns)

    def _note_widths(self, _event: object) -> None:
        """Remember what the person has made of a column by dragging its edge."""
        if self._dragged is None:
            return
        column, self._dragged = self._dragged, None
        self._chosen_widths[column] = int(self.tree.column(column, "width"))
        self._fit_columns()
        self._draw_all()

    def _begin_drag(self, event: tkinter.Event[tkinter.Misc]) -> None:
        is_edge = self.tree.identify_region(event.x, event.y) == "separator"
        number = self.tree.identify_column(event.x).removeprefix("#")
        shown = self.tree.cget("displaycolumns")
        self._dragged = str(shown[int(number) - 1]) if is_edge and number.isdecimal() else None

    def _make_room_for_addresses(self, client_ids: Iterable[int]) -> None:
        """Widen the column for long addresses, such as those of IPv6: none is ever cut."""
        rows: Iterable[ClientRow] = filter(None, map(self._clients.find, client_ids))
        text = max((row.address for row in rows), key=len, default="")
        width = self._look.measure(text) + self._look.px(_CELL_PADDING_PX)
        if width > self._least_widths["address"]:
            self._least_widths["address"] = width
            self._fit_columns()
            self._stale.update(dict.fromkeys(self._shown))  # a wider one leaves others less

    def _room_in(self, column: str) -> int:
        return int(self.tree.column(column, "width")) - self._look.px(_CELL_PADDING_PX)

    # Keys and colours ----------------------------------------------------------------------------

    def _bind(self) -> None:
        self.tree.bind("<Configure>", self._after_resize)
        self.tree.bind("<FocusIn>", self._focus_some_row)
        self.tree.bind("<Control-a>", self._select_all)
        self.tree.bind("<ButtonPress-1>", self._begin_drag, add="+")
        self.tree.bind("<ButtonRelease-1>", self._note_widths, add="+")
        for number in range(1, len(COLUMNS) + 1):
            self.tree.bind(f"<Control-Key-{number}>", partial(self._sort_nth, number))

    def _sort_nth(self, number: int, _event: object) -> str:
        self.sort(COLUMNS[number - 1].name)
        return "break"

    def _after_resize(self, _event: object) -> None:
        self._fit_columns()
        self._draw_all()

    def _focus_some_row(self, _event: object) -> None:
        """Give the arrow keys a row to start from."""
        rows = self.tree.get_children()
        if rows and self.tree.focus() not in rows:
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
        self.tree.tag_configure("gone", foreground=palette.muted)
        self.tree.tag_configure("muted", foreground=palette.purple)
        self.tree.tag_configure("slow", foreground=palette.warning)
        self.tree.tag_configure("lab", foreground=palette.accent)
        self.tree.tag_configure("violator", foreground=palette.bad)
