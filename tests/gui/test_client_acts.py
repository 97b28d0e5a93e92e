"""What the host does to people, by button, menu and key, and taking it back."""

from __future__ import annotations

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.people import dialog_of, fill, select
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import ban_entry
from wschat_gui.bridge.commands import (
    Ban,
    BanLength,
    BanScope,
    Kick,
    LiftBan,
    Mute,
    Reinstate,
    RenameClient,
    TellPrivately,
    Unmute,
)
from wschat_gui.bridge.events import BansChanged, ClientClosed, ClientMuted
from wschat_gui.config import Limits, Settings
from wschat_gui.gui.client_dialogs import BanDialog, MuteDialog, RenameDialog, TellDialog
from wschat_gui.gui.dialogs import KickDialog
from wschat_gui.gui.shortcuts import Key

pytestmark = pytest.mark.window


@pytest.fixture
def room(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window with ada, ken and grace."""
    fill(window, host)
    return window


class Clock:
    """A monotonic clock in the test's hands."""

    def __init__(self, driver: WindowDriver) -> None:
        self.now_s = 100.0
        driver.window.people.undo_desk.now_s = lambda: self.now_s


def undo_text(driver: WindowDriver) -> str:
    driver.beat()
    bar = driver.window.people.undo_bar
    return bar.text if bar.frame.winfo_viewable() else ""


def undo_by_key(driver: WindowDriver) -> None:
    driver.press(driver.window.clients.table.tree, "<Control-z>")


def enabled(driver: WindowDriver) -> set[Key]:
    driver.beat()
    buttons = driver.window.clients.buttons
    return {key for key, button in buttons.items() if str(button.cget("state")) == "normal"}


# Kick --------------------------------------------------------------------------------------------


def test_kick_can_be_undone_by_key(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1, 2)
    room.press(room.window.clients.table.tree, "<Alt-k>")
    room.press(dialog_of(room, KickDialog).entry, "<Return>")
    assert undo_text(room) == "Kicked ada, ken"

    undo_by_key(room)

    assert [type(each) for each in host.posted[:2]] == [Kick, Kick]
    assert host.posted[2:] == [Reinstate(1), Reinstate(2)]
    assert undo_text(room) == ""


def test_undo_is_offered_for_its_time_and_counts_down(room: WindowDriver, host: FakeHost) -> None:
    clock = Clock(room)
    select(room, 1)
    room.press(room.window.clients.table.tree, "<Delete>")
    room.press(dialog_of(room, KickDialog).entry, "<Return>")
    bar = room.window.people.undo_bar
    room.beat()
    (label,) = bar._clocks.values()
    assert str(label.cget("text")) == "10 s"

    clock.now_s += 2.5
    room.beat()
    assert str(label.cget("text")) == "8 s"

    clock.now_s += 7.5
    room.beat(2)
    assert undo_text(room) == ""
    undo_by_key(room)
    assert len(host.posted) == 1
    assert "nothing to undo" in str(room.window.status_bar.message.cget("text"))


def test_several_acts_stack_and_each_has_its_button(room: WindowDriver, host: FakeHost) -> None:
    for client_id in (1, 2, 3):
        select(room, client_id)
        room.press(room.window.clients.table.tree, "<Delete>")
        room.press(dialog_of(room, KickDialog).entry, "<Return>")
    assert undo_text(room).splitlines() == ["Kicked ada", "Kicked ken", "Kicked grace"]

    first = next(iter(room.window.people.undo_bar.buttons.values()))
    room.click(first)

    assert host.posted[-1] == Reinstate(1)
    assert undo_text(room).splitlines() == ["Kicked ken", "Kicked grace"]


def test_nothing_is_offered_where_nothing_is_held_at_the_door(
    room: WindowDriver, host: FakeHost
) -> None:
    host.settings = Settings(limits=Limits(undo_s=0))  # holds at once, without a restart
    select(room, 1)
    room.press(room.window.clients.table.tree, "<Delete>")
    room.press(dialog_of(room, KickDialog).entry, "<Return>")

    assert undo_text(room) == ""
    assert "Kicked ada" in str(room.window.status_bar.message.cget("text"))


# Ban ---------------------------------------------------------------------------------------------


def test_ban_by_key_with_the_choices_made_by_mouse(room: WindowDriver, host: FakeHost) -> None:
    select(room, 2)
    room.press(room.window.clients.table.tree, "<Alt-b>")
    dialog = dialog_of(room, BanDialog)
    assert dialog.title.cget("text") == "Ban ken?"

    dialog.scope.set(BanScope.BOTH.value)
    dialog.length.set(BanLength.FOR_EVER.value)
    room.type(dialog.entry, "spam")
    room.press(dialog.entry, "<Return>")

    assert host.posted == [Ban(2, BanScope.BOTH, BanLength.FOR_EVER, "spam")]
    assert undo_text(room) == "Banned ken"


def test_ban_by_button_by_device_for_an_hour_if_not_said_otherwise(
    room: WindowDriver, host: FakeHost
) -> None:
    select(room, 1, 3)
    room.click(room.window.clients.buttons[Key.BAN])
    dialog = dialog_of(room, BanDialog)
    assert dialog.title.cget("text") == "Ban 2 clients?"
    room.click(dialog.act_button)

    assert host.posted == [
        Ban(1, BanScope.DEVICE, BanLength.HOUR, ""),
        Ban(3, BanScope.DEVICE, BanLength.HOUR, ""),
    ]


def test_ban_is_undone_by_lifting_it(room: WindowDriver, host: FakeHost) -> None:
    select(room, 2)
    room.press(room.window.clients.table.tree, "<Alt-b>")
    room.press(dialog_of(room, BanDialog).entry, "<Return>")
    host.say(ClientClosed(2, "banned", 4002, "", 0), BansChanged((ban_entry(5, nick="ken"),)))
    room.beat()
    undo_by_key(room)

    assert host.posted[1:] == [LiftBan(5)]


def test_who_has_run_away_can_still_be_banned_but_not_kicked(
    room: WindowDriver, host: FakeHost
) -> None:
    host.say(ClientClosed(1, "left", 1000, "", 0))
    room.redraw()
    select(room, 1)
    assert enabled(room) == {Key.BAN, Key.CLIENT_DETAILS}

    room.press(room.window.clients.table.tree, "<Alt-k>")
    assert room.window.dialog is None
    room.press(room.window.clients.table.tree, "<Alt-b>")
    room.press(dialog_of(room, BanDialog).entry, "<Return>")
    assert host.posted == [Ban(1, BanScope.DEVICE, BanLength.HOUR, "")]


def test_escape_in_any_field_bans_nobody(room: WindowDriver, host: FakeHost) -> None:
    select(room, 2)
    room.press(room.window.clients.table.tree, "<Alt-b>")
    dialog = dialog_of(room, BanDialog)
    radio = dialog.body.winfo_children()[1].winfo_children()[0]
    room.press(radio, "<Escape>")

    assert room.window.dialog is None
    assert host.posted == []


# Mute --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "for_s"), [("60.0", 60.0), ("300.0", 300.0), ("900.0", 900.0), ("None", None)]
)
def test_mute_for_every_length(
    room: WindowDriver, host: FakeHost, choice: str, for_s: float | None
) -> None:
    select(room, 1)
    room.press(room.window.clients.table.tree, "<Alt-m>")
    dialog = dialog_of(room, MuteDialog)
    dialog.length.set(choice)
    dialog.reason.set("not now")
    room.press(dialog.entry, "<Return>")

    assert host.posted == [Mute(1, for_s, "not now")]
    undo_by_key(room)
    assert host.posted[1:] == [Unmute(1)]


