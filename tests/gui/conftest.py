"""A display, windows on it, and a watch over Tk's callbacks.

The display is an Xvfb of our own, whatever DISPLAY says.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterator
from types import TracebackType

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.require import require_program
from tests.screen import virtual_screen
from wschat_gui.gui.window import HostWindow


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """Run an X server without a screen, and name it in DISPLAY for as long as tests run."""
    require_program("Xvfb")
    with virtual_screen(1400, 1000) as name:
        yield name


@pytest.fixture(autouse=True)
def tk_callbacks_do_not_raise(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which a Tk callback raised on a root that has no reporter of its own.

    The window has one; it logs an error, which fails the test as well.
    """
    raised: list[str] = []

    def note(
        _root: tkinter.Tk,
        _kind: type[BaseException],
        error: BaseException,
        _where: TracebackType | None,
    ) -> None:
        raised.append(repr(error))

    monkeypatch.setattr(tkinter.Tk, "report_callback_exception", note)
    yield
    assert not raised


@pytest.fixture
def host() -> FakeHost:
    """Give a host without a server."""
    return FakeHost()


MakeWindow = Callable[[FakeHost], WindowDriver]


@pytest.fixture
def make_window(display: str) -> Iterator[MakeWindow]:
    """Open windows; whatever is still open at the end of the test is destroyed."""
    drivers: list[WindowDriver] = []

    def make(host: FakeHost) -> WindowDriver:
        driver = WindowDriver(
            HostWindow(host, open_url=host.open_url, choose_file=host.choose_file)
        )
        drivers.append(driver)
        driver.window.open()
        driver.wait(driver.root.winfo_viewable, "the window is shown")
        return driver

    yield make
    for driver in drivers:
        driver.destroy()


@pytest.fixture
def window(make_window: MakeWindow, host: FakeHost) -> WindowDriver:
    """Open a window over `host`."""
    return make_window(host)
