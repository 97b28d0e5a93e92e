"""The tab with all that is known of one client."""

from __future__ import annotations

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.people import fill, select
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import client_figures, room_figures
from wschat_gui.bridge.events import (
    ClientClosed,
    ClientFigures,
    ClientMuted,
    ClientNamed,
    LineKind,
    LogLine,
)
from wschat_gui.gui.client_details import ClientDetails
from wschat_gui.gui.client_plot import RoundTripPlot

pytestmark = pytest.mark.window


@pytest.fixture
def room(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window with ada, ken and grace."""
    fill(window, host)
    return window


def item_option(plot: RoundTripPlot, item: int, option: str) -> str:
    canvas = plot.canvas
    return str(canvas.tk.call(canvas, "itemcget", item, f"-{option}"))


def opened_details(driver: WindowDriver, client_id: int) -> ClientDetails:
    select(driver, client_id)
    driver.press(driver.window.clients.table.tree, "<Return>")
    driver.redraw()
    return driver.window.lower.details


def test_enter_shows_who_is_selected(room: WindowDriver) -> None:
    details = opened_details(room, 2)

    assert details.frame.winfo_viewable()
    assert details.title.cget("text") == "ken"
    assert details.facts["address"].cget("text") == "192.168.1.20:50002"
    assert "joined as ken" in details.text


def test_double_click_shows_it_too(room: WindowDriver) -> None:
    tree = room.window.clients.table.tree
    box = tree.bbox("3")
    assert box
    room.click(tree, x=box[0] + 5, y=box[1] + 5)
    room.click(tree, x=box[0] + 5, y=box[1] + 5)
    room.redraw()

    assert room.window.lower.details.title.cget("text") == "grace"


def test_tab_follows_the_selection(room: WindowDriver) -> None:
    details = opened_details(room, 1)
    select(room, 3)
    room.redraw()

    assert details.title.cget("text") == "grace"


def test_without_a_selection_it_says_what_to_do(room: WindowDriver) -> None:
    details = room.window.lower.details
    details.open(())
    room.redraw()

    assert details.row is None
    assert details._nobody.winfo_viewable()


def test_what_happens_is_told_as_it_happens_the_newest_on_top(
    room: WindowDriver, host: FakeHost
) -> None:
    details = opened_details(room, 1)
    host.say(
        ClientNamed(1, "lovelace"),
        LogLine(5_000, LineKind.REFUSED, 1, "lovelace", "refused: too fast"),
    )
    room.redraw()

    lines = details.history.get("1.0", "end").strip().splitlines()
    assert [line.split("  ", 1)[1] for line in lines] == [
        "refused: too fast",
        "is called lovelace from now on",
        "joined as ada",
        "connected from 192.168.1.20:50001",
    ]


def test_how_it_is_stands_in_words(room: WindowDriver, host: FakeHost) -> None:
    details = opened_details(room, 1)
    assert details.state.cget("text") == "in the room"

    host.say(
        ClientMuted(1, None),
        room_figures(client_figures(1, backlog_bytes=1_000_000, violations=2)),
    )
    room.redraw()

    assert str(details.state.cget("text")).splitlines() == [
        "⊘ muted until lifted",
        "▲ does not keep up",
        "⚠ broke the protocol 2 times",
    ]
    assert details.facts["backlog"].cget("text") == "1.0 MB, at most 1.0 MB"


def test_who_has_gone_stays_with_the_reason(room: WindowDriver, host: FakeHost) -> None:
    details = opened_details(room, 1)
    host.say(ClientClosed(1, "kicked", 4001, "enough for today", 60_000))
    room.redraw()

    assert details.title.cget("text") == "ada"
    assert "was kicked (4001, “enough for today”)" in str(details.state.cget("text"))


def test_round_trips_are_drawn(room: WindowDriver, host: FakeHost) -> None:
    details = opened_details(room, 1)
    plot = details.plot
    assert item_option(plot, plot._line, "state") == "hidden"
    assert item_option(plot, plot._nothing, "state") == "normal"

    for number, rtt_ms in enumerate((4.0, 33.0, 8.0)):
        figures = ClientFigures(1, 0, 0, 0, rtt_ms, 0, 0)
        host.say(room_figures(figures, at_ms=15_000 * number))
        room.beat()
    room.redraw()

    assert item_option(plot, plot._line, "state") == "normal"
    assert item_option(plot, plot._nothing, "state") == "hidden"
    assert item_option(plot, plot._top, "text") == "40.0 ms"
    assert details.facts["rtt"].cget("text") == "8.0 ms"


def test_hidden_tab_is_drawn_when_it_comes_to_the_front(room: WindowDriver, host: FakeHost) -> None:
    details = opened_details(room, 1)
    room.press(room.root, "<Alt-f>")
    host.say(ClientNamed(1, "lovelace"))
    room.redraw()
    assert details.title.cget("text") == "ada"

    room.window.lower.details.open((1,))
    room.wait(lambda: details.title.cget("text") == "lovelace", "the tab has caught up")
