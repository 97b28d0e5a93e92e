"""The Wi-Fi: typed, checked, shown as a code, and never saved."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.gui.joining import JOIN_URL, LAB, host_of, panel_of, scan, text_of
from tests.gui.window_driver import WindowDriver
from wschat_gui.gui.wifi_dialog import WifiDialog
from wschat_gui.model.wifi import Wifi, WifiKind, wifi_code

pytestmark = pytest.mark.window


def wifi_dialog(window: WindowDriver) -> WifiDialog:
    dialog = window.window.dialog
    assert isinstance(dialog, WifiDialog)
    return dialog


def test_wifi_is_typed_checked_and_shown(open_window: WindowDriver) -> None:
    panel = panel_of(open_window)
    open_window.press(open_window.root, "<Alt-n>")
    dialog = wifi_dialog(open_window)

    open_window.type(dialog.name_entry, "Lab")
    open_window.type(dialog.password_entry, "correct")
    assert "7" in text_of(dialog.says)
    assert str(dialog.ok_button.cget("state")) == "disabled"
    open_window.press(dialog.password_entry, "<Return>")
    assert wifi_dialog(open_window) is dialog
    open_window.type(dialog.password_entry, " horse")
    assert text_of(dialog.says).strip() == ""
    open_window.press(dialog.password_entry, "<Return>")
    open_window.redraw()

    assert open_window.window.dialog is None
    assert scan(open_window, panel.code) == {wifi_code(LAB)}
    assert text_of(panel.address) == "Wi-Fi: Lab"

    open_window.click(panel.chat_step)
    assert scan(open_window, panel.code) == {JOIN_URL}
    open_window.click(panel.wifi_step)
    assert scan(open_window, panel.code) == {wifi_code(LAB)}


def test_open_wifi_needs_no_password(open_window: WindowDriver) -> None:
    open_window.click(panel_of(open_window).wifi_button)
    dialog = wifi_dialog(open_window)
    open_window.type(dialog.name_entry, "Free")
    dialog.kinds.current(1)
    dialog.kinds.event_generate("<<ComboboxSelected>>")
    open_window.click(dialog.ok_button)

    wifi = open_window.window.state.wifi
    assert wifi == Wifi(name="Free", kind=WifiKind.OPEN)


def test_password_is_hidden_until_it_is_asked_for(open_window: WindowDriver) -> None:
    open_window.window.state.wifi = LAB
    open_window.click(panel_of(open_window).wifi_button)
    dialog = wifi_dialog(open_window)
    assert str(dialog.password_entry.cget("show")) == "•"

    dialog.shows_password.set(True)
    dialog._show_password()
    assert str(dialog.password_entry.cget("show")) == ""
    assert dialog.wifi == LAB


def test_wifi_code_can_be_taken_away(open_window: WindowDriver) -> None:
    open_window.window.state.wifi = LAB
    open_window.redraw()
    poster = open_window.window.join_desk.poster
    assert poster is not None
    open_window.click(panel_of(open_window).wifi_button)
    open_window.click(wifi_dialog(open_window).remove_button)
    open_window.redraw()

    assert open_window.window.join_desk.poster == replace(poster, wifi=None)
    assert not panel_of(open_window).wifi_step.winfo_viewable()
    assert scan(open_window, panel_of(open_window).code) == {JOIN_URL}


def test_escape_leaves_the_wifi_as_it_was(open_window: WindowDriver) -> None:
    open_window.click(panel_of(open_window).wifi_button)
    dialog = wifi_dialog(open_window)
    open_window.type(dialog.name_entry, "Lab")
    open_window.press(dialog.name_entry, "<Escape>")

    assert open_window.window.dialog is None
    assert open_window.window.state.wifi is None


def test_password_reaches_no_settings(open_window: WindowDriver) -> None:
    open_window.window.state.wifi = LAB
    open_window.redraw()
    host = host_of(open_window)

    assert LAB.password not in repr((host.settings, host.preferences, host.posted))
