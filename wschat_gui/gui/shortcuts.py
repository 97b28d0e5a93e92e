"""The window's keys: which key does what, and how it is written in a tooltip.

Alt with a letter, because Control with a letter is taken inside fields; Command on a Mac, where Alt
types letters.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from enum import StrEnum


class Key(StrEnum):
    """The letter of each action."""

    START_STOP = "s"
    COPY_ADDRESS = "c"
    JOIN_CODE = "j"
    OPEN_BROWSER = "o"
    PICK_ADDRESS = "i"
    SWITCH_MODE = "t"
    CLIENTS = "l"
    FILTER = "f"
    FOLLOW = "w"
    ANNOUNCE = "a"
    SEARCH = "h"


class Shortcuts:
    """Binds keys on the root window."""

    def __init__(self, root: tkinter.Tk, is_allowed: Callable[[], bool]) -> None:
        """Bind on `root`; while `is_allowed()` is false, keys do nothing (a dialog is open)."""
        self._root = root
        self._is_allowed = is_allowed
        on_mac = root.tk.call("tk", "windowingsystem") == "aqua"
        self._modifier, self._written = ("Command", "⌘") if on_mac else ("Alt", "Alt+")
        self._control = "Command" if on_mac else "Control"

    def hint(self, text: str, key: Key) -> str:
        """Write what a widget does with its key, such as `Copy the address (Alt+C)`."""
        return f"{text} ({self._written}{key.upper()})"

    def bind(self, key: Key, action: Callable[[], object]) -> None:
        """Make a key do something, in either case of its letter."""
        for letter in (key.lower(), key.upper()):
            self._bind(f"<{self._modifier}-{letter}>", action)

    def bind_quit(self, action: Callable[[], object]) -> None:
        """Bind the key that closes a window on this system, dialog or not."""
        for letter in ("q", "Q"):
            self._root.bind(f"<{self._control}-{letter}>", lambda _event: action())

    def _bind(self, sequence: str, action: Callable[[], object]) -> None:
        def run(_event: object) -> str:
            if self._is_allowed():
                action()
            return "break"

        self._root.bind(sequence, run)
