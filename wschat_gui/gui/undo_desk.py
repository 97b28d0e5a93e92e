"""Takes back what was just done to people: keeps the time, and posts what undoes it.

What can be undone is remembered in `model/undo.py`, shown by `undo_bar.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from wschat_gui.bridge.commands import Command
from wschat_gui.gui.counter import Counter
from wschat_gui.language import _
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState
from wschat_gui.model.undo import AwaitedBan


class UndoDesk:
    """Between whoever does something and the bar that offers to take it back."""

    def __init__(
        self,
        state: WindowState,
        counter: Counter,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Work on `state`, through `counter`."""
        self._state = state
        self._counter = counter
        self.now_s = monotonic_s

    def offer(
        self,
        sentence: str,
        commands: Iterable[Command] = (),
        awaited: Iterable[AwaitedBan] = (),
    ) -> None:
        """Say what was done, and for some seconds how to take it back."""
        undo_s = self._counter.settings.limits.undo_s
        if undo_s <= 0:
            self._counter.say(sentence)
            return
        self._state.undo.add(sentence, self.now_s() + undo_s, commands, awaited)
        self._counter.mark(Part.UNDO)

    def undo(self, number: int | None = None) -> None:
        """Take one back, the newest if not said which."""
        done = self._state.undo.take(number)
        if done is None:
            self._counter.say(_("There is nothing to undo."))
            return
        were_taken = [self._counter.post(command) for command in done.undoing]
        if all(were_taken):
            self._counter.say(_("Undone: {what}").format(what=done.sentence))
        self._counter.mark(Part.UNDO)

    def watch(self) -> None:
        """Once a beat: let go of what it is too late for."""
        if len(self._state.undo) and self._state.undo.expire(self.now_s()):
            self._counter.mark(Part.UNDO)
