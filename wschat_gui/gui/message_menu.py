"""What can be done with the chosen message of a list: by context menu and by keys."""

from __future__ import annotations

import sys
import tkinter
from collections.abc import Callable

from msgspec import Struct

from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.gui.line_text import LineText
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import one_line, shortened

_COPY = N_("Copy text")
_DELETE = N_("Delete this message …")
_DELETE_ALL = N_("Delete all that {nick} said …")
_SENDER = N_("Go to the sender")
_DELETE_ALL_OF_NOBODY = N_("Delete all that this client said …")
_NICK_CHARS = 24
_COPY_AT, _DELETE_AT, _DELETE_ALL_AT, _SENDER_AT = range(4)
_SENDER_KEY = "Ctrl+G"
_MENU_BUTTON = "<Button-2>" if sys.platform == "darwin" else "<Button-3>"
_MENU_KEY = "<App>" if sys.platform == "win32" else "<Menu>"


class MessageActions(Struct, frozen=True, kw_only=True):
    """What the menu can ask for; what deletes asks the person first."""

    delete: Callable[[LogLine], None]
    delete_of_client: Callable[[LogLine], None]
    go_to_sender: Callable[[LogLine], None]


class MessageMenu:
    """The menu of one list of messages."""

    def __init__(self, look: Look, lines: LineText, actions: MessageActions) -> None:
        """Make the menu and bind its keys on the list."""
        self._lines = lines
        self._actions = actions
        self.menu = look.menu(lines.text)
        self.menu.add_command(label=_(_COPY), command=self._copy)
        self.menu.add_command(label=_(_DELETE), accelerator="Del", command=self.delete)
        self.menu.add_command(label=_(_DELETE_ALL_OF_NOBODY), command=self._delete_of_client)
        self.menu.add_command(label=_(_SENDER), accelerator=_SENDER_KEY, command=self.go_to_sender)
        for letter in ("g", "G"):
            lines.text.bind(f"<Control-{letter}>", lambda _event: self.go_to_sender())
        lines.text.bind("<Delete>", lambda _event: self.delete())
        lines.text.bind(_MENU_BUTTON, self._post_at_pointer)
        for sequence in ("<Shift-F10>", _MENU_KEY):
            lines.text.bind(sequence, self._post_at_row)

    def delete(self) -> None:
        """Ask to delete the chosen message; nothing if none is chosen."""
        line = self._lines.chosen
        if line is not None:
            self._actions.delete(line)

    def go_to_sender(self) -> str:
        """Show in the table who sent the chosen message."""
        line = self._lines.chosen
        if line is not None:
            self._actions.go_to_sender(line)
        return "break"

    def _delete_of_client(self) -> None:
        line = self._lines.chosen
        if line is not None:
            self._actions.delete_of_client(line)

    def _copy(self) -> None:
        line = self._lines.chosen
        if line is not None:
            self._lines.text.clipboard_clear()
            self._lines.text.clipboard_append(line.text)

    def _post_at_pointer(self, event: tkinter.Event[tkinter.Misc]) -> str:
        self._lines.text.focus_set()
        if self._lines.choose_at(event.x, event.y) is not None:
            self._post(event.x_root, event.y_root)
        return "break"

    def _post_at_row(self, _event: object) -> str:
        text = self._lines.text
        box = text.bbox("insert") if self._lines.chosen is not None else None
        if box:
            self._post(text.winfo_rootx() + box[0], text.winfo_rooty() + box[1] + box[3])
        return "break"

    def _post(self, x: int, y: int) -> None:
        line = self._lines.chosen
        is_kept = line is not None and bool(line.seq)
        is_said = line is not None and is_kept and line.kind is LineKind.SAID
        self.menu.entryconfigure(_DELETE_AT, state="normal" if is_kept else "disabled")
        has_sender = line is not None and bool(line.client_id)
        self.menu.entryconfigure(_SENDER_AT, state="normal" if has_sender else "disabled")
        nick = shortened(one_line(line.nick), _NICK_CHARS) if line is not None else ""
        self.menu.entryconfigure(
            _DELETE_ALL_AT,
            state="normal" if is_said else "disabled",
            label=_(_DELETE_ALL).format(nick=nick) if is_said else _(_DELETE_ALL_OF_NOBODY),
        )
        try:
            self.menu.tk_popup(x, y)
        finally:
            self.menu.grab_release()
