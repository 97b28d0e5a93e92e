"""All tabs, the lab's among them, have room for their titles in the smallest window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.people import fill
from wschat_gui.language import LANGUAGES, speak

pytestmark = pytest.mark.window


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_title_is_cut(make_window: MakeWindow, host: FakeHost, code: str) -> None:
    speak(code)
    driver = make_window(host)
    fill(driver, host)
    root, look, tabs = driver.root, driver.window.look, driver.window.lower.tabs
    width, height = root.minsize()
    root.geometry(f"{width}x{height}")
    driver.wait(lambda: root.winfo_width() == width, "the window is small")
    driver.window.state.frames.lab.enter(2, "ken")
    driver.window.lower.frames.lab_desk.panel.show()
    driver.redraw()

    widths = Counter(
        str(tabs.tk.call(tabs, "identify", "tab", x, look.px(12)))
        for x in range(tabs.winfo_width())
    )
    titles = [
        str(tabs.tk.call(tabs, "tab", tab, "-text"))
        for tab in tabs.tk.splitlist(tabs.tk.call(tabs, "tabs"))
    ]
    assert len(titles) == 8
    for number, title in enumerate(titles):
        assert widths[str(number)] >= look.measure(title) + look.px(8), title
    lab = driver.window.lower.frames.lab_desk.panel
    for button in (*lab.controls.buttons.values(), lab.end_button):
        right = button.winfo_rootx() + button.winfo_width()
        edge = lab.notes.text if button is not lab.end_button else tabs
        limit = edge.winfo_rootx() + (edge.winfo_width() if edge is tabs else 0)
        assert right <= limit, button.cget("text")
