"""The panic bar: one press or one key each, and what is in force in large letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.people import dialog_of, fill
from tests.gui.window_driver import WindowDriver
from wschat_gui.bridge.commands import (
    DeleteEverything,
    EverybodyOut,
    Export,
    Reinstate,
    SetRoomState,
)
from wschat_gui.bridge.events import ExportEnded, RoomStateChanged, ServerStopped
from wschat_gui.config import Preferences, Settings, Theme
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.panic_bar import PanicBar

pytestmark = pytest.mark.window


@pytest.fixture
def bar(window: WindowDriver, host: FakeHost) -> PanicBar:
    """Give the bar of an open room with three people, of which nothing is saved."""
    fill(window, host)
    return window.window.people.panic_bar


def state(*, frozen: bool = False, slow_s: int = 0, locked: bool = False) -> SetRoomState:
    return SetRoomState(frozen=frozen, slow_s=slow_s, locked=locked)


def told(driver: WindowDriver, host: FakeHost, wanted: SetRoomState) -> None:
    """Let the server say that it is so."""
    host.say(RoomStateChanged(wanted.frozen, wanted.slow_s, wanted.locked))
    driver.beat()


@pytest.mark.parametrize(
    ("key", "wanted"),
    [("<F6>", state(frozen=True)), ("<F7>", state(slow_s=5)), ("<F8>", state(locked=True))],
)
def test_one_key_each(
    bar: PanicBar, window: WindowDriver, host: FakeHost, key: str, wanted: SetRoomState
) -> None:
    window.press(window.window.log.announce_entry, key)

    assert host.posted == [wanted]


def test_one_press_each_and_back(bar: PanicBar, window: WindowDriver, host: FakeHost) -> None:
    window.click(bar.freeze_button)
    assert host.posted[-1] == state(frozen=True)
    told(window, host, state(frozen=True))
    assert str(bar.freeze_button.cget("text")) == "Unfreeze"

    window.click(bar.lock_button)
    assert host.posted[-1] == state(frozen=True, locked=True)
    told(window, host, state(frozen=True, locked=True))
    window.click(bar.freeze_button)
    assert host.posted[-1] == state(locked=True)


def test_what_is_in_force_stands_there_in_large_letters(
    bar: PanicBar, window: WindowDriver, host: FakeHost
) -> None:
    assert bar.alarm == ""

    told(window, host, state(frozen=True, slow_s=15, locked=True))
    window.root.update()
    assert bar.alarm == "FROZEN  ·  SLOW 15 s  ·  LOCKED"
    assert bar._alarm.winfo_viewable()

    told(window, host, state())
    assert bar.alarm == ""


def test_slow_mode_goes_round_by_key_and_is_chosen_by_mouse(
    bar: PanicBar, window: WindowDriver, host: FakeHost
) -> None:
    for slow_s in (5, 15, 60, 0):
        window.press(window.root, "<F7>")
        assert host.posted[-1] == state(slow_s=slow_s)
        told(window, host, state(slow_s=slow_s))

    bar.slow_chooser.current(2)
    bar.slow_chooser.event_generate("<<ComboboxSelected>>")
    assert host.posted[-1] == state(slow_s=15)


def test_clear_asks_first(bar: PanicBar, window: WindowDriver, host: FakeHost) -> None:
    window.press(window.root, "<F9>")
    assert host.posted == []
    window.click(dialog_of(window, ConfirmDialog).confirm_button)

    assert host.posted == [DeleteEverything()]


def test_closed_room_needs_no_panic(bar: PanicBar, window: WindowDriver, host: FakeHost) -> None:
    told(window, host, state(frozen=True))
    host.say(ServerStopped())
    window.redraw()
    assert bar.alarm == ""
    assert str(bar.out_button.cget("state")) == "disabled"

    for key in ("<F6>", "<F7>", "<F8>", "<F9>", "<F12>"):
        window.press(window.root, key)
    assert window.window.dialog is None
    assert host.posted == []


def test_keys_do_nothing_behind_a_dialog(
    bar: PanicBar, window: WindowDriver, host: FakeHost
) -> None:
    window.press(window.root, "<F12>")
    dialog = dialog_of(window, ConfirmDialog)
    window.press(dialog.cancel_button, "<F6>", "<F12>")

    assert window.window.dialog is dialog
    assert host.posted == []


# Everybody out -----------------------------------------------------------------------------------


def test_everybody_out_where_nothing_is_saved(
    bar: PanicBar, window: WindowDriver, host: FakeHost
) -> None:
    window.click(bar.out_button)
    dialog = dialog_of(window, ConfirmDialog)
    assert "3 clients will be disconnected" in str(dialog.sentence.cget("text"))
    window.click(dialog.confirm_button)

    assert [type(each) for each in host.posted] == [EverybodyOut]


def test_everybody_out_can_be_undone(bar: PanicBar, window: WindowDriver, host: FakeHost) -> None:
    told(window, host, state(slow_s=5))
    window.press(window.root, "<F12>")
    window.click(dialog_of(window, ConfirmDialog).confirm_button)
    window.press(window.root, "<Control-z>")

    assert host.posted[1:] == [state(slow_s=5), Reinstate(1), Reinstate(2), Reinstate(3)]


@pytest.fixture
def saving_host(tmp_path: Path) -> FakeHost:
    """Give a host that keeps a transcript in `tmp_path`."""
    return FakeHost(Settings(data_dir=tmp_path), Preferences(theme=Theme.LIGHT, keep_awake=False))


@pytest.fixture
def saving(make_window: MakeWindow, saving_host: FakeHost) -> WindowDriver:
    """Give a window that has asked for everybody out, and saves the transcript first."""
    driver = make_window(saving_host)
    fill(driver, saving_host)
    driver.press(driver.root, "<F12>")
    driver.click(dialog_of(driver, ConfirmDialog).confirm_button)
    driver.beat()
    return driver


def export_of(host: FakeHost) -> Export:
    (export,) = (each for each in host.posted if isinstance(each, Export))
    return export


def test_transcript_is_saved_before_anybody_is_out(
    saving: WindowDriver, saving_host: FakeHost, tmp_path: Path
) -> None:
    export = export_of(saving_host)
    assert Path(export.path).parent == tmp_path
    assert export.form == "html"
    assert "SAVING" in saving.window.people.panic_bar.alarm
    assert not any(isinstance(each, EverybodyOut) for each in saving_host.posted)

    Path(export.path).write_text("all that was said")
    saving_host.say(ExportEnded("2 messages were written."))
    saving.beat(2)

    assert isinstance(saving_host.posted[-1], EverybodyOut)
    assert export.path in str(saving.window.status_bar.message.cget("text"))
    assert saving.window.people.panic_bar.alarm == ""


def test_failed_saving_keeps_nobody_in_and_is_said(
    saving: WindowDriver, saving_host: FakeHost
) -> None:
    saving_host.say(ExportEnded("The disk is full."))
    saving.beat(2)

    assert isinstance(saving_host.posted[-1], EverybodyOut)
    assert "could not be saved" in str(saving.window.status_bar.message.cget("text"))


def test_second_press_waits_no_longer(saving: WindowDriver, saving_host: FakeHost) -> None:
    assert str(saving.window.people.panic_bar.out_button.cget("text")) == "Out without waiting"
    saving.press(saving.root, "<F12>")

    assert isinstance(saving_host.posted[-1], EverybodyOut)
    assert "still being saved" in str(saving.window.status_bar.message.cget("text"))


def test_saving_waits_for_another_export(make_window: MakeWindow, saving_host: FakeHost) -> None:
    driver = make_window(saving_host)
    fill(driver, saving_host)
    driver.window.state.export.begin()
    driver.press(driver.root, "<F12>")
    driver.click(dialog_of(driver, ConfirmDialog).confirm_button)
    driver.beat()
    assert saving_host.posted == []

    saving_host.say(ExportEnded("The other one is done."))
    driver.beat(2)
    assert [type(each) for each in saving_host.posted] == [Export]


def test_server_that_ends_meanwhile_ends_the_waiting(
    saving: WindowDriver, saving_host: FakeHost
) -> None:
    saving_host.say(ServerStopped())
    saving.beat(2)

    assert saving.window.people.panic_bar.alarm == ""
    assert not any(isinstance(each, EverybodyOut) for each in saving_host.posted)
