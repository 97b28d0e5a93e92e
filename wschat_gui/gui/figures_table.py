"""The table of frame statistics: totals and rates, in and out, cell by cell."""

from __future__ import annotations

import tkinter
from tkinter import ttk

from wschat_gui.gui.batch import Batch
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import byte_size, count
from wschat_gui.model.statistics import Group, Line

_COLUMNS = (
    ("name", N_("What"), "Frames in all"),
    ("in", N_("In"), "99,999,999"),
    ("in_per_s", N_("In /s"), "99.9 MB"),
    ("out", N_("Out"), "99,999,999"),
    ("out_per_s", N_("Out /s"), "99.9 MB"),
)
_GROUP = "group"
_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 330, 80
_PADDING_PX, _LEAST_NAME_PX = 12, 110


class FiguresTable:
    """A table; `frame` is to be placed."""

    def __init__(self, look: Look, parent: tkinter.Misc) -> None:
        """Make it, empty."""
        self._look = look
        self._drawn: dict[str, tuple[str, ...]] = {}
        self._widths: dict[str, int] = {}
        """What each column needs, in pixels."""
        self.frame = look.frame(parent)
        self.frame.configure(width=look.px(_LEAST_WIDTH_PX), height=look.px(_LEAST_HEIGHT_PX))
        self.frame.grid_propagate(flag=False)
        self.tree: ttk.Treeview = look.table(self.frame, tuple(name for name, *_rest in _COLUMNS))
        self.tree.configure(height=5, selectmode="browse")
        self._batch = Batch(self.tree)
        for name, heading, widest in _COLUMNS:
            is_name = name == "name"
            width = max(look.measure(_(heading)), look.measure(widest)) + look.px(_PADDING_PX)
            self._widths[name] = width
            self.tree.heading(name, text=_(heading), anchor="w" if is_name else "e")
            self.tree.column(
                name,
                width=width,
                minwidth=look.px(30),
                stretch=is_name,
                anchor="w" if is_name else "e",
            )
        look.scroll(self.tree)
        self.tree.bind("<Configure>", self._fit_columns)
        look.on_switch(self._recolour)

    @property
    def rows(self) -> dict[str, tuple[str, ...]]:
        """What stands in each row, by group and name."""
        return {key: cells for key, cells in self._drawn.items() if any(cells[1:])}

    def render(self, groups: tuple[Group, ...]) -> None:
        """Bring the cells up to date; rows that did not change are not touched."""
        wanted: dict[str, tuple[str, ...]] = {}
        for group in groups:
            wanted[group.heading] = (group.heading, "", "", "", "")
            for line in group.lines:
                wanted[f"{group.heading}/{line.name}"] = _cells_of(line)
        if list(wanted) != list(self._drawn):
            self._rebuild(wanted)
            return
        for key, cells in wanted.items():
            if self._drawn[key] != cells:
                self._drawn[key] = cells
                self._batch.add(self.tree, "item", key, "-values", cells)
        self._batch.run()

    def _rebuild(self, wanted: dict[str, tuple[str, ...]]) -> None:
        top = self.tree.yview()[0]
        self.tree.delete(*self.tree.get_children())
        for key, cells in wanted.items():
            tags = () if "/" in key else (_GROUP,)
            self.tree.insert("", "end", iid=key, values=cells, tags=tags)
        self._drawn = wanted
        self.tree.yview_moveto(top)

    def _fit_columns(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Give the names what the numbers leave; where that is too little, the rates go."""
        shown = list(self._widths)
        numbers = sum(width for name, width in self._widths.items() if name != "name")
        if event.width - numbers < self._look.px(_LEAST_NAME_PX):
            shown = [name for name in shown if not name.endswith("per_s")]
            numbers = sum(self._widths[name] for name in shown if name != "name")
        if tuple(self.tree.cget("displaycolumns")) != tuple(shown):
            self.tree.configure(displaycolumns=shown)
        self.tree.column("name", width=max(self._look.px(30), event.width - numbers))

    def _recolour(self) -> None:
        self.tree.tag_configure(_GROUP, foreground=self._look.palette.muted)


def _cells_of(line: Line) -> tuple[str, ...]:
    def total(number: int) -> str:
        return byte_size(number) if line.is_bytes else count(number)

    def rate(per_s: float | None) -> str:
        if per_s is None:
            return ""
        if line.is_bytes:
            return byte_size(per_s)
        return f"{per_s:.1f}" if 0 < per_s < 99.95 else count(per_s)

    name = f"  {line.name}"
    return (
        name,
        total(line.inbound),
        rate(line.in_per_s),
        total(line.outbound) if line.has_outbound else "",
        rate(line.out_per_s),
    )
