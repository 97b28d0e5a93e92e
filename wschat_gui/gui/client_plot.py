"""One client's round trips over the last minutes, on a canvas whose items are made once."""

from __future__ import annotations

import tkinter

from wschat_gui.gui.batch import Batch
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.client_history import ROUND_TRIPS_MS, ClientHistory
from wschat_gui.model.figures import curve
from wschat_gui.model.formats import round_trip

_SPAN = N_("last 5 minutes")
_NONE_YET = N_("No ping has been answered yet.")
_LEAST_TOP_MS = 10.0


class RoundTripPlot:
    """A curve with a grid; time runs to the right, the newest ping at the edge."""

    def __init__(self, look: Look, parent: tkinter.Misc) -> None:
        """Make the canvas and its items; whoever made it places `canvas`."""
        self._look = look
        self._history: ClientHistory | None = None
        self._now_ms = 0
        canvas = self.canvas = look.canvas(parent)
        self._batch = Batch(canvas)
        canvas.configure(height=look.px(80), width=look.px(170), takefocus=False)
        self._grid = [canvas.create_line(0, 0, 0, 0) for _number in range(3)]
        self._line = canvas.create_line(0, 0, 0, 0, width=look.px(2))
        small = FontName.SMALL.value
        self._top = canvas.create_text(0, 0, anchor="nw", font=small)
        self._span = canvas.create_text(0, 0, anchor="se", font=small, text=_(_SPAN))
        self._nothing = canvas.create_text(0, 0, anchor="center", font=small, text=_(_NONE_YET))
        canvas.bind("<Configure>", lambda _event: self.render())
        look.on_switch(self._recolour)

    def show(self, history: ClientHistory | None, now_ms: int) -> None:
        """Draw this client's, as known at `now_ms`; None draws an empty grid."""
        self._history, self._now_ms = history, now_ms
        self.render()

    def render(self) -> None:
        """Move the items to where they are now."""
        canvas, history = self.canvas, self._history
        width, height = canvas.winfo_width(), canvas.winfo_height() - self._look.px(2)
        points = list(history.round_trips) if history else []
        top = _LEAST_TOP_MS
        while history and top < history.worst_round_trip_ms:
            top *= 2
        if points and points[-1][0] < self._now_ms:
            points.append((self._now_ms, points[-1][1]))  # what was last known holds until now
        line = curve(points, width=width, height=height, top=top, span_ms=ROUND_TRIPS_MS)
        add = self._batch.add
        if line:
            add(canvas, "coords", self._line, *line)
        add(canvas, "itemconfigure", self._line, "-state", "normal" if line else "hidden")
        for index, item in enumerate(self._grid):
            add(canvas, "coords", item, 0, height * index / 2, width, height * index / 2)
        add(canvas, "coords", self._top, 0, self._look.px(2))
        told = f"{round_trip(top)} ms" if line else ""
        add(canvas, "itemconfigure", self._top, "-text", told)
        add(canvas, "coords", self._span, width, height - self._look.px(2))
        add(canvas, "coords", self._nothing, width / 2, height / 4)
        is_waiting = history is not None and not points
        add(canvas, "itemconfigure", self._nothing, "-state", "normal" if is_waiting else "hidden")
        self._batch.run()

    def _recolour(self) -> None:
        canvas, palette = self.canvas, self._look.palette
        canvas.configure(background=palette.panel)
        canvas.itemconfigure(self._line, fill=palette.inbound)
        for item in self._grid:
            canvas.itemconfigure(item, fill=palette.grid)
        for item in (self._top, self._span, self._nothing):
            canvas.itemconfigure(item, fill=palette.muted)
