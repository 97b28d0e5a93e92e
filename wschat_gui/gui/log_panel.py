"""The tab with the message log: filter, kinds, the follow switch, and the line to everybody."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.gui.log_view import LogView
from wschat_gui.gui.message_menu import MessageActions, MessageMenu
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.log import LineGroup, LogBook, LogFilter
from wschat_gui.model.status import Running, ServerStatus

_TAB = N_("Message log")
_FOLLOW = N_("Follow")
_FILTER_TIP = N_("Show only lines that contain this")
_KIND_TIP = N_("Show only lines of this kind")
_FOLLOW_TIP = N_("Stay at the newest line")
_NOTHING_YET = N_("Messages, arrivals and refusals will stand here.")
_NOTHING_FITS = N_("No line fits the filter.")
_ANNOUNCE = N_("Announce")
_ANNOUNCE_LABEL = N_("To everybody")
_ANNOUNCE_TIP = N_("Say this to the whole room, in the name of the host")
_GROUP_NAMES = {
    LineGroup.ALL: N_("All"),
    LineGroup.MESSAGES: N_("Messages"),
    LineGroup.PEOPLE: N_("Who came and went"),
    LineGroup.PROBLEMS: N_("Problems"),
    LineGroup.SERVER: N_("Server"),
}
_DEBOUNCE_MS = 150
"""After the last keystroke in the filter: a refill of 5,000 rows is too much for each letter."""


class LogPanel:
    """One tab of the lower panel."""

    def __init__(
        self,
        look: Look,
        tabs: ttk.Notebook,
        book: LogBook,
        shortcuts: Shortcuts,
        *,
        announce: Callable[[str], bool],
        message_actions: MessageActions,
    ) -> None:
        """Add the tab to `tabs`; `announce(text)` says whether the text was taken."""
        self._look = look
        self._tabs = tabs
        self._shortcuts = shortcuts
        self._announce = announce
        self._refill_timer: str | None = None
        self.words = tkinter.StringVar(look.root)
        self.follow = tkinter.BooleanVar(look.root, value=True)
        self.announcement = tkinter.StringVar(look.root)
        self.frame = look.frame(tabs)
        self.frame.configure(padding=look.px(10))
        tabs.add(self.frame, text=_(_TAB))
        self._make_filter_row()
        body = look.frame(self.frame)
        body.grid(row=1, column=0, sticky="nsew", pady=look.px(8))
        self.view = LogView(look, body, book, self.follow)
        self.menu = MessageMenu(look, self.view.lines, message_actions)
        self._empty = look.label(body, tone=Tone.MUTED)
        self.view.on_emptied = self._show_emptiness
        self._make_announce_row()
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(1, weight=1)
        self.words.trace_add("write", lambda *_: self._refill_soon())

    @property
    def hint(self) -> str:
        """What is said in place of rows; empty while there are rows."""
        return str(self._empty.cget("text")) if self._empty.winfo_manager() else ""

    def render(self) -> None:
        """Show what is new in the log."""
        self.view.render()

    def render_status(self, status: ServerStatus) -> None:
        """Let announce only while somebody could hear it."""
        state = "normal" if isinstance(status, Running) else "disabled"
        self.announce_entry.configure(state=state)
        self.announce_button.configure(state=state)

    def _make_filter_row(self) -> None:
        look, row = self._look, self._look.frame(self.frame)
        row.grid(row=0, column=0, sticky="ew")
        look.icon_label(row, "search").pack(side="left", padx=(0, look.px(8)))
        self.filter_entry = look.entry(row, self.words)
        self.filter_entry.configure(width=26)
        look.tooltip(self.filter_entry, self._shortcuts.hint(_(_FILTER_TIP), Key.FILTER))
        self._shortcuts.bind(Key.FILTER, lambda: self._go_to(self.filter_entry))
        self.filter_entry.bind("<Escape>", lambda _event: self.words.set(""))
        self.kinds = look.chooser(row, width=18)
        self.kinds.configure(values=tuple(map(_, _GROUP_NAMES.values())))
        self.kinds.current(0)
        self.kinds.bind("<<ComboboxSelected>>", lambda _event: self._refill())
        look.tooltip(self.kinds, _(_KIND_TIP))
        self.follow_switch = look.switch_button(row, _(_FOLLOW), self.follow, self._followed)
        # Packed first, made last: the switch keeps its place in a narrow window, and comes after
        # the fields for the Tab key.
        self.follow_switch.pack(side="right")
        self.filter_entry.pack(side="left")
        self.kinds.pack(side="left", padx=look.px(8))
        look.tooltip(self.follow_switch, self._shortcuts.hint(_(_FOLLOW_TIP), Key.FOLLOW))
        self._shortcuts.bind(Key.FOLLOW, self.follow_switch.invoke)

    def _make_announce_row(self) -> None:
        look, row = self._look, self._look.frame(self.frame)
        row.grid(row=2, column=0, sticky="ew")
        look.icon_label(row, "megaphone").pack(side="left", padx=(0, look.px(8)))
        look.label(row, _(_ANNOUNCE_LABEL), tone=Tone.MUTED).pack(side="left")
        self.announce_entry = look.entry(row, self.announcement)
        self.announce_entry.pack(side="left", fill="x", expand=True, padx=look.px(8))
        self.announce_entry.bind("<Return>", lambda _event: self._send())
        self.announce_entry.bind("<KP_Enter>", lambda _event: self._send())
        look.tooltip(self.announce_entry, self._shortcuts.hint(_(_ANNOUNCE_TIP), Key.ANNOUNCE))
        self._shortcuts.bind(Key.ANNOUNCE, lambda: self._go_to(self.announce_entry))
        self.announce_button = look.button(row, _(_ANNOUNCE), self._send, kind=ButtonKind.PLAIN)
        self.announce_button.pack(side="right")

    def _go_to(self, field: ttk.Entry) -> None:
        self._tabs.tk.call(self._tabs, "select", self.frame)
        field.focus_set()

    def _send(self) -> None:
        text = self.announcement.get().strip()
        if text and self._announce(text):
            self.announcement.set("")

    def _followed(self) -> None:
        if self.follow.get():
            self.view.go_to_end()

    # Filtering -----------------------------------------------------------------------------------

    @property
    def log_filter(self) -> LogFilter:
        """What the two fields above the log ask for."""
        group = tuple(_GROUP_NAMES)[self.kinds.current()]
        return LogFilter(self.words.get().strip(), group)

    def _refill_soon(self) -> None:
        if self._refill_timer is not None:
            self.frame.after_cancel(self._refill_timer)
        self._refill_timer = self.frame.after(_DEBOUNCE_MS, self._refill)

    def _refill(self) -> None:
        self._refill_timer = None
        self.view.refill(self.log_filter)

    def _show_emptiness(self, is_empty: bool) -> None:  # noqa: FBT001  (a callback's one argument)
        if not is_empty:
            self._empty.place_forget()
            return
        self._empty.configure(text=_(_NOTHING_YET) if self.log_filter.is_open else _(_NOTHING_FITS))
        self._empty.place(relx=0.5, rely=0.5, anchor="center")
