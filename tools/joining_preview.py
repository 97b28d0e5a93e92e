"""Shows the window in what has to do with joining, made up, to look at it and to take its picture.

    python -m tools.joining_preview [--mode light|dark] [--scene SCENE] [--size 1220x790] [--save F]

The room is that of `window_preview.py`; no server is started and nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from enum import StrEnum

from msgspec import structs
from PIL import ImageGrab

from tools.window_preview import AGENTS, MINUTE_MS, MadeUpHost, Scene
from wschat_gui.bridge.evidence import (
    DeviceEvidence,
    JoinEvidence,
    Obstacle,
    Reach,
    TurnedAway,
)
from wschat_gui.gui.palette import Mode
from wschat_gui.gui.wifi_dialog import WifiDialog
from wschat_gui.gui.window import HostWindow
from wschat_gui.model.wifi import Wifi

_SETTLE_MS = 1_200
_OLD_PHONE = AGENTS[1].replace("18_1", "12_5").replace("Version/18", "Version/12")
_LAB = Wifi(name="Physics Lab", password="swing low, sweet pendulum")


class JoiningScene(StrEnum):
    """What is shown."""

    CODES = "codes"
    """The panel with a Wi-Fi and an announced name."""
    WIFI = "wifi"
    WRONG_WIFI = "wrong-wifi"
    POSTER = "poster"
    POSTER_WIFI = "poster-wifi"
    NOBODY = "nobody"
    DOCTOR = "doctor"
    REFUSED = "refused"
    ASKED = "asked"


class VisitedHost(MadeUpHost):
    """A made-up room that devices have tried to enter."""

    def bring(self, *told: JoinEvidence) -> None:
        """Let these be the server's next events."""
        self._waiting += told


def _device(ip: str, now_ms: int, *, steps: int, agent: str = AGENTS[2]) -> DeviceEvidence:
    """Make a device that came two minutes ago and took so many of the five steps."""
    at_ms = [now_ms - 2 * MINUTE_MS if step < steps else 0 for step in range(5)]
    connections, pages, scripts, upgrades, joins = (int(each > 0) for each in at_ms)
    connected_ms, page_ms, script_ms, upgraded_ms, joined_ms = at_ms
    return DeviceEvidence(
        ip=ip,
        user_agent=agent,
        connections=connections,
        pages=pages,
        scripts=scripts,
        upgrades=upgrades,
        joins=joins,
        connected_ms=connected_ms,
        page_ms=page_ms,
        script_ms=script_ms,
        upgraded_ms=upgraded_ms,
        joined_ms=joined_ms,
        turned_away=None,
    )


def _evidence(now_ms: int) -> JoinEvidence:
    foreign = TurnedAway(Obstacle.ORIGIN, "https://class.school.example", now_ms)
    unknown = TurnedAway(Obstacle.HOST, "chat.school.example:12345", now_ms)
    wrong = TurnedAway(Obstacle.CODE, "", now_ms)
    return JoinEvidence(
        at_ms=now_ms,
        reached=(Reach("http://192.168.1.23:12345/", ""),),
        own_ips=("127.0.0.1", "192.168.1.23", "10.0.0.7"),
        networks=("192.168.1.0/24", "10.0.0.0/24"),
        local_name="wschat.local",
        devices=(
            _device("192.168.1.23", now_ms, steps=5, agent=AGENTS[0]),
            *(_device(f"192.168.1.{20 + each}", now_ms, steps=5) for each in range(4, 9)),
            _device("192.168.1.60", now_ms, steps=1),
            _device("192.168.1.61", now_ms, steps=3, agent=_OLD_PHONE),
            _device("192.168.1.62", now_ms, steps=3),
            structs.replace(_device("192.168.1.63", now_ms, steps=4), turned_away=wrong),
            structs.replace(_device("192.168.1.64", now_ms, steps=1), turned_away=foreign),
            structs.replace(_device("10.0.0.31", now_ms, steps=1), turned_away=unknown),
        ),
    )


def play(window: HostWindow, host: VisitedHost, scene: JoiningScene) -> None:
    """Do what the scene shows."""
    told = _evidence(time.time_ns() // 1_000_000)
    if scene is JoiningScene.NOBODY:
        told = structs.replace(told, devices=())
    host.bring(told)
    window.pump.pump_once()
    doctor, desk = window.doctor, window.join_desk
    if scene in {JoiningScene.CODES, JoiningScene.POSTER_WIFI}:
        window.state.wifi = _LAB
        window.desk.apply_settings(replace(host.settings, room_code="pendulum"))
    match scene:
        case JoiningScene.WIFI | JoiningScene.WRONG_WIFI:
            desk.ask_wifi()
            dialog = window.dialog
            if isinstance(dialog, WifiDialog):
                dialog.name.set(_LAB.name)
                dialog.password.set("swing" if scene is JoiningScene.WRONG_WIFI else _LAB.password)
        case JoiningScene.POSTER | JoiningScene.POSTER_WIFI:
            desk.show_poster()
        case JoiningScene.NOBODY | JoiningScene.DOCTOR:
            doctor.show()
        case JoiningScene.REFUSED:
            doctor.show()
            doctor.tree.selection_set("10.0.0.31")
        case JoiningScene.ASKED:
            doctor.show()
            doctor.asked.set("192.168.1.99")
            doctor.ask()


def main() -> None:
    """Show one scene until the window is closed, or until its picture is taken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.DARK)
    parser.add_argument("--scene", type=JoiningScene, choices=list(JoiningScene), default="doctor")
    parser.add_argument("--size", help="such as 1220x790, in this screen's pixels")
    parser.add_argument("--save", help="take a picture of the screen into this file, and end")
    options = parser.parse_args()
    host = VisitedHost(Scene.BUSY, clients=12)
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
