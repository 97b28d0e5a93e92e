"""What is done in the window for a picture: keys pressed, fields filled, events brought about."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.gui.window_driver import WindowDriver
from tools.preview import devices
from tools.preview.host import MadeUpHost
from tools.preview.room import TROUBLES
from wschat_gui.bridge.events import RoomStateChanged
from wschat_gui.bridge.evidence import JoinEvidence
from wschat_gui.gui.deletion_dialogs import DeleteBeforeDialog
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.display import LEAST_HEIGHT_PX, LEAST_WIDTH_PX
from wschat_gui.gui.settings_dialog import SettingsDialog
from wschat_gui.gui.shortcuts import Key
from wschat_gui.gui.wifi_dialog import WifiDialog
from wschat_gui.gui.window import HostWindow
from wschat_gui.model.settings_fields import Page
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
_MUTED, _NEIGHBOUR, _GONE = 3, 4, 21
"""Numbers of clients."""
_DELETE_OF_CLIENT = 2
"""Its place in the menu of a message."""


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
        stage.window.clients.table.tree.selection_set(str(_MUTED), str(_NEIGHBOUR))
        stage.driver.beat()
        stage.press(key)

    return act


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


# The whole window --------------------------------------------------------------------------------


def show_failure(stage: Stage) -> None:
    stage.window.clients.empty_room.details_button.invoke()


def stop(stage: Stage) -> None:
    stage.press(Key.START_STOP)


def troubles(stage: Stage) -> None:
    stage.host.bring(*TROUBLES)


def troubles_details(stage: Stage) -> None:
    troubles(stage)
    stage.driver.beat()
    stage.window.troubles.details_button.invoke()


def menu(stage: Stage) -> None:
    stage.press(Key.MENU)
    stage.window.root.event_generate("<Down>")


def tooltip(stage: Stage) -> None:
    button = stage.window.toolbar.copy_button
    middle = button.winfo_width() // 2
    button.event_generate("<Motion>", warp=True, x=middle, y=middle)


def low(stage: Stage) -> None:
    """Make the window as small as it may be."""
    width, height = (stage.window.look.px(each) for each in (LEAST_WIDTH_PX, LEAST_HEIGHT_PX))
    stage.window.root.geometry(f"{width}x{height}")


# Clients -----------------------------------------------------------------------------------------


def sort(stage: Stage) -> None:
    stage.window.clients.table.sort("messages")


def filter_clients(stage: Stage) -> None:
    stage.window.clients.words.set("ada")


def filter_nobody(stage: Stage) -> None:
    stage.window.clients.words.set("nobody is called so")


def client_menu(stage: Stage) -> None:
    stage.window.clients.table.select(_MUTED)
    stage.driver.press(stage.window.clients.table.tree, "<Shift-F10>")


def details(stage: Stage) -> None:
    stage.window.lower.details.open((_MUTED,))


def details_of_gone(stage: Stage) -> None:
    stage.window.lower.details.open((_GONE,))


def details_of_nobody(stage: Stage) -> None:
    stage.window.lower.details.open(())


def rename(stage: Stage) -> None:
    stage.window.clients.table.select(_NEIGHBOUR)
    stage.press(Key.RENAME)


def bans(stage: Stage) -> None:
    stage.window.lower.bans.open()


def lift(stage: Stage) -> None:
    bans(stage)
    panel = stage.window.lower.bans
    panel.tree.selection_set("1", "3")
    stage.driver.beat()
    panel.lift_button.invoke()


def undo(stage: Stage) -> None:
    for done in ("Muted linus3", "Renamed zoë4 to zoë", "Kicked ada2, margaret5, 李雷6"):
        stage.window.people.undo_desk.offer(done)


# Conduct -----------------------------------------------------------------------------------------


def conduct(*, frozen: bool = False, slow_s: int = 0, locked: bool = False) -> Act:
    """Let the room be so."""
    return lambda stage: stage.host.bring(RoomStateChanged(frozen, slow_s, locked))


def everybody_out(stage: Stage) -> None:
    stage.press(Key.EVERYBODY_OUT)
    dialog = stage.window.dialog
    assert isinstance(dialog, ConfirmDialog)
    dialog.confirm_button.invoke()


# Messages ----------------------------------------------------------------------------------------


def announce(stage: Stage) -> None:
    stage.press(Key.ANNOUNCE)
    stage.window.log.announcement.set("We go on in five minutes.")


def filter_log(stage: Stage) -> None:
    stage.press(Key.FILTER)
    stage.window.log.words.set("slides")


def search(stage: Stage) -> None:
    """Look for a word, and choose a hit."""
    fields, lines = stage.window.transcript.fields, stage.window.transcript.lines
    stage.press(Key.SEARCH)
    fields.words.insert(0, "slides")
    fields.words.event_generate("<Return>")
    stage.driver.beat(3)
    lines.choose(3)
    lines.text.focus_force()
    stage.driver.beat()


def search_wrong_date(stage: Stage) -> None:
    stage.window.transcript.fields.since.insert(0, "22.11.2026")
    search(stage)


def _press_on_hit(sequence: str) -> Act:
    def act(stage: Stage) -> None:
        search(stage)
        stage.window.transcript.lines.text.event_generate(sequence)

    return act


open_hit = _press_on_hit("<Return>")
delete = _press_on_hit("<Delete>")
message_menu = _press_on_hit("<Shift-F10>")


def delete_of_client(stage: Stage) -> None:
    search(stage)
    stage.window.transcript.menu.menu.invoke(_DELETE_OF_CLIENT)


def delete_before(stage: Stage) -> None:
    _delete_before(stage, "2026-11-20")


def delete_before_wrong(stage: Stage) -> None:
    _delete_before(stage, "20.11.2026")


def _delete_before(stage: Stage, date: str) -> None:
    stage.press(Key.SEARCH)
    stage.window.lower.tools.before_button.invoke()
    dialog = stage.window.dialog
    assert isinstance(dialog, DeleteBeforeDialog)
    dialog.date.set(date)


def keep_days(stage: Stage) -> None:
    _pick_keep(stage, -1)


def keep_shorter(stage: Stage) -> None:
    _pick_keep(stage, 3)


def _pick_keep(stage: Stage, place: int) -> None:
    stage.press(Key.SEARCH)
    keeps = stage.window.lower.tools.keeps
    keeps.current(place % len(keeps.cget("values")))
    keeps.event_generate("<<ComboboxSelected>>")


def export(stage: Stage) -> None:
    search(stage)
    stage.window.lower.tools.export_button.invoke()


# Joining -----------------------------------------------------------------------------------------


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


# Settings, help, and the end ---------------------------------------------------------------------


def settings(page: Page) -> Act:
    """Show a page of the settings."""
    return lambda stage: _settings(stage, page)


def _settings(stage: Stage, page: Page) -> SettingsDialog:
    stage.press(Key.SETTINGS)
    dialog = stage.window.dialog
    assert isinstance(dialog, SettingsDialog)
    dialog.show_page(page)
    return dialog


def settings_wrong(stage: Stage) -> None:
    """Give two values that cannot be."""
    dialog = _settings(stage, Page.NETWORK)
    dialog.row("settings.port").set("70000")
    dialog.row("settings.bind").set("the other one")


def settings_restart(stage: Stage) -> None:
    """Give a port, which holds after a restart only."""
    _settings(stage, Page.NETWORK).row("settings.port").set("8080")


def diagnostics(stage: Stage) -> None:
    stage.window.help_desk.copy_diagnostics()


def close(stage: Stage) -> None:
    stage.window.request_close()
