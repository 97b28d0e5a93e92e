"""The beat: order, rates, and that no error stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening, opened, said
from wschat_gui.bridge.events import ClientOpened
from wschat_gui.bridge.queues import Drained
from wschat_gui.config import Limits
from wschat_gui.gui.pump import INTERVAL_MS, EventPump, Renderer, Report
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState


@dataclass
class HandTimer:
    """A timer that goes off when the test says so."""

    waiting: dict[str, tuple[int, Callable[[], object]]] = field(default_factory=dict)
    _made: int = 0

    def after(self, ms: int, func: Callable[[], object]) -> str:
        self._made += 1
        name = f"after#{self._made}"
        self.waiting[name] = (ms, func)
        return name

    def after_cancel(self, id: str) -> None:  # noqa: A002
        self.waiting.pop(id, None)

    def go_off(self) -> None:
        [(name, (_, func))] = self.waiting.items()
        del self.waiting[name]
        func()


@dataclass
class Bench:
    """A pump with two renderers, and what they and the reports left."""

    timer: HandTimer = field(default_factory=HandTimer)
    host: FakeHost = field(default_factory=FakeHost)
    state: WindowState = field(default_factory=lambda: WindowState.empty(Limits()))
    drawn: list[str] = field(default_factory=list)
    reports: list[tuple[str, str]] = field(default_factory=list)
    drain: Callable[[], Drained] | None = None

    def pump(
        self, *, breaks: bool = False, every_s: float = 0.0, report: Report | None = None
    ) -> EventPump:
        def draw_log() -> None:
            if breaks:
                raise RuntimeError("no ink")
            self.drawn.append("log")

        return EventPump(
            self.timer,
            self.state,
            drain=self.drain or self.host.drain,
            report=report or (lambda what, error: self.reports.append((what, str(error)))),
            renderers=(
                Renderer("the log", Part.LOG, every_s, draw_log),
                Renderer("the rest", Part.CLIENTS, 0, lambda: self.drawn.append("rest")),
            ),
        )


def test_all_is_drawn_with_the_first_beat_and_then_only_what_changed() -> None:
    bench = Bench()
    pump = bench.pump()

    pump.pump_once()
    assert bench.drawn == ["log", "rest"]
    pump.pump_once()
    assert bench.drawn == ["log", "rest"]
    bench.host.say(said("hi"))
    pump.pump_once()
    assert bench.drawn == ["log", "rest", "log"]


def test_part_is_drawn_no_more_often_than_it_may_but_never_forgotten() -> None:
    bench = Bench()
    pump = bench.pump(every_s=60)
    pump.pump_once()
    bench.host.say(said("hi"))
    pump.pump_once()
    assert bench.drawn.count("log") == 1

    pump.mark(Part.NONE)
    pump.mark(Part.LOG, at_once=True)
    pump.pump_once()
    assert bench.drawn.count("log") == 2


def test_beat_that_has_taken_long_leaves_the_rest_for_the_next_ones() -> None:
    drawn: list[str] = []

    def renderer(name: str, every_s: float) -> Renderer:
        def draw() -> None:
            drawn.append(name)
            ends_s = time.monotonic() + 0.005
            while time.monotonic() < ends_s:
                pass

        return Renderer(name, Part.LOG, every_s, draw)

    bench = Bench()
    pump = EventPump(
        bench.timer,
        bench.state,
        drain=bench.host.drain,
        report=lambda what, _error: pytest.fail(what),
        renderers=(renderer("a", 0.001), renderer("b", 0.001), renderer("at once", 0)),
    )
    pump.pump_once()
    assert drawn == ["a", "b", "at once"]  # the first time all is drawn

    pump.mark(Part.LOG)
    pump.pump_once()
    assert drawn[3:] == ["at once", "a"]
    pump.mark(Part.LOG)
    pump.pump_once()
    assert drawn[5:] == ["b", "at once"]
    pump.mark(Part.LOG, at_once=True)
    pump.pump_once()
    assert drawn[7:] == ["a", "b", "at once"]


def test_broken_renderer_is_reported_and_stops_no_other() -> None:
    bench = Bench()
    bench.pump(breaks=True).pump_once()

    assert bench.drawn == ["rest"]
    assert bench.reports == [("drawing the log", "no ink")]


def test_event_that_cannot_be_applied_costs_only_itself() -> None:
    bench = Bench()
    broken = ClientOpened(1, "x", None, None, 0)  # type: ignore[arg-type]
    bench.host.say(broken, broken, opened(2))

    bench.pump().pump_once()

    assert [row.client_id for row in bench.state.clients] == [2]
    assert [what for what, _ in bench.reports] == ["taking in an event"]


def test_broken_drain_is_reported_and_drawing_goes_on() -> None:
    def break_down() -> Drained:
        raise RuntimeError("no queue")

    bench = Bench(drain=break_down)
    bench.pump().pump_once()

    assert bench.drawn == ["log", "rest"]
    assert bench.reports == [("asking the server for news", "no queue")]


def test_broken_watcher_is_reported_and_stops_no_other() -> None:
    bench = Bench()
    seen: list[str] = []

    def fail() -> None:
        raise RuntimeError("blind")

    pump = bench.pump()
    pump.watch(fail)
    pump.watch(lambda: seen.append("other"))
    pump.pump_once()

    assert seen == ["other"]
    assert bench.reports == [("watching", "blind")]


def test_beats_on_after_an_error_in_the_reporter_itself() -> None:
    def report(_what: str, error: Exception) -> None:
        raise error

    bench = Bench()
    pump = bench.pump(breaks=True, report=report)
    pump.start()

    with pytest.raises(RuntimeError, match="no ink"):
        bench.timer.go_off()

    assert [ms for ms, _ in bench.timer.waiting.values()] == [INTERVAL_MS]


def test_stopped_pump_beats_no_more_even_when_stopped_by_a_handler() -> None:
    bench = Bench()
    pump = bench.pump()
    pump.start()
    pump.start()
    assert len(bench.timer.waiting) == 1

    pump.watch(pump.stop)
    bench.timer.go_off()
    assert bench.timer.waiting == {}


@pytest.mark.window
@pytest.mark.expects_errors("the window logs the error of the part that is broken here")
def test_broken_panel_is_told_in_the_status_bar_and_the_others_live(
    window: WindowDriver, host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.window.log.view, "render", lambda: 1 // 0)
    host.say(listening(), said("hi"), opened(1))
    window.redraw()

    assert "ZeroDivisionError" in str(window.window.status_bar.message.cget("text"))
    assert "drawing the log" in window.window.errors.last[0]
    assert window.window.clients.table.tree.get_children() == ("1",)


@pytest.mark.window
@pytest.mark.expects_errors("the window logs what a callback raises")
def test_error_in_a_callback_is_told_in_the_status_bar(
    window: WindowDriver, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("a button broke")

    window.root.after(0, fail)
    window.wait(lambda: "a button broke" in caplog.text, "the error is logged")

    assert "a button broke" in str(window.window.status_bar.message.cget("text"))
