"""The first sight of the window: what is there at once, and what comes a moment later."""

from __future__ import annotations

from collections.abc import Iterator
from tkinter import ttk

import pytest
import zxingcpp
from PIL import ImageGrab

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening
from wschat_gui.gui.doctor_panel import DoctorActions
from wschat_gui.gui.pump import Renderer
from wschat_gui.gui.window import HostWindow

pytestmark = pytest.mark.window


@pytest.fixture
def unopened(display: str, host: FakeHost) -> Iterator[WindowDriver]:
    """Give a window that is built and not shown yet."""
    driver = WindowDriver(HostWindow(host))
    driver.root.update()  # all that Tk opens once in a process is open from here on
    yield driver
    driver.destroy()


def names_of(tabs: ttk.Notebook) -> tuple[str, ...]:
    return tuple(map(str, tabs.tk.splitlist(tabs.tk.call(tabs, "tabs"))))


def titles_of(tabs: ttk.Notebook) -> list[str]:
    return [str(tabs.tk.call(tabs, "tab", name, "-text")) for name in names_of(tabs)]


def chosen(tabs: ttk.Notebook) -> str:
    return str(tabs.tk.call(tabs, "select"))


def test_titles_of_the_tabs_are_there_before_the_tabs(unopened: WindowDriver) -> None:
    tabs = unopened.window.lower.tabs
    before = titles_of(tabs)
    places = names_of(tabs)
    unopened.window.open()
    assert titles_of(tabs) == before
    assert len(before) == 7
    assert not set(places[1:]) & set(names_of(tabs)), "each has become a tab"


def test_tab_that_is_chosen_before_it_is_there_is_in_front_then(unopened: WindowDriver) -> None:
    lower = unopened.window.lower
    lower.tabs.tk.call(lower.tabs, "select", 3)
    unopened.window.open()
    assert chosen(lower.tabs) == str(lower.transcript.frame)


def test_room_that_is_open_already_is_on_the_first_picture(
    unopened: WindowDriver, host: FakeHost
) -> None:
    host.say(listening())
    unopened.window.open()
    assert unopened.window.side.join.address.cget("text")
    assert unopened.root.title().startswith(listening().room_name)


def test_window_that_runs_makes_its_other_tabs_by_itself(
    unopened: WindowDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unopened.window

    def loop() -> None:
        assert not hasattr(window.lower, "bans")
        unopened.wait(lambda: hasattr(window.lower, "bans"), "the other tabs are made")

    monkeypatch.setattr(window.root, "mainloop", loop)
    window.run()
    assert window.lower.bans.frame.winfo_exists()


def test_window_is_on_the_screen_before_it_makes_its_other_tabs(
    unopened: WindowDriver, host: FakeHost, display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, lower = unopened.window, unopened.window.lower
    host.say(listening())
    seen: list[str] = []
    complete = lower.complete

    def look_and_complete(actions: DoctorActions) -> tuple[Renderer, ...]:
        # No request to Tk in between, which could make it draw what it has not drawn yet.
        seen.extend(code.text for code in zxingcpp.read_barcodes(ImageGrab.grab(xdisplay=display)))
        return complete(actions)

    monkeypatch.setattr(lower, "complete", look_and_complete)
    monkeypatch.setattr("wschat_gui.gui.window.INTERVAL_MS", 0)
    monkeypatch.setattr(
        window.root, "mainloop", lambda: unopened.wait(lambda: seen, "the other tabs are made")
    )
    window.run()
    assert seen == [listening().addresses[0].url]


def test_window_that_is_to_end_while_it_is_drawn_is_gone(display: str, host: FakeHost) -> None:
    driver = WindowDriver(HostWindow(host, must_end=lambda: True))
    host.say(listening())
    driver.window.run()
    assert driver.is_gone


def test_tab_that_is_asked_for_at_once_is_made_at_once(unopened: WindowDriver) -> None:
    window = unopened.window
    window.side.join.doctor_button.invoke()
    assert chosen(window.lower.tabs) == str(window.lower.doctor.frame)
