"""Settings in the whole program: in force in the room, saved, and there at the next start."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.gui.window_driver import WindowDriver
from tests.server.raw_client import RawClient
from wschat_gui import app
from wschat_gui.app import App
from wschat_gui.config import Choices, Preferences, Settings, Theme
from wschat_gui.gui import window as window_module
from wschat_gui.gui.settings_dialog import SettingsDialog, Wish
from wschat_gui.gui.window import HostWindow
from wschat_gui.language import speak
from wschat_gui.model.status import Running
from wschat_gui.saved import FILE_NAME, Saved

pytestmark = pytest.mark.window

QUIET = Preferences(theme=Theme.LIGHT, language="en", keep_awake=False)
ROOM = Settings(bind="127.0.0.1", port=0)


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Give back what a run of the program takes for itself: signals, and the language."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    speak("en")


def running(driver: WindowDriver) -> Running:
    driver.wait(lambda: isinstance(driver.window.state.status, Running), "the room is open")
    status = driver.window.state.status
    assert isinstance(status, Running)
    return status


def open_dialog(driver: WindowDriver) -> SettingsDialog:
    driver.press(driver.root, "<Control-comma>")
    dialog = driver.window.dialog
    assert isinstance(dialog, SettingsDialog)
    return dialog


def refused(port: int) -> bool:
    """Ask whether one more client is turned away because the room is full."""
    with RawClient(port) as client:
        client.ask_upgrade()
        status, _headers = client.read_head()
    return status == 503


def test_dialog_reaches_the_room_and_the_file(display: str, tmp_path: Path) -> None:
    saved = Saved(tmp_path / FILE_NAME)
    host = App(ROOM, QUIET, saved)
    driver = WindowDriver(HostWindow(host))
    driver.window.open()
    try:
        port = running(driver).port
        dialog = open_dialog(driver)
        dialog.row("settings.room_name").set("Chess")
        dialog.row("settings.limits.clients").set("1")
        driver.click(dialog.save_button)
        with RawClient.plain(port):
            driver.wait(lambda: refused(port), "the limit holds without a restart")

        dialog = open_dialog(driver)
        dialog.row("settings.limits.frame_bytes").set("2 MiB")
        driver.click(dialog.restart_button)
        driver.wait(lambda: driver.window.state.started_with == host.settings, "it started again")
        assert running(driver).room_name == "Chess"
    finally:
        driver.window.close()
        driver.wait(lambda: driver.is_gone, "the window is gone")
        host.shut_down()

    found = Saved(tmp_path / FILE_NAME).choices
    assert found.settings.room_name == "Chess"
    assert found.settings.limits.clients == 1
    assert found.settings.bind == "", "what was not changed in the dialog is not saved"
    assert found.preferences.layout.width > 0


def test_another_language_builds_the_window_anew_over_the_same_room(
    display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []

    class Driven(HostWindow):
        """Does by itself what a person would."""

        def run(self) -> None:
            self.open()
            driver = WindowDriver(self)
            status = running(driver)
            driver.redraw()
            seen.append((str(self.toolbar.start_button.cget("text")), status.port))
            if len(seen) == 1:
                german = replace(QUIET, language="de")
                after = Choices(settings=ROOM, preferences=german)
                self.settings_desk.take(after, Wish.SAVE)
            else:
                self.close()
            driver.wait(lambda: driver.is_gone, "the window is gone")

    monkeypatch.setattr(window_module, "HostWindow", Driven)

    assert app.run_window(ROOM, QUIET, Saved(tmp_path / FILE_NAME)) == 0

    (english, port), (german, same_port) = seen
    assert (english, german) == ("Stop", "Stoppen")
    assert same_port == port
    assert Saved(tmp_path / FILE_NAME).choices.preferences.language == "de"


def test_signal_between_two_windows_ends_the_second(
    display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[HostWindow] = []
    ended: list[bool] = []

    class Driven(HostWindow):
        """The first makes room for a second; that one comes when the program was told to end."""

        def run(self) -> None:
            self.open()
            driver = WindowDriver(self)
            run.append(self)
            if len(run) == 1:
                running(driver)
                after = Choices(settings=ROOM, preferences=replace(QUIET, language="de"))
                self.settings_desk.take(after, Wish.SAVE)
                driver.wait(lambda: driver.is_gone, "the first window is gone")
                signal.raise_signal(signal.SIGTERM)
            else:
                driver.wait(lambda: driver.is_gone, "the second window is gone")
                ended.append(True)

    monkeypatch.setattr(window_module, "HostWindow", Driven)

    assert app.run_window(ROOM, QUIET, Saved(tmp_path / FILE_NAME)) == 0
    assert ended == [True]


def test_damaged_file_is_told_of_in_the_window(
    display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE_NAME).write_text("{")
    told: list[str] = []

    class Driven(HostWindow):
        """Looks and goes."""

        def run(self) -> None:
            self.open()
            driver = WindowDriver(self)
            running(driver)
            driver.redraw()
            told.append(self.troubles.text)
            self.close()
            driver.wait(lambda: driver.is_gone, "the window is gone")

    monkeypatch.setattr(window_module, "HostWindow", Driven)
    assert app.run_window(ROOM, QUIET, Saved(tmp_path / FILE_NAME)) == 0
    assert "could not be read" in told[0]
