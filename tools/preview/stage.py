"""What every scene is made with: a window, the host that it believes in, and the keys to press.

What is done in each scene is said in `acts.py`, `message_acts.py` and `joining_acts.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.gui.window_driver import WindowDriver
from tools.preview.host import MadeUpHost
from wschat_gui.gui.shortcuts import Key
from wschat_gui.gui.window import HostWindow

_SELECTED = ("3", "4")
"""Two clients."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A window, and the host that it believes in."""

    driver: WindowDriver
    host: MadeUpHost

    @property
    def window(self) -> HostWindow:
        """The window."""
        return self.driver.window

    def press(self, key: Key) -> None:
        """Press a command's key."""
        sequence = f"Alt-{key}" if len(key) == 1 else key
        self.window.root.event_generate(f"<{sequence}>")
        self.driver.beat()


Act = Callable[[Stage], object]


def nothing(_stage: Stage) -> None:
    """Leave the window as it opens."""


def press(key: Key) -> Act:
    """Select two clients, and press a key."""

    def act(stage: Stage) -> None:
        stage.window.clients.table.tree.selection_set(*_SELECTED)
        stage.driver.beat()
        stage.press(key)

    return act
