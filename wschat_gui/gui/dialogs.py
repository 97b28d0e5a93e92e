"""The common dialogs: kick whom and why, a yes-or-no question, and a text to read and copy.

What deletes messages asks in `deletion_dialogs.py`.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import counted, shortened, within_bytes

_KICK_TITLE = N_("Kick {whom}?")
_KICK_SENTENCE = N_("The reason is shown to them. They can come back by opening the page again.")
_DEFAULT_REASON = N_("The host has removed you from the room.")
_KICK = N_("Kick")
_STOP_TITLE = N_("Stop the server?")
_CLOSE_TITLE = N_("Close the room and quit?")
_STOP = N_("Stop")
_QUIT = N_("Quit")
_DETAILS_TITLE = N_("Why the server does not run")
_TROUBLES_TITLE = N_("What is not as it should be")
_TROUBLES = N_("The chat itself goes on.")
_COPY = N_("Copy")
_CLOSE = N_("Close")
_TITLE_CHARS = 40
_DETAILS_PX = 560
"""As wide as the lines of the long text below it, about."""
_REASON_BYTES = 123
"""What a close frame has room for beside its code (RFC 6455 section 5.5)."""


class KickDialog(Dialog):
    """Asks for the reason; Enter kicks, Escape does not."""

    def __init__(
        self,
        look: Look,
        names: tuple[str, ...],
        kick: Callable[[str], None],
        on_close: Callable[[], None],
    ) -> None:
        """Ask about these people; `kick(reason)` is called at most once."""
        whom = shortened(names[0], _TITLE_CHARS) if len(names) == 1 else None
        clients = counted("{n} client", "{n} clients", len(names))
        title = _(_KICK_TITLE).format(whom=whom or clients)
        sentence = _(_KICK_SENTENCE) if whom else f"{', '.join(names)}\n\n{_(_KICK_SENTENCE)}"
        super().__init__(look, title, sentence, on_close)
        self._kick = kick
        self.reason = tkinter.StringVar(look.root, value=_(_DEFAULT_REASON))
        self.entry = look.entry(self.body, self.reason)
        self.entry.pack(fill="x")
        self.entry.bind("<Return>", lambda _event: self.confirm())
        self.entry.bind("<KP_Enter>", lambda _event: self.confirm())
        self.kick_button = self.add_button(_(_KICK), self.confirm, ButtonKind.DANGER)
        self.cancel_button = self.add_cancel()
        self.open(self.entry)
        self.entry.selection_range(0, "end")

    def confirm(self) -> None:
        """Kick, with the reason as it stands."""
        reason = within_bytes(self.reason.get().strip(), _REASON_BYTES)
        self.close()
        self._kick(reason)


class ConfirmDialog(Dialog):
    """Asks before something that cannot be undone; Enter and Escape both leave all as it is."""

    def __init__(
        self,
        look: Look,
        texts: tuple[str, str, str],
        confirm: Callable[[], None],
        on_close: Callable[[], None],
    ) -> None:
        """Ask with these `texts`: title, sentence, and the word on the button that goes on."""
        title, sentence, word = texts
        super().__init__(look, title, sentence, on_close)
        self._confirm = confirm
        self.confirm_button = self.add_button(word, self._go_on, ButtonKind.DANGER)
        self.cancel_button = self.add_cancel()
        self.open(self.cancel_button)

    def _go_on(self) -> None:
        self.close()
        self._confirm()


def stop_dialog(
    look: Look, people: int, stop: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before the server is stopped."""
    return ConfirmDialog(look, (_(_STOP_TITLE), _cut_off(people), _(_STOP)), stop, on_close)


def close_dialog(
    look: Look, people: int, close: Callable[[], None], on_close: Callable[[], None]
) -> ConfirmDialog:
    """Ask before the window is closed."""
    return ConfirmDialog(look, (_(_CLOSE_TITLE), _cut_off(people), _(_QUIT)), close, on_close)


def _cut_off(people: int) -> str:
    return counted(
        "One person is connected and will be cut off.",
        "{n} people are connected and will be cut off.",
        people,
    )


class DetailsDialog(Dialog):
    """Shows a text that is too long for its place in the window, to be read and copied."""

    def __init__(
        self,
        look: Look,
        texts: tuple[str, str, str],
        on_close: Callable[[], None],
    ) -> None:
        """Show these `texts`: title, sentence, and the long one."""
        title, sentence, detail = texts
        super().__init__(look, title, sentence, on_close, width=_DETAILS_PX)
        self._detail = detail
        palette = look.palette
        self.text = look.text(self.body, FontName.FIXED)
        self.text.configure(
            width=70,
            height=12,
            padx=look.px(6),
            pady=look.px(4),
            wrap="word",
            state="normal",
            background=palette.zebra,
            foreground=palette.text,
            highlightcolor=palette.accent,
            highlightbackground=palette.grid,
            selectbackground=palette.selection,
            selectforeground=palette.text,
        )
        self.text.insert("1.0", detail)
        self.text.configure(state="disabled")
        look.scroll(self.text)
        close_button = self.add_button(_(_CLOSE), self.close, ButtonKind.PRIMARY)
        self.copy_button = self.add_button(_(_COPY), self._copy)
        self.open(close_button)

    def _copy(self) -> None:
        self.frame.clipboard_clear()
        self.frame.clipboard_append(f"{self.sentence.cget('text')}\n\n{self._detail}")


def failure_dialog(
    look: Look, sentence: str, detail: str, on_close: Callable[[], None]
) -> DetailsDialog:
    """Show a traceback or the system's own error, to be copied into a report."""
    return DetailsDialog(look, (_(_DETAILS_TITLE), sentence, detail), on_close)


def troubles_dialog(
    look: Look, sentences: tuple[str, ...], on_close: Callable[[], None]
) -> DetailsDialog:
    """Show all that cannot be done with the transcript."""
    return DetailsDialog(look, (_(_TROUBLES_TITLE), _(_TROUBLES), "\n\n".join(sentences)), on_close)
