"""A room with people in it, and the dialog about them, for tests of the window."""

from __future__ import annotations

from typing import TypeVar

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening, opened
from wschat_gui.bridge.events import ClientNamed
from wschat_gui.gui.dialog import Dialog

NICKS = ("ada", "ken", "grace")
AnyDialog = TypeVar("AnyDialog", bound=Dialog)


def fill(driver: WindowDriver, host: FakeHost) -> None:
    """Let NICKS come in, as clients 1, 2, 3."""
    host.say(listening())
    for client_id, nick in enumerate(NICKS, start=1):
        host.say(opened(client_id), ClientNamed(client_id, nick))
    driver.redraw()


def select(driver: WindowDriver, *client_ids: int) -> None:
    """Select these clients in the table."""
    driver.window.clients.table.tree.selection_set([str(each) for each in client_ids])
    driver.root.update()


def shown(driver: WindowDriver) -> list[int]:
    """Give the ids of the clients in the table, from the top down."""
    return [int(item) for item in driver.window.clients.table.tree.get_children()]


def dialog_of(driver: WindowDriver, kind: type[AnyDialog]) -> AnyDialog:
    """Give the open dialog, which must be of this kind."""
    dialog = driver.window.dialog
    assert isinstance(dialog, kind)
    return dialog
