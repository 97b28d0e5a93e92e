"""The questions about how long messages are kept."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.config import Keep, KeepFor
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import count
from wschat_gui.model.keeping import MOST_DAYS, days_of, keep_name

_SHORTER_TITLE = N_("Keep messages {how_long}?")
_DAYS_NOW = N_(
    "All messages older than that will be deleted now, and later ones as they grow that old: from "
    "the transcript, from this window and from all pages. This cannot be undone."
)
_AT_CLOSE = N_(
    "When the room is closed, all messages will be deleted, those of earlier days too. "
    "This cannot be undone then."
)
_KEEP_SO = N_("Keep them so")
_DAYS_TITLE = N_("Keep messages for how many days?")
_DAYS = N_("Whatever is older is deleted by itself.")
_NEXT = N_("Next")
_NO_NUMBER = N_("Type a whole number from 1 to {most}.")


def shorter_dialog(
    look: Look, keep: Keep, confirm: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before a setting takes hold that deletes messages."""
    sentence = _(_DAYS_NOW) if keep.how_long is KeepFor.DAYS else _(_AT_CLOSE)
    title = _(_SHORTER_TITLE).format(how_long=keep_name(keep))
    return ConfirmDialog(look, (title, sentence, _(_KEEP_SO)), confirm, on_close)


class DaysDialog(Dialog):
    """Asks for a number of days."""

    def __init__(
        self, look: Look, take: Callable[[int], None], on_close: Callable[[], None]
    ) -> None:
        """Ask; `take(days)` is called at most once."""
        super().__init__(look, _(_DAYS_TITLE), _(_DAYS), on_close)
        self._take = take
        self.days = tkinter.StringVar(look.root)
        self.entry = look.entry(self.body, self.days)
        self.entry.configure(width=8)
        self.entry.pack(side="left")
        self.entry.bind("<Return>", lambda _event: self.confirm())
        self.entry.bind("<KP_Enter>", lambda _event: self.confirm())
        self.says = look.label(self.body, tone=Tone.WARNING)
        self.says.pack(side="left", padx=look.px(10))
        self.next_button = self.add_button(_(_NEXT), self.confirm, ButtonKind.PRIMARY)
        self.cancel_button = self.add_cancel()
        self.days.trace_add("write", lambda *_: self._check())
        self._check()
        self.open(self.entry)

    def confirm(self) -> None:
        """Go on, if there is a number."""
        days = days_of(self.days.get())
        if days is not None:
            self.close()
            self._take(days)

    def _check(self) -> None:
        is_number = days_of(self.days.get()) is not None
        no_number = f"⚠ {_(_NO_NUMBER).format(most=count(MOST_DAYS))}"
        self.says.configure(text="" if is_number or not self.days.get().strip() else no_number)
        self.next_button.configure(state="normal" if is_number else "disabled")
