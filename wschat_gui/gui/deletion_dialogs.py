"""The questions before messages are deleted: each says exactly what will be gone."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.bridge.events import LogLine
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import date_time, one_line, shortened
from wschat_gui.model.moments import FORM, NoMoment, Span, span_of

_DELETE = N_("Delete")
_ONE_TITLE = N_("Delete this message?")
_ONE = N_(
    "“{text}”\n{who}, {when}\n\nIt will be gone from the transcript, from this window and from all "
    "pages. This cannot be undone."
)
_CLIENT_TITLE = N_("Delete all that {nick} said?")
_CLIENT = N_(
    "Every message that this client (number {number}) has sent over its connection will be gone "
    "from the transcript, from this window and from all pages. This cannot be undone.\n\n"
    "What the same person said before coming back, or under another nick on another connection, "
    "stays."
)
_BEFORE_TITLE = N_("Delete everything before a date")
_BEFORE = N_("Date, or date and time: {form}")
_BEFORE_WILL = N_(
    "All that was said before {when} will be gone from the transcript, from this window and from "
    "all pages. This cannot be undone."
)
_EVERYTHING_TITLE = N_("Delete everything?")
_EVERYTHING = N_(
    "All messages that were ever said in this room will be gone from the transcript, from this "
    "window and from all pages. This cannot be undone."
)
_DELETE_EVERYTHING = N_("Delete everything")
_HOST = N_("the host")
_TEXT_CHARS = 200
_NICK_CHARS = 24
_WRAP_PX = 440


def delete_message_dialog(
    look: Look, line: LogLine, delete: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before one message is deleted, and show it."""
    who = one_line(line.nick) or _(_HOST)
    text = shortened(one_line(line.text), _TEXT_CHARS)
    sentence = _(_ONE).format(text=text, who=who, when=date_time(line.at_ms))
    return ConfirmDialog(look, (_(_ONE_TITLE), sentence, _(_DELETE)), delete, on_close)


def delete_of_client_dialog(
    look: Look, line: LogLine, delete: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before all messages of the client that sent this one are deleted."""
    title = _(_CLIENT_TITLE).format(nick=shortened(one_line(line.nick), _NICK_CHARS))
    sentence = _(_CLIENT).format(number=line.client_id)
    return ConfirmDialog(look, (title, sentence, _(_DELETE)), delete, on_close)


def delete_everything_dialog(
    look: Look, delete: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before the whole transcript is deleted."""
    texts = (_(_EVERYTHING_TITLE), _(_EVERYTHING), _(_DELETE_EVERYTHING))
    return ConfirmDialog(look, texts, delete, on_close)


class DeleteBeforeDialog(Dialog):
    """Asks for a date, and says what it means before the button can be pressed."""

    def __init__(
        self, look: Look, delete: Callable[[Span], None], on_close: Callable[[], None]
    ) -> None:
        """Ask; `delete(span)` is called at most once, and means all before the span begins."""
        super().__init__(look, _(_BEFORE_TITLE), _(_BEFORE).format(form=_(FORM)), on_close)
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
        self.delete_button = self.add_button(_(_DELETE), self.confirm, ButtonKind.DANGER)
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
            says = _(_BEFORE_WILL).format(when=self._span.text)
        self._look.set_tone(self.says, tone)
        self.says.configure(text=says)
        self.delete_button.configure(state="normal" if self._span else "disabled")
