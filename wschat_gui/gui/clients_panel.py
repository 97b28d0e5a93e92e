"""The panel of clients: filter, counts of those in trouble, buttons, and the table or what is in
its place.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import partial
from tkinter import ttk

from wschat_gui.config import TableLayout
from wschat_gui.gui.client_columns import MUTED_SIGN, SLOW_SIGN, VIOLATOR_SIGN
from wschat_gui.gui.client_commands import COMMANDS, ClientActions, act_of
from wschat_gui.gui.client_menu import ClientMenu
from wschat_gui.gui.client_table import ClientTableView
from wschat_gui.gui.empty_room import EmptyRoom
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.client_order import ClientFilter
from wschat_gui.model.clients import ClientRow
from wschat_gui.model.formats import count
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Running

_HEADING = N_("Clients")
_GONE_SWITCH = N_("{n} gone")
_GONE_TIP = N_("Show those who have gone, too")
_NOBODY_FITS = N_("No client fits the filter.")
_SLOW = (SLOW_SIGN, N_("{n} slow"))
_VIOLATORS = (VIOLATOR_SIGN, N_("{n} broke the protocol"))
_MUTED = (MUTED_SIGN, N_("{n} muted"))
_SLOW_TIP = N_("So many do not keep up with what is sent to them")
_VIOLATORS_TIP = N_("So many broke the WebSocket protocol")
_MUTED_TIP = N_("So many are muted")
_GAPS_PX = 58
"""Between the parts of the head, all together."""


class ClientsPanel:
    """The upper panel."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        shortcuts: Shortcuts,
        *,
        actions: ClientActions,
        start: Callable[[], None],
        show_details: Callable[[], None],
        layout: TableLayout | None = None,
    ) -> None:
        """Make the panel; `show_details` is about a server that failed."""
        self._look = look
        self._state = state
        self._actions = actions
        self._possible: dict[Key, bool] = {}
        """What the buttons can do, as they show it."""
        self._counts_told: tuple[int, ...] = ()
        """What the counts in the head were told for: the numbers, and the room for them."""
        self.words = tkinter.StringVar(look.root)
        self.shows_gone = tkinter.BooleanVar(look.root, value=True)
        self.frame: ttk.Frame = look.panel(parent)
        self._head = look.frame(self.frame)
        self._head.grid(row=0, column=0, sticky="ew", pady=(0, look.px(6)))
        self._body = look.frame(self.frame)
        self.table = ClientTableView(look, self._body, state.clients, layout)
        self.table.on_shown = self._show_emptiness
        self._nobody_fits = look.label(self._body, _(_NOBODY_FITS), tone=Tone.MUTED)
        self._make_head(shortcuts)
        self.empty_room = EmptyRoom(look, self.frame, start=start, show_details=show_details)
        for part in (self._body, self.empty_room.frame):
            part.grid(row=1, column=0, sticky="nsew")
        # As high as what it stands in place of: the window is laid out by what stands there first.
        self.empty_room.frame.configure(height=self.table.tree.winfo_reqheight())
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(1, weight=1)
        self.client_menu = ClientMenu(
            look,
            self.table,
            shortcuts,
            selected=lambda: self.selected,
            actions=actions,
            shows_gone=self.shows_gone,
        )
        self.menu = self.client_menu.menu
        self._bind(shortcuts)

    @property
    def selected(self) -> list[ClientRow]:
        """The rows of the selected clients, from the top down."""
        return [row for row in map(self._state.clients.find, self.table.selected_ids) if row]

    def render(self) -> None:
        """Draw what changed among the clients, or say why there are none."""
        clients = self._state.clients
        self.table.render()
        self._look.tell(self._count, count(len(clients)) if len(clients) else "")
        gone = len(tuple(clients.gone))
        if gone:
            self.gone_switch.pack(side="left", padx=self._look.px(8))
        else:
            self.gone_switch.pack_forget()
        self._render_counts()
        has_rows = len(clients) or (gone and self.shows_gone.get())
        if has_rows and isinstance(self._state.status, Running):
            self.empty_room.frame.grid_remove()
            self._body.grid()
        else:
            self._body.grid_remove()
            self.empty_room.frame.grid()
        self._allow()

    def render_status(self) -> None:
        """Say in the empty room how the server is."""
        self.empty_room.render(self._state.status, self._state.address)
        self.render()

    def kick_selected(self) -> None:
        """Ask to kick whoever is selected; nothing if nobody is."""
        self._act(Key.KICK)

    def jump_to(self, client_id: int) -> bool:
        """Select a client in the table, whatever the filter; False if it is long forgotten."""
        row = self._state.clients.find(client_id)
        if row is None:
            return False
        if not self.table.select(client_id):
            self.words.set("")
            if row.gone is not None:
                self.shows_gone.set(True)
            self._narrow()
            self.table.select(client_id)
        self.table.tree.focus_set()
        return True

    # Making --------------------------------------------------------------------------------------

    def _make_head(self, shortcuts: Shortcuts) -> None:
        look, head = self._look, self._head
        look.heading(head, _(_HEADING), "people").pack(side="left")
        self._count = look.label(head, tone=Tone.MUTED)
        self._count.pack(side="left", padx=look.px(8))
        self.filter_entry = look.entry(head, self.words)
        self.filter_entry.configure(width=11)
        look.tooltip(self.filter_entry, shortcuts.tip(Key.FIND_CLIENT))
        look.icon_label(head, "search").pack(side="left", padx=look.px(4))
        self.filter_entry.pack(side="left")
        self.gone_switch = look.switch_button(head, "", self.shows_gone, self._narrow)
        look.tooltip(self.gone_switch, _(_GONE_TIP))
        self.buttons = {
            command.key: look.icon_button(
                head,
                command.icon,
                partial(self._act, command.key),
                tip=shortcuts.tip(command.key),
                surface=Surface.PANEL,
            )
            for command in COMMANDS
        }
        for button in reversed(self.buttons.values()):
            button.pack(side="right")
        self.kick_button = self.buttons[Key.KICK]
        self.violators = look.label(head, tone=Tone.BAD)
        self.slow = look.label(head, tone=Tone.WARNING)
        self.muted = look.label(head, tone=Tone.MUTED)
        for label, tip in (
            (self.violators, _VIOLATORS_TIP),
            (self.slow, _SLOW_TIP),
            (self.muted, _MUTED_TIP),
        ):
            label.pack(side="right", padx=look.px(3))
            look.tooltip(label, _(tip))

    def _bind(self, shortcuts: Shortcuts) -> None:
        tree = self.table.tree
        self.words.trace_add("write", lambda *_args: self._narrow())
        self.shows_gone.trace_add("write", lambda *_args: self._narrow())
        self.filter_entry.bind("<Escape>", lambda _event: self._leave_filter())
        self.filter_entry.bind("<Down>", lambda _event: tree.focus_set())
        self.filter_entry.bind("<Return>", lambda _event: tree.focus_set())
        self._head.bind("<Configure>", lambda _event: self._render_counts())
        tree.bind("<<TreeviewSelect>>", lambda _event: self._allow())
        tree.bind("<Delete>", lambda _event: self.kick_selected())
        tree.bind("<Return>", lambda _event: self._act(Key.CLIENT_DETAILS))
        tree.bind("<KP_Enter>", lambda _event: self._act(Key.CLIENT_DETAILS))
        tree.bind("<Double-Button-1>", self._open_clicked)
        for command in COMMANDS:
            shortcuts.bind(command.key, partial(self._act, command.key))
        shortcuts.bind(Key.CLIENTS, tree.focus_set)
        shortcuts.bind(Key.FIND_CLIENT, self.filter_entry.focus_set)

    # What the person does ------------------------------------------------------------------------

    def _act(self, key: Key) -> None:
        command = next(each for each in COMMANDS if each.key is key)
        rows = self.selected
        if command.is_possible(rows):
            act_of(command, self._actions)(tuple(row.client_id for row in rows))

    def _open_clicked(self, event: tkinter.Event[tkinter.Misc]) -> None:
        if self.table.tree.identify_row(event.y):
            self._act(Key.CLIENT_DETAILS)

    def _leave_filter(self) -> None:
        """Show all again; where that is so already, go back to the table."""
        if self.words.get():
            self.words.set("")
        else:
            self.table.tree.focus_set()

    def _narrow(self) -> None:
        self.table.narrow(ClientFilter(self.words.get(), self.shows_gone.get()))
        self.render()

    # Drawing -------------------------------------------------------------------------------------

    def _allow(self) -> None:
        """Let only those buttons be pressed that would do something."""
        rows = self.selected
        possible = {command.key: command.is_possible(rows) for command in COMMANDS}
        for key, is_possible in possible.items():
            if self._possible.get(key) is not is_possible:
                self.buttons[key].configure(state="normal" if is_possible else "disabled")
        self._possible = possible

    def _render_counts(self) -> None:
        """Tell the counts in words, or as far as there is no room by their signs alone."""
        clients = self._state.clients
        numbers = (clients.slow, clients.violators, clients.muted, len(tuple(clients.gone)))
        wanted = (*numbers, len(count(len(clients))), self._head.winfo_width())
        if wanted == self._counts_told:
            return
        self._counts_told = wanted
        for in_words, gone_in_words in ((True, True), (False, True), (False, False)):
            self._tell_counts(in_words=in_words, gone_in_words=gone_in_words)
            shown = [each for each in self._head.winfo_children() if each.winfo_manager()]
            needed = sum(each.winfo_reqwidth() for each in shown) + self._look.px(_GAPS_PX)
            if needed <= self._head.winfo_width():
                break

    def _tell_counts(self, *, in_words: bool, gone_in_words: bool) -> None:
        clients = self._state.clients
        for label, (sign, words), number in (
            (self.slow, _SLOW, clients.slow),
            (self.violators, _VIOLATORS, clients.violators),
            (self.muted, _MUTED, clients.muted),
        ):
            told = _(words).format(n=count(number)) if in_words else count(number)
            label.configure(text=f"{sign} {told}" if number else "")
        gone = count(len(tuple(clients.gone)))
        self.gone_switch.configure(text=_(_GONE_SWITCH).format(n=gone) if gone_in_words else gone)

    def _show_emptiness(self) -> None:
        if self.table.tree.get_children():
            self._nobody_fits.place_forget()
        else:
            self._nobody_fits.place(relx=0.5, rely=0.5, anchor="center")
