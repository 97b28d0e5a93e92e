"""The tab with statistics and the room's weather, in a real window."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.gui.fake_host import FakeHost
from tests.gui.people import fill, select
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import direction, room_figures
from wschat_gui.bridge.events import ClientFigures, RoomFigures, WatchedClientFigures
from wschat_gui.bridge.frame_commands import WatchClient
from wschat_gui.gui.statistics_panel import StatisticsPanel

pytestmark = pytest.mark.window


@pytest.fixture
def room(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window with ada, ken and grace."""
    fill(window, host)
    return window


def opened(room: WindowDriver) -> StatisticsPanel:
    room.root.event_generate("<Alt-y>")
    room.redraw()
    return room.window.lower.frames.statistics


def figures(second: int, texts: int, overdue_ms: float | None = None) -> RoomFigures:
    clients = [
        ClientFigures(
            client_id=number,
            messages=0,
            wire_bytes_in=100 * second if overdue_ms is None or number != 2 else 0,
            wire_bytes_out=200 * second,
            rtt_ms=4.0 * number,
            backlog_bytes=0,
            violations=0,
            pong_overdue_ms=overdue_ms if number == 2 else None,
        )
        for number in (1, 2, 3)
    ]
    return room_figures(
        *clients,
        at_ms=1_000_000 + 1_000 * second,
        inbound=direction(by_opcode=((1, texts),), bytes_per_s=5_000),
        outbound=direction(by_opcode=((1, 3 * texts),), bytes_per_s=9_000),
    )


def item_state(panel: StatisticsPanel, item: int) -> str:
    canvas = panel.throughput.canvas
    return str(canvas.tk.call(canvas, "itemcget", item, "-state"))


def test_figures_of_the_room_are_told_with_rates(room: WindowDriver, host: FakeHost) -> None:
    panel = opened(room)
    for second in (1, 3):
        host.say(figures(second, 10 * second))
        room.redraw()

    assert panel.table.rows["Opcode/text"] == ("  text", "30", "10.0", "90", "30.0")
    assert panel.throughput.latest[0].cget("text") == "out 9.0 kB/s"
    assert panel.round_trips.latest[1].cget("text") == "middle 8.0 ms"
    assert item_state(panel, panel.throughput._lines[0]) == "normal"


def test_client_is_chosen_in_the_box(room: WindowDriver, host: FakeHost) -> None:
    panel = opened(room)
    host.say(figures(1, 10))
    room.redraw()
    assert panel.chooser.cget("values") == ("The whole room", "ada", "ken", "grace")
    panel.chooser.current(2)
    panel.chooser.event_generate("<<ComboboxSelected>>")
    room.root.update()

    assert WatchClient(2) in host.posted
    watched = WatchedClientFigures(2, direction(by_opcode=((9, 7),)), direction(), ())
    for second in (2, 3):
        host.say(replace(figures(second, 10), watched=watched))
        room.redraw()
    assert panel.table.rows["Opcode/ping"][1] == "7"
    assert panel.throughput.latest[1].cget("text") == "in 100 B/s"

    panel.chooser.current(0)
    panel.chooser.event_generate("<<ComboboxSelected>>")
    assert host.posted[-1] == WatchClient(0)


def test_selected_client_is_shown_by_the_key(room: WindowDriver, host: FakeHost) -> None:
    select(room, 3)
    panel = opened(room)
    assert WatchClient(3) in host.posted
    assert panel.chooser.get() == "grace"


def test_span_can_be_chosen_by_mouse_and_keys(room: WindowDriver, host: FakeHost) -> None:
    panel = opened(room)
    host.say(figures(1, 10))
    room.click(panel.span_buttons[2])
    room.redraw()
    canvas = panel.throughput.canvas
    assert canvas.tk.call(canvas, "itemcget", panel.throughput._span, "-text") == "1 h"
    room.press(panel.span_buttons[1], "<space>")
    assert canvas.tk.call(canvas, "itemcget", panel.throughput._span, "-text") == "10 min"


def test_hidden_tab_is_not_drawn(room: WindowDriver, host: FakeHost) -> None:
    host.say(figures(1, 10))
    room.redraw()
    assert room.window.lower.frames.statistics.table.rows == {}


def test_weather_is_told_here_and_in_the_status_bar(room: WindowDriver, host: FakeHost) -> None:
    panel = opened(room)
    host.say(figures(0, 1))
    room.redraw()
    assert panel.weather.cget("text") == "✓ All clients answer in time"
    for second in range(1, 6):
        host.say(figures(second, 1, overdue_ms=1_000.0 * second))
        room.redraw()

    assert panel.weather.cget("text") == "⚠ Only ken stalls: that device, or its place"
    assert "2 were heard from meanwhile" in panel.evidence.cget("text")
    assert "Only ken stalls" in room.window.status_bar.notes.cget("text")
