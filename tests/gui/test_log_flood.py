"""A flood of log lines on the screen: bounded, alive, and all there when it is over."""

from __future__ import annotations

import time

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.log_rows import CAP, fill, is_at_bottom, shown
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening, said
from wschat_gui.bridge.events import LogLine

pytestmark = pytest.mark.window


class FloodingHost(FakeHost):
    """Has 20,000 log lines a second, each about a hundred characters long."""

    LINES_PER_S = 20_000

    def __init__(self) -> None:
        super().__init__()
        self._since_s = time.monotonic()
        self.made = 0

    def flood(self) -> None:
        """Make the lines that are due."""
        due = int((time.monotonic() - self._since_s) * self.LINES_PER_S) - self.made
        self.made += due
        self.say(*(self._line(number) for number in range(self.made - due, self.made)))

    def _line(self, number: int) -> LogLine:
        return said(f"{number} " + "flood " * 15, nick=f"sender{number % 20}")


def test_flood_leaves_rows_bounded_and_the_loop_alive(make_window: MakeWindow) -> None:
    """Prints how late a timer of 10 ms came while lines poured in for two seconds."""
    host = FloodingHost()
    driver = make_window(host)
    host.say(listening())
    lags_ms: list[float] = []
    due_s = time.monotonic()
    timer = ""

    def tick() -> None:
        nonlocal due_s, timer
        now_s = time.monotonic()
        lags_ms.append((now_s - due_s) * 1_000)
        due_s = now_s + 0.010
        timer = driver.root.after(10, tick)

    driver.window.pump.watch(host.flood)
    tick()
    driver.wait(lambda: host.made >= 2 * host.LINES_PER_S, "two seconds of flood")
    driver.root.after_cancel(timer)

    lags_ms.sort()
    print(
        f"\nTk loop under {host.LINES_PER_S:,} lines/s: {len(lags_ms)} ticks, lag median "
        f"{lags_ms[len(lags_ms) // 2]:.1f} ms, p99 {lags_ms[len(lags_ms) * 99 // 100]:.1f} ms, "
        f"worst {lags_ms[-1]:.1f} ms"
    )
    assert len(shown(driver)) <= CAP
    assert len(driver.window.state.log) <= CAP
    assert len(lags_ms) > 20


def test_flood_shows_its_end_and_all_of_it_when_it_is_over(
    log_window: WindowDriver, host: FakeHost
) -> None:
    fill(log_window, host, 100)
    for _ in range(2):
        host.say(*(said(f"flood {number}") for number in range(150)))
        log_window.redraw()

    rows = shown(log_window)
    assert len(rows) < 100
    assert rows[-1].endswith("flood 149")
    assert is_at_bottom(log_window)
    log_window.wait(lambda: len(shown(log_window)) == 400, "all rows are there")
    assert shown(log_window)[0].endswith("line 0")
    assert is_at_bottom(log_window)


def test_flood_gives_way_to_a_reader_who_looks_for_more(
    log_window: WindowDriver, host: FakeHost
) -> None:
    fill(log_window, host, 100)
    for _ in range(2):
        host.say(*(said(f"flood {number}") for number in range(150)))
        log_window.redraw()
    text = log_window.window.log.view.text
    text.yview_moveto(0)
    text.event_generate("<Button-4>")

    log_window.wait(lambda: len(shown(log_window)) == 400, "all rows are there")
    assert not log_window.window.log.follow.get()
    host.say(said("one more"))
    log_window.redraw()
    assert not is_at_bottom(log_window)
