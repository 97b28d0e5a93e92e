"""The inspector's rows: captured frames one below the other, in columns, with a heading on top.

A text with tab stops and not a table: a thousand rows are one insert. While frames come faster than
anybody reads, and nobody has a hand on the rows, only the end is shown. What stands in a cell is
the model's (`frame_text.py`); which rows there are, the book's (`frame_book.py`).
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from msgspec import Struct

from wschat_gui.bridge.frame_words import Direction, FrameRow
from wschat_gui.gui.flood import Flood
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.row_text import Ranges, RowText
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import counted, utf16_units
from wschat_gui.model.frame_book import SHOWN_ROWS, FrameBook, Gap, Item
from wschat_gui.model.frame_text import CLIENT_WIDTH, cells_of, opcode_of

_GAP_CHARS = 1.4
_NARROW_CHARS = 88
"""Below this width the number is left out, which the X-ray has too."""


class _Column(Struct, frozen=True):
    heading: str
    chars: int
    is_right: bool = False


_COLUMNS = (
    _Column(N_("Number"), 9, is_right=True),
    _Column(N_("Time"), len("14:02:42.757")),
    _Column(N_("Client"), CLIENT_WIDTH),
    _Column(N_("Way"), 4),
    _Column(N_("Opcode"), 6),
    _Column("F RSV M", len("1 000 1")),
    _Column(N_("Bits"), 5),
    _Column(N_("Length"), 9, is_right=True),
    _Column(N_("Preview"), 0),
)
_TIME, _CLIENT, _WAY, _OPCODE, _BITS, _ENCODING, _LENGTH, _PREVIEW = range(1, 9)
_TIP = N_(
    "F: FIN. RSV: RSV1 to RSV3. M: MASK. Bits: how many bits the length is written in, 7, 16 or "
    "64 (RFC 6455 section 5.2)."
)
_OPCODE_TONES = {0x2: Tone.WARNING, 0x8: Tone.BAD, 0x9: Tone.GOOD, 0xA: Tone.GOOD}


class FrameRows(RowText[Item]):
    """Shows a `FrameBook`, and follows its end while the reader is there."""

    def __init__(
        self, look: Look, parent: tkinter.Misc, book: FrameBook, follow: tkinter.BooleanVar
    ) -> None:
        """Make heading and rows inside `parent`; `follow` is both read and written."""
        self._book = book
        self._follow = follow
        self._read = 0
        self._revision = -1
        self._is_whole = True
        """Whether all of the book's items were shown with the last drawing, not only the newest."""
        self._has_numbers = True
        self._head = look.text(parent, FontName.FIXED)
        self._head.configure(height=1, takefocus=False, padx=look.px(2), wrap="none")
        self._head.grid(row=0, column=0, sticky="ew")
        look.tooltip(self._head, _(_TIP))
        body = look.frame(parent)
        body.grid(row=1, column=0, sticky="nsew")
        parent.grid_columnconfigure(0, weight=1)
        parent.grid_rowconfigure(1, weight=1)
        super().__init__(look, body, write=self._row_text, colour=self._colour_row)
        self.text.configure(wrap="none", width=20)
        self._head.configure(width=20)
        self._flood = Flood(self.text, self._show_all)
        self.on_scrolled = self._note_position
        self.text.bind("<Configure>", self._fit_columns, add="+")
        self.text.bind("<Prior>", lambda _event: self._page(-1))
        self.text.bind("<Next>", lambda _event: self._page(1))
        self.text.bind("<Home>", lambda _event: self._go(to_end=False))
        self.text.bind("<End>", lambda _event: self._go(to_end=True))
        look.on_switch(self._recolour_head)

    @property
    def chosen_frame(self) -> FrameRow | None:
        """The frame that is chosen, if one is."""
        return self.chosen if isinstance(self.chosen, FrameRow) else None

    def render(self) -> None:
        """Bring the rows up to date. While nobody can see them, leave it for later."""
        if not self.text.winfo_viewable():
            return
        book = self._book
        is_flood = self._flood.take(book.added - self._read) and self._follow.get()
        is_held = (is_flood or not self._is_whole) and self.is_held
        is_read = is_held or not self._follow.get()
        if self._revision != book.revision or (is_read and not self._is_whole):
            self._show_all()
        elif is_flood and not is_held:
            self._is_whole, self._read = False, book.added
            self.show_newest(book.items)
        elif book.added > self._read:
            fresh = min(book.added - self._read, len(book.items))
            self._read = book.added
            self.append(book.items[len(book.items) - fresh :], SHOWN_ROWS)
            self._follow_end()

    def choose_frame(self, number: int) -> bool:
        """Choose the frame with this number; False if it is not among the rows."""
        for place, item in enumerate(self.rows, start=1):
            if isinstance(item, FrameRow) and item.number == number:
                self.choose(place)
                return True
        return False

    def go_to_end(self) -> None:
        """Show the newest frame."""
        self.text.see("end-1c linestart")
        self.colour_visible()

    def neighbour(self, number: int, step: int) -> int:
        """Give the number of the frame next to another one; 0 if there is none."""
        numbers = [item.number for item in self._book.items if isinstance(item, FrameRow)]
        if number not in numbers:
            return 0
        place = numbers.index(number) + step
        return numbers[place] if 0 <= place < len(numbers) else 0

    # Writing -------------------------------------------------------------------------------------

    def _show_all(self) -> None:
        """Show all there is, down to the end if that is followed."""
        book, chosen = self._book, self.chosen_frame
        self._flood.end()
        self._is_whole, self._revision, self._read = True, book.revision, book.added
        self.show(book.items)
        if chosen is not None and not self._follow.get():
            self.choose_frame(chosen.number)
        self._follow_end()

    def _follow_end(self) -> None:
        if self._follow.get():
            self.go_to_end()

    def _row_text(self, item: Item) -> str:
        if isinstance(item, Gap):
            gap = counted("… {n} frame not shown", "… {n} frames not shown", item.frames)
            return ("\t\t" if self._has_numbers else "\t") + gap
        return self._line(cells_of(item))

    def _line(self, cells: tuple[str, ...]) -> str:
        if self._has_numbers:
            return "\t" + "\t".join(cells)
        return "\t".join(cells[1:])

    def _colour_row(self, number: int, item: Item, ranges: Ranges) -> None:
        if isinstance(item, Gap):
            ranges.setdefault(Tone.WARNING, []).extend((f"{number}.0", f"{number}.end"))
            return
        tones, cells = _tones(item), cells_of(item)
        at = 1 if self._has_numbers else 0
        for column, cell in enumerate(cells):
            if column == 0 and not self._has_numbers:
                continue
            end = at + utf16_units(cell)
            if column in tones and end > at:
                spans = ranges.setdefault(tones[column], [])
                spans += (f"{number}.{at}", f"{number}.{end}")
            at = end + 1

    # Columns -------------------------------------------------------------------------------------

    def _fit_columns(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Put the tab stops where the columns begin, or end; leave the number out if need be."""
        letter = self._look.measure("0", FontName.FIXED)
        has_numbers = event.width >= _NARROW_CHARS * letter
        stops: list[str] = []
        at = 0.0
        for column in _COLUMNS if has_numbers else _COLUMNS[1:]:
            if column.is_right:
                stops += (str(round(at + column.chars * letter)), "right")
            elif at:
                stops += (str(round(at)), "left")
            at += (column.chars + _GAP_CHARS) * letter
        for text in (self.text, self._head):
            text.configure(tabs=tuple(stops))
        if has_numbers != self._has_numbers or self._head.index("end-1c") == "1.0":
            self._has_numbers = has_numbers
            self._revision = -1
            self._head.configure(state="normal")
            headings = tuple(_(each.heading) for each in _COLUMNS)
            self._head.replace("1.0", "end", self._line(headings))
            self._head.configure(state="disabled")
            self.text.after_idle(self.render)
        elif self._follow.get():
            self.text.after_idle(self.go_to_end)

    # Reader --------------------------------------------------------------------------------------

    def _note_position(self) -> None:
        """Follow from now on exactly if the last row can be seen."""
        self._follow.set(self.is_at_end)
        if not self._is_whole and not self._follow.get():
            self._show_all()

    def _page(self, way: int) -> str:
        rows = max(1, int(self.text.winfo_height()) // self._look.line_height(FontName.FIXED) - 1)
        self._move(way * rows)
        self._note_scroll()
        return "break"

    def _go(self, *, to_end: bool) -> str:
        if not self._is_whole:
            self._show_all()
        self.choose(len(self.rows) if to_end else 1)
        self._note_scroll()
        return "break"

    def _recolour_head(self) -> None:
        palette = self._look.palette
        self._head.configure(
            background=palette.panel,
            foreground=palette.muted,
            highlightbackground=palette.panel,
            highlightcolor=palette.panel,
        )


def _tones(row: FrameRow) -> dict[int, Tone]:
    """Which columns of a row have which colour."""
    if row.violations or row.refused:
        return dict.fromkeys(range(1, 9), Tone.BAD)
    way = Tone.INBOUND if row.direction is Direction.IN else Tone.ACCENT
    tones = {0: Tone.MUTED, _TIME: Tone.MUTED, _CLIENT: way, _WAY: way, _BITS: Tone.MUTED}
    tone = _OPCODE_TONES.get(opcode_of(row))
    if tone is not None:
        tones[_OPCODE] = tone
    return tones


def on_open(rows: FrameRows, open_chosen: Callable[[], None]) -> None:
    """Call `open_chosen` for a frame that is opened by Enter or a double click."""

    def act(_event: object) -> str:
        open_chosen()
        return "break"

    for sequence in ("<Return>", "<KP_Enter>", "<Double-Button-1>"):
        rows.text.bind(sequence, act)
