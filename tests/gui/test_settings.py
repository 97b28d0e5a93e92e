"""The settings dialog, driven by keys and clicks, and what becomes of what is chosen there."""

from __future__ import annotations

from tkinter import ttk

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening, opened
from wschat_gui.bridge.events import ServerStopped
from wschat_gui.config import Keep, KeepFor, Limits, Preferences, Settings, Theme
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.palette import Mode
from wschat_gui.gui.settings_dialog import SettingsDialog
from wschat_gui.model.settings_fields import Kind, Page
from wschat_gui.model.settings_list import FIELDS
from wschat_gui.model.status import Running

pytestmark = pytest.mark.window

PORT, CODE, NAME = "settings.port", "settings.room_code", "settings.room_name"
KEEP, THEME = "settings.keep", "preferences.theme"
SCALE, LANGUAGE = "preferences.scale", "preferences.language"


@pytest.fixture
def room(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window over an open room."""
    host.say(listening())
    window.redraw()
    return window


def open_dialog(window: WindowDriver) -> SettingsDialog:
    window.press(window.root, "<Control-comma>")
    assert isinstance(window.window.dialog, SettingsDialog)
    return window.window.dialog


def type_into(window: WindowDriver, dialog: SettingsDialog, path: str, text: str) -> None:
    entry = dialog.row(path).widget
    assert isinstance(entry, ttk.Entry)
    entry.delete(0, "end")
    for letter in text:
        window.press(entry, f"<Key-{letter}>" if letter.isalnum() else letter)


def says(widget: ttk.Label) -> str:
    return str(widget.cget("text"))


def is_usable(button: ttk.Button) -> bool:
    return str(button.cget("state")) == "normal"


def test_key_and_gear_open_it(room: WindowDriver) -> None:
    open_dialog(room).close()
    room.click(room.window.toolbar.settings_button)
    assert isinstance(room.window.dialog, SettingsDialog)


@pytest.mark.parametrize("page", Page)
def test_every_page_shows_its_fields_whole(room: WindowDriver, page: Page) -> None:
    dialog = open_dialog(room)
    dialog.show_page(page)
    room.root.update()
    right = dialog.tabs.winfo_rootx() + dialog.tabs.winfo_width()
    for field in FIELDS:
        row = dialog.row(field.path)
        assert row.widget.winfo_viewable() == (field.page is page)
        if field.page is page:
            assert row.widget.winfo_rootx() + row.widget.winfo_width() < right
            assert row.label.winfo_rootx() + row.label.winfo_width() <= row.widget.winfo_rootx()


def test_tab_key_scrolls_every_field_into_sight(room: WindowDriver) -> None:
    dialog = open_dialog(room)
    dialog.show_page(Page.LIMITS)
    room.root.update()
    top = dialog.tabs.winfo_rooty()
    bottom = top + dialog.tabs.winfo_height()
    limits = [each for each in FIELDS if each.page is Page.LIMITS]
    for field in [*limits, *reversed(limits)]:
        widget = dialog.row(field.path).widget
        widget.focus_force()
        room.root.update()
        assert top < widget.winfo_rooty()
        assert widget.winfo_rooty() + widget.winfo_height() < bottom


def test_what_is_wrong_is_said_as_it_is_typed_and_cannot_be_saved(room: WindowDriver) -> None:
    dialog = open_dialog(room)
    dialog.show_page(Page.NETWORK)
    type_into(room, dialog, PORT, "70000")

    assert "From 0 to 65,535" in says(dialog.row(PORT).fault)
    assert dialog.row(PORT).fault.winfo_viewable()
    assert "Port" in says(dialog.note)
    assert not is_usable(dialog.save_button)
    assert not is_usable(dialog.restart_button)
    assert "⚠" in str(dialog.tabs.tk.call(dialog.tabs, "tab", 1, "-text"))

    type_into(room, dialog, PORT, "7000")

    assert not dialog.row(PORT).fault.winfo_viewable()
    assert is_usable(dialog.save_button)
    assert "⚠" not in str(dialog.tabs.tk.call(dialog.tabs, "tab", 1, "-text"))


def test_room_name_holds_at_once(room: WindowDriver, host: FakeHost) -> None:
    dialog = open_dialog(room)
    type_into(room, dialog, NAME, "Chess")
    assert "at once" in says(dialog.note)
    room.click(dialog.save_button)
    room.redraw()

    assert host.settings.room_name == "Chess"
    assert room.window.dialog is None
    assert room.root.title().startswith("Chess")
    status = room.window.state.status
    assert isinstance(status, Running)
    assert status.room_name == "Chess"


def test_code_is_made_up_by_a_button(room: WindowDriver, host: FakeHost) -> None:
    dialog = open_dialog(room)
    button = dialog.row(CODE).generate_button
    assert button is not None
    room.click(button)
    first = dialog.row(CODE).text
    room.click(button)

    assert len(first) == 8
    assert dialog.row(CODE).text != first
    room.click(dialog.save_button)
    assert len(host.settings.room_code) == 8


def test_cancel_and_escape_change_nothing(room: WindowDriver, host: FakeHost) -> None:
    for leave in ("cancel", "escape"):
        dialog = open_dialog(room)
        type_into(room, dialog, NAME, "Chess")
        if leave == "cancel":
            room.click(dialog.cancel_button)
        else:
            room.press(dialog.row(NAME).widget, "<Escape>")
        assert room.window.dialog is None
    assert host.settings == Settings()


def test_reset_can_be_cancelled_and_saved(make_window: MakeWindow) -> None:
    host = FakeHost(Settings(room_name="Chess", port=80, limits=Limits(clients=3)))
    room = make_window(host)
    dialog = open_dialog(room)
    room.click(dialog.reset_page_button)
    assert (dialog.row(NAME).text, dialog.row(PORT).text) == ("WSChat", "80")
    room.click(dialog.reset_all_button)
    assert dialog.row(PORT).text == "12345"
    room.click(dialog.cancel_button)
    assert host.settings.port == 80

    dialog = open_dialog(room)
    room.click(dialog.reset_all_button)
    room.click(dialog.save_button)
    assert host.settings == Settings()


def test_port_holds_after_the_restart_that_is_offered(room: WindowDriver, host: FakeHost) -> None:
    dialog = open_dialog(room)
    dialog.show_page(Page.NETWORK)
    assert not is_usable(dialog.restart_button)
    type_into(room, dialog, PORT, "8080")
    assert "after the room is restarted: Port" in says(dialog.note)

    room.click(dialog.restart_button)
    assert (host.settings.port, host.stops) == (8080, 1)
    room.wait(lambda: host.starts == 2, "the room is opened again")
    assert room.window.state.started_with == host.settings


def test_restart_asks_first_while_people_are_connected(room: WindowDriver, host: FakeHost) -> None:
    host.say(opened(1))
    room.redraw()
    dialog = open_dialog(room)
    dialog.show_page(Page.NETWORK)
    type_into(room, dialog, PORT, "8080")
    room.click(dialog.restart_button)

    question = room.window.dialog
    assert isinstance(question, ConfirmDialog)
    assert host.stops == 0
    room.click(question.confirm_button)
    room.wait(lambda: host.starts == 2, "the room is opened again")


def test_window_says_what_waits_for_a_restart_and_remembers_it(
    room: WindowDriver, host: FakeHost
) -> None:
    dialog = open_dialog(room)
    dialog.show_page(Page.NETWORK)
    type_into(room, dialog, PORT, "8080")
    room.click(dialog.save_button)
    assert "Port" in says(room.window.status_bar.message)

    dialog = open_dialog(room)
    assert "Port" in says(dialog.note)
    assert is_usable(dialog.restart_button)


def test_closed_room_waits_for_no_restart(room: WindowDriver, host: FakeHost) -> None:
    host.say(ServerStopped())
    room.redraw()
    dialog = open_dialog(room)
    dialog.show_page(Page.NETWORK)
    type_into(room, dialog, PORT, "8080")
    assert "at once" in says(dialog.note)


def test_shorter_keeping_asks_and_no_brings_the_dialog_back(
    room: WindowDriver, host: FakeHost
) -> None:
    dialog = open_dialog(room)
    type_into(room, dialog, NAME, "Chess")
    dialog.row(KEEP).set("7")
    room.click(dialog.save_button)
    question = room.window.dialog
    assert isinstance(question, ConfirmDialog)
    room.click(question.cancel_button)
    room.wait(lambda: isinstance(room.window.dialog, SettingsDialog), "the dialog is back")

    assert host.settings == Settings()
    again = room.window.dialog
    assert isinstance(again, SettingsDialog)
    assert (again.row(NAME).text, again.row(KEEP).text) == ("Chess", "7")
    room.click(again.save_button)
    question = room.window.dialog
    assert isinstance(question, ConfirmDialog)
    room.click(question.confirm_button)
    assert host.settings.keep == Keep(how_long=KeepFor.DAYS, days=7)
    room.beat(2)
    assert room.window.dialog is None


def test_theme_is_switched_at_once_and_kept(room: WindowDriver, host: FakeHost) -> None:
    def modes() -> tuple[Mode, Theme]:
        return room.window.look.mode, host.preferences.theme

    dialog = open_dialog(room)
    dialog.row(THEME).set("dark")
    room.click(dialog.save_button)
    assert modes() == (Mode.DARK, Theme.DARK)

    room.press(room.root, "<Alt-t>")
    assert modes() == (Mode.LIGHT, Theme.LIGHT)


@pytest.mark.parametrize(("path", "text"), [(SCALE, "150"), (LANGUAGE, "de")])
def test_scale_and_language_have_the_window_built_anew(
    room: WindowDriver, host: FakeHost, path: str, text: str
) -> None:
    dialog = open_dialog(room)
    dialog.row(path).set(text)
    assert "built anew" in says(dialog.note)
    room.click(dialog.save_button)
    room.wait(lambda: room.is_gone, "the window has made room")

    assert room.window.is_to_be_rebuilt
    assert host.stops == 0


def test_window_that_takes_anothers_place_shows_the_same(
    make_window: MakeWindow, host: FakeHost
) -> None:
    first = make_window(host)
    host.say(listening(), opened(1), opened(2))
    first.redraw()
    first.window.settings_desk.open()
    first.destroy()
    host.preferences = Preferences(scale=1.25, theme=Theme.LIGHT, keep_awake=False)

    second = make_window(host, first.window.state)
    second.redraw()

    assert host.starts == 1
    assert second.window.clients.table.tree.get_children() == ("1", "2")
    assert second.window.look.px(100) == 125
    assert isinstance(second.window.state.status, Running)


def test_scale_is_gone_with_the_window_that_had_it(make_window: MakeWindow, host: FakeHost) -> None:
    before = make_window(host)
    own_px = before.window.look.px(1_000)
    before.destroy()
    host.preferences = Preferences(scale=1.25)
    larger = make_window(host)
    assert larger.window.look.px(1_000) == 1_250
    larger.destroy()

    host.preferences = Preferences()
    assert make_window(host).window.look.px(1_000) == own_px


def test_every_setting_has_a_widget_that_takes_the_tab_key(room: WindowDriver) -> None:
    dialog = open_dialog(room)
    assert {each.path for each in FIELDS} == dialog.form.keys()
    for field in FIELDS:
        widget = dialog.row(field.path).widget
        assert str(widget.cget("takefocus")) not in {"0", "False"}
        if field.kind is Kind.SWITCH:
            assert isinstance(widget, ttk.Checkbutton)


def test_switch_is_turned_by_the_space_key(room: WindowDriver, host: FakeHost) -> None:
    dialog = open_dialog(room)
    dialog.show_page(Page.FILES)
    room.press(dialog.row("settings.files_allowed").widget, "<space>")
    room.click(dialog.save_button)
    assert host.settings.files_allowed is False
