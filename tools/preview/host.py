"""Plays a server that has been up for a while, to a real window. Nothing is sent or saved anywhere.

Who is in the room is `room.py`'s; what is done in the window is for a scene.
"""

from __future__ import annotations

import random
import time
import tkinter
from enum import Enum, auto
from pathlib import Path

from tools.preview.figures import room_figures, watching
from tools.preview.frames import answer
from tools.preview.room import (
    ADDRESSES,
    MINUTE_MS,
    PORT,
    ROOM_NAME,
    crowd,
    kept_line,
    measures,
    saying,
)
from wschat_gui.bridge.commands import Command, Export, Search, ShowAround
from wschat_gui.bridge.events import (
    AroundAnswered,
    Event,
    ExportProgress,
    LogLine,
    SearchAnswered,
    ServerFailed,
    ServerListening,
    ServerStarting,
    ServerStopped,
)
from wschat_gui.bridge.frame_commands import (
    EnterLab,
    LabBreak,
    LabLine,
    LabSend,
    LeaveLab,
    ListFrames,
    WatchClient,
    XrayFrame,
)
from wschat_gui.bridge.queues import Drained
from wschat_gui.config import Preferences, Settings
from wschat_gui.gui.file_choice import Choosers

_CLIENTS = 24
_HIT_SEQS = range(1_196, 596, -6)
"""Of messages with the word that scenes look for."""
_AROUND = 20
_FIGURES_EVERY_MS = 250
_FAILURE = ServerFailed(
    "No port from 12345 to 12354 is free on this computer: another program, or another WSChat, "
    "listens there.",
    "Traceback (most recent call last):\n"
    '  File "wschat_gui/server/thread.py", line 88, in _listen\n'
    "OSError: [Errno 98] Address already in use\n",
)


class Room(Enum):
    """How the room is when the window opens."""

    BUSY = auto()
    EMPTY = auto()
    TAKEN = auto()
    """Empty, on another port than was wanted."""
    FAILED = auto()


class MadeUpHost:
    """The server."""

    def __init__(self, room: Room, preferences: Preferences) -> None:
        """Keep a room like this."""
        self.settings = Settings(
            room_name=ROOM_NAME, data_dir=Path("/home/ada/.local/share/WSChat")
        )
        self.preferences = preferences
        self._room = room
        self._clients = _CLIENTS if room is Room.BUSY else 0
        self._waiting: list[Event] = []
        self._now_ms = time.time_ns() // 1_000_000
        self._dice = random.Random(7)
        self._is_running = False
        self._next_figures_ms = 0
        self._watched = 0

    def bring(self, *events: Event) -> None:
        """Let these be the server's next events."""
        self._waiting += events

    def choose_file(self, _root: tkinter.Misc) -> str:
        """Choose a file for an export, as a person would in the system's dialog."""
        return "/home/ada/physics.html"

    @property
    def choosers(self) -> Choosers:
        """Choose that file, whatever is asked."""
        return Choosers(
            transcript=self.choose_file,
            poster=self.choose_file,
            frames=lambda root, _form: self.choose_file(root),
        )

    # What a window needs of its host -------------------------------------------------------------

    def apply_settings(self, settings: Settings) -> None:
        self.settings = settings

    def apply_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences

    def start(self) -> None:
        self.bring(ServerStarting())
        if self._room is Room.FAILED:
            self.bring(_FAILURE)
            return
        wanted = PORT - 5 if self._room is Room.TAKEN else PORT
        self.bring(ServerListening(ADDRESSES, PORT, wanted, ROOM_NAME))
        self._is_running = True
        if self._clients:
            self.bring(*crowd(self._dice, self._now_ms, self._clients))
            for age_ms in range(MINUTE_MS, 0, -_FIGURES_EVERY_MS):
                self._bring_figures(self._now_ms - age_ms)
            self.bring(*measures(self._now_ms))
            self._next_figures_ms = self._now_ms

    def request_stop(self) -> None:
        self._is_running = False
        self.bring(ServerStopped())

    def post(self, command: Command) -> None:
        match command:
            case Search(number=number):
                lines = tuple(kept_line(seq, self._now_ms) for seq in _HIT_SEQS)
                self.bring(SearchAnswered(number, lines, ""))
            case ShowAround(number=number, seq=seq):
                seqs = range(seq - _AROUND, seq + _AROUND + 1)
                around = tuple(kept_line(each, self._now_ms) for each in seqs)
                self.bring(AroundAnswered(number, around, ""))
            case WatchClient(client_id=client_id):
                self._watched = client_id
            case Export():
                self.bring(ExportProgress(382_000, 1_000_000))
            case (
                ListFrames()
                | XrayFrame()
                | EnterLab()
                | LeaveLab()
                | LabSend()
                | LabBreak()
                | LabLine()
            ):
                self.bring(*answer(command, self._now_ms))

    def drain(self) -> Drained:
        now_ms = time.time_ns() // 1_000_000
        if self._is_running and self._clients and now_ms >= self._next_figures_ms:
            # Also those that were due while the window was being built: the server went on.
            for due_ms in range(self._next_figures_ms, now_ms, _FIGURES_EVERY_MS):
                self._bring_figures(due_ms)
                self._next_figures_ms = due_ms + _FIGURES_EVERY_MS
            if self._dice.random() < 0.3:
                self.bring(saying(self._dice, now_ms, self._clients))
        lines = tuple(event for event in self._waiting if isinstance(event, LogLine))
        events = tuple(event for event in self._waiting if not isinstance(event, LogLine))
        drained = Drained(events, lines)
        self._waiting.clear()
        return drained

    def _bring_figures(self, at_ms: int) -> None:
        figures = room_figures(self._dice, at_ms, self._now_ms, self._clients)
        self.bring(watching(figures, self._watched))
