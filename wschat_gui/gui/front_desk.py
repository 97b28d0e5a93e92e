"""Where all parts of the window hand in what is not theirs to do: `counter.Counter` at work.

Posts commands, shows messages and the one dialog there can be. What a dialog asks, and what is done
about its answer, is for the desks that come here (`room_desk`, `address_desk`, `transcript_desk`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wschat_gui.bridge.commands import Command
from wschat_gui.bridge.queues import QueueClosed
from wschat_gui.config import Keep, Preferences, Settings
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.host import Host
from wschat_gui.gui.palette import Tone
from wschat_gui.language import N_, _
from wschat_gui.model.parts import Part

_NOT_DONE = N_("The server has stopped meanwhile; that was not done.")


class Ways(Struct, frozen=True, kw_only=True):
    """How the desk reaches parts of the window that are made after it."""

    say: Callable[[str, Tone], None]
    mark: Callable[[Part], None]
    settings_changed: Callable[[], None]


class FrontDesk:
    """The one desk that all others turn to."""

    def __init__(self, host: Host, ways: Ways) -> None:
        """Stand between the window and its host."""
        self._host = host
        self._ways = ways
        self._dialog: Dialog | None = None

    @property
    def dialog(self) -> Dialog | None:
        """The dialog that is open, if any."""
        return self._dialog

    def show(self, make: Callable[[Callable[[], None]], Dialog]) -> None:
        """Open a dialog; one that is open makes room."""
        if self._dialog is not None:
            self._dialog.close()
        self._dialog = make(self._forget_dialog)

    def _forget_dialog(self) -> None:
        self._dialog = None

    def post(self, command: Command) -> bool:
        """Hand a command to the server; False, and said so, if it has ended."""
        try:
            self._host.post(command)
        except QueueClosed:
            self.say(_(_NOT_DONE), Tone.BAD)
            return False
        return True

    def say(self, text: str, tone: Tone = Tone.NORMAL) -> None:
        """Show a message for a while."""
        self._ways.say(text, tone)

    def mark(self, parts: Part) -> None:
        """Have these parts drawn at once."""
        self._ways.mark(parts)

    @property
    def settings(self) -> Settings:
        """What the host chose, as it holds now."""
        return self._host.settings

    def apply_settings(self, settings: Settings) -> None:
        """Make these the settings, saved and in force as far as they can be at once."""
        self._host.apply_settings(settings)
        self._ways.settings_changed()

    @property
    def preferences(self) -> Preferences:
        """What the host chose for the window."""
        return self._host.preferences

    def apply_preferences(self, preferences: Preferences) -> None:
        """Make these the window's own choices, saved."""
        self._host.apply_preferences(preferences)

    def change_preferences(self, **changed: Any) -> None:  # noqa: ANN401
        """Change these of the window's own choices, and save them."""
        self.apply_preferences(replace(self.preferences, **changed))

    @property
    def keep(self) -> Keep:
        """For how long messages are kept now."""
        return self.settings.keep

    def change_keep(self, keep: Keep) -> None:
        """Keep messages for so long from now on."""
        self.apply_settings(replace(self.settings, keep=keep))