def test_unmute_is_done_at_once_and_undone_by_muting(room: WindowDriver, host: FakeHost) -> None:
    host.say(ClientMuted(1, None))
    room.redraw()
    select(room, 1, 2)
    assert Key.UNMUTE in enabled(room)
    room.press(room.window.clients.table.tree, "<Alt-u>")
    assert host.posted == [Unmute(1)]
    assert undo_text(room) == "ada may speak again"

    undo_by_key(room)
    assert host.posted[1:] == [Mute(1, None, "")]


def test_unmute_needs_somebody_muted(room: WindowDriver) -> None:
    select(room, 1)

    assert Key.UNMUTE not in enabled(room)


# Rename, tell ------------------------------------------------------------------------------------


def test_rename_and_back(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1)
    room.press(room.window.clients.table.tree, "<F2>")
    dialog = dialog_of(room, RenameDialog)
    assert dialog.nick.get() == "ada"
    assert str(dialog.act_button.cget("state")) == "disabled"

    dialog.nick.set("  countess   ada ")
    room.press(dialog.entry, "<Return>")
    assert host.posted == [RenameClient(1, "countess ada")]
    undo_by_key(room)
    assert host.posted[1:] == [RenameClient(1, "ada")]


def test_same_nick_again_renames_nobody(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1)
    room.press(room.window.clients.table.tree, "<F2>")
    dialog = dialog_of(room, RenameDialog)
    room.press(dialog.entry, "<Return>")

    assert room.window.dialog is dialog
    assert host.posted == []


def test_only_one_can_be_renamed_at_a_time(room: WindowDriver) -> None:
    select(room, 1, 2)

    assert Key.RENAME not in enabled(room)


def test_private_note_says_that_it_cannot_be_taken_back(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1, 2)
    room.press(room.window.clients.table.tree, "<F3>")
    dialog = dialog_of(room, TellDialog)
    assert "cannot be taken back" in str(dialog.sentence.cget("text"))
    room.press(dialog.entry, "<Return>")
    assert room.window.dialog is dialog

    room.type(dialog.entry, "psst")
    room.click(dialog.act_button)

    assert host.posted == [TellPrivately(1, "psst"), TellPrivately(2, "psst")]
    assert undo_text(room) == ""
    assert "ada, ken" in str(room.window.status_bar.message.cget("text"))


# All of them -------------------------------------------------------------------------------------


def test_without_a_selection_nothing_can_be_done(room: WindowDriver, host: FakeHost) -> None:
    assert enabled(room) == set()
    for key in ("<Alt-k>", "<Alt-b>", "<Alt-m>", "<Alt-u>", "<Alt-e>", "<Alt-x>", "<F2>", "<F3>"):
        room.press(room.root, key)
        assert room.window.dialog is None
    assert host.posted == []


def test_menu_has_every_command_with_its_key(room: WindowDriver) -> None:
    menu = room.window.clients.menu
    entries = {
        menu.entrycget(index, "label"): menu.entrycget(index, "accelerator") for index in range(8)
    }

    assert entries == {
        "Kick …": "Del",
        "Ban …": "Alt+B",
        "Mute …": "Alt+M",
        "Let speak again": "Alt+U",
        "Rename …": "F2",
        "Private note …": "F3",
        "Protocol lab …": "Alt+X",
        "Details": "Enter",
    }


def test_what_a_stopped_server_cannot_do_is_not_offered_to_be_undone(
    room: WindowDriver, host: FakeHost
) -> None:
    host.is_closed = True
    select(room, 1)
    room.press(room.window.clients.table.tree, "<Alt-b>")
    room.press(dialog_of(room, BanDialog).entry, "<Return>")

    assert undo_text(room) == ""
    assert "not done" in str(room.window.status_bar.message.cget("text"))
