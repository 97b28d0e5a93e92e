"""The fields to search by: words, nick and two dates. Asks a moment after the last keystroke."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.moments import FORM
from wschat_gui.model.search import SearchForm

_NICK = N_("Nick")
_NICK_TIP = N_("Part of the sender's nick")
_SINCE = N_("From")
_UNTIL = N_("To")
_DATE_TIP = N_("{form}; a day counts whole")
_DATE_CHARS = len("2026-11-22 14:05")
_DEBOUNCE_MS = 300


class SearchFields:
    """A row of fields."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        *,
        typed: Callable[[SearchForm], None],
        entered: Callable[[SearchForm], None],
    ) -> None:
        """Make the row; `typed` is called a while after a change, `entered` at once on Enter."""
        self._look = look
        self._typed = typed
        self._entered = entered
        self._timer: str | None = None
        self.frame = look.frame(parent)
        look.icon_label(self.frame, "search").pack(side="left", padx=(0, look.px(8)))
        self._variables = {
            name: tkinter.StringVar(look.root) for name in ("words", "nick", "since", "until")
        }
        self.words = self._field("words", 12)
        self.words.pack(side="left", fill="x", expand=True)
        self.nick = self._labelled("nick", _(_NICK), 9, _(_NICK_TIP))
        date_tip = _(_DATE_TIP).format(form=_(FORM))
        self.since = self._labelled("since", _(_SINCE), _DATE_CHARS, date_tip)
        self.until = self._labelled("until", _(_UNTIL), _DATE_CHARS, date_tip)
        for variable in self._variables.values():
            variable.trace_add("write", lambda *_: self._ask_soon())

    @property
    def form(self) -> SearchForm:
        """What the fields hold."""
        return SearchForm(**{name: each.get() for name, each in self._variables.items()})

    def _labelled(self, name: str, label: str, width: int, tip: str) -> ttk.Entry:
        look = self._look
        look.label(self.frame, label, tone=Tone.MUTED).pack(
            side="left", padx=(look.px(8), look.px(4))
        )
        entry = self._field(name, width)
        entry.pack(side="left")
        look.tooltip(entry, tip)
        return entry

    def _field(self, name: str, width: int) -> ttk.Entry:
        variable = self._variables[name]
        entry = self._look.entry(self.frame, variable)
        entry.configure(width=width)
        entry.bind("<Return>", lambda _event: self._ask_now())
        entry.bind("<KP_Enter>", lambda _event: self._ask_now())
        entry.bind("<Escape>", lambda _event: variable.set(""))
        return entry

    def _ask_soon(self) -> None:
        self._cancel_timer()
        self._timer = self.frame.after(_DEBOUNCE_MS, self._ask_typed)

    def _ask_typed(self) -> None:
        self._timer = None
        self._typed(self.form)

    def _ask_now(self) -> None:
        self._cancel_timer()
        self._entered(self.form)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self.frame.after_cancel(self._timer)
            self._timer = None
