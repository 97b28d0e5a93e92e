"""The rows of the message log in a real window: filling it, and reading it back."""

from __future__ import annotations

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import said

CAP = 5_000


def shown(driver: WindowDriver) -> list[str]:
    """The rows that stand in the text."""
    return driver.window.log.view.text.get("1.0", "end-1c").splitlines()


def fill(driver: WindowDriver, host: FakeHost, lines: int) -> None:
    host.say(*(said(f"line {number}") for number in range(lines)))
    driver.redraw()


def is_at_bottom(driver: WindowDriver) -> bool:
    return driver.window.log.view.text.dlineinfo("end-1c") is not None
