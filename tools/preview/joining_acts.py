"""What is done in scenes about joining: codes, Wi-Fi, poster, join doctor."""

from __future__ import annotations

import time

from msgspec.structs import replace

from tools.preview import devices
from tools.preview.stage import Act, Stage
from wschat_gui.bridge.evidence import JoinEvidence
from wschat_gui.gui.shortcuts import Key
from wschat_gui.gui.wifi_dialog import WifiDialog
from wschat_gui.model.wifi import Wifi

PATIENTS = {
    "silent": devices.SILENT,
    "old-browser": devices.OLD_PHONE,
    "no-socket": devices.NO_SOCKET,
    "code-wrong": devices.CODE_WRONG,
    "foreign-page": devices.FOREIGN_PAGE,
    "foreign-name": devices.FOREIGN_NAME,
}
"""Whom the join doctor looks at, and why they cannot join."""
_LAB = Wifi(name="Physics Lab", password="swing low, sweet pendulum")


def _visited(stage: Stage, told: JoinEvidence) -> None:
    stage.host.bring(told)
    stage.driver.beat()


def two_codes(stage: Stage) -> None:
    _visited(stage, devices.evidence(_now_ms()))
    stage.window.state.wifi = _LAB
    stage.window.desk.apply_settings(replace(stage.host.settings, room_code="pendulum"))


def wifi(stage: Stage) -> None:
    _ask_wifi(stage, _LAB.password)


def wifi_wrong(stage: Stage) -> None:
    _ask_wifi(stage, "swing")


def _ask_wifi(stage: Stage, password: str) -> None:
    stage.press(Key.WIFI)
    dialog = stage.window.dialog
    assert isinstance(dialog, WifiDialog)
    dialog.name.set(_LAB.name)
    dialog.password.set(password)


def poster(stage: Stage) -> None:
    stage.press(Key.POSTER)


def poster_wifi(stage: Stage) -> None:
    two_codes(stage)
    poster(stage)


def doctor(stage: Stage) -> None:
    _visited(stage, devices.evidence(_now_ms()))
    stage.window.doctor.show()


def doctor_nobody(stage: Stage) -> None:
    _visited(stage, devices.nobody(_now_ms()))
    stage.window.doctor.show()


def doctor_dead_address(stage: Stage) -> None:
    _visited(stage, devices.unreachable(_now_ms()))
    stage.window.doctor.show()


def doctor_asked(stage: Stage) -> None:
    """Ask about a device that was never seen."""
    doctor(stage)
    stage.window.doctor.asked.set("192.168.1.99")
    stage.window.doctor.ask()


def doctor_about(ip: str) -> Act:
    """Look at one of the devices."""

    def act(stage: Stage) -> None:
        doctor(stage)
        stage.window.doctor.tree.selection_set(ip)
        stage.window.doctor.tree.see(ip)

    return act


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
