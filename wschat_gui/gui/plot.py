"""The throughput panel: a minute of bytes per second, both ways, on a canvas.

The items are made once and moved after that; nothing is created or deleted while it runs.
"""

from __future__ import annotations

import tkinter

from wschat_gui.gui.batch import Batch
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.figures import Throughput, curve, round_ceiling
from wschat_gui.model.formats import byte_rate

_HEADING = N_("Throughput")
_OUT = N_("out")
_IN = N_("in")
_SPAN = N_("last minute")


class ThroughputPanel:
    """A bordered panel with two curves."""

    def __init__(self, look: Look, parent: tkinter.Misc, throughput: Throughput) -> None:
        """Make the panel and its canvas items."""
        self._look = look
        self._throughput = throughput
        self.frame = look.panel(parent)
        head = look.frame(self.frame)
        head.pack(fill="x")
        look.heading(head, _(_HEADING), "activity").pack(side="left")
        rates = look.frame(self.frame)
        rates.pack(fill="x", pady=(look.px(4), 0))
        self.out_rate = look.label(rates, tone=Tone.ACCENT)
        self.out_rate.pack(side="left", padx=(0, look.px(16)))
        self.in_rate = look.label(rates, tone=Tone.INBOUND)
        self.in_rate.pack(side="left")
        self._canvas = look.canvas(self.frame)
        self._canvas.configure(height=look.px(40), width=look.px(100))
        self._canvas.pack(fill="both", expand=True, pady=(look.px(6), 0))
        width = look.px(2)
        self._area = self._canvas.create_polygon(0, 0, 0, 0)
        self._grid = [self._canvas.create_line(0, 0, 0, 0) for _ in range(3)]
        self._in_line = self._canvas.create_line(0, 0, 0, 0, width=width)
        self._out_line = self._canvas.create_line(0, 0, 0, 0, width=width)
        self._top_text = self._canvas.create_text(0, 0, anchor="nw", font=FontName.SMALL.value)
        self._span_text = self._canvas.create_text(
            0, 0, anchor="ne", font=FontName.SMALL.value, text=_(_SPAN)
        )
        self._batch = Batch(self._canvas)
        self._canvas.bind("<Configure>", lambda _event: self.render())
        look.on_switch(self._recolour)

    def render(self) -> None:
        """Move the curves to where they are now."""
        canvas, samples = self._canvas, self._throughput.samples
        latest = samples[-1] if samples else None
        tell = self._look.tell
        tell(self.out_rate, f"{_(_OUT)} {byte_rate(latest.out_per_s if latest else 0)}")
        tell(self.in_rate, f"{_(_IN)} {byte_rate(latest.in_per_s if latest else 0)}")
        # The words stand above the curves, which would cross them out.
        head = self._look.line_height(FontName.SMALL)
        width, height = canvas.winfo_width(), canvas.winfo_height() - head - self._look.px(2)
        top = round_ceiling(self._throughput.peak)
        outbound, inbound = (
            curve(points, width=width, height=height, top=top)
            for points in (
                [(each.at_ms, each.out_per_s) for each in samples],
                [(each.at_ms, each.in_per_s) for each in samples],
            )
        )
        floor = [width, height, outbound[0], height] if outbound else []
        self._place(self._area, outbound + floor)
        self._place(self._out_line, outbound)
        self._place(self._in_line, inbound)
        add = self._batch.add
        for index, line in enumerate(self._grid):
            add(canvas, "coords", line, 0, height * index / 2, width, height * index / 2)
        for item in (self._area, self._in_line, self._out_line, *self._grid):
            add(canvas, "move", item, 0, head)
        add(canvas, "coords", self._span_text, width, 0)
        add(canvas, "itemconfigure", self._top_text, "-text", byte_rate(top))
        self._batch.run()

    def _place(self, item: int, coordinates: list[float]) -> None:
        if coordinates:
            self._batch.add(self._canvas, "coords", item, *coordinates)
        state = "normal" if coordinates else "hidden"
        self._batch.add(self._canvas, "itemconfigure", item, "-state", state)

    def _recolour(self) -> None:
        canvas, palette = self._canvas, self._look.palette
        canvas.configure(background=palette.panel)
        canvas.itemconfigure(self._area, fill=palette.fill)
        canvas.itemconfigure(self._out_line, fill=palette.accent)
        canvas.itemconfigure(self._in_line, fill=palette.inbound)
        for line in self._grid:
            canvas.itemconfigure(line, fill=palette.grid)
        for text in (self._top_text, self._span_text):
            canvas.itemconfigure(text, fill=palette.muted)
