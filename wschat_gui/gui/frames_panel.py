"""The frames panel: bars by opcode and by length encoding with their counts, and broken protocol.

The rows move closer together in a low window. Violations are always counted in the heading; they
are listed under the bars as far as there is room, and all of them in the heading's tooltip. So is,
beside them, what was refused because of a limit.
"""

from __future__ import annotations

import tkinter

from msgspec import Struct

from wschat_gui.gui.batch import Batch
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Palette, Tone
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.figures import Bar, FrameBars, frame_bars
from wschat_gui.model.formats import count, counted
from wschat_gui.model.refusals import refusal_lines, refused_times
from wschat_gui.model.state import WindowState

_HEADING = N_("Frames")
_BY_OPCODE = N_("Opcode")
_BY_LENGTH = N_("Length encoding")
_VIOLATIONS = N_("Protocol violations")
_VIOLATION = "{} × {}"
_IN_AND_OUT = N_("in {inbound}   out {outbound}")
_GAP_PX = 10


def _bar_colour(name: str, palette: Palette) -> str:
    return {
        "text": palette.accent,
        "binary": palette.purple,
        "ping": palette.inbound,
        "pong": palette.inbound,
        "close": palette.bad,
        "cont": palette.warning,
        "7-bit": palette.accent,
        "16-bit": palette.warning,
    }.get(name, palette.bad)


class _BarItems(Struct, frozen=True):
    """The canvas items of one bar, kept for as long as the panel lives."""

    name: int
    track: int
    bar: int
    number: int


class _BarPlace(Struct, frozen=True):
    """Where one bar stands on the canvas, in pixels."""

    middle: int
    left: int
    length: int
    filled: int
    right: int
    """Where its number ends."""


