"""The panel of clients: heading, counts of those in trouble, Kick, and the table or what is in its
place.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.gui.client_table import SLOW_SIGN, VIOLATOR_SIGN, ClientTableView
from wschat_gui.gui.empty_room import EmptyRoom
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.model.formats import count
from wschat_gui.model.state import WindowState

_HEADING = "Clients"
_KICK = "Kick"
_KICK_TIP = "Send the selected clients away (Del)"
_KICK_MENU = "Kick …"
_COPY_MENU = "Copy address"


class ClientsPanel:
    """The upper panel."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        shortcuts: Shortcuts,
        *,
        kick: Callable[[tuple[int, ...]], None],
        start: Callable[[], None],
        show_details: Callable[[], None],
    ) -> None:
        """Make the panel; `kick(client_ids)` asks for a reason and does it."""
        self._look = look
        self._state = state
        self._kick = kick
        self.frame: ttk.Frame = look.panel(parent)
        head = look.frame(self.frame)
        head.grid(row=0, column=0, sticky="ew", pady=(0, look.px(6)))
        look.heading(head, _HEADING, "people").pack(side="left")
        self._count = look.label(head, tone=Tone.MUTED)
        self._count.pack(side="left", padx=look.px(8))
        self.kick_button = look.button(
            head, _KICK, self.kick_selected, kind=ButtonKind.GHOST, icon="person-dash"
        )
        self.kick_button.pack(side="right")
        look.tooltip(self.kick_button, _KICK_TIP)
        self.violators = look.label(head, tone=Tone.BAD)
        self.violators.pack(side="right", padx=look.px(8))
        self.slow = look.label(head, tone=Tone.WARNING)
        self.slow.pack(side="right", padx=look.px(8))
        self._body = look.frame(self.frame)
        self.table = ClientTableView(look, self._body, state.clients)
        self.empty_room = EmptyRoom(look, self.frame, start=start, show_details=show_details)
        for part in (self._body, self.empty_room.frame):
            part.grid(row=1, column=0, sticky="nsew")
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(1, weight=1)
        self.menu = self._make_menu()
        self._bind(shortcuts)

    def render(self) -> None:
        """Draw what changed among the clients, or say why there are none."""
        clients = self._state.clients
        self.table.render()
        self._count.configure(text=count(len(clients)) if len(clients) else "")
        slow, violators = clients.slow, clients.violators
        self.slow.configure(text=f"{SLOW_SIGN} {count(slow)} slow" if slow else "")
        self.violators.configure(
            text=f"{VIOLATOR_SIGN} {count(violators)} broke the protocol" if violators else ""
        )
        if len(clients):
            self.empty_room.frame.grid_remove()
            self._body.grid()
        else:
            self._body.grid_remove()
            self.empty_room.frame.grid()
        self._allow_kick()

    def render_status(self) -> None:
        """Say in the empty room how the server is."""
        self.empty_room.render(self._state.status, self._state.address)

    def kick_selected(self) -> None:
        """Ask to kick whoever is selected; nothing if nobody is."""
        selected = self.table.selected_ids
        if selected:
            self._kick(selected)

    def _make_menu(self) -> tkinter.Menu:
        menu = self._look.menu(self.frame)
        menu.add_command(label=_KICK_MENU, accelerator="Del", command=self.kick_selected)
        menu.add_command(label=_COPY_MENU, command=self._copy_addresses)
        return menu

    def _bind(self, shortcuts: Shortcuts) -> None:
        tree = self.table.tree
        tree.bind("<<TreeviewSelect>>", lambda _event: self._allow_kick())
        tree.bind("<Delete>", lambda _event: self.kick_selected())
        tree.bind("<Button-2>" if _is_mac(tree) else "<Button-3>", self._post_menu_at_pointer)
        for sequence in ("<Shift-F10>", "<App>" if _has_app_key(tree) else "<Menu>"):
            tree.bind(sequence, self._post_menu_at_row)
        shortcuts.bind(Key.CLIENTS, tree.focus_set)

    def _allow_kick(self) -> None:
        self.kick_button.configure(state="normal" if self.table.selected_ids else "disabled")

    def _post_menu_at_pointer(self, event: tkinter.Event[tkinter.Misc]) -> None:
        tree = self.table.tree
        item = tree.identify_row(event.y)
        if not item:
            return
        if item not in tree.selection():
            tree.selection_set(item)
        tree.focus_set()
        self._post_menu(event.x_root, event.y_root)

    def _post_menu_at_row(self, _event: object) -> None:
        tree = self.table.tree
        box = tree.bbox(tree.focus()) if tree.focus() else ""
        if box and tree.selection():
            self._post_menu(tree.winfo_rootx() + box[0], tree.winfo_rooty() + box[1] + box[3])

    def _post_menu(self, x: int, y: int) -> None:
        try:
            self.menu.tk_popup(x, y)
        finally:
            self.menu.grab_release()

    def _copy_addresses(self) -> None:
        rows = (self._state.clients.get(each) for each in self.table.selected_ids)
        self.frame.clipboard_clear()
        self.frame.clipboard_append("\n".join(row.address for row in rows if row))


def _is_mac(widget: tkinter.Misc) -> bool:
    return str(widget.tk.call("tk", "windowingsystem")) == "aqua"


def _has_app_key(widget: tkinter.Misc) -> bool:
    """Windows calls the menu key App."""
    return str(widget.tk.call("tk", "windowingsystem")) == "win32"
