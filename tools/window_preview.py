"""Fills the real window with believable made-up events, to look at it and to take its picture.

    python tools/window_preview.py [--mode light|dark] [--scene SCENE] [--size 1220x790]

No server is started and nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import math
import random
import time
import tkinter
from collections.abc import Iterator
from enum import StrEnum

from wschat_gui.bridge.commands import Command, Export, Search, ShowAround
from wschat_gui.bridge.events import (
    ArchiveTrouble,
    AroundAnswered,
    ClientFigures,
    ClientKind,
    ClientNamed,
    ClientOpened,
    DirectionFigures,
    Event,
    ExportProgress,
    HostAddress,
    LineKind,
    LogLine,
    RoomFigures,
    SearchAnswered,
    ServerFailed,
    ServerListening,
    ServerStarting,
    ServerStopped,
)
from wschat_gui.bridge.queues import Drained
from wschat_gui.config import Preferences, Settings
from wschat_gui.gui.deletion_dialogs import DeleteBeforeDialog
from wschat_gui.gui.palette import Mode
from wschat_gui.gui.window import HostWindow

MINUTE_MS = 60_000
UP_MS = 14 * MINUTE_MS + 7_000
NAMES = ("grace", "ken", "ada", "linus", "zoë", "margaret", "李雷", "dennis")
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
    " Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
)
SAYINGS = (
    "hello there, how is the LAN today?",
    "👍 ok zoë",
    "who has the slides?",
    "the code on the wall works from the back row too",
    "http://192.168.1.23:12345/ if the camera will not scan",
    "Longer lines are broken where they end and go on below, so that nothing anybody says is ever"
    " out of sight: the window is for reading along, after all, and people write as they talk.",
)
ADDRESSES = (
    HostAddress("http://192.168.1.23:12345/", "Wi-Fi"),
    HostAddress("http://10.0.0.7:12345/", "Ethernet"),
)


TROUBLES = (
    ArchiveTrouble(
        "Messages are not being saved",
        "Messages are not being saved: the disk is full. Make room on it. "
        "(/home/ada/.local/share/wschat/transcript.sqlite3)",
    ),
    ArchiveTrouble(
        "The transcript was damaged",
        "The transcript was damaged. It was set aside as transcript.corrupt-20261122.sqlite3, and "
        "a new one was begun.",
    ),
    ArchiveTrouble(
        "The transcript's files are not tidied up",
        "The transcript's files are not tidied up: the disk is full. Make room on it.",
    ),
)


class Scene(StrEnum):
    """What the window is filled with."""

    BUSY = "busy"
    EMPTY = "empty"
    FAILED = "failed"
    STOPPED = "stopped"
    KICK = "kick"
    CLOSE = "close"
    DETAILS = "details"
    TAKEN = "taken"
    HITS = "hits"
    CONTEXT = "context"
    WRONG_DATE = "wrong-date"
    DELETE = "delete"
    DELETE_BEFORE = "delete-before"
    KEEP = "keep"
    EXPORT = "export"
    TROUBLE = "trouble"


class MadeUpHost:
    """Plays a server that has been up for a while."""

    def __init__(self, scene: Scene, clients: int) -> None:
        self.settings = Settings()
        self.preferences = Preferences(keep_awake=False)
        self._scene = scene
        self._clients = clients if scene not in {Scene.EMPTY, Scene.FAILED, Scene.STOPPED} else 0
        self._waiting: list[Event] = []
        self._now_ms = time.time_ns() // 1_000_000
        self._random = random.Random(7)
        self._is_running = False
        self._next_figures_ms = 0

    def apply_settings(self, settings: Settings) -> None:
        self.settings = settings

    def apply_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences

    def start(self) -> None:
        if self._scene is Scene.TROUBLE:
            self._waiting += TROUBLES
        self._waiting.append(ServerStarting())
        if self._scene in {Scene.FAILED, Scene.DETAILS} and not self._is_running:
            self._waiting.append(
                ServerFailed(
                    "No port from 12345 to 12354 is free on this computer: another program, or "
                    "another WSChat, listens there.",
                    "Traceback (most recent call last):\n"
                    '  File "wschat_gui/server/thread.py", line 88, in _listen\n'
                    "OSError: [Errno 98] Address already in use\n",
                )
            )
            return
        wanted = 12340 if self._scene is Scene.TAKEN else 12345
        self._waiting.append(ServerListening(ADDRESSES, 12345, wanted, "Physics 101"))
        self._waiting += self._crowd()
        self._is_running = True
        for age in range(MINUTE_MS, 0, -250):
            if self._clients:
                self._waiting.append(self._figures(self._now_ms - age))

    def request_stop(self) -> None:
        self._is_running = False
        self._waiting.append(ServerStopped())

    def post(self, command: Command) -> None:
        print(command)
        match command:
            case Search():
                lines = tuple(self._kept(1_200 - at) for at in range(100))
                self._waiting.append(SearchAnswered(command.number, lines, ""))
            case ShowAround():
                around = tuple(self._kept(seq) for seq in range(command.seq - 20, command.seq + 21))
                self._waiting.append(AroundAnswered(command.number, around, ""))
            case Export():
                self._waiting.append(ExportProgress(382_000, 1_000_000))

    def choose_file(self, _root: tkinter.Tk) -> str:
        return "/home/ada/physics.html"

    def _kept(self, seq: int) -> LogLine:
        number = seq % 8 + 1
        text = SAYINGS[seq % len(SAYINGS)]
        return LogLine(
            self._now_ms - (1_300 - seq) * MINUTE_MS,
            LineKind.SAID if seq % 13 else LineKind.ANNOUNCED,
            number if seq % 13 else 0,
            self._name(number) if seq % 13 else "",
            text,
            seq,
        )

    def drain(self) -> Drained:
        now_ms = time.time_ns() // 1_000_000
        if self._is_running and self._clients and now_ms >= self._next_figures_ms:
            self._next_figures_ms = now_ms + 250
            self._waiting.append(self._figures(now_ms))
            if self._random.random() < 0.3:
                self._waiting.append(self._saying(now_ms))
        drained = Drained(events=tuple(self._waiting), lost_lines=0)
        self._waiting.clear()
        return drained

    def _crowd(self) -> Iterator[Event]:
        for number in range(1, self._clients + 1):
            opened_ms = self._now_ms - UP_MS + number * 11_000
            kind = ClientKind.ECHO if number == 5 else ClientKind.PAGE
            agent = "websocat/1.13.0" if number == 7 else AGENTS[number % len(AGENTS)]
            kind = ClientKind.PLAIN if number == 7 else kind
            address = f"192.168.1.{20 + number}:{50_000 + number}"
            yield ClientOpened(number, address, agent, kind, opened_ms)
            if number not in {5, 9}:
                yield ClientNamed(number, self._name(number))
                yield LogLine(opened_ms, LineKind.JOINED, number, self._name(number), "joined")
        for number in range(60 if self._clients else 0):
            yield self._saying(self._now_ms - (60 - number) * 950)
        if self._clients:
            yield LogLine(self._now_ms, LineKind.REFUSED, 8, "dennis8", "was too fast: muted 30 s")
            yield LogLine(self._now_ms, LineKind.ANNOUNCED, 0, "", "Break until 14:15")

    def _name(self, number: int) -> str:
        return f"{NAMES[number % len(NAMES)]}{number}"

    def _saying(self, at_ms: int) -> LogLine:
        number = self._random.randint(1, max(1, self._clients))
        text = self._random.choice(SAYINGS if self._random.random() < 0.2 else SAYINGS[:4])
        return LogLine(at_ms, LineKind.SAID, number, self._name(number), text)

    def _figures(self, at_ms: int) -> RoomFigures:
        wave = 0.5 + 0.45 * math.sin(at_ms / 4_500) + self._random.random() * 0.06
        return RoomFigures(
            at_ms=at_ms,
            started_ms=self._now_ms - UP_MS,
            inbound=self._direction(4.1e6 * (0.5 + wave / 2), 41_000),
            outbound=self._direction(38.2e6 * (0.3 + wave * 0.7), 1_206_000),
            violations=(
                ("reserved bits set without an extension, section 5.2", 3),
                ("unmasked frame from a client, section 5.1", 1),
            ),
            messages=82_000,
            messages_per_s=1_234.0,
            peak_messages_per_s=48_211.0,
            members=self._clients,
            clients=tuple(self._client(number, at_ms) for number in range(1, self._clients + 1)),
        )

    def _direction(self, bytes_per_s: float, frames: int) -> DirectionFigures:
        return DirectionFigures(
            frames=frames,
            by_opcode=((0, 1_000), (1, 41_000), (2, 17_000), (8, 2_000), (9, 9_000), (10, 8_500)),
            seven_bit=35_500,
            sixteen_bit=20_000,
            sixty_four_bit=3_500,
            fragments=2_000,
            payload_bytes=0,
            wire_bytes=0,
            close_codes=(),
            frames_per_s=0,
            frames_per_s_60=0,
            bytes_per_s=bytes_per_s,
            bytes_per_s_60=0,
        )

    def _client(self, number: int, at_ms: int) -> ClientFigures:
        grown = (at_ms - self._now_ms + MINUTE_MS) // 1_000
        return ClientFigures(
            client_id=number,
            messages=17 * number + grown,
            wire_bytes_in=4_137 * number + 91 * grown,
            wire_bytes_out=65_111 * number + 1_800 * grown,
            rtt_ms=None if number == 9 else 3 + number * 1.3,
            backlog_bytes=1_200_000 if number == 6 else 0,
            violations=2 if number == 11 else 0,
        )


def main() -> None:
    """Show one scene until the window is closed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.DARK)
    parser.add_argument("--scene", type=Scene, choices=list(Scene), default=Scene.BUSY)
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--size", help="such as 1220x790, in this screen's pixels")
    parser.add_argument("--no-code", action="store_true", help="hide the code to scan")
    options = parser.parse_args()
    host = MadeUpHost(options.scene, options.clients)
    window = HostWindow(host, mode=options.mode, choose_file=host.choose_file)
    window.root.after(700, lambda: set_scene(window, options.scene))
    if options.no_code:
        window.root.after(300, window.toolbar.join_button.invoke)
    window.open()
    if options.size:
        window.root.geometry(options.size)
    window.root.mainloop()


