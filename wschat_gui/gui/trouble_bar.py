"""What of the transcript cannot be done, above everything else for as long as it holds.

Two troubles are told whole; with more, the last line leads to a dialog that has them all.
"""

from __future__ import annotations

import tkinter
from tkinter import ttk

from wschat_gui.gui.counter import Counter
from wschat_gui.gui.dialogs import troubles_dialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.state import WindowState, dismiss
from wschat_gui.model.troubles import Trouble

TROUBLE_SIGN = "⚠"
_DETAILS = N_("Details")
_DETAILS_TIP = N_("Read and copy the whole text")
_DISMISS_TIP = N_("I have read this")
_MORE = N_("and {n} more: see Details")
_MOST_ROWS = 2
"""More would leave too little of a low window."""


class TroubleBar:
    """A bordered line or two; takes no room while all is well."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        counter: Counter,
    ) -> None:
        """Make the bar; whoever made it grids `frame`, which then comes and goes by itself."""
        self._look = look
        self._state = state
        self._counter = counter
        self._drawn: tuple[Trouble, ...] = ()
        self.frame = look.panel(parent, padding=8)
        self._rows = look.frame(self.frame)
        self._rows.grid(row=0, column=0, sticky="ew")
        self.details_button = look.button(self.frame, _(_DETAILS), self._show_details)
        self.details_button.grid(row=0, column=1, padx=(look.px(10), 0))
        look.tooltip(self.details_button, _(_DETAILS_TIP))
        self.frame.grid_columnconfigure(0, weight=1)
        self._rows.grid_columnconfigure(1, weight=1)
        self._sentences: list[ttk.Label] = []
        self.dismiss_buttons: list[ttk.Button] = []
        self._rows.bind("<Configure>", lambda _event: self._rewrap())

    @property
    def text(self) -> str:
        """All that it says, for whoever cannot see it."""
        return "\n".join(str(label.cget("text")) for label in self._sentences)

    def render(self) -> None:
        """Show what holds now."""
        shown = self._state.troubles.shown
        if shown == self._drawn:
            if not shown:
                self.frame.grid_remove()
            return
        self._drawn = shown
        for child in self._rows.winfo_children():
            child.destroy()
        self._sentences, self.dismiss_buttons = [], []
        for row, trouble in enumerate(shown[:_MOST_ROWS]):
            self._add_row(row, trouble, hidden=len(shown) - _MOST_ROWS)
        if shown:
            self.frame.grid()
            self._rewrap()
        else:
            self.frame.grid_remove()

    def _add_row(self, row: int, trouble: Trouble, hidden: int) -> None:
        look = self._look
        sign = look.label(self._rows, TROUBLE_SIGN, tone=Tone.WARNING)
        sign.grid(row=row, column=0, sticky="w", padx=(0, look.px(8)))
        sentence = trouble.sentence
        if hidden > 0 and row == _MOST_ROWS - 1:
            sentence += f"  ({_(_MORE).format(n=hidden)})"
        label = look.label(self._rows, sentence, tone=Tone.WARNING)
        label.configure(justify="left")
        label.grid(row=row, column=1, sticky="w")
        self._sentences.append(label)
        if trouble.may_be_dismissed:
            button = look.icon_button(
                self._rows,
                "x-lg",
                lambda: self._dismiss(trouble),
                tip=_(_DISMISS_TIP),
                surface=Surface.PANEL,
            )
            button.grid(row=row, column=2, sticky="e")
            self.dismiss_buttons.append(button)

    def _dismiss(self, trouble: Trouble) -> None:
        self._counter.mark(dismiss(self._state, trouble))

    def _show_details(self) -> None:
        sentences = tuple(each.sentence for each in self._state.troubles.shown)
        self._counter.show(lambda closed: troubles_dialog(self._look, sentences, closed))

    def _rewrap(self) -> None:
        """Break the sentences where the line ends: nothing of them is ever cut."""
        taken = self._look.px(70) if self.dismiss_buttons else self._look.px(30)
        room = max(self._look.px(200), self._rows.winfo_width() - taken)
        for label in self._sentences:
            label.configure(wraplength=room)
