"""Rows of text that can be many: written in one stroke, coloured only where they are looked at.

A line's colour costs as much as its letters, so tags are put on the lines on screen and on no
others. One row can be chosen, by mouse or keys. Which lines there are is the owner's business.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.model.log import HIT_SIGN, RowForm, nick_units

_KIND_TONES = {
    LineKind.ANNOUNCED: Tone.WARNING,
    LineKind.JOINED: Tone.GOOD,
    LineKind.LEFT: Tone.MUTED,
    LineKind.RENAMED: Tone.MUTED,
    LineKind.WHISPERED: Tone.MUTED,
    LineKind.MODERATED: Tone.WARNING,
    LineKind.REFUSED: Tone.BAD,
    LineKind.SERVER: Tone.MUTED,
}
"""Kinds whose whole text is coloured; what people say is not."""
_SCROLL_EVENTS = ("<MouseWheel>", "<Button-4>", "<Button-5>", "<KeyRelease>", "<B1-Motion>")
_CHOSEN = "Chosen"


class LineText:
    """Shows lines, one row each."""

    def __init__(self, look: Look, parent: tkinter.Misc, form: RowForm) -> None:
        """Make the text and its scrollbar inside `parent`."""
        self._look = look
        self._form = form
        self._rows: list[LogLine] = []
        self.on_scrolled: Callable[[], None] = lambda: None
        """Is told after the reader may have moved the text."""
        self.text = look.text(parent, FontName.FIXED)
        self.text.configure(wrap="word", padx=look.px(2), height=4)
        look.scroll(self.text).configure(command=self._drag)
        for sequence in _SCROLL_EVENTS:
            self.text.bind(sequence, self._after_scroll, add="+")
        self.text.bind("<Button-1>", self._choose_at_pointer, add="+")
        self.text.bind("<Up>", lambda _event: self._move(-1))
        self.text.bind("<Down>", lambda _event: self._move(1))
        self.text.bind("<Configure>", self._after_resize, add="+")
        look.on_switch(self._recolour)

    @property
    def rows(self) -> tuple[LogLine, ...]:
        """The lines that stand in the text, from the top down."""
        return tuple(self._rows)

    @property
    def is_at_end(self) -> bool:
        """Whether the last row can be seen."""
        return self.text.dlineinfo("end-1c") is not None

    def append(self, lines: Sequence[LogLine], max_rows: int | None = None) -> None:
        """Add rows at the end; the oldest make room."""
        lines = lines if max_rows is None else lines[-max_rows:]
        if not lines:
            return
        joined = "\n".join(map(self._form.row_text, lines))
        chosen = self._chosen_number
        self.text.configure(state="normal")
        self.text.insert("end", f"\n{joined}" if self._rows else joined)
        self._rows += lines
        if chosen:  # the last row hands its tags on to what is inserted behind it
            self._mark(chosen)
        surplus = 0 if max_rows is None else len(self._rows) - max_rows
        if surplus > 0:
            self.text.delete("1.0", f"{surplus + 1}.0")
            del self._rows[:surplus]
        self.text.configure(state="disabled")
        self.colour_visible()

    def show(self, lines: Sequence[LogLine], hit_seq: int = 0) -> None:
        """Show these lines instead; whatever of them was at the top or chosen stays so.

        The one with `hit_seq` gets a sign.
        """
        chosen, was_on_screen = self.chosen, self._rows[self._top - 1 :]
        written = "\n".join(
            self._form.row_text(line, sign=HIT_SIGN if hit_seq and line.seq == hit_seq else "")
            for line in lines
        )
        self.text.configure(state="normal")
        self.text.replace("1.0", "end", written)
        self.text.configure(state="disabled")
        self._rows = list(lines)
        numbers = {id(line): number for number, line in enumerate(self._rows, start=1)}
        top = next((numbers[id(each)] for each in was_on_screen if id(each) in numbers), 1)
        self.text.yview(f"{top}.0")
        if chosen is not None and id(chosen) in numbers:
            self._mark(numbers[id(chosen)])
        self.colour_visible()

    # The chosen row ------------------------------------------------------------------------------

    @property
    def chosen(self) -> LogLine | None:
        """The line that keys and the menu are about, if one is chosen."""
        number = self._chosen_number
        return self._rows[number - 1] if number else None

    def choose(self, number: int) -> None:
        """Choose a row, the first being 1, and bring it into sight."""
        if 1 <= number <= len(self._rows):
            self._mark(number)
            self.text.see(f"{number}.0")
            self.colour_visible()

    def choose_at(self, x: int, y: int) -> LogLine | None:
        """Choose the row at a place in the text; None if there is none."""
        number = int(self.text.index(f"@{x},{y}").split(".")[0])
        self.choose(number)
        return self.chosen if self._rows else None

    @property
    def _chosen_number(self) -> int:
        ranges = self.text.tag_ranges(_CHOSEN)
        number = int(str(ranges[0]).split(".")[0]) if ranges else 0
        return number if number <= len(self._rows) else 0

    def _mark(self, number: int) -> None:
        self.text.tag_remove(_CHOSEN, "1.0", "end")
        self.text.tag_add(_CHOSEN, f"{number}.0", f"{number + 1}.0")
        self.text.mark_set("insert", f"{number}.0")

    def _move(self, step: int) -> str:
        number = self._chosen_number
        if number:
            self.choose(min(len(self._rows), max(1, number + step)))
        else:
            self.choose(self._top if step > 0 else self._bottom)
        return "break"

    def _choose_at_pointer(self, event: tkinter.Event[tkinter.Misc]) -> None:
        self.text.focus_set()
        self.choose_at(event.x, event.y)

    # Scrolling -----------------------------------------------------------------------------------

    @property
    def _top(self) -> int:
        return int(self.text.index("@0,0").split(".")[0])

    @property
    def _bottom(self) -> int:
        return int(self.text.index(f"@0,{self.text.winfo_height()}").split(".")[0])

    def _drag(self, *arguments: str) -> None:
        self.text.tk.call(self.text, "yview", *arguments)
        self._note_scroll()

    def _after_scroll(self, _event: object) -> None:
        # The class binding that scrolls runs after this one.
        self.text.after_idle(self._note_scroll)

    def _note_scroll(self) -> None:
        self.on_scrolled()
        self.colour_visible()

    def _after_resize(self, _event: object) -> None:
        # Whole lines only: half a line at the top looks like a fault.
        room = self.text.winfo_height() - 2 * int(self.text.cget("highlightthickness"))
        self.text.configure(pady=room % self._look.line_height(FontName.FIXED) // 2)
        self.text.after_idle(self.colour_visible)

    # Colour --------------------------------------------------------------------------------------

    def colour_visible(self) -> None:
        """Tag the lines on screen; those that have scrolled off keep their tags."""
        if not self._rows:
            return
        first, last = self._top, self._bottom
        ranges: dict[Tone, list[str]] = {Tone.MUTED: [], Tone.ACCENT: []}
        stamp_chars, nick_start = self._form.stamp_chars, self._form.nick_start
        for number, line in enumerate(self._rows[first - 1 : last], start=first):
            nick_end = nick_start + nick_units(line)
            ranges[Tone.MUTED] += (f"{number}.0", f"{number}.{stamp_chars}")
            if nick_end > nick_start:  # Tk takes no range after an empty one
                ranges[Tone.ACCENT] += (f"{number}.{nick_start}", f"{number}.{nick_end}")
            tone = _KIND_TONES.get(line.kind)
            if tone is not None:
                spans = ranges.setdefault(tone, [])
                spans += (f"{number}.{stamp_chars}", f"{number}.{nick_start}")
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
        self.text.tag_configure(_CHOSEN, background=palette.track)
        self.text.tag_raise("sel")
