"""Tk's timer for what is called again and again: made known to Tcl once.

tkinter makes a Tcl command for each call that it is to make later, and deletes it afterwards: three
calls into Tcl, each of which gives up the interpreter lock, where one will do.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable


class SteadyTimer:
    """`after` and `after_cancel` as a widget has them."""

    def __init__(self, widget: tkinter.Misc) -> None:
        """Call on the thread of `widget`, and report errors as it does."""
        self._widget = widget
        self._commands: dict[Callable[[], object], str] = {}

    def after(self, ms: int, func: Callable[[], object]) -> str:
        """Call `func` once, `ms` from now; return an id."""
        command = self._commands.get(func)
        if command is None:
            command = self._commands[func] = self._widget.register(func)
        return str(self._widget.tk.call("after", ms, command))

    def after_cancel(self, id: str) -> None:  # noqa: A002  (Tk's name)
        """Forget the call with this id."""
        self._widget.tk.call("after", "cancel", id)
