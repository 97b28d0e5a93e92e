"""What the join doctor has to say about one line: the sentence, what helps, commands to copy."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.doctor_advice import Advice
from wschat_gui.model.firewall import FirewallCommand, Purpose

_COPY = N_("Copy")
_ALLOW = N_("Allow {origin}")
_PURPOSES = {
    Purpose.ALLOW: N_("{firewall}, as an administrator:"),
    Purpose.UNBLOCK: N_("{firewall}, if it has asked once and was told no:"),
}
_NAME, _GOOD, _BAD, _COMMAND, _SMALL = "name", "good", "bad", "command", "small"


class DoctorDetails:
    """A text with buttons in it, which scrolls where it is too long."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        *,
        copy: Callable[[str], None],
        allow: Callable[[str], None],
    ) -> None:
        """Make it empty."""
        self._look = look
        self._copy = copy
        self._allow = allow
        self._shown: tuple[str, Advice, bool] | None = None
        self.buttons: list[ttk.Button] = []
        self.frame = look.frame(parent)
        self.text = look.text(self.frame, FontName.BODY)
        self.text.configure(width=1, height=1, wrap="word", padx=look.px(8), pady=look.px(4))
        look.scroll(self.text)
        look.on_switch(self._recolour)

    @property
    def words(self) -> str:
        """All that it says, without the buttons."""
        return self.text.get("1.0", "end").strip()

    def render(self, name: str, advice: Advice, *, is_trouble: bool) -> None:
        """Show this, anew only if it has changed."""
        if (name, advice, is_trouble) == self._shown:
            return
        self._shown = (name, advice, is_trouble)
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        for button in self.buttons:
            button.destroy()
        self.buttons.clear()
        self.text.insert("end", f"{name}\n", _NAME)
        self.text.insert("end", f"{advice.sentence}\n", _BAD if is_trouble else _GOOD)
        if advice.help:
            self.text.insert("end", f"\n{advice.help}\n")
        if advice.allowable_origin:
            self._add_allow(advice.allowable_origin)
        for command in advice.commands:
            self._add_command(command)
        self.text.configure(state="disabled")

    def _add_allow(self, origin: str) -> None:
        words = _(_ALLOW).format(origin=self._look.elided(origin, self._look.px(140)))
        self._add_button(words, lambda: self._allow(origin), ButtonKind.DANGER)

    def _add_command(self, command: FirewallCommand) -> None:
        heading = _(_PURPOSES[command.purpose]).format(firewall=command.firewall)
        self.text.insert("end", f"\n{heading}\n", _SMALL)
        self.text.insert("end", f"{command.command}\n", _COMMAND)
        self._add_button(_(_COPY), lambda: self._copy(command.command), ButtonKind.PLAIN)

    def _add_button(self, words: str, act: Callable[[], None], kind: ButtonKind) -> None:
        button = self._look.button(self.text, words, act, kind=kind)
        self.buttons.append(button)
        self.text.window_create("end", window=button, pady=self._look.px(4))
        self.text.insert("end", "\n")

    def _recolour(self) -> None:
        palette, text = self._look.palette, self.text
        text.configure(
            background=palette.zebra,
            foreground=palette.text,
            highlightcolor=palette.accent,
            highlightbackground=palette.grid,
            selectbackground=palette.selection,
            selectforeground=palette.text,
        )
        text.tag_configure(_NAME, foreground=palette.muted, font=FontName.SMALL.value)
        text.tag_configure(_GOOD, foreground=palette.text, font=FontName.HEADING.value)
        text.tag_configure(_BAD, foreground=palette.bad, font=FontName.HEADING.value)
        text.tag_configure(_SMALL, foreground=palette.muted, font=FontName.SMALL.value)
        text.tag_configure(_COMMAND, foreground=palette.accent, font=FontName.FIXED.value)
