"""A display, windows on it, and a watch over Tk's callbacks.

The display is an Xvfb of our own wherever that program exists, whatever DISPLAY says: a test must
not depend on somebody's window manager, nor flash windows at them.
"""

from __future__ import annotations

import os
import subprocess
import tkinter
from collections.abc import Callable, Iterator
from types import TracebackType

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.require import require_program
from wschat_gui.gui.window import HostWindow

_SCREEN = ("-screen", "0", "1400x1000x24", "-dpi", "96", "-noreset", "-nolisten", "tcp")


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """Run an X server without a screen, and name it in DISPLAY for as long as tests run."""
    program = require_program("Xvfb")
    reads, writes = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(writes), *_SCREEN],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with os.fdopen(reads) as answers:
        name = f":{answers.readline().strip()}"
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = name
    yield name
    if before is None:
        del os.environ["DISPLAY"]
    else:
        os.environ["DISPLAY"] = before
    server.terminate()
    server.wait()


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
        driver = WindowDriver(HostWindow(host, open_url=host.open_url))
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
