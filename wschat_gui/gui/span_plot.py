"""Curves over a minute, ten minutes or an hour, on a canvas whose items are made once."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from wschat_gui.gui.batch import Batch
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.figures import curve
from wschat_gui.model.series import SPAN_NAMES, Span

_NOTHING = N_("nothing yet")
Points = Sequence[tuple[int, float]]
"""(ms since 1970, value), the oldest first."""


class SpanPlot:
    """Curves over a grid with a heading; time runs to the right."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        heading: str,
        curves: tuple[tuple[str, Tone], ...],
        *,
        write: Callable[[float], str],
        ceiling: Callable[[float], float],
    ) -> None:
        """Make it; `curves` are names and colours, `ceiling` rounds the largest value up."""
        self._look = look
        self._curves = curves
        self._write = write
        self._ceiling = ceiling
        self._shown: tuple[tuple[Points, ...], Span, int] = ((), Span.MINUTE, 0)
        self.frame = look.frame(parent)
        head = look.frame(self.frame)
        head.pack(fill="x")
        look.label(head, heading, tone=Tone.MUTED).pack(side="left")
        self.latest = [look.label(head, tone=tone) for _name, tone in curves]
        for label in reversed(self.latest):
            label.pack(side="right", padx=(look.px(10), 0))
        canvas = self.canvas = look.canvas(self.frame)
        canvas.configure(width=look.px(120), height=look.px(40), takefocus=False)
        canvas.pack(fill="both", expand=True)
        self._batch = Batch(canvas)
        self._grid = [canvas.create_line(0, 0, 0, 0) for _number in range(3)]
        self._lines = [canvas.create_line(0, 0, 0, 0, width=look.px(2)) for _curve in curves]
        small = FontName.SMALL.value
        self._top = canvas.create_text(0, 0, anchor="nw", font=small)
        self._span = canvas.create_text(0, 0, anchor="ne", font=small)
        canvas.bind("<Configure>", lambda _event: self._place())
        look.on_switch(self._recolour)

    def show(self, series: tuple[Points, ...], span: Span, now_ms: int) -> None:
        """Draw these, one for each curve, as known at `now_ms`."""
        self._shown = (series, span, now_ms)
        self._place()

    def _place(self) -> None:
        """Move the items to where they are now."""
        series, span, now_ms = self._shown
        canvas, look, add = self.canvas, self._look, self._batch.add
        head = look.line_height(FontName.SMALL)
        width, height = canvas.winfo_width(), canvas.winfo_height() - head - look.px(3)
        since_ms = now_ms - span.length_ms
        seen = [[point for point in points if point[0] >= since_ms] for points in series]
        top = self._ceiling(max((value for points in seen for _at, value in points), default=0.0))
        for item, label, (name, _tone), points in zip(
            self._lines, self.latest, self._curves, seen, strict=False
        ):
            told = f"{_(name)} {self._write(points[-1][1])}" if points else ""
            look.tell(label, told)
            ends = [(now_ms, points[-1][1])] if points and points[-1][0] < now_ms else []
            reaching = [*points, *ends]
            line = curve(reaching, width=width, height=height, top=top, span_ms=span.length_ms)
            if line:
                add(canvas, "coords", item, *line)
                add(canvas, "move", item, 0, head)
            add(canvas, "itemconfigure", item, "-state", "normal" if line else "hidden")
        for index, line_item in enumerate(self._grid):
            y = head + height * index / 2
            add(canvas, "coords", line_item, 0, y, width, y)
        add(canvas, "coords", self._span, width, 0)
        told = self._write(top) if any(seen) else _(_NOTHING)
        add(canvas, "itemconfigure", self._top, "-text", told)
        add(canvas, "itemconfigure", self._span, "-text", _(SPAN_NAMES[span]))
        self._batch.run()

    def _recolour(self) -> None:
        canvas, palette = self.canvas, self._look.palette
        canvas.configure(background=palette.panel)
        for item, (_name, tone) in zip(self._lines, self._curves, strict=True):
            canvas.itemconfigure(item, fill=tone.colour(palette))
        for item in self._grid:
            canvas.itemconfigure(item, fill=palette.grid)
        for item in (self._top, self._span):
            canvas.itemconfigure(item, fill=palette.muted)
