"""Shows the window in what is done to people, made up, to look at it and to take its picture.

    python -m tools.people_preview [--mode light|dark] [--scene SCENE] [--size 1220x790] [--save F]

The room is that of `window_preview.py`; no server is started and nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from enum import StrEnum

from PIL import ImageGrab

from tools.window_preview import MINUTE_MS, MadeUpHost, Scene
from wschat_gui.bridge.events import (
    BanEntry,
    BansChanged,
    ClientClosed,
    ClientMuted,
    Event,
    LineKind,
    LogLine,
    RoomStateChanged,
)
from wschat_gui.gui.palette import Mode
from wschat_gui.gui.window import HostWindow
from wschat_gui.language import LANGUAGES, speak

_SETTLE_MS = 1_200


class PeopleScene(StrEnum):
    """What is done."""

    TABLE = "table"
    SORTED = "sorted"
    FILTERED = "filtered"
    KICK = "kick"
    BAN = "ban"
    MUTE = "mute"
    RENAME = "rename"
    TELL = "tell"
    DETAILS = "details"
    BANS = "bans"
    LIFT = "lift"
    UNDO = "undo"
    ALARM = "alarm"
    OUT = "out"


class PeopledHost(MadeUpHost):
    """A made-up room in which the host had to act."""

    def bring(self, *events: Event) -> None:
        """Let these be the server's next events."""
        self._waiting += events


def _background(now_ms: int) -> tuple[Event, ...]:
    ban = BanEntry(
        ban_id=1,
        nick="mallory",
        ip="",
        by_device=True,
        reason="advertising, after two warnings",
        since_ms=now_ms - 50 * MINUTE_MS,
        until_ms=now_ms + 10 * MINUTE_MS,
        until_stop=False,
    )
    stay = BanEntry(
        ban_id=2,
        nick="trudy",
        ip="192.168.1.66",
        by_device=True,
        reason="",
        since_ms=now_ms - 3 * MINUTE_MS,
        until_ms=None,
        until_stop=True,
    )
    ever = BanEntry(
        ban_id=3,
        nick="",
        ip="192.168.1.99",
        by_device=False,
        reason="connects every second and says nothing",
        since_ms=now_ms - MINUTE_MS,
        until_ms=None,
        until_stop=False,
    )
    return (
        BansChanged((ban, stay, ever)),
        ClientMuted(4, now_ms + 4 * MINUTE_MS),
        ClientMuted(3, None),
        LogLine(now_ms, LineKind.REFUSED, 3, "linus3", "refused: You are muted."),
        *(
            ClientClosed(number, cause, code, reason, now_ms - number * 1_000)
            for number, cause, code, reason in (
                (20, "left", 1001, ""),
                (21, "kicked", 4001, "enough for today"),
                (22, "too_slow", 1013, ""),
            )
        ),
    )


def play(window: HostWindow, host: PeopledHost, scene: PeopleScene) -> None:
    """Do what the scene shows."""
    now_ms = time.time_ns() // 1_000_000
    host.bring(*_background(now_ms))
    window.pump.pump_once()
    clients, lower = window.clients, window.lower
    tree = clients.table.tree
    tree.selection_set("3", "4")
    acts: dict[PeopleScene, Callable[[], object]] = {
        PeopleScene.SORTED: lambda: clients.table.sort("messages"),
        PeopleScene.FILTERED: lambda: clients.words.set("ada"),
        PeopleScene.KICK: clients.kick_selected,
        PeopleScene.BAN: lambda: window.root.event_generate("<Alt-b>"),
        PeopleScene.MUTE: lambda: window.root.event_generate("<Alt-m>"),
        PeopleScene.RENAME: lambda: _rename(window),
        PeopleScene.TELL: lambda: window.root.event_generate("<F3>"),
        PeopleScene.DETAILS: lambda: lower.details.open((3,)),
        PeopleScene.BANS: lower.bans.open,
        PeopleScene.LIFT: lambda: _lift(window),
        PeopleScene.UNDO: lambda: _offer_undo(window),
        PeopleScene.ALARM: lambda: host.bring(RoomStateChanged(True, 15, True)),  # noqa: FBT003
        PeopleScene.OUT: lambda: window.root.event_generate("<F12>"),
    }
    acts.get(scene, lambda: None)()


def _rename(window: HostWindow) -> None:
    window.clients.table.select(4)
    window.root.event_generate("<F2>")


def _lift(window: HostWindow) -> None:
    window.lower.bans.open()
    window.lower.bans.tree.selection_set("1", "3")
    window.lower.bans.tree.update()
    window.lower.bans.lift_button.invoke()


def _offer_undo(window: HostWindow) -> None:
    offer = window.people.undo_desk.offer
    offer("Muted linus3")
    offer("Renamed zoë4 to zoë")
    offer("Kicked ada2, margaret5, 李雷6")


def main() -> None:
    """Show one scene until the window is closed, or until its picture is taken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.DARK)
    parser.add_argument("--scene", type=PeopleScene, choices=list(PeopleScene), default="table")
    parser.add_argument("--language", choices=list(LANGUAGES), default="en")
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--size", help="such as 1220x790, in this screen's pixels")
    parser.add_argument("--save", help="take a picture of the screen into this file, and end")
    options = parser.parse_args()
    speak(options.language)
    host = PeopledHost(Scene.BUSY, options.clients)
    window = HostWindow(host, mode=options.mode, choose_file=host.choose_file)
    window.root.after(_SETTLE_MS, lambda: play(window, host, options.scene))
    window.open()
    if options.size:
        window.root.geometry(options.size)

    def save() -> None:
        ImageGrab.grab(xdisplay="").save(options.save)
        window.destroy()

    if options.save:
        window.root.after(3 * _SETTLE_MS, save)
    window.root.mainloop()


if __name__ == "__main__":
    main()
