"""The context menu of the table of clients: all commands, sorting, and who has gone."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from functools import partial

from wschat_gui.gui.client_columns import COLUMNS
from wschat_gui.gui.client_commands import COMMANDS, Act, ClientActions, act_of
from wschat_gui.gui.client_table import ClientTableView
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.clients import ClientRow

_COPY = N_("Copy address")
_SORT = N_("Sort by")
_GONE = N_("Show those who have gone")
_OWN_KEYS = {Key.KICK: "Del", Key.CLIENT_DETAILS: "Enter"}
"""Known by everybody for what is selected, beside the keys that work everywhere."""


class ClientMenu:
    """Posted by the right button, by Shift+F10 and by the menu key."""

    def __init__(
        self,
        look: Look,
        table: ClientTableView,
        shortcuts: Shortcuts,
        *,
        selected: Callable[[], Sequence[ClientRow]],
        actions: ClientActions,
        shows_gone: tkinter.BooleanVar,
    ) -> None:
        """Make the menu and bind it on the table."""
        self._table = table
        self._selected = selected
        self.menu = look.menu(table.tree)
        for command in COMMANDS:
            self.menu.add_command(
                label=_(command.words),
                accelerator=_OWN_KEYS.get(command.key) or shortcuts.written(command.key),
                command=partial(self._act, act_of(command, actions)),
            )
        self.menu.add_separator()
        self.menu.add_command(label=_(_COPY), command=self._copy_addresses)
        self.sort_menu = look.menu(self.menu)
        for number, column in enumerate(COLUMNS, start=1):
            self.sort_menu.add_command(
                label=_(column.heading),
                accelerator=f"Ctrl+{number}",
                command=partial(table.sort, column.name),
            )
        self.menu.add_cascade(label=_(_SORT), menu=self.sort_menu)
        self.menu.add_checkbutton(label=_(_GONE), variable=shows_gone)
        self._bind()

    def _act(self, act: Act) -> None:
        act(self._table.selected_ids)

    def _bind(self) -> None:
        tree = self._table.tree
        system = str(tree.tk.call("tk", "windowingsystem"))
        tree.bind("<Button-2>" if system == "aqua" else "<Button-3>", self._post_at_pointer)
        for sequence in ("<Shift-F10>", "<App>" if system == "win32" else "<Menu>"):
            tree.bind(sequence, self._post_at_row)

    def _post_at_pointer(self, event: tkinter.Event[tkinter.Misc]) -> None:
        tree = self._table.tree
        item = tree.identify_row(event.y)
        if not item:
            return
        if item not in tree.selection():
            tree.selection_set(item)
        tree.focus_set()
        self._post(event.x_root, event.y_root)

    def _post_at_row(self, _event: object) -> str:
        tree = self._table.tree
        box = tree.bbox(tree.focus()) if tree.focus() else ""
        if box and tree.selection():
            self._post(tree.winfo_rootx() + box[0], tree.winfo_rooty() + box[1] + box[3])
        return "break"  # F10 alone opens the window's own menu

    def _post(self, x: int, y: int) -> None:
        rows = self._selected()
        for place, command in enumerate(COMMANDS):
            state = "normal" if command.is_possible(rows) else "disabled"
            self.menu.entryconfigure(place, state=state)
        try:
            self.menu.tk_popup(x, y)
        finally:
            self.menu.grab_release()

    def _copy_addresses(self) -> None:
        tree = self._table.tree
        tree.clipboard_clear()
        tree.clipboard_append("\n".join(row.address for row in self._selected()))
