"""When the window is built anew for another language: never in the middle of something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.people import dialog_of, fill
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening, opened
from wschat_gui.bridge.commands import EverybodyOut
from wschat_gui.bridge.events import ExportEnded, ServerStopped
from wschat_gui.config import Settings
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.settings_dialog import SettingsDialog

pytestmark = pytest.mark.window

PORT, KEEP, LANGUAGE = "settings.port", "settings.keep", "preferences.language"


@pytest.fixture
def room(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window over an open room."""
    host.say(listening())
    window.redraw()
    return window


def open_settings(window: WindowDriver) -> SettingsDialog:
    window.window.settings_desk.open()
    return dialog_of(window, SettingsDialog)


def test_restart_that_was_asked_for_with_another_language_comes_before_the_new_window(
    room: WindowDriver, host: FakeHost
) -> None:
    host.answers_stop = False
    dialog = open_settings(room)
    dialog.row(PORT).set("8080")
    dialog.row(LANGUAGE).set("de")
    room.click(dialog.restart_button)
    room.beat(2)
    host.say(ServerStopped())
    room.wait(lambda: room.is_gone, "the window has made room")

    assert (host.stops, host.starts) == (1, 2)
    assert room.window.is_to_be_rebuilt


def test_new_window_waits_until_it_is_answered_whether_people_may_be_cut_off(
    room: WindowDriver, host: FakeHost
) -> None:
    host.say(opened(1))
    room.redraw()
    dialog = open_settings(room)
    dialog.row(PORT).set("8080")
    dialog.row(LANGUAGE).set("de")
    room.click(dialog.restart_button)
    room.beat(2)
    question = room.window.dialog
    assert isinstance(question, ConfirmDialog)
    room.click(question.cancel_button)
    room.wait(lambda: room.is_gone, "the window has made room")

    assert (host.stops, host.starts) == (0, 1)
    assert room.window.is_to_be_rebuilt


def test_window_that_closes_is_not_built_anew(room: WindowDriver, host: FakeHost) -> None:
    host.answers_stop = False
    dialog = open_settings(room)
    dialog.row(LANGUAGE).set("de")
    dialog.save_button.invoke()
    room.window.close()
    room.beat(2)
    host.say(ServerStopped())
    room.wait(lambda: room.is_gone, "the window is gone")

    assert not room.window.is_to_be_rebuilt


def test_question_about_keeping_that_makes_room_for_another_does_not_come_back(
    room: WindowDriver, host: FakeHost
) -> None:
    host.say(opened(1))
    room.redraw()
    dialog = open_settings(room)
    dialog.row(KEEP).set("7")
    room.click(dialog.save_button)
    asked = room.window.dialog
    room.window.request_close()
    room.root.update()

    assert isinstance(room.window.dialog, ConfirmDialog)
    assert room.window.dialog is not asked


def test_window_is_not_built_anew_before_everybody_is_out(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    host = FakeHost(Settings(data_dir=tmp_path))
    room = make_window(host)
    fill(room, host)
    room.press(room.root, "<F12>")
    room.click(dialog_of(room, ConfirmDialog).confirm_button)
    room.beat()
    dialog = open_settings(room)
    dialog.row(LANGUAGE).set("de")
    room.click(dialog.save_button)
    room.beat(2)
    assert not room.is_gone

    host.say(ExportEnded("2 messages were written."))
    room.wait(lambda: room.is_gone, "the window has made room")
    assert isinstance(host.posted[-1], EverybodyOut)
