"""What the window needs of the rest of the program: one small port, so that tests can stand in."""

from __future__ import annotations

from typing import Protocol

from wschat_gui.bridge.commands import Command
from wschat_gui.bridge.queues import Drained
from wschat_gui.config import Preferences, Settings


class Host(Protocol):
    """The server as the window sees it. Called on the main thread only; no call may wait."""

    @property
    def settings(self) -> Settings:
        """What the host chose, as it holds now."""
        ...

    def apply_settings(self, settings: Settings) -> None:
        """Make these the settings, saved and in force."""
        ...

    @property
    def preferences(self) -> Preferences:
        """What the host chose for the window."""
        ...

    def apply_preferences(self, preferences: Preferences) -> None:
        """Make these the window's own choices, saved."""
        ...

    def start(self) -> None:
        """Start the server; ServerStarting and then ServerListening or ServerFailed follow."""
        ...

    def request_stop(self) -> None:
        """Ask the server to end; ServerStopped or ServerFailed follows."""
        ...

    def post(self, command: Command) -> None:
        """Hand a command to the running server.

        Raises:
            QueueClosed: the server has ended; the command will not be carried out.
        """
        ...

    def drain(self) -> Drained:
        """Take what has happened since the last call, in order."""
        ...
