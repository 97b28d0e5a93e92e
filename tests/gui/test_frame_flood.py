"""More frames than anybody reads: the inspector shows their end, and all of them afterwards."""

from __future__ import annotations

import time

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.frames import CapturingHost, numbers, open_inspector, pumped
from tests.gui.people import fill
from tests.gui.window_driver import WindowDriver
from tests.model.frame_making import frame_row
from wschat_gui.bridge.commands import Command
from wschat_gui.gui.inspector_panel import InspectorPanel

pytestmark = pytest.mark.window

A_QUESTION = 500
"""Frames between two questions: ten times what is asked for."""


class FloodedHost(CapturingHost):
    """Has A_QUESTION frames more whenever it is asked, until the test stops that."""

    floods = False

    def post(self, command: Command) -> None:
        if self.floods:
            first = self.rows[-1].number + 1
            self.rows = [frame_row(each) for each in range(first, first + A_QUESTION)]
        super().post(command)


@pytest.fixture
def host() -> FloodedHost:
    return FloodedHost()


@pytest.fixture
def room(make_window: MakeWindow, host: FloodedHost) -> WindowDriver:
    driver = make_window(host)
    fill(driver, host)
    return driver


@pytest.fixture
def flooded(room: WindowDriver, host: FloodedHost) -> InspectorPanel:
    """Give the inspector in a flood: fewer rows stand in it than it knows."""
    panel = open_inspector(room)
    host.floods = True
    until_behind(room, panel)
    return panel


def until_behind(room: WindowDriver, panel: InspectorPanel) -> None:
    items = room.window.state.frames.book
    room.wait(
        lambda: len(panel.rows.rows) < len(items.items) - 100 or pumped(room),
        "only the end is shown",
    )


def test_end_is_shown_and_all_of_it_when_the_flood_is_over(
    room: WindowDriver, host: FloodedHost, flooded: InspectorPanel
) -> None:
    book = room.window.state.frames.book
    assert numbers(flooded)[-1] == book.number_at(len(book.items) - 1)
    assert flooded.rows.is_at_end
    assert flooded.rows.text.tag_ranges("Muted"), "what is in sight has its colours"

    host.floods = False
    room.wait(lambda: len(flooded.rows.rows) == len(book.items) or pumped(room), "all rows")
    assert numbers(flooded)[:3] == [1, 2, 3]
    assert flooded.rows.is_at_end


def test_reader_who_looks_for_more_gets_all(room: WindowDriver, flooded: InspectorPanel) -> None:
    room.press(flooded.rows.text, "<Home>")

    assert not flooded.follow.get()
    assert flooded.rows.text.dlineinfo("1.0") is not None
    assert numbers(flooded)[:3] == [1, 2, 3]


def test_reader_who_scrolls_gets_all(room: WindowDriver, flooded: InspectorPanel) -> None:
    text = flooded.rows.text
    text.yview_moveto(0)
    text.event_generate("<Button-4>")

    room.wait(lambda: numbers(flooded)[:3] == [1, 2, 3], "all rows are there")
    assert not flooded.follow.get()


def test_chosen_frame_stays_chosen(room: WindowDriver, flooded: InspectorPanel) -> None:
    flooded.rows.choose(len(flooded.rows.rows))
    chosen = flooded.rows.chosen_frame
    assert chosen is not None
    ends_s = time.monotonic() + 0.8
    room.wait(lambda: time.monotonic() > ends_s or pumped(room), "some answers more")

    assert flooded.rows.chosen_frame == chosen
    assert len(flooded.rows.rows) == len(room.window.state.frames.book.items)


def test_flood_shows_its_end_alone_again_when_it_is_followed_again(
    room: WindowDriver, flooded: InspectorPanel
) -> None:
    text = flooded.rows.text
    text.yview_moveto(0)
    text.event_generate("<Button-4>")
    room.wait(lambda: not flooded.follow.get(), "the reader has left the end")
    room.click(flooded.follow_switch)

    until_behind(room, flooded)
    assert flooded.rows.is_at_end
