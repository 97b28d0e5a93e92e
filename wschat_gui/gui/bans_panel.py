"""The tab with the list of bans: who, by what, why, since and until when; and Lift."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk

from wschat_gui.bridge.events import BanEntry
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.bans import COLUMNS, BanOrder, cells_of
from wschat_gui.model.formats import count
from wschat_gui.model.state import WindowState

_TAB = N_("Bans")
_TAB_WITH = N_("Bans ({n})")
_NOBODY = N_("Nobody is banned.")
_LIFT = N_("Lift …")
_LIFT_TIP = N_("Let whoever is selected come in again (Del)")
_HEADINGS = {
    "who": N_("Who"),
    "by": N_("By"),
    "why": N_("Why"),
    "since": N_("Since"),
    "until": N_("Until"),
}
_WIDTHS_PX = {"who": 85, "by": 115, "why": 105, "since": 140, "until": 185}
_GROWING = frozenset({"who", "by", "why"})
"""These share the width that is left over."""
_CELL_PADDING_PX = 12
_ARROWS = {False: "↑", True: "↓"}


class BansPanel:
    """One tab of the lower panel. Row ids are ban ids."""

    def __init__(
        self,
        look: Look,
        tabs: ttk.Notebook,
        state: WindowState,
        shortcuts: Shortcuts,
        lift: Callable[[Sequence[BanEntry]], None],
    ) -> None:
        """Add the tab to `tabs`; `lift(bans)` asks first."""
        self._look = look
        self._tabs = tabs
        self._state = state
        self._lift = lift
        self.order = BanOrder()
        self.frame = look.frame(tabs)
        self.frame.configure(padding=look.px(10))
        tabs.add(self.frame, text=_(_TAB))
        body = look.frame(self.frame)
        body.grid(row=0, column=0, sticky="nsew")
        self.tree = look.table(body, COLUMNS)
        self.tree.configure(height=4)
        look.scroll(self.tree)
        self._nobody = look.label(body, _(_NOBODY), tone=Tone.MUTED)
        self.lift_button = look.button(self.frame, _(_LIFT), self._lift_selected, icon="unlock")
        self.lift_button.grid(row=1, column=0, sticky="e", pady=(look.px(8), 0))
        look.tooltip(self.lift_button, _(_LIFT_TIP))
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(0, weight=1)
        self._make_columns()
        self._make_menu()
        self._bind(shortcuts)
        look.on_switch(self._recolour)
        self.render()

    def render(self) -> None:
        """Show the list as it is now; who is selected stays selected."""
        bans = self.order.sorted(self._state.bans)
        items = tuple(str(ban.ban_id) for ban in bans)
        for item in set(self.tree.get_children()) - set(items):
            self.tree.delete(item)
        for place, ban in enumerate(bans):
            item, stripe = items[place], "odd" if place % 2 else "even"
            if not self.tree.exists(item):
                self.tree.insert("", "end", iid=item)
            self.tree.item(item, values=self._elided(cells_of(ban)), tags=(stripe,))
        self.tree.set_children("", *items)
        text = _(_TAB_WITH).format(n=count(len(bans))) if bans else _(_TAB)
        self._tabs.tk.call(self._tabs, "tab", self.frame, "-text", text)
        if bans:
            self._nobody.place_forget()
        else:
            self._nobody.place(relx=0.5, rely=0.5, anchor="center")
        self._allow()

    @property
    def selected(self) -> list[BanEntry]:
        """The selected bans, from the top down."""
        by_item = {str(ban.ban_id): ban for ban in self._state.bans}
        return [by_item[item] for item in self.tree.selection() if item in by_item]

    def open(self) -> None:
        """Bring the tab to the front and give it the keys."""
        self._tabs.tk.call(self._tabs, "select", self.frame)
        self.tree.focus_set()

    def sort(self, column: str) -> None:
        """Sort by a column, or the other way round."""
        self.order = self.order.clicked(column)
        self._write_headings()
        self.render()

    def _sort_by_key(self, column: str, _event: object) -> None:
        self.sort(column)

    def _lift_selected(self) -> None:
        self._lift(self.selected)

    def _allow(self) -> None:
        self.lift_button.configure(state="normal" if self.selected else "disabled")

    def _elided(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Say with three dots where a cell has more to say than room."""
        padding = self._look.px(_CELL_PADDING_PX)
        return tuple(
            self._look.elided(cell, int(self.tree.column(column, "width")) - padding)
            for column, cell in zip(COLUMNS, cells, strict=True)
        )

    def _make_columns(self) -> None:
        for column in COLUMNS:
            self.tree.heading(column, anchor="w", command=partial(self.sort, column))
            self.tree.column(
                column,
                anchor="w",
                width=self._look.px(_WIDTHS_PX[column]),
                stretch=column in _GROWING,
            )
        self._write_headings()

    def _write_headings(self) -> None:
        for column in COLUMNS:
            arrow = _ARROWS[self.order.is_descending] if column == self.order.column else ""
            self.tree.heading(column, text=f"{_(_HEADINGS[column])} {arrow}".rstrip())

    def _make_menu(self) -> None:
        self.menu = self._look.menu(self.tree)
        self.menu.add_command(label=_(_LIFT), accelerator="Del", command=self._lift_selected)
        for number, column in enumerate(COLUMNS, start=1):
            self.menu.add_command(
                label=_("Sort by {column}").format(column=_(_HEADINGS[column])),
                accelerator=f"Ctrl+{number}",
                command=partial(self.sort, column),
            )

    def _bind(self, shortcuts: Shortcuts) -> None:
        tree = self.tree
        tree.bind("<<TreeviewSelect>>", lambda _event: self._allow())
        tree.bind("<Delete>", lambda _event: self._lift_selected())
        tree.bind("<Control-a>", self._select_all)
        tree.bind("<FocusIn>", self._focus_some_row)
        tree.bind("<Configure>", lambda _event: tree.after_idle(self.render), add="+")
        system = str(tree.tk.call("tk", "windowingsystem"))
        tree.bind("<Button-2>" if system == "aqua" else "<Button-3>", self._post_at_pointer)
        for sequence in ("<Shift-F10>", "<App>" if system == "win32" else "<Menu>"):
            tree.bind(sequence, self._post_at_row)
        for number, column in enumerate(COLUMNS, start=1):
            tree.bind(f"<Control-Key-{number}>", partial(self._sort_by_key, column))
        shortcuts.bind(Key.BANS, self.open)

    def _post_at_pointer(self, event: tkinter.Event[tkinter.Misc]) -> None:
        item = self.tree.identify_row(event.y)
        if item and item not in self.tree.selection():
            self.tree.selection_set(item)
        self.tree.focus_set()
        self._post(event.x_root, event.y_root)

    def _post_at_row(self, _event: object) -> str:
        self._post(self.tree.winfo_rootx(), self.tree.winfo_rooty())
        return "break"

    def _post(self, x: int, y: int) -> None:
        self.menu.entryconfigure(0, state="normal" if self.selected else "disabled")
        try:
            self.menu.tk_popup(x, y)
        finally:
            self.menu.grab_release()

    def _select_all(self, _event: object) -> str:
        self.tree.selection_set(*self.tree.get_children())
        return "break"

    def _focus_some_row(self, _event: object) -> None:
        rows = self.tree.get_children()
        if rows and self.tree.focus() not in rows:
            self.tree.focus(rows[0])
            if not self.tree.selection():
                self.tree.selection_set(rows[0])

    def _recolour(self) -> None:
        palette = self._look.palette
        self.tree.tag_configure("odd", background=palette.zebra, foreground=palette.text)
        self.tree.tag_configure("even", background=palette.panel, foreground=palette.text)
