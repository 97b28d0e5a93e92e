"""Windows, and a watch over Tk's callbacks."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator
from functools import cache
from types import TracebackType
from typing import Protocol

import pytest
from ttkbootstrap.style.icons import IconRenderer

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import CABLE, WIFI, listening
from wschat_gui.config import Settings
from wschat_gui.gui.window import HostWindow
from wschat_gui.model.state import WindowState


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


@pytest.fixture(scope="session", autouse=True)
def icons_are_drawn_once() -> Iterator[None]:
    """Draw each icon once for all windows: drawing is a fifth of opening one, and pure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IconRenderer, "render", cache(IconRenderer.render))
        yield


@pytest.fixture
def host() -> FakeHost:
    """Give a host without a server."""
    return FakeHost()


class MakeWindow(Protocol):
    """Opens a window over a host, or in the place of another window with its state."""

    def __call__(self, host: FakeHost, state: WindowState | None = None) -> WindowDriver: ...


@pytest.fixture
def make_window(display: str) -> Iterator[MakeWindow]:
    """Open windows; whatever is still open at the end of the test is destroyed."""
    drivers: list[WindowDriver] = []

    def make(host: FakeHost, state: WindowState | None = None) -> WindowDriver:
        driver = WindowDriver(
            HostWindow(
                host,
                state=state,
                open_url=host.open_url,
                choosers=host.choosers,
            )
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


@pytest.fixture
def open_window(make_window: MakeWindow) -> WindowDriver:
    """Open a window over a room with a code, at two addresses."""
    host = FakeHost(Settings(room_code="pendulum 7"))
    window = make_window(host)
    host.say(listening(WIFI, CABLE))
    window.redraw()
    return window


@pytest.fixture
def log_window(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window whose server runs."""
    host.say(listening())
    window.redraw()
    return window
