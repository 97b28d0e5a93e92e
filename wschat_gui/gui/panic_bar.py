"""The row of what helps when things get out of hand, one press each; and in large letters, what of
it is in force.
"""

from __future__ import annotations

import tkinter
from tkinter import ttk

from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.panic_desk import PanicDesk, Step
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.theme import ButtonKind, Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.conduct import SLOW_STEPS_S
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Running

_FREEZE = (N_("Freeze"), N_("Unfreeze"))
_LOCK = (N_("Lock"), N_("Unlock"))
_CLEAR = N_("Clear …")
_OUT = (N_("Everybody out …"), N_("Out without waiting"))
_NO_SLOW_MODE = N_("Slow mode off")
_SLOW_MODE = N_("Slow: {seconds} s")
_SAVING = N_("SAVING THE TRANSCRIPT …")
_STYLE = "Alarm.TLabel"


class PanicBar:
    """Buttons in a row, the alarm below them while there is one."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        shortcuts: Shortcuts,
        desk: PanicDesk,
    ) -> None:
        """Make the row and bind its keys; whoever made it grids `frame`."""
        self._look = look
        self._state = state
        self._shortcuts = shortcuts
        self._desk = desk
        self.frame = look.frame(parent, Surface.CHROME)
        self.freeze_button = self._button(_FREEZE[0], "snow", Key.FREEZE)
        slow = [_slow_words(each) for each in SLOW_STEPS_S]
        self.slow_chooser = look.chooser(self.frame, width=look.digits(slow) + 1)
        self.slow_chooser.configure(values=slow)
        self.slow_chooser.bind("<<ComboboxSelected>>", self._chosen)
        look.tooltip(self.slow_chooser, shortcuts.tip(Key.SLOW))
        self.lock_button = self._button(_LOCK[0], "lock", Key.LOCK)
        self.clear_button = self._button(_CLEAR, "trash", Key.CLEAR)
        self.out_button = self._button(_OUT[0], "door-open", Key.EVERYBODY_OUT)
        self._alarm = look.label(self.frame, font_name=FontName.LARGE)
        self._alarm.configure(anchor="center")
        self._place()
        for key, act in (
            (Key.FREEZE, desk.freeze),
            (Key.SLOW, desk.slow_down_more),
            (Key.LOCK, desk.lock),
            (Key.CLEAR, desk.clear),
            (Key.EVERYBODY_OUT, desk.ask_everybody_out),
        ):
            shortcuts.bind(key, act)
        look.on_switch(self._recolour)
        self.render()

    @property
    def alarm(self) -> str:
        """What stands there in large letters; empty while all is as usual."""
        return str(self._alarm.cget("text")) if self._alarm.winfo_manager() else ""

    def render(self) -> None:
        """Show what is in force, and offer what can be done about it."""
        conduct, is_saving = self._state.conduct, self._desk.step is not Step.NONE
        self._mark(self.freeze_button, _FREEZE, is_on=conduct.frozen)
        self._mark(self.lock_button, _LOCK, is_on=conduct.locked)
        self._mark(self.out_button, _OUT, is_on=is_saving)
        self.slow_chooser.set(_slow_words(conduct.slow_s))
        is_open = isinstance(self._state.status, Running)
        state = "normal" if is_open else "disabled"
        for button in (self.freeze_button, self.lock_button, self.clear_button, self.out_button):
            button.configure(state=state)
        self.slow_chooser.configure(state="readonly" if is_open else "disabled")
        alarm = _(_SAVING) if is_saving else conduct.words
        self._alarm.configure(text=alarm, style=_STYLE)
        if alarm:
            self._alarm.grid()
        else:
            self._alarm.grid_remove()

    def _mark(self, button: ttk.Button, words: tuple[str, str], *, is_on: bool) -> None:
        text = _(words[is_on])
        if str(button.cget("text")) != text:
            kind = ButtonKind.DANGER if is_on else ButtonKind.PLAIN
            self._look.set_button(button, text=text, kind=kind)

    def _button(self, words: str, icon: str, key: Key) -> ttk.Button:
        act = {
            Key.FREEZE: self._desk.freeze,
            Key.LOCK: self._desk.lock,
            Key.CLEAR: self._desk.clear,
            Key.EVERYBODY_OUT: self._desk.ask_everybody_out,
        }[key]
        button = self._look.button(self.frame, _(words), act, icon=icon)
        self._look.tooltip(button, self._shortcuts.tip(key))
        return button

    def _place(self) -> None:
        row = (
            self.freeze_button,
            self.slow_chooser,
            self.lock_button,
            self.clear_button,
            self.out_button,
        )
        for column, widget in enumerate(row):
            widget.grid(row=0, column=column, padx=(0, self._look.px(6)))
        # Below the buttons, from edge to edge: a state like this must be seen from across a room.
        self._alarm.grid(
            row=1, column=0, columnspan=len(row) + 1, sticky="ew", pady=(self._look.px(8), 0)
        )
        self.frame.grid_columnconfigure(len(row), weight=1)

    def _chosen(self, _event: object) -> None:
        self.slow_chooser.selection_clear()
        self._desk.slow_down(SLOW_STEPS_S[self.slow_chooser.current()])

    def _recolour(self) -> None:
        """The alarm stands on its own colour: nothing else in the window does."""
        palette = self._look.palette
        style = ttk.Style(self._look.root)
        style.configure(
            _STYLE,
            background=palette.bad,
            foreground=palette.panel,
            padding=(self._look.px(12), self._look.px(3)),
        )


def _slow_words(slow_s: int) -> str:
    return _(_SLOW_MODE).format(seconds=slow_s) if slow_s else _(_NO_SLOW_MODE)
