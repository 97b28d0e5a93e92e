"""What was just done to people, for as long as it can be taken back: a line and a button each."""

from __future__ import annotations

import tkinter
from tkinter import ttk

from wschat_gui.gui.palette import Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.gui.undo_desk import UndoDesk
from wschat_gui.language import _
from wschat_gui.model.state import WindowState
from wschat_gui.model.undo import Done

_MOST_LINES = 3
"""The newest; more would leave too little of a low window. Older ones come up as these go."""


class UndoBar:
    """Takes no room while there is nothing to undo."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        shortcuts: Shortcuts,
        desk: UndoDesk,
    ) -> None:
        """Make the bar; whoever made it grids `frame`, which then comes and goes by itself."""
        self._look = look
        self._state = state
        self._shortcuts = shortcuts
        self._desk = desk
        self._drawn: tuple[int, ...] = ()
        self._clocks: dict[int, ttk.Label] = {}
        self.buttons: dict[int, ttk.Button] = {}
        """By the number of what each undoes; the newest is the last."""
        self.frame = look.panel(parent, padding=6)
        self.frame.grid_columnconfigure(0, weight=1)
        shortcuts.bind(Key.UNDO, desk.undo)

    @property
    def text(self) -> str:
        """All that it says, for whoever cannot see it."""
        return "\n".join(done.sentence for done in self._lines)

    @property
    def _lines(self) -> tuple[Done, ...]:
        return self._state.undo.done[-_MOST_LINES:]

    def render(self) -> None:
        """Show what can be undone now."""
        lines = self._lines
        numbers = tuple(done.number for done in lines)
        if numbers != self._drawn:
            self._drawn = numbers
            self._rebuild(lines)
        if lines:
            self.frame.grid()
        else:
            self.frame.grid_remove()
        self.watch()

    def watch(self) -> None:
        """Once a beat: count down."""
        for done in self._lines if self._clocks else ():
            clock = self._clocks.get(done.number)
            left = _("{seconds} s").format(seconds=done.left_s(self._desk.now_s()))
            if clock is not None and str(clock.cget("text")) != left:
                clock.configure(text=left)

    def _rebuild(self, lines: tuple[Done, ...]) -> None:
        for child in self.frame.winfo_children():
            child.destroy()
        self._clocks.clear()
        self.buttons.clear()
        for row, done in enumerate(lines):
            self._add_line(row, done, is_newest=row == len(lines) - 1)

    def _add_line(self, row: int, done: Done, *, is_newest: bool) -> None:
        look = self._look
        look.label(self.frame, look.elided(done.sentence, self._room)).grid(
            row=row, column=0, sticky="w", padx=(look.px(4), look.px(12))
        )
        clock = look.label(self.frame, tone=Tone.MUTED)
        clock.configure(width=5, anchor="e")
        clock.grid(row=row, column=1, padx=look.px(8))
        words = _("Undo")
        button = look.button(
            self.frame,
            self._shortcuts.hint(words, Key.UNDO) if is_newest else words,
            lambda: self._desk.undo(done.number),
            kind=ButtonKind.PRIMARY if is_newest else ButtonKind.PLAIN,
            icon="arrow-counterclockwise",
        )
        button.grid(row=row, column=2, sticky="ew", pady=look.px(1))
        self._clocks[done.number] = clock
        self.buttons[done.number] = button

    @property
    def _room(self) -> int:
        return self._look.root.winfo_width() - self._look.px(320)