class FramesPanel:
    """A bordered panel with bars."""

    def __init__(self, look: Look, parent: tkinter.Misc, state: WindowState) -> None:
        """Make the panel; bars are made when a kind of frame is first shown."""
        self._look = look
        self._state = state
        self._bars: dict[str, _BarItems] = {}
        self._drawn: dict[str, tuple[Bar, _BarPlace]] = {}
        self._headings: dict[str, int] = {}
        self._listed: list[int] = []
        self.frame = look.panel(parent)
        head = look.frame(self.frame)
        head.pack(fill="x")
        look.heading(head, _(_HEADING), "bar-chart").pack(side="left")
        self.violations = look.label(head, tone=Tone.BAD)
        self.violations.pack(side="right")
        self._tell_violations = look.tooltip(self.violations, "")
        self._violation_times = 0
        """As the heading tells them."""
        self.refused = look.label(head, tone=Tone.MUTED)
        self.refused.pack(side="right", padx=(0, look.px(8)))
        self._tell_refused = look.tooltip(self.refused, "")
        self._canvas = look.canvas(self.frame)
        self._canvas.configure(width=look.px(100), height=self.least_height)
        self._canvas.pack(fill="both", expand=True, pady=(look.px(4), 0))
        self._batch = Batch(self._canvas)
        self._canvas.bind("<Configure>", lambda _event: self.render())
        self._directions = self._canvas.create_text(0, 0, anchor="ne", font=FontName.SMALL.value)
        look.on_switch(self._recolour)

    @property
    def least_height(self) -> int:
        """What the rows that are always there need at their closest, in pixels."""
        rows = frame_bars(None)
        lines = len(rows.by_opcode) + len(rows.by_length) + 2
        return lines * self._closest + self._look.px(4)

    @property
    def counts(self) -> dict[str, str]:
        """The numbers on the panel by the names beside them."""
        return {
            name: str(self._canvas.tk.call(self._canvas, "itemcget", items.number, "-text"))
            for name, items in self._bars.items()
        }

    def render(self) -> None:
        """Bring bars, numbers and violations up to date."""
        bars = frame_bars(self._state.figures)
        directions_at = (self._canvas.winfo_width(), self._look.px(2))
        self._batch.add(self._canvas, "coords", self._directions, *directions_at)
        directions = _(_IN_AND_OUT).format(
            inbound=count(bars.inbound), outbound=count(bars.outbound)
        )
        self._batch.add(self._canvas, "itemconfigure", self._directions, "-text", directions)
        pitch = self._pitch(bars)
        y = self._draw_group(_(_BY_OPCODE), bars.by_opcode, 0, pitch)
        y = self._draw_group(_(_BY_LENGTH), bars.by_length, y, pitch)
        self._batch.run()
        self._count_violations(bars.violations)
        self._count_refused()
        self._list_violations(bars.violations, y, pitch)
        kept = {bar.name for bar in (*bars.by_opcode, *bars.by_length)}
        for name in self._bars.keys() - kept:
            items = self._bars.pop(name)
            self._drawn.pop(name, None)
            self._canvas.delete(items.name, items.track, items.bar, items.number)

    @property
    def _closest(self) -> int:
        return self._look.line_height() + self._look.px(1)

    def _pitch(self, bars: FrameBars) -> int:
        """From row to row: roomy, unless the panel is low."""
        rows = len(bars.by_opcode) + len(bars.by_length) + 2
        rows += 1 + 2 * len(bars.violations) if bars.violations else 0
        room = self._canvas.winfo_height() // rows
        return max(self._closest, min(room, self._look.line_height() + self._look.px(6)))

    def _draw_group(self, heading: str, bars: tuple[Bar, ...], y: int, pitch: int) -> int:
        """Draw a heading and its bars from `y` down; return where the next group starts."""
        self._draw_heading(heading, y, Tone.MUTED)
        names = self._look.measure("0xB res. ")
        numbers = max(self._look.measure(count(bar.total)) for bar in bars) + self._look.px(_GAP_PX)
        numbers = max(numbers, self._look.measure("99,999,999"))
        right = self._canvas.winfo_width()
        length = max(0, right - names - numbers)
        most = max(1, *(bar.total for bar in bars))
        for row, bar in enumerate(bars, start=1):
            filled = round(max(self._look.px(2), length * bar.total / most))
            place = _BarPlace(y + row * pitch + pitch // 2, names, length, filled, right)
            self._draw_bar(bar, place)
        return y + (len(bars) + 1) * pitch

    def _draw_bar(self, bar: Bar, place: _BarPlace) -> None:
        """Draw one bar, unless it stands there already: most kinds of frame are rare."""
        items = self._bar_items(bar.name)
        if self._drawn.get(bar.name) == (bar, place):
            return
        self._drawn[bar.name] = (bar, place)
        canvas, add, half = self._canvas, self._batch.add, self._look.px(4)
        top, bottom = place.middle - half, place.middle + half
        add(canvas, "coords", items.name, 0, place.middle)
        add(canvas, "coords", items.track, place.left, top, place.left + place.length, bottom)
        add(canvas, "coords", items.bar, place.left, top, place.left + place.filled, bottom)
        add(canvas, "itemconfigure", items.bar, "-state", "normal" if bar.total else "hidden")
        add(canvas, "coords", items.number, place.right, place.middle)
        add(canvas, "itemconfigure", items.number, "-text", count(bar.total))

    def _draw_heading(self, text: str, y: int, tone: Tone) -> None:
        if text not in self._headings:
            self._headings[text] = self._canvas.create_text(
                0,
                0,
                text=text,
                anchor="nw",
                font=FontName.SMALL.value,
                fill=tone.colour(self._look.palette),
            )
        self._batch.add(self._canvas, "coords", self._headings[text], 0, y + self._look.px(2))

    def _count_violations(self, found: tuple[tuple[str, int], ...]) -> None:
        times = sum(times for _what, times in found)
        if times == self._violation_times:
            return
        self._violation_times = times
        total = counted("{n} violation", "{n} violations", times)
        self.violations.configure(text=f"⚠ {total}" if found else "")
        self._tell_violations("\n".join(_VIOLATION.format(count(n), what) for what, n in found))

    def _count_refused(self) -> None:
        figures = self._state.figures
        times = refused_times(figures)
        self.refused.configure(text=counted("{n} refused", "{n} refused", times) if times else "")
        self._tell_refused("\n".join(refusal_lines(figures)))

    def _list_violations(self, found: tuple[tuple[str, int], ...], y: int, pitch: int) -> None:
        """List what fits whole from `y` down; where not even the first does, list nothing."""
        heading = self._headings.pop(_(_VIOLATIONS), None)
        if self._listed or heading:
            self._canvas.delete(*self._listed, *filter(None, [heading]))
        self._listed.clear()
        heading_y, y = y, y + pitch
        for what, times in found:
            item = self._canvas.create_text(
                0,
                y,
                anchor="nw",
                width=self._canvas.winfo_width(),
                fill=self._look.palette.bad,
                text=_VIOLATION.format(count(times), what),
                font=FontName.SMALL.value,
            )
            y = self._canvas.bbox(item)[3] + self._look.px(2)
            if y > self._canvas.winfo_height():
                self._canvas.delete(item)
                break
            self._listed.append(item)
        if self._listed:
            self._draw_heading(_(_VIOLATIONS), heading_y, Tone.BAD)
            self._batch.run()

    def _bar_items(self, name: str) -> _BarItems:
        if name not in self._bars:
            canvas, palette = self._canvas, self._look.palette
            body = FontName.BODY.value
            self._bars[name] = _BarItems(
                name=canvas.create_text(0, 0, text=name, anchor="w", font=body, fill=palette.text),
                track=canvas.create_rectangle(0, 0, 0, 0, width=0, fill=palette.track),
                bar=canvas.create_rectangle(0, 0, 0, 0, width=0, fill=_bar_colour(name, palette)),
                number=canvas.create_text(0, 0, anchor="e", font=body, fill=palette.muted),
            )
        return self._bars[name]

    def _recolour(self) -> None:
        canvas, palette = self._canvas, self._look.palette
        canvas.configure(background=palette.panel)
        for name, items in self._bars.items():
            canvas.itemconfigure(items.name, fill=palette.text)
            canvas.itemconfigure(items.track, fill=palette.track)
            canvas.itemconfigure(items.bar, fill=_bar_colour(name, palette))
            canvas.itemconfigure(items.number, fill=palette.muted)
        for text, item in self._headings.items():
            tone = Tone.BAD if text == _(_VIOLATIONS) else Tone.MUTED
            canvas.itemconfigure(item, fill=tone.colour(palette))
        for item in self._listed:
            canvas.itemconfigure(item, fill=palette.bad)
        canvas.itemconfigure(self._directions, fill=palette.muted)
