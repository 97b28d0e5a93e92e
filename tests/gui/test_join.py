"""The join panel: what its code holds, and its list of addresses."""

from __future__ import annotations

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.joining import JOIN_URL, LAB, host_of, panel_of, scan, text_of
from tests.gui.window_driver import WindowDriver
from tests.model.evidence import evidence
from tests.model.made_up import CABLE, WIFI, listening, opened, room_figures
from wschat_gui.bridge.events import AddressesChanged
from wschat_gui.config import Settings
from wschat_gui.language import LANGUAGES, speak

pytestmark = pytest.mark.window


def test_code_brings_the_numeric_address_and_the_room_code(open_window: WindowDriver) -> None:
    panel = panel_of(open_window)

    assert scan(open_window, panel.code) == {JOIN_URL}
    assert text_of(panel.address) == WIFI.url


def test_code_changes_with_the_room_code(open_window: WindowDriver) -> None:
    desk = open_window.window.desk
    desk.apply_settings(Settings(room_code=""))
    open_window.redraw()

    assert scan(open_window, panel_of(open_window).code) == {WIFI.url}


def test_all_addresses_are_listed_and_a_click_shows_one(open_window: WindowDriver) -> None:
    panel = panel_of(open_window)
    choices = panel.addresses.choices
    assert [text_of(choice) for choice in choices] == [
        "Wi-Fi  192.168.1.23:12345",
        "Ethernet  10.0.0.7:12345",
    ]
    assert panel.addresses.frame.winfo_viewable()

    open_window.click(choices[1])
    open_window.redraw()

    assert scan(open_window, panel.code) == {f"{CABLE.url}#code=pendulum%207"}
    assert open_window.window.toolbar.address.get() == CABLE.url


def test_each_address_can_be_copied(open_window: WindowDriver) -> None:
    open_window.click(panel_of(open_window).addresses.copy_buttons[1])
    assert open_window.root.clipboard_get() == CABLE.url

    open_window.click(panel_of(open_window).copy_button)
    assert open_window.root.clipboard_get() == WIFI.url


def test_one_address_needs_no_list(open_window: WindowDriver) -> None:
    host_of(open_window).say(AddressesChanged((WIFI,)))
    open_window.redraw()

    assert panel_of(open_window).addresses.choices == []
    assert not panel_of(open_window).addresses.frame.winfo_viewable()


def test_announced_name_is_small_print(open_window: WindowDriver) -> None:
    panel = panel_of(open_window)
    assert not panel.local.winfo_viewable()

    host_of(open_window).say(evidence(local_name="wschat.local"))
    open_window.redraw()

    assert "http://wschat.local:12345/" in text_of(panel.local)
    assert panel.local.winfo_viewable()
    assert scan(open_window, panel.code) == {JOIN_URL}


@pytest.mark.parametrize("people", [0, 1])
@pytest.mark.parametrize("height", [640, 790, 950])
def test_throughput_is_there_whole_or_not_at_all(
    open_window: WindowDriver, height: int, people: int
) -> None:
    window = open_window
    host_of(window).say(room_figures(), *(opened(1 + number) for number in range(people)))
    window.redraw()
    window.root.geometry(f"1220x{height}")
    window.wait(lambda: window.root.winfo_height() == height, "the window has its new size")
    window.redraw()
    plot = window.window.side.throughput.frame
    addresses = panel_of(window).addresses.frame

    assert not plot.winfo_viewable() or plot.winfo_height() >= 100
    # The addresses while people are to come, the throughput when they are here.
    assert plot.winfo_viewable() == (height > 900 or (height > 700 and people > 0))
    assert addresses.winfo_viewable() == (height > 900 or (height > 700 and not people))


@pytest.mark.parametrize("size", ["1002x640", "1220x790"])
def test_nothing_is_cut_with_wifi_and_name_in_the_lowest_window(
    open_window: WindowDriver, size: str
) -> None:
    window = open_window
    host_of(window).say(evidence(local_name="wschat.local"), room_figures())
    window.window.state.wifi = LAB
    window.redraw()
    window.root.geometry(size)
    width = int(size.split("x", maxsplit=1)[0])
    window.wait(lambda: window.root.winfo_width() == width, "the window has its new size")
    window.redraw()
    panel = panel_of(window)
    window.click(panel.chat_step)
    window.redraw()

    for each in (panel.frame, window.window.side.frames.frame):
        assert each.winfo_viewable()
        assert each.winfo_height() >= each.winfo_reqheight()
    bottom = window.root.winfo_rooty() + window.root.winfo_height()
    frames = window.window.side.frames.frame
    assert frames.winfo_rooty() + frames.winfo_height() <= bottom
    assert scan(window, panel.code) == {JOIN_URL}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_buttons_fit_in_every_language(make_window: MakeWindow, language: str) -> None:
    speak(language)
    try:
        host = FakeHost()
        window = make_window(host)
        host.say(listening(WIFI, CABLE))
        window.redraw()
    finally:
        speak("en")
    panel = panel_of(window)

    for button in (panel.copy_button, panel.poster_button, panel.wifi_button, panel.doctor_button):
        assert button.winfo_viewable()
        assert button.winfo_width() >= button.winfo_reqwidth()
        right = button.winfo_rootx() + button.winfo_width()
        assert right <= panel.frame.winfo_rootx() + panel.frame.winfo_width()
