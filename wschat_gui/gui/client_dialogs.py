"""What is asked before something is done to people: ban, mute, rename, a private note.

Enter does it, Escape does not. Kick asks in `dialogs.py`.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.bridge.commands import BanLength, BanScope
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _, ngettext
from wschat_gui.model.formats import shortened, within_bytes

REASON_BYTES = 123
"""What a close frame has room for beside its code (RFC 6455 section 5.5)."""
_NAME_CHARS = 40
_NAMES = 5

SCOPES = {
    BanScope.DEVICE: N_("Device"),
    BanScope.ADDRESS: N_("IP address"),
    BanScope.BOTH: N_("Both"),
}
LENGTHS = {
    BanLength.FIVE_MINUTES: N_("5 minutes"),
    BanLength.HOUR: N_("1 hour"),
    BanLength.UNTIL_STOP: N_("Until the host stops"),
    BanLength.FOR_EVER: N_("For ever"),
}
MUTES: dict[float | None, str] = {
    60.0: N_("1 minute"),
    300.0: N_("5 minutes"),
    900.0: N_("15 minutes"),
    None: N_("Until lifted"),
}
"""Seconds, or None: until the host lifts it."""
_BAN_SENTENCE = N_(
    "By device: this browser stays out, its neighbours behind the same router do not. By IP "
    "address: whoever shares the address is out as well."
)
_MUTE_SENTENCE = N_("They can read on, and are told that they may not write, and why.")
_RENAME_SENTENCE = N_("Everybody sees the new nick. Where it is taken, the nearest free one.")
_TELL_SENTENCE = N_(
    "Only they see it, as a word from the host. It is sent at once and cannot be taken back."
)
_REASON = N_("Reason")
_BY = N_("By")
_FOR = N_("For")


def whom(names: tuple[str, ...]) -> str:
    """Name who is meant: a few by name, the rest by number."""
    named = [shortened(name, _NAME_CHARS) for name in names[:_NAMES]]
    rest = len(names) - len(named)
    if rest:
        named.append(ngettext("{n} more", "{n} more", rest).format(n=rest))
    return ", ".join(named)


class _ActDialog(Dialog):
    """A dialog that does one thing, by its button and by Enter from every field."""

    def __init__(
        self,
        look: Look,
        texts: tuple[str, str],
        names: tuple[str, ...],
        closed: Callable[[], None],
    ) -> None:
        title, sentence = texts
        several = f"{whom(names)}\n\n" if len(names) > 1 else ""
        super().__init__(look, title, several + sentence, closed)
        self._row = 0

    def _add_choice(self, label: str, choices: dict[str, str], first: str) -> tkinter.StringVar:
        """Add a row of which one is chosen."""
        chosen = tkinter.StringVar(self._look.root, value=first)
        self._add_label(label)
        row = self._look.frame(self.body)
        row.grid(row=self._row, column=1, sticky="w", pady=self._look.px(4))
        for value, words in choices.items():
            button = self._look.radio_button(row, words, chosen, value)
            button.pack(side="left", padx=(0, self._look.px(12)))
        self._row += 1
        return chosen

    def _add_entry(self, label: str, text: str = "") -> tuple[tkinter.StringVar, ttk.Entry]:
        typed = tkinter.StringVar(self._look.root, value=text)
        if label:
            self._add_label(label)
        entry = self._look.entry(self.body, typed)
        entry.grid(
            row=self._row,
            column=1 if label else 0,
            columnspan=1 if label else 2,
            sticky="ew",
            pady=self._look.px(4),
        )
        self.body.grid_columnconfigure(1, weight=1, minsize=self._look.px(300))
        self._row += 1
        return typed, entry

    def _add_label(self, text: str) -> None:
        label = self._look.label(self.body, text, tone=Tone.MUTED)
        label.grid(row=self._row, column=0, sticky="w", padx=(0, self._look.px(12)))

    def _finish(self, word: str, kind: ButtonKind, focus: ttk.Entry) -> None:
        """Add the buttons, bind Enter, and show the card."""
        self.act_button = self.add_button(word, self.confirm, kind)
        self.cancel_button = self.add_cancel()
        self._enter_confirms(self.body)
        self.escape_closes(self.body)
        self.open(focus)
        focus.selection_range(0, "end")

    def _enter_confirms(self, widget: tkinter.Misc) -> None:
        for sequence in ("<Return>", "<KP_Enter>"):
            widget.bind(sequence, lambda _event: self.confirm())
        for child in widget.winfo_children():
            self._enter_confirms(child)

    def confirm(self) -> None:
        """Do it, as the fields stand."""
        raise NotImplementedError


class BanDialog(_ActDialog):
    """Asks by what, for how long, and why."""

    def __init__(
        self,
        look: Look,
        names: tuple[str, ...],
        ban: Callable[[BanScope, BanLength, str], None],
        closed: Callable[[], None],
    ) -> None:
        """Ask about these people; `ban` is called at most once."""
        title = ngettext("Ban {name}?", "Ban {n} clients?", len(names))
        title = title.format(name=shortened(names[0], _NAME_CHARS), n=len(names))
        super().__init__(look, (title, _(_BAN_SENTENCE)), names, closed)
        self._ban = ban
        scopes = {scope.value: _(words) for scope, words in SCOPES.items()}
        self.scope = self._add_choice(_(_BY), scopes, BanScope.DEVICE.value)
        lengths = {length.value: _(words) for length, words in LENGTHS.items()}
        self.length = self._add_choice(_(_FOR), lengths, BanLength.HOUR.value)
        self.reason, self.entry = self._add_entry(_(_REASON))
        self._finish(_("Ban"), ButtonKind.DANGER, self.entry)

    def confirm(self) -> None:
        """Ban, with the reason as it stands."""
        scope, length = BanScope(self.scope.get()), BanLength(self.length.get())
        reason = within_bytes(self.reason.get().strip(), REASON_BYTES)
        self.close()
        self._ban(scope, length, reason)


class MuteDialog(_ActDialog):
    """Asks for how long, and why."""

    def __init__(
        self,
        look: Look,
        names: tuple[str, ...],
        mute: Callable[[float | None, str], None],
        closed: Callable[[], None],
    ) -> None:
        """Ask about these people; `mute(seconds, reason)` is called at most once."""
        title = ngettext("Mute {name}?", "Mute {n} clients?", len(names))
        title = title.format(name=shortened(names[0], _NAME_CHARS), n=len(names))
        super().__init__(look, (title, _(_MUTE_SENTENCE)), names, closed)
        self._mute = mute
        self._lengths = {str(seconds): seconds for seconds in MUTES}
        words = {str(seconds): _(text) for seconds, text in MUTES.items()}
        self.length = self._add_choice(_(_FOR), words, str(300.0))
        self.reason, self.entry = self._add_entry(_(_REASON))
        self._finish(_("Mute"), ButtonKind.DANGER, self.entry)

    def confirm(self) -> None:
        """Mute, with the reason as it stands."""
        for_s = self._lengths[self.length.get()]
        reason = within_bytes(self.reason.get().strip(), REASON_BYTES)
        self.close()
        self._mute(for_s, reason)


class RenameDialog(_ActDialog):
    """Asks for another nick."""

    def __init__(
        self, look: Look, name: str, rename: Callable[[str], None], closed: Callable[[], None]
    ) -> None:
        """Ask about this member; `rename(nick)` is called at most once, with another nick."""
        title = _("Rename {name}").format(name=shortened(name, _NAME_CHARS))
        super().__init__(look, (title, _(_RENAME_SENTENCE)), (name,), closed)
        self._name = name
        self._rename = rename
        self.nick, self.entry = self._add_entry("", name)
        self._finish(_("Rename"), ButtonKind.PRIMARY, self.entry)
        self.nick.trace_add("write", lambda *_args: self._allow())
        self._allow()

    @property
    def _wanted(self) -> str:
        return " ".join(self.nick.get().split())

    def _allow(self) -> None:
        is_new = self._wanted not in {"", self._name}
        self.act_button.configure(state="normal" if is_new else "disabled")

    def confirm(self) -> None:
        """Rename, if that would change anything."""
        nick = self._wanted
        if nick in {"", self._name}:
            return
        self.close()
        self._rename(nick)


class TellDialog(_ActDialog):
    """Asks what to tell somebody privately; the question before what cannot be undone."""

    def __init__(
        self,
        look: Look,
        names: tuple[str, ...],
        tell: Callable[[str], None],
        closed: Callable[[], None],
    ) -> None:
        """Ask what to tell these people; `tell(text)` is called at most once, never empty."""
        title = ngettext("Private note to {name}", "Private note to {n} clients", len(names))
        title = title.format(name=shortened(names[0], _NAME_CHARS), n=len(names))
        super().__init__(look, (title, _(_TELL_SENTENCE)), names, closed)
        self._tell = tell
        self.text, self.entry = self._add_entry("")
        self._finish(_("Send"), ButtonKind.PRIMARY, self.entry)
        self.text.trace_add("write", lambda *_args: self._allow())
        self._allow()

    def _allow(self) -> None:
        self.act_button.configure(state="normal" if self.text.get().strip() else "disabled")

    def confirm(self) -> None:
        """Send it, if there is anything to send."""
        text = self.text.get().strip()
        if text:
            self.close()
            self._tell(text)
