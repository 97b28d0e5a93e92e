"""The questions before messages are deleted: each says exactly what will be gone."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.bridge.events import LogLine
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.model.formats import date_time, one_line, shortened
from wschat_gui.model.moments import FORM, NoMoment, Span, span_of

_GONE = "from the transcript, from this window and from all pages. This cannot be undone."
_DELETE = "Delete"
_ONE_TITLE = "Delete this message?"
_ONE = "“{}”\n{}, {}\n\nIt will be gone {}"
_CLIENT_TITLE = "Delete all that {} said?"
_CLIENT = (
    "Every message that this client (number {}) has sent over its connection will be gone {}\n\n"
    "What the same person said before coming back, or under another nick on another connection, "
    "stays."
)
_BEFORE_TITLE = "Delete everything before a date"
_BEFORE = f"Date, or date and time: {FORM}"
_BEFORE_WILL = "All that was said before {} will be gone {}"
_EVERYTHING_TITLE = "Delete everything?"
_EVERYTHING = "All messages that were ever said in this room will be gone {}"
_DELETE_EVERYTHING = "Delete everything"
_HOST = "the host"
_TEXT_CHARS = 200
_NICK_CHARS = 24
_WRAP_PX = 440


def delete_message_dialog(
    look: Look, line: LogLine, delete: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before one message is deleted, and show it."""
    who = one_line(line.nick) or _HOST
    text = shortened(one_line(line.text), _TEXT_CHARS)
    sentence = _ONE.format(text, who, date_time(line.at_ms), _GONE)
    return ConfirmDialog(look, (_ONE_TITLE, sentence, _DELETE), delete, on_close)


def delete_of_client_dialog(
    look: Look, line: LogLine, delete: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before all messages of the client that sent this one are deleted."""
    title = _CLIENT_TITLE.format(shortened(one_line(line.nick), _NICK_CHARS))
    sentence = _CLIENT.format(line.client_id, _GONE)
    return ConfirmDialog(look, (title, sentence, _DELETE), delete, on_close)


def delete_everything_dialog(
    look: Look, delete: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before the whole transcript is deleted."""
    texts = (_EVERYTHING_TITLE, _EVERYTHING.format(_GONE), _DELETE_EVERYTHING)
    return ConfirmDialog(look, texts, delete, on_close)


class DeleteBeforeDialog(Dialog):
    """Asks for a date, and says what it means before the button can be pressed."""

    def __init__(
        self, look: Look, delete: Callable[[Span], None], on_close: Callable[[], None]
    ) -> None:
        """Ask; `delete(span)` is called at most once, and means all before the span begins."""
        super().__init__(look, _BEFORE_TITLE, _BEFORE, on_close)
        self._delete = delete
        self._span: Span | None = None
        self.date = tkinter.StringVar(look.root)
        self.entry = look.entry(self.body, self.date)
        self.entry.pack(fill="x")
        self.entry.bind("<Return>", lambda _event: self.confirm())
        self.entry.bind("<KP_Enter>", lambda _event: self.confirm())
        self.says = look.label(self.body)
        self.says.configure(wraplength=look.px(_WRAP_PX), justify="left")
        self.says.pack(anchor="w", pady=(look.px(10), 0))
        self.delete_button = self.add_button(_DELETE, self.confirm, ButtonKind.DANGER)
        self.cancel_button = self.add_cancel()
        self.date.trace_add("write", lambda *_: self._check())
        self._check()
        self.open(self.entry)

    def confirm(self) -> None:
        """Delete, if there is a date."""
        if self._span is not None:
            span = self._span
            self.close()
            self._delete(span)

    def _check(self) -> None:
        """Say what the date means, or how to type one. Three lines, as the card is to stay put."""
        tone, says = Tone.NORMAL, "\n\n"
        try:
            self._span = span_of(self.date.get())
        except NoMoment as mistake:
            self._span, tone, says = None, Tone.WARNING, f"⚠ {mistake}\n\n"
        if self._span is not None:
            says = _BEFORE_WILL.format(self._span.text, _GONE)
        self._look.set_tone(self.says, tone)
        self.says.configure(text=says)
        self.delete_button.configure(state="normal" if self._span else "disabled")
