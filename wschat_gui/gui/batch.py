"""Many Tcl commands as one call.

Every call into Tcl gives up the interpreter lock, and takes it back from the server's thread half a
millisecond later if that is busy: sixty small calls would make the window wait thirty. In one call
they cost what they cost.
"""

from __future__ import annotations

import tkinter

_PROCEDURE = "wschat_run_all"
_BODY = "foreach command $commands { uplevel #0 $command }"


class Batch:
    """Commands for the widgets of one root, run in their order by `run`."""

    def __init__(self, widget: tkinter.Misc) -> None:
        """Collect for the interpreter of `widget`."""
        self._tk = widget.tk
        self._commands: list[tuple[object, ...]] = []
        self._tk.call("proc", _PROCEDURE, "commands", _BODY)

    def add(self, *command: object) -> None:
        """Have a command run later: a widget, what it is to do, and with what."""
        self._commands.append(command)

    def run(self) -> None:
        """Run all that was added."""
        commands, self._commands = self._commands, []
        if commands:
            self._tk.call(_PROCEDURE, tuple(commands))
