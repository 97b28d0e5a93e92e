"""What parts of the window need of the window around them: one small port."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from wschat_gui.bridge.commands import Command
from wschat_gui.config import Keep, Settings
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.palette import Tone
from wschat_gui.model.parts import Part


class Counter(Protocol):
    """Where parts of the window hand in what is not theirs to do."""

    @property
    def settings(self) -> Settings:
        """What the host chose, as it holds now."""
        ...

    @property
    def keep(self) -> Keep:
        """For how long messages are kept now."""
        ...

    def change_keep(self, keep: Keep) -> None:
        """Keep messages for so long from now on."""
        ...

    def post(self, command: Command) -> bool:
        """Hand a command to the server; False, and said so, if it has ended."""
        ...

    def show(self, make: Callable[[Callable[[], None]], Dialog]) -> None:
        """Open a dialog."""
        ...

    def say(self, text: str, tone: Tone = Tone.NORMAL) -> None:
        """Show a message for a while."""
        ...

    def mark(self, parts: Part) -> None:
        """Have these parts drawn at once."""
        ...
