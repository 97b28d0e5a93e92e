"""The beat of the window: takes events from the server, applies them, and has changed parts drawn.

One `after` timer on the main thread. It never dies of a handler's error, and it draws each part no
more often than that part needs; what is drawn is the panels' business.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from wschat_gui.bridge.queues import Drained
from wschat_gui.gui.pace import Pace
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState, apply, lose_lines, take_lines

INTERVAL_MS = 40
"""Between two drains: twice as fast as anybody notices, a twentieth of what would cost anything."""
_CLOCK_EVERY_S = 1.0
_BUDGET_S = 0.004
"""When a beat has taken so long, what has a rhythm of its own is left for the next beat: a person
notices one long wait, and no 40 ms more until a number changes."""

Report = Callable[[str, Exception], None]
"""Is told what was being done, and what went wrong."""


class Timer(Protocol):
    """The two calls of a Tk widget that the pump lives on."""

    def after(self, ms: int, func: Callable[[], object]) -> str:
        """Call `func` once, `ms` from now; return an id."""
        ...

    def after_cancel(self, id: str) -> None:  # noqa: A002  (Tk's name)
        """Forget the call with this id."""
        ...


class Renderer(Struct):
    """One part of the window, how it is drawn, and how often at most."""

    name: str
    """For the report of an error: "drawing NAME"."""
    parts: Part
    every_s: float
    render: Callable[[], None]
    is_pending: bool = True
    next_s: float = 0.0
    bits: int = 0
    """The parts as a number: a flag of the standard library takes a microsecond to compare."""

    def __post_init__(self) -> None:
        """Look at the parts once."""
        self.bits = self.parts.value

    @property
    def may_wait(self) -> bool:
        """Whether a beat more does not matter: it is drawn again and again, and not at once now."""
        return self.every_s > 0 and self.next_s > 0


class EventPump:
    """Drains, applies, draws, and begins again."""

    def __init__(
        self,
        timer: Timer,
        state: WindowState,
        *,
        drain: Callable[[], Drained],
        report: Report,
        renderers: tuple[Renderer, ...] = (),
    ) -> None:
        """Prepare; nothing happens before `start`."""
        self._timer = timer
        self._state = state
        self._drain = drain
        self._report = report
        self._renderers = renderers
        self._watchers: list[Callable[[], None]] = []
        self._pending_timer: str | None = None
        self._next_clock_s = 0.0
        self._pace = Pace()

    def watch(self, *watchers: Callable[[], None]) -> None:
        """Call these once a beat, after drawing, and before those that were there already."""
        self._watchers[:0] = watchers

    def add(self, renderers: tuple[Renderer, ...]) -> None:
        """Draw these too, after all others; the first time with the next beat."""
        self._renderers += renderers

    def mark(self, parts: Part, *, at_once: bool = False) -> None:
        """Have these parts drawn with the next beat, or at the latest when their turn comes."""
        bits = parts.value
        for renderer in self._renderers:
            if renderer.bits & bits:
                renderer.is_pending = True
                if at_once:
                    renderer.next_s = 0.0

    def start(self) -> None:
        """Begin to beat."""
        if self._pending_timer is None:
            self._pending_timer = self._timer.after(0, self._beat)

    def stop(self) -> None:
        """Beat no more; the first thing to do when the window closes."""
        if self._pending_timer is not None:
            self._timer.after_cancel(self._pending_timer)
            self._pending_timer = None

    def _beat(self) -> None:
        self._pace.begin()
        try:
            self.pump_once()
        finally:
            self._pace.end()
            if self._pending_timer is not None:  # a handler may have stopped the pump
                interval_ms = INTERVAL_MS * self._pace.factor
                self._pending_timer = self._timer.after(interval_ms, self._beat)

    def pump_once(self) -> None:
        """Do one beat's work."""
        self.refresh()
        for watcher in tuple(self._watchers):
            self._attempt("watching", watcher)

    def refresh(self) -> None:
        """Take in what has come, and draw what is due."""
        began_s = time.monotonic()
        self.mark(self._take_events())
        now_s = time.monotonic()
        if now_s >= self._next_clock_s:
            self._next_clock_s = now_s + _CLOCK_EVERY_S
            self.mark(Part.CLOCK)
        has_drawn = False
        for renderer in self._due(now_s):
            is_late = has_drawn and time.monotonic() - began_s > _BUDGET_S
            if renderer.may_wait and is_late:
                continue
            has_drawn = has_drawn or renderer.may_wait  # else an endless flood could starve it
            renderer.is_pending = False
            renderer.next_s = now_s + renderer.every_s * self._pace.factor
            self._attempt(f"drawing {renderer.name}", renderer.render)

    def _due(self, now_s: float) -> list[Renderer]:
        """Give what is to be drawn, the one that has waited longest first."""
        due = [each for each in self._renderers if each.is_pending and now_s >= each.next_s]
        return sorted(due, key=lambda each: each.next_s)

    def _take_events(self) -> Part:
        """Apply what has come in. An event that cannot be applied costs only itself."""
        drained = Drained()

        def drain() -> None:
            nonlocal drained
            drained = self._drain()

        self._attempt("asking the server for news", drain)
        changed = lose_lines(self._state, drained.lost_lines)
        now_ms = time.time_ns() // 1_000_000
        first_error: Exception | None = None
        for event in drained.events:
            try:
                changed |= apply(self._state, event, now_ms)
            except Exception as error:  # noqa: BLE001  (one bad event must not cost the others)
                first_error = first_error or error
        if first_error is not None:
            self._report("taking in an event", first_error)

        def take() -> None:
            nonlocal changed
            changed |= take_lines(self._state, drained.lines)

        self._attempt("taking in the log", take)
        return changed

    def _attempt(self, what: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  (one broken part must not stop the others)
            self._report(what, error)
