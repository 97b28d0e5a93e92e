"""The tab with figures over time: frames of every kind, throughput, round trips, and the weather.

For the whole room or for one client. What is counted and remembered is `model/statistics.py`'s.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.gui.figures_table import FiguresTable
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.shortcuts import Key, Shortcuts
from wschat_gui.gui.span_plot import Points, SpanPlot
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.figures import round_ceiling
from wschat_gui.model.formats import byte_rate, round_trip
from wschat_gui.model.series import SPAN_NAMES, Span
from wschat_gui.model.state import WindowState
from wschat_gui.model.statistics import ClientTrail, groups_of
from wschat_gui.model.weather import Sky
from wschat_gui.model.weather_report import evidence, headline

_TAB = N_("Statistics")
_EVERYBODY = N_("The whole room")
_WHOM_TIP = N_("Whose frames are counted here")
_SPAN_TIP = N_("How far back curves and rates reach")
_THROUGHPUT, _ROUND_TRIPS = N_("Throughput"), N_("Round trips")
_LEAST_MS = 10.0
_CHOOSER_CHARS = 20


class StatisticsPanel:
    """One tab of the lower panel."""

    def __init__(
        self,
        look: Look,
        tabs: ttk.Notebook,
        state: WindowState,
        shortcuts: Shortcuts,
        *,
        watch: Callable[[int], None],
        selected: Callable[[], tuple[int, ...]],
    ) -> None:
        """Add the tab to `tabs`; `selected()` are the clients selected in the table."""
        self._look = look
        self._tabs = tabs
        self._state = state
        self._watch = watch
        self._selected = selected
        self._listed: tuple[int, ...] = ()
        self._names: tuple[str, ...] = ()
        self._place = -1
        """Of whoever is watched, in the box."""
        self.span = tkinter.StringVar(look.root, value=Span.MINUTE.name)
        self.frame = look.frame(tabs)
        self.frame.configure(padding=look.px(10))
        tabs.add(self.frame, text=_(_TAB))
        self._make_head()
        self._make_weather()
        self.table = FiguresTable(look, self.frame)
        self.table.frame.grid(row=2, column=0, rowspan=2, sticky="nsew")
        self.throughput = SpanPlot(
            look,
            self.frame,
            _(_THROUGHPUT),
            ((N_("out"), Tone.ACCENT), (N_("in"), Tone.INBOUND)),
            write=byte_rate,
            ceiling=round_ceiling,
        )
        self.round_trips = SpanPlot(
            look,
            self.frame,
            _(_ROUND_TRIPS),
            ((N_("worst"), Tone.WARNING), (N_("middle"), Tone.GOOD)),
            write=lambda ms: f"{round_trip(ms)} ms",
            ceiling=_doubled,
        )
        for row, plot in ((2, self.throughput), (3, self.round_trips)):
            gap = look.px(6) if row == 3 else 0
            plot.frame.grid(row=row, column=1, sticky="nsew", padx=(look.px(14), 0), pady=(gap, 0))
        self.frame.grid_columnconfigure(0, weight=11, uniform="halves")
        self.frame.grid_columnconfigure(1, weight=9, uniform="halves")
        for row in (2, 3):
            self.frame.grid_rowconfigure(row, weight=1, uniform="plots")
        self.frame.bind("<Map>", lambda _event: self.frame.after_idle(self.render))
        shortcuts.bind(Key.STATISTICS, self.show)

    def show(self) -> None:
        """Bring the tab to the front, for the one client that is selected, if one is."""
        self._tabs.tk.call(self._tabs, "select", self.frame)
        selected = self._selected()
        if len(selected) == 1:
            self._watch(selected[0])
        self.frame.update_idletasks()
        self.render()
        self.chooser.focus_set()

    def render(self) -> None:
        """Draw what is known now. While nobody can see the tab, leave it for later."""
        if not self.frame.winfo_viewable():
            return
        statistics, span = self._state.frames.statistics, Span[self.span.get()]
        self._list_clients()
        self.table.render(groups_of(statistics.shown, span))
        now_ms = statistics.room.at_ms
        trail = statistics.trails.get(statistics.watched_id)
        rates, round_trips = self._curves(trail, span)
        self.throughput.show(rates, span, now_ms)
        self.round_trips.show(round_trips, span, now_ms)
        self.render_weather()

    def render_weather(self) -> None:
        """Say how the room is."""
        verdict = self._state.frames.weather.verdict
        is_calm = verdict.sky is Sky.CALM
        sign, tone = ("✓", Tone.GOOD) if is_calm else ("⚠", Tone.WARNING)
        self._look.tell(self.weather, f"{sign} {headline(verdict, self._name_of)}", tone)
        self._look.tell(self.evidence, evidence(verdict, self._name_of))

    def _curves(
        self, trail: ClientTrail | None, span: Span
    ) -> tuple[tuple[Points, ...], tuple[Points, ...]]:
        """Give the points of throughput and round trips, of the client or of the room."""
        statistics = self._state.frames.statistics
        if statistics.watched_id:
            if trail is None:
                return ((), ()), ((), ())
            rates = (trail.out_per_s.points(span), trail.in_per_s.points(span))
            return rates, ((), trail.rtt_ms.points(span))
        return (
            (statistics.out_per_s.points(span), statistics.in_per_s.points(span)),
            (statistics.worst_rtt_ms.points(span), statistics.rtt_ms.points(span)),
        )

    # Whom ----------------------------------------------------------------------------------------

    def _list_clients(self) -> None:
        """Bring the box up to date with who is here; whoever is watched stays in it."""
        statistics, clients = self._state.frames.statistics, self._state.clients
        ids = tuple(row.client_id for row in clients)
        watched = statistics.watched_id
        if watched and watched not in ids:
            ids = (watched, *ids)
        names = (_(_EVERYBODY), *map(self._name_of, ids))
        self._listed = (0, *ids)
        place = self._listed.index(watched)
        if names == self._names and place == self._place:
            return
        self._names, self._place = names, place
        self.chooser.configure(values=names)
        self.chooser.current(place)

    def _chose(self, _event: object) -> None:
        self.chooser.selection_clear()
        self._place = self.chooser.current()
        self._watch(self._listed[self._place])
        self.render()

    def _name_of(self, client_id: int) -> str:
        row = self._state.clients.find(client_id)
        return row.name if row else f"{client_id}"

    # Making --------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        look, row = self._look, self._look.frame(self.frame)
        row.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, look.px(6)))
        self.chooser = look.chooser(row, _CHOOSER_CHARS)
        self.chooser.pack(side="left")
        self.chooser.bind("<<ComboboxSelected>>", self._chose)
        look.tooltip(self.chooser, _(_WHOM_TIP))
        self.span_buttons = [
            look.radio(row, _(SPAN_NAMES[span]), self.span, span.name, self.render) for span in Span
        ]
        for button in self.span_buttons:
            button.pack(side="left", padx=(look.px(12), 0))
            look.tooltip(button, _(_SPAN_TIP))

    def _make_weather(self) -> None:
        look, row = self._look, self._look.frame(self.frame)
        row.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(0, look.px(6)))
        self.weather = look.label(row, font_name=FontName.HEADING)
        self.evidence = look.label(row, tone=Tone.MUTED, font_name=FontName.SMALL)
        for label in (self.weather, self.evidence):
            label.configure(width=1, justify="left")
            label.pack(fill="x")
        row.bind("<Configure>", self._rewrap)

    def _rewrap(self, event: tkinter.Event[tkinter.Misc]) -> None:
        for label in (self.weather, self.evidence):
            label.configure(wraplength=event.width)


def _doubled(value: float) -> float:
    top = _LEAST_MS
    while top < value:
        top *= 2
    return top
