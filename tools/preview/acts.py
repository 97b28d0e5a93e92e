"""What is done in scenes about the window as a whole, clients, conduct and settings."""

from __future__ import annotations

from tools.preview.room import TROUBLES
from tools.preview.stage import Act, Stage
from wschat_gui.bridge.events import RoomStateChanged
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.display import LEAST_HEIGHT_PX, LEAST_WIDTH_PX
from wschat_gui.gui.settings_dialog import SettingsDialog
from wschat_gui.gui.shortcuts import Key
from wschat_gui.model.settings_fields import Page

_MUTED, _NEIGHBOUR, _GONE = 3, 4, 21
"""Numbers of clients."""


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
