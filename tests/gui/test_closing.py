"""How the window goes: asked or not, with a server that answers or not, by every way there is."""

from __future__ import annotations

import time

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening, opened
from wschat_gui.bridge.events import ServerFailed
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.model.status import Stopping

pytestmark = pytest.mark.window


def push_x_button(driver: WindowDriver) -> None:
    """Do what a window manager does."""
    driver.root.tk.call(driver.root.protocol("WM_DELETE_WINDOW"))


def confirm(driver: WindowDriver) -> ConfirmDialog:
    dialog = driver.window.dialog
    assert isinstance(dialog, ConfirmDialog)
    return dialog


def test_closes_without_question_when_nobody_is_there(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()

    push_x_button(window)
    window.wait(lambda: window.is_gone, "the window is gone")

    assert host.stops == 1


def test_says_nothing_to_the_terminal_when_it_closes(
    window: WindowDriver, host: FakeHost, capfd: pytest.CaptureFixture[str]
) -> None:
    """The button's new colour, told of when idle, must not come after the window has gone."""
    host.say(listening())
    window.redraw()

    push_x_button(window)
    window.wait(lambda: window.is_gone, "the window is gone")

    assert capfd.readouterr().err == ""


def test_asks_when_people_are_there_and_cancel_is_the_default(
    window: WindowDriver, host: FakeHost
) -> None:
    host.say(listening(), opened(1), opened(2))
    window.redraw()

    push_x_button(window)
    dialog = confirm(window)
    assert "2 people are connected" in str(dialog.sentence.cget("text"))
    window.press(dialog.cancel_button, "<Return>")

    assert not window.is_gone
    assert host.stops == 0
    assert window.window.dialog is None


def test_escape_keeps_the_window(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1))
    window.redraw()
    push_x_button(window)

    window.press(confirm(window).cancel_button, "<Escape>")

    assert window.window.dialog is None
    assert not window.is_gone


def test_confirmed_close_stops_the_server_and_goes(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1))
    window.redraw()
    push_x_button(window)

    window.click(confirm(window).confirm_button)
    window.wait(lambda: window.is_gone, "the window is gone")

    assert host.stops == 1


def test_ctrl_q_closes(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()

    window.press(window.root, "<Control-q>")
    window.wait(lambda: window.is_gone, "the window is gone")

    assert host.stops == 1


def test_keeps_taking_events_until_the_server_has_stopped(
    window: WindowDriver, host: FakeHost
) -> None:
    host.answers_stop = False
    host.say(listening())
    window.redraw()
    push_x_button(window)
    window.redraw()
    assert isinstance(window.window.state.status, Stopping)

    host.say(ServerFailed("It died while stopping.", ""))
    window.wait(lambda: window.is_gone, "the window is gone")


def test_does_not_wait_for_ever_for_a_server_that_hangs(
    window: WindowDriver, host: FakeHost
) -> None:
    host.answers_stop = False
    host.say(listening())
    window.redraw()
    since_s = time.monotonic()
    push_x_button(window)
    push_x_button(window)
    window.wait(lambda: window.is_gone, "the window is gone")

    assert 2.9 < time.monotonic() - since_s < 4.0
    assert host.stops == 1


def test_closes_at_once_when_no_server_runs(window: WindowDriver, host: FakeHost) -> None:
    host.say(ServerFailed("No port is free.", ""))
    window.redraw()

    push_x_button(window)

    assert window.is_gone
    assert host.stops == 0


def test_program_that_is_told_to_end_does_not_ask(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1))
    window.redraw()

    window.window.close()
    window.wait(lambda: window.is_gone, "the window is gone")

    assert host.stops == 1


def test_interrupt_in_a_callback_closes(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()

    def interrupt() -> None:
        raise KeyboardInterrupt

    window.root.after(0, interrupt)
    window.wait(lambda: window.is_gone, "the window is gone")


def test_question_about_closing_takes_the_place_of_another(
    window: WindowDriver, host: FakeHost
) -> None:
    host.say(listening(), opened(1))
    window.redraw()
    window.window.clients.table.tree.selection_set("1")
    window.window.clients.kick_selected()

    push_x_button(window)

    assert "Close the room" in str(confirm(window).title.cget("text"))
    assert host.posted == []


def test_keys_of_the_window_do_nothing_behind_a_dialog(
    window: WindowDriver, host: FakeHost
) -> None:
    host.say(listening(), opened(1))
    window.redraw()
    push_x_button(window)
    mode = window.window.look.mode

    window.press(confirm(window).cancel_button, "<Alt-t>", "<Alt-s>")

    assert window.window.look.mode is mode
    assert "Close the room" in str(confirm(window).title.cget("text"))


def test_focus_returns_to_where_it_was(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1))
    window.redraw()
    tree = window.window.clients.table.tree
    tree.selection_set("1")
    window.press(tree, "<Delete>")
    assert window.window.dialog is not None

    window.window.dialog.close()
    window.root.update()

    assert window.root.focus_get() == tree


def test_many_windows_can_follow_one_another(make_window: MakeWindow) -> None:
    for _ in range(3):
        host = FakeHost()
        driver = make_window(host)
        host.say(listening(), opened(1))
        driver.redraw()
        assert driver.window.clients.table.tree.get_children() == ("1",)
        driver.destroy()
