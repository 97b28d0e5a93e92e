"""The table of clients on the screen, and kicking from it."""

from __future__ import annotations

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import client_figures, listening, opened, room_figures
from wschat_gui.bridge.commands import Kick
from wschat_gui.bridge.events import ClientClosed, ClientKind, ClientNamed, ClientOpened
from wschat_gui.gui.dialogs import KickDialog

pytestmark = pytest.mark.window


@pytest.fixture
def room(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window with three people: ada, ken and grace."""
    host.say(listening())
    for client_id, nick in enumerate(("ada", "ken", "grace"), start=1):
        host.say(opened(client_id), ClientNamed(client_id, nick))
    window.redraw()
    return window


def row_of(driver: WindowDriver, client_id: int) -> dict[str, str]:
    tree = driver.window.clients.table.tree
    return {key: str(value) for key, value in tree.set(str(client_id)).items()}


def select(driver: WindowDriver, *client_ids: int) -> None:
    driver.window.clients.table.tree.selection_set([str(each) for each in client_ids])
    driver.root.update()


def kick_dialog(driver: WindowDriver) -> KickDialog:
    dialog = driver.window.dialog
    assert isinstance(dialog, KickDialog)
    return dialog


def test_row_ids_are_client_ids(room: WindowDriver) -> None:
    tree = room.window.clients.table.tree

    assert tree.get_children() == ("1", "2", "3")
    assert row_of(room, 2)["nick"] == "ken"
    assert row_of(room, 2)["address"] == "192.168.1.20:50002"


def test_changed_figures_reach_their_cells(room: WindowDriver, host: FakeHost) -> None:
    host.say(room_figures(client_figures(2, messages=1_247, backlog_bytes=1_200_000)))
    room.redraw()

    row = row_of(room, 2)
    assert (row["messages"], row["backlog"], row["nick"]) == ("1,247", "1.2 MB", "▲ ken")
    assert row_of(room, 1)["messages"] == "0"
    assert "1 slow" in str(room.window.clients.slow.cget("text"))


def test_violators_carry_a_sign_and_are_counted(room: WindowDriver, host: FakeHost) -> None:
    host.say(room_figures(client_figures(3, violations=2)))
    room.redraw()

    assert row_of(room, 3)["nick"] == "⚠ grace"
    assert "1 broke the protocol" in str(room.window.clients.violators.cget("text"))


def test_kinds_of_clients_can_be_told_apart(room: WindowDriver, host: FakeHost) -> None:
    host.say(opened(4, ClientKind.ECHO), opened(5, ClientKind.PLAIN), opened(6))
    room.redraw()

    assert row_of(room, 4)["nick"] == "(echo test)"
    assert row_of(room, 5)["browser"] == "plain text"
    assert row_of(room, 6)["nick"] == "(not joined yet)"


def test_selection_and_scroll_survive_updates(room: WindowDriver, host: FakeHost) -> None:
    host.say(*(opened(client_id) for client_id in range(4, 100)))
    room.redraw()
    tree = room.window.clients.table.tree
    select(room, 2, 60)
    tree.yview_moveto(0.5)
    room.root.update()
    top = tree.identify_row(40)

    host.say(*(ClientNamed(client_id, f"n{client_id}") for client_id in range(50, 100)))
    host.say(room_figures(*(client_figures(each, messages=each) for each in range(1, 100))))
    host.say(opened(200), ClientClosed(99, "left", 1000, "", 0))
    room.redraw()

    assert tree.selection() == ("2", "60")
    assert tree.identify_row(40) == top
    assert row_of(room, 60)["messages"] == "60"


def test_stripes_are_closed_up_when_somebody_leaves(room: WindowDriver, host: FakeHost) -> None:
    host.say(ClientClosed(1, "left", 1000, "", 0))
    room.redraw()

    tree = room.window.clients.table.tree
    assert tree.get_children() == ("2", "3", "1")
    assert [tree.item(item, "tags")[1] for item in tree.get_children()] == ["even", "odd", "even"]


def test_address_is_never_cut(room: WindowDriver, host: FakeHost) -> None:
    address = "[fd12:3456:789a:1:1234:5678:9abc:def0]:50123"
    host.say(ClientOpened(9, address, "", ClientKind.PAGE, 0))
    room.redraw()

    tree = room.window.clients.table.tree
    assert row_of(room, 9)["address"] == address
    assert int(tree.column("address", "width")) > room.window.look.measure(address)


def test_long_nick_ends_in_an_ellipsis(room: WindowDriver, host: FakeHost) -> None:
    host.say(ClientNamed(1, "W" * 24))
    room.redraw()

    nick = row_of(room, 1)["nick"]
    assert nick.endswith("…")
    column = int(room.window.clients.table.tree.column("nick", "width"))
    assert room.window.look.measure(nick) < column


@pytest.mark.parametrize("width", [1002, 1220, 1390])
def test_columns_fit_the_table_at_every_width(room: WindowDriver, width: int) -> None:
    room.root.geometry(f"{width}x700")
    tree = room.window.clients.table.tree
    room.wait(lambda: room.root.winfo_width() == width, "the window has its new size")
    room.redraw()

    shown = tree.cget("displaycolumns")
    assert sum(int(tree.column(name, "width")) for name in shown) <= tree.winfo_width()
    assert {"nick", "address", "messages", "in", "out", "rtt", "backlog"} <= set(map(str, shown))


# Kicking -----------------------------------------------------------------------------------------


def test_kick_by_button(room: WindowDriver, host: FakeHost) -> None:
    select(room, 2)
    room.click(room.window.clients.kick_button)
    dialog = kick_dialog(room)
    assert dialog.title.cget("text") == "Kick ken?"

    dialog.reason.set("too loud")
    room.click(dialog.kick_button)

    assert host.posted == [Kick(client_id=2, reason="too loud")]
    assert room.window.dialog is None


def test_kick_by_delete_and_enter(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1)
    room.press(room.window.clients.table.tree, "<Delete>")
    dialog = kick_dialog(room)

    room.press(dialog.entry, "<Return>")

    assert [command.client_id for command in host.posted if isinstance(command, Kick)] == [1]


def test_kick_by_context_menu(room: WindowDriver, host: FakeHost) -> None:
    tree, menu = room.window.clients.table.tree, room.window.clients.menu
    box = tree.bbox("3")
    assert box
    tree.event_generate("<ButtonPress-3>", x=box[0] + 5, y=box[1] + 5)
    room.wait(menu.winfo_ismapped, "the menu is there")

    menu.unpost()
    menu.invoke(0)
    room.root.update()
    room.press(kick_dialog(room).entry, "<Return>")

    assert [command.client_id for command in host.posted if isinstance(command, Kick)] == [3]


def test_several_are_kicked_at_once(room: WindowDriver, host: FakeHost) -> None:
    room.press(room.window.clients.table.tree, "<Control-a>", "<Delete>")
    dialog = kick_dialog(room)
    assert dialog.title.cget("text") == "Kick 3 clients?"
    room.press(dialog.entry, "<Return>")

    assert [command.client_id for command in host.posted if isinstance(command, Kick)] == [1, 2, 3]


def test_escape_kicks_nobody(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1)
    room.press(room.window.clients.table.tree, "<Delete>")
    room.press(kick_dialog(room).entry, "<Escape>")

    assert room.window.dialog is None
    assert host.posted == []


def test_kick_needs_a_selection(room: WindowDriver, host: FakeHost) -> None:
    room.click(room.window.clients.kick_button)
    assert room.window.dialog is None
    assert str(room.window.clients.kick_button.cget("state")) == "disabled"

    select(room, 1)
    assert str(room.window.clients.kick_button.cget("state")) == "normal"


def test_kicked_selection_disarms_the_button(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1)
    host.say(ClientClosed(1, "kicked", 4001, "", 0))
    room.redraw()

    assert str(room.window.clients.kick_button.cget("state")) == "disabled"


def test_kick_of_a_stopped_server_says_that_it_was_not_done(
    room: WindowDriver, host: FakeHost
) -> None:
    host.is_closed = True
    select(room, 1)
    room.press(room.window.clients.table.tree, "<Delete>")
    room.press(kick_dialog(room).entry, "<Return>")

    assert "not done" in str(room.window.status_bar.message.cget("text"))


def test_reason_fits_a_close_frame(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1)
    room.press(room.window.clients.table.tree, "<Delete>")
    dialog = kick_dialog(room)
    dialog.reason.set("ë" * 100)
    room.press(dialog.entry, "<Return>")

    assert host.posted == [Kick(client_id=1, reason="ë" * 61)]


# Nobody ------------------------------------------------------------------------------------------


def test_empty_room_says_what_to_do(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()

    text = window.window.clients.empty_room.text
    assert "Nobody here yet" in text
    assert "http://192.168.1.23:12345/" in text
    assert not window.window.clients.table.tree.winfo_viewable()


def test_table_comes_with_the_first_client_and_goes_with_the_last(
    window: WindowDriver, host: FakeHost
) -> None:
    tree = window.window.clients.table.tree
    host.say(listening(), opened(1))
    window.redraw()
    assert tree.winfo_viewable()

    host.say(ClientClosed(1, "left", 1000, "", 0))
    window.redraw()
    assert tree.winfo_viewable()

    window.window.clients.shows_gone.set(False)
    window.redraw()
    assert not tree.winfo_viewable()


def test_500_clients_are_shown(make_window: MakeWindow, host: FakeHost) -> None:
    driver = make_window(host)
    host.say(listening(), *(opened(client_id) for client_id in range(1, 501)))
    driver.redraw()

    assert len(driver.window.clients.table.tree.get_children()) == 500
