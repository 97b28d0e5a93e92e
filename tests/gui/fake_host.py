"""Stands in for the rest of the program: notes what the window asks, and says what a test says."""

from __future__ import annotations

import tkinter

from wschat_gui.bridge.commands import Command
from wschat_gui.bridge.events import Event, LogLine, ServerStarting, ServerStopped
from wschat_gui.bridge.frame_commands import FrameExportForm
from wschat_gui.bridge.queues import Drained, QueueClosed
from wschat_gui.config import Preferences, Settings, Theme
from wschat_gui.gui.file_choice import Choosers


class FakeHost:
    """A host without a server. What is given to `say` comes out of the next drain."""

    def __init__(
        self, settings: Settings | None = None, preferences: Preferences | None = None
    ) -> None:
        self.settings = settings or Settings()
        self.preferences = preferences or Preferences(theme=Theme.LIGHT, keep_awake=False)
        self.posted: list[Command] = []
        self.starts = 0
        self.stops = 0
        self.answers_stop = True
        """Whether a stop is followed by ServerStopped, as it should."""
        self.is_closed = False
        """Whether a post fails because the server has ended meanwhile."""
        self.lost_lines = 0
        self.opened_urls: list[str] = []
        self.has_browser = True
        self.chosen_file = ""
        """What the dialog for a file's name will answer."""
        self.chosen_form: FrameExportForm | None = None
        self._waiting: list[Event] = []

    def say(self, *events: Event) -> None:
        """Let these be the server's next events."""
        self._waiting += events

    def apply_settings(self, settings: Settings) -> None:
        self.settings = settings

    def apply_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences

    def start(self) -> None:
        self.starts += 1
        self.say(ServerStarting())

    def request_stop(self) -> None:
        self.stops += 1
        if self.answers_stop:
            self.say(ServerStopped())

    def post(self, command: Command) -> None:
        if self.is_closed:
            raise QueueClosed("the server has stopped")
        self.posted.append(command)

    def open_url(self, url: str) -> bool:
        """Stand in for the system's browser."""
        self.opened_urls.append(url)
        return self.has_browser

    @property
    def choosers(self) -> Choosers:
        """Stand in for all dialogs for a file's name."""
        return Choosers(
            transcript=self.choose_file, poster=self.choose_poster, frames=self.choose_frames
        )

    def choose_frames(self, _parent: tkinter.Misc, form: FrameExportForm) -> str:
        """Stand in for the system's dialog."""
        self.chosen_form = form
        return self.chosen_file

    def choose_file(self, _root: tkinter.Tk) -> str:
        """Stand in for the system's dialog."""
        return self.chosen_file

    def choose_poster(self, _parent: tkinter.Misc) -> str:
        """Stand in for the system's dialog."""
        return self.chosen_file

    def drain(self) -> Drained:
        lines = tuple(event for event in self._waiting if isinstance(event, LogLine))
        events = tuple(event for event in self._waiting if not isinstance(event, LogLine))
        drained = Drained(events, lines, self.lost_lines)
        self._waiting.clear()
        self.lost_lines = 0
        return drained
