"""Windows, and a watch over Tk's callbacks."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterator
from types import TracebackType

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from wschat_gui.gui.window import HostWindow


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
