"""Rows of text that can be many: written in one stroke, coloured only where they are looked at.

A row's colour costs as much as its letters, so tags are put on the rows on screen and on no others.
One row can be chosen, by mouse or keys. Which rows there are, and what they say, is the owner's.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from wschat_gui.gui.batch import Batch
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look

_SCROLL_EVENTS = ("<MouseWheel>", "<Button-4>", "<Button-5>", "<KeyRelease>", "<B1-Motion>")
_CHOSEN = "Chosen"
_MORE_THAN_FIT = 12
"""Rows above those in sight, for `show_newest`: so that there is something to scroll to."""

Row = TypeVar("Row")
Ranges = dict[Tone, list[str]]
"""Where each colour stands: begin, end, begin, end …, as indices of a Tk text."""


class RowText(Generic[Row]):
    """Shows rows, one line each."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        *,
        write: Callable[[Row], str],
        colour: Callable[[int, Row, Ranges], None],
    ) -> None:
        """Make the text and its scrollbar inside `parent`.

        `colour(number, row, ranges)` adds where the row, the number of which is given, has colours.
        """
        self._look = look
        self._write = write
        self._colour = colour
        self._rows: list[Row] = []
        self._fitting = 1
        """Rows that there is room for."""
        self.on_scrolled: Callable[[], None] = lambda: None
        """Is told after the reader may have moved the text."""
        self.text = look.text(parent, FontName.FIXED)
        self._batch = Batch(self.text)
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
    def rows(self) -> tuple[Row, ...]:
        """What stands in the text, from the top down."""
        return tuple(self._rows)

    @property
    def is_at_end(self) -> bool:
        """Whether the last row can be seen."""
        return self.text.dlineinfo("end-1c") is not None

    def append(self, rows: Sequence[Row], max_rows: int | None = None) -> None:
        """Add rows at the end; the oldest make room."""
        rows = rows if max_rows is None else rows[-max_rows:]
        if not rows:
            return
        joined = "\n".join(map(self._write, rows))
        chosen = self._chosen_number
        self.text.configure(state="normal")
        self.text.insert("end", f"\n{joined}" if self._rows else joined)
        self._rows += rows
        if chosen:  # the last row hands its tags on to what is inserted behind it
            self._mark(chosen)
        surplus = 0 if max_rows is None else len(self._rows) - max_rows
        if surplus > 0:
            self.text.delete("1.0", f"{surplus + 1}.0")
            del self._rows[:surplus]
        self.text.configure(state="disabled")
        self.colour_visible()

    def show(self, rows: Sequence[Row]) -> None:
        """Show these instead; whatever of them was at the top or chosen stays so."""
        self._replace(rows, "\n".join(map(self._write, rows)))

    def show_newest(self, rows: Sequence[Row]) -> None:
        """Show only the last of these, as many as fit and a few more, down to the end.

        In one call of Tk: nothing is kept of what stood there, neither choice nor selection.
        """
        rows = rows[-(self._fitting + _MORE_THAN_FIT) :]
        ranges: Ranges = {}
        first = max(0, len(rows) - self._fitting)
        for number, row in enumerate(rows[first:], start=first + 1):
            self._colour(number, row, ranges)
        add, text = self._batch.add, self.text
        add(text, "configure", "-state", "normal")
        add(text, "replace", "1.0", "end", "\n".join(map(self._write, rows)))
        self._add_tags(ranges)
        add(text, "configure", "-state", "disabled")
        add(text, "see", "end-1c linestart")
        self._batch.run()
        self._rows = list(rows)

    @property
    def is_held(self) -> bool:
        """Whether the reader has a hand on it: something is chosen or selected."""
        return bool(self.text.tag_ranges(_CHOSEN) or self.text.tag_ranges("sel"))

    def _replace(self, rows: Sequence[Row], written: str) -> None:
        """Show rows that are written already."""
        chosen, was_on_screen = self.chosen, self._rows[self._top - 1 :]
        self.text.configure(state="normal")
        self.text.replace("1.0", "end", written)
        self.text.configure(state="disabled")
        self._rows = list(rows)
        numbers = {id(row): number for number, row in enumerate(self._rows, start=1)}
        top = next((numbers[id(each)] for each in was_on_screen if id(each) in numbers), 1)
        self.text.yview(f"{top}.0")
        if chosen is not None and id(chosen) in numbers:
            self._mark(numbers[id(chosen)])
        self.colour_visible()

    # The chosen row ------------------------------------------------------------------------------

    @property
    def chosen(self) -> Row | None:
        """The row that keys and the menu are about, if one is chosen."""
        number = self._chosen_number
        return self._rows[number - 1] if number else None

    def choose(self, number: int) -> None:
        """Choose a row, the first being 1, and bring it into sight."""
        if 1 <= number <= len(self._rows):
            self._mark(number)
            self.text.see(f"{number}.0")
            self.colour_visible()

    def choose_at(self, x: int, y: int) -> Row | None:
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
        self._fitting, rest = divmod(room, self._look.line_height(FontName.FIXED))
        self.text.configure(pady=rest // 2)
        self.text.after_idle(self.colour_visible)

    # Colour --------------------------------------------------------------------------------------

    def colour_visible(self) -> None:
        """Tag the rows on screen; those that have scrolled off keep their tags."""
        if not self._rows:
            return
        first, last = self._top, self._bottom
        ranges: Ranges = {}
        for number, row in enumerate(self._rows[first - 1 : last], start=first):
            self._colour(number, row, ranges)
        self._add_tags(ranges)
        self._batch.run()

    def _add_tags(self, ranges: Ranges) -> None:
        for tone, indices in ranges.items():
            if indices:
                self._batch.add(self.text, "tag", "add", tone.value, *indices)

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
