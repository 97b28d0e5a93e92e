"""The text of the message log: appended in one stroke a beat, coloured only where it is looked at.

A line's colour costs as much as its letters, so tags are put on the lines on screen and on no
others. The view follows the newest line only while the reader is at the bottom.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.model.log import (
    NICK_START,
    TIME_CHARS,
    LogBook,
    LogFilter,
    nick_units,
    row_text,
)

_KIND_TONES = {
    LineKind.ANNOUNCED: Tone.WARNING,
    LineKind.JOINED: Tone.GOOD,
    LineKind.LEFT: Tone.MUTED,
    LineKind.RENAMED: Tone.MUTED,
    LineKind.REFUSED: Tone.BAD,
    LineKind.SERVER: Tone.MUTED,
}
"""Kinds whose whole text is coloured; what people say is not."""
_SCROLL_EVENTS = ("<MouseWheel>", "<Button-4>", "<Button-5>", "<KeyRelease>", "<B1-Motion>")


class LogView:
    """Shows a `LogBook` through a `LogFilter`."""

    def __init__(
        self, look: Look, parent: tkinter.Misc, book: LogBook, follow: tkinter.BooleanVar
    ) -> None:
        """Make the text and its scrollbar inside `parent`; `follow` is both read and written."""
        self._look = look
        self._book = book
        self._follow = follow
        self._read = 0
        self._filter = LogFilter()
        self._rows: list[LogLine] = []
        self.on_emptied: Callable[[bool], None] = lambda _is_empty: None
        """Is told after each drawing whether no row is shown."""
        self.text = look.text(parent, FontName.FIXED)
        self.text.configure(wrap="word", padx=look.px(2), height=12)
        look.scroll(self.text).configure(command=self._drag)
        for sequence in _SCROLL_EVENTS:
            self.text.bind(sequence, self._after_scroll, add="+")
        self.text.bind("<Button-1>", lambda _event: self.text.focus_set(), add="+")
        self.text.bind("<Configure>", self._after_resize, add="+")
        self.text.bind("<Map>", lambda _event: self.text.after_idle(self.render), add="+")
        look.on_switch(self._recolour)

    @property
    def rows(self) -> tuple[LogLine, ...]:
        """The lines that stand in the text, oldest first."""
        return tuple(self._rows)

    def render(self) -> None:
        """Append what is new. While nobody can see the text, leave it for later."""
        if not self.text.winfo_viewable():
            return
        fresh = self._book.since(self._read)
        self._read = self._book.added
        self._append(self._filter.select(fresh))
        self.on_emptied(not self._rows)

    def refill(self, log_filter: LogFilter) -> None:
        """Show the kept lines through another filter, from the newest up."""
        self._filter = log_filter
        self._rows.clear()
        self._write("1.0", "end", "")
        self._read = 0
        self.render()

    def go_to_end(self) -> None:
        """Show the newest line."""
        self.text.see("end")
        self._colour_visible()

    def _append(self, lines: list[LogLine]) -> None:
        lines = lines[-self._book.max_rows :]
        if not lines:
            return
        joined = "\n".join(map(row_text, lines))
        self.text.configure(state="normal")
        self.text.insert("end", f"\n{joined}" if self._rows else joined)
        self._rows += lines
        surplus = len(self._rows) - self._book.max_rows
        if surplus > 0:
            self.text.delete("1.0", f"{surplus + 1}.0")
            del self._rows[:surplus]
        self.text.configure(state="disabled")
        if self._follow.get():
            self.text.see("end")
        self._colour_visible()

    def _write(self, start: str, end: str, text: str) -> None:
        self.text.configure(state="normal")
        self.text.replace(start, end, text)
        self.text.configure(state="disabled")

    # Following -----------------------------------------------------------------------------------

    def _drag(self, *arguments: str) -> None:
        self.text.tk.call(self.text, "yview", *arguments)
        self._note_position()

    def _after_scroll(self, _event: object) -> None:
        # The class binding that scrolls runs after this one.
        self.text.after_idle(self._note_position)

    def _note_position(self) -> None:
        """Follow from now on exactly if the last line can be seen."""
        self._follow.set(self.text.dlineinfo("end-1c") is not None)
        self._colour_visible()

    def _after_resize(self, _event: object) -> None:
        # Whole lines only: half a line at the top looks like a fault.
        room = self.text.winfo_height() - 2 * int(self.text.cget("highlightthickness"))
        self.text.configure(pady=room % self._look.line_height(FontName.FIXED) // 2)
        if self._follow.get():
            self.text.see("end")
        self.text.after_idle(self._colour_visible)

    # Colour --------------------------------------------------------------------------------------

    def _colour_visible(self) -> None:
        """Tag the lines on screen; those that have scrolled off keep their tags."""
        if not self._rows:
            return
        first = int(self.text.index("@0,0").split(".")[0])
        last = int(self.text.index(f"@0,{self.text.winfo_height()}").split(".")[0])
        ranges: dict[Tone, list[str]] = {Tone.MUTED: [], Tone.ACCENT: []}
        for number, line in enumerate(self._rows[first - 1 : last], start=first):
            nick_end = NICK_START + nick_units(line)
            ranges[Tone.MUTED] += (f"{number}.0", f"{number}.{TIME_CHARS}")
            ranges[Tone.ACCENT] += (f"{number}.{NICK_START}", f"{number}.{nick_end}")
            tone = _KIND_TONES.get(line.kind)
            if tone is not None:
                spans = ranges.setdefault(tone, [])
                spans += (f"{number}.{TIME_CHARS}", f"{number}.{NICK_START}")
                spans += (f"{number}.{nick_end}", f"{number}.end")
        for tone, indices in ranges.items():
            if indices:
                self.text.tk.call(self.text, "tag", "add", tone.value, *indices)

    def _recolour(self) -> None:
        palette = self._look.palette
        self.text.configure(
            background=palette.panel,
            foreground=palette.text,
            selectbackground=palette.selection,
            selectforeground=palette.text,
            inactiveselectbackground=palette.selection,
            highlightbackground=palette.panel,
            highlightcolor=palette.accent,
        )
        for tone in Tone:
            if tone is not Tone.NORMAL:
                self.text.tag_configure(tone.value, foreground=tone.colour(palette))
        self.text.tag_raise("sel")
