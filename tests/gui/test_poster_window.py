"""The poster on the screen: full, true, closed by Escape, saved for a printer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.joining import JOIN_URL, LAB, host_of, scan, text_of
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import CABLE
from wschat_gui.bridge.events import AddressesChanged, ServerStopped
from wschat_gui.gui.poster_window import PosterWindow
from wschat_gui.model.wifi import wifi_code

pytestmark = pytest.mark.window


def shown_poster(window: WindowDriver) -> PosterWindow:
    window.press(window.root, "<Alt-p>")
    poster = window.window.join_desk.poster_window
    assert poster is not None
    window.wait(lambda: poster.image is not None, "the poster is drawn")
    return poster


def test_poster_fills_the_screen_and_escape_closes_it(open_window: WindowDriver) -> None:
    open_window.window.state.wifi = LAB
    poster = shown_poster(open_window)
    root = open_window.root
    open_window.wait(
        lambda: scan(open_window, poster.sheet) == {JOIN_URL, wifi_code(LAB)},
        "both codes can be scanned",
    )

    assert poster.top.winfo_width() == root.winfo_screenwidth()
    assert poster.top.winfo_height() == root.winfo_screenheight()
    open_window.press(poster.close_button, "<Escape>")
    assert open_window.window.join_desk.poster_window is None
    assert not poster.top.winfo_exists()
    assert shown_poster(open_window) is not poster


def test_open_poster_follows_the_address(open_window: WindowDriver) -> None:
    poster = shown_poster(open_window)
    host_of(open_window).say(AddressesChanged((CABLE,)))
    open_window.redraw()

    assert scan(open_window, poster.sheet) == {f"{CABLE.url}#code=pendulum%207"}


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_poster_is_saved_for_printing(
    open_window: WindowDriver, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"poster.{ending}"
    host_of(open_window).chosen_file = str(path)
    poster = shown_poster(open_window)
    open_window.click(poster.save_button)

    assert path.stat().st_size > 1_000
    assert str(path) in text_of(poster.says)


@pytest.mark.parametrize(
    ("name", "said"), [("missing/poster.pdf", "could not"), ("poster.doc", ".pdf or .png")]
)
def test_what_cannot_be_saved_is_said(
    open_window: WindowDriver, tmp_path: Path, name: str, said: str
) -> None:
    host_of(open_window).chosen_file = str(tmp_path / name)
    poster = shown_poster(open_window)
    open_window.click(poster.save_button)

    assert said in text_of(poster.says)
    assert list(tmp_path.iterdir()) == []


def test_no_file_chosen_saves_nothing(open_window: WindowDriver) -> None:
    poster = shown_poster(open_window)
    open_window.click(poster.save_button)

    assert text_of(poster.says) == ""


def test_closed_room_has_no_poster(open_window: WindowDriver) -> None:
    host_of(open_window).say(ServerStopped())
    open_window.redraw()
    open_window.press(open_window.root, "<Alt-p>")

    assert open_window.window.join_desk.poster_window is None
    assert "closed" in text_of(open_window.window.status_bar.message)


def test_window_closes_with_its_poster(open_window: WindowDriver) -> None:
    shown_poster(open_window)
    open_window.window.close()
    open_window.wait(lambda: open_window.is_gone, "the window is gone")