def set_scene(window: HostWindow, scene: Scene) -> None:
    """Do what the scene needs beside events."""
    tree = window.clients.table.tree
    if scene in {Scene.BUSY, Scene.KICK}:
        tree.selection_set("3")
    match scene:
        case Scene.KICK:
            window.clients.kick_selected()
        case Scene.CLOSE:
            window.request_close()
        case Scene.DETAILS:
            window.clients.empty_room.details_button.invoke()
        case Scene.STOPPED:
            window.toolbar.start_button.invoke()
        case Scene.HITS | Scene.CONTEXT | Scene.WRONG_DATE | Scene.DELETE:
            search(window, scene)
        case Scene.DELETE_BEFORE:
            window.root.event_generate("<Alt-h>")
            window.lower.tools.before_button.invoke()
            dialog = window.dialog
            if isinstance(dialog, DeleteBeforeDialog):
                dialog.date.set("2026-11-20")
        case Scene.KEEP:
            window.root.event_generate("<Alt-h>")
            window.lower.tools.keeps.current(3)
            window.lower.tools.keeps.event_generate("<<ComboboxSelected>>")
        case Scene.EXPORT:
            search(window, scene)
            window.lower.tools.export_button.invoke()


def search(window: HostWindow, scene: Scene) -> None:
    """Show hits, and do with them what the scene needs."""
    fields, lines = window.transcript.fields, window.transcript.lines
    window.root.event_generate("<Alt-h>")
    if scene is Scene.WRONG_DATE:
        fields.since.insert(0, "22.11.2026")
    fields.words.insert(0, "slides")
    fields.words.event_generate("<Return>")

    def go_on() -> None:
        lines.choose(3)
        lines.text.focus_force()
        if scene is Scene.CONTEXT:
            lines.text.event_generate("<Return>")
        elif scene is Scene.DELETE:
            lines.text.event_generate("<Delete>")

    window.root.after(900, go_on)


if __name__ == "__main__":
    main()
