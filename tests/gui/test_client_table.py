"""Sorting and filtering the table of clients, and what survives it."""

from __future__ import annotations

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.people import fill, select, shown
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import client_figures, listening, opened, room_figures
from wschat_gui.bridge.events import ClientClosed, ClientMuted, ClientNamed
from wschat_gui.config import TableLayout
from wschat_gui.gui.client_columns import COLUMNS

pytestmark = pytest.mark.window


@pytest.fixture
def room(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window with ada, ken and grace, who have said 5, 9 and 1."""
    fill(window, host)
    host.say(
        room_figures(*(client_figures(each, messages=n) for each, n in ((1, 5), (2, 9), (3, 1))))
    )
    window.redraw()
    return window


def heading(driver: WindowDriver, column: str) -> str:
    return str(driver.window.clients.table.tree.heading(column, "text"))


def click_heading(driver: WindowDriver, column: str) -> None:
    tree = driver.window.clients.table.tree
    names = [str(each) for each in tree.cget("displaycolumns")]
    left = sum(int(tree.column(each, "width")) for each in names[: names.index(column)])
    driver.click(tree, x=left + 20, y=5)


def nick_of(driver: WindowDriver, client_id: int) -> str:
    return str(driver.window.clients.table.tree.set(str(client_id), "nick"))


# Sorting -----------------------------------------------------------------------------------------


def test_click_on_a_heading_sorts_and_shows_which_way(room: WindowDriver) -> None:
    click_heading(room, "messages")
    assert shown(room) == [2, 1, 3]
    assert heading(room, "messages") == "Msgs ↓"

    click_heading(room, "messages")
    assert shown(room) == [3, 1, 2]
    assert heading(room, "messages") == "Msgs ↑"

    click_heading(room, "messages")
    assert shown(room) == [1, 2, 3]
    assert heading(room, "messages") == "Msgs"


@pytest.mark.parametrize("number", range(1, len(COLUMNS) + 1))
def test_every_column_can_be_sorted_by_key(room: WindowDriver, number: int) -> None:
    tree = room.window.clients.table.tree
    room.press(tree, f"<Control-Key-{number}>")

    name = COLUMNS[number - 1].name
    assert room.window.clients.table.order.column == name
    assert heading(room, name)[-1] in "↑↓"


def test_sorting_from_the_menu(room: WindowDriver) -> None:
    room.window.clients.client_menu.sort_menu.invoke(0)
    assert shown(room) == [1, 3, 2]


def test_order_holds_while_figures_change(room: WindowDriver, host: FakeHost) -> None:
    click_heading(room, "messages")
    host.say(room_figures(client_figures(3, messages=50)))
    room.redraw()

    assert shown(room) == [3, 2, 1]


def test_selection_survives_sorting(room: WindowDriver) -> None:
    select(room, 1, 3)
    click_heading(room, "nick")

    assert set(room.window.clients.table.selected_ids) == {1, 3}


def test_scroll_stays_at_the_same_client_when_others_come_and_go(
    window: WindowDriver, host: FakeHost
) -> None:
    host.say(listening())
    host.say(*(opened(each) for each in range(1, 101)))
    host.say(*(ClientNamed(each, f"n{each:03}") for each in range(1, 101)))
    window.redraw()
    tree = window.window.clients.table.tree
    window.window.clients.table.sort("nick")
    tree.yview_moveto(0.5)
    window.root.update()
    top = tree.identify_row(40)

    host.say(*(ClientClosed(each, "left", 1000, "", 0) for each in range(1, 11)))
    host.say(opened(101), ClientNamed(101, "a-newcomer"))
    window.redraw()

    assert tree.identify_row(40) == top


def test_newcomers_out_of_sight_are_drawn_too(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), *(opened(each) for each in range(1, 501)))
    window.redraw()
    tree = window.window.clients.table.tree

    window.wait(
        lambda: all(tree.set(str(each), "address") for each in range(1, 501)),
        "all rows are drawn, some a beat",
    )


def test_rows_are_drawn_when_they_are_scrolled_into_sight(
    window: WindowDriver, host: FakeHost
) -> None:
    host.say(listening(), *(opened(each) for each in range(1, 501)))
    window.redraw()
    host.say(room_figures(*(client_figures(each, messages=each) for each in range(1, 501))))
    window.redraw()
    tree = window.window.clients.table.tree
    assert tree.set("1", "messages") == "1"
    tree.yview_moveto(1)

    window.wait(lambda: tree.set("500", "messages") == "500", "the last row")


def test_stripes_follow_a_new_order(room: WindowDriver) -> None:
    room.window.clients.table.sort("messages")
    room.beat()

    tree = room.window.clients.table.tree
    assert [tree.item(item, "tags")[1] for item in tree.get_children()] == ["even", "odd", "even"]


# Filtering ---------------------------------------------------------------------------------------


def test_typing_narrows_the_table_and_escape_widens_it(room: WindowDriver) -> None:
    entry = room.window.clients.filter_entry
    room.type(entry, "gra")
    assert shown(room) == [3]

    room.press(entry, "<Escape>")
    assert shown(room) == [1, 2, 3]


def test_key_goes_to_the_filter_and_down_goes_to_the_table(room: WindowDriver) -> None:
    clients = room.window.clients
    room.press(room.window.log.announce_entry, "<Alt-g>")
    assert room.root.focus_get() == clients.filter_entry

    room.press(clients.filter_entry, "<Down>")
    assert room.root.focus_get() == clients.table.tree


def test_filter_that_nobody_fits_says_so(room: WindowDriver) -> None:
    room.window.clients.words.set("nobody at all")
    room.root.update()

    label = room.window.clients._nobody_fits
    assert label.winfo_viewable()


def test_selection_comes_back_with_its_row(room: WindowDriver) -> None:
    select(room, 1, 2)
    selected: list[tuple[int, ...]] = []
    for words in ("ken", ""):
        room.window.clients.words.set(words)
        room.root.update()
        selected.append(room.window.clients.table.selected_ids)

    assert selected == [(2,), (1, 2)]


def test_row_that_changed_while_it_was_hidden_is_right_when_it_returns(
    room: WindowDriver, host: FakeHost
) -> None:
    room.window.clients.words.set("ken")
    host.say(room_figures(client_figures(1, messages=77)), ClientMuted(1, None))
    room.redraw()
    room.window.clients.words.set("")
    room.redraw()

    assert room.window.clients.table.tree.set("1", "messages") == "77"
    assert nick_of(room, 1) == "⊘ ada"


# Marks -------------------------------------------------------------------------------------------


def test_muted_are_marked_and_counted(room: WindowDriver, host: FakeHost) -> None:
    host.say(ClientMuted(2, None))
    room.redraw()

    assert nick_of(room, 2) == "⊘ ken"
    assert "1" in str(room.window.clients.muted.cget("text"))


def test_the_gone_stay_below_greyed_and_can_be_hidden(room: WindowDriver, host: FakeHost) -> None:
    host.say(ClientClosed(1, "left", 1000, "", 0))
    room.redraw()
    tree = room.window.clients.table.tree
    assert shown(room) == [2, 3, 1]
    assert nick_of(room, 1) == "– ada"
    assert tree.item("1", "tags")[0] == "gone"

    room.click(room.window.clients.gone_switch, x=8)
    assert shown(room) == [2, 3]


# Remembering -------------------------------------------------------------------------------------


def test_order_and_widths_are_remembered(make_window: MakeWindow) -> None:
    first = FakeHost()
    driver = make_window(first)
    fill(driver, first)
    tree = driver.window.clients.table.tree
    driver.window.clients.table.sort("nick")
    driver.window.clients.table.sort("nick")
    edge = int(tree.column("nick", "width"))
    tree.event_generate("<ButtonPress-1>", x=edge, y=5)
    tree.event_generate("<B1-Motion>", x=edge + 30, y=5)
    tree.event_generate("<ButtonRelease-1>", x=edge + 30, y=5)
    driver.root.update()
    driver.destroy()

    layout = first.preferences.layout.clients
    assert layout == TableLayout(
        widths=(("nick", edge + 30),), sorted_by="nick", is_descending=True
    )

    second = FakeHost(preferences=first.preferences)
    again = make_window(second)
    fill(again, second)
    assert shown(again) == [2, 3, 1]
    assert int(again.window.clients.table.tree.column("nick", "width")) == edge + 30


def test_jump_finds_a_client_behind_the_filter(room: WindowDriver, host: FakeHost) -> None:
    host.say(ClientClosed(1, "left", 1000, "", 0))
    room.window.clients.shows_gone.set(False)
    room.window.clients.words.set("ken")
    room.redraw()

    assert room.window.clients.jump_to(1)
    assert room.window.clients.table.selected_ids == (1,)
    assert not room.window.clients.jump_to(99)
