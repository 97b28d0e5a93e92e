"""Lines of the log or the transcript as rows of text: how each is written, and in which colours."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence

from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.row_text import Ranges, RowText
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


class LineText(RowText[LogLine]):
    """Shows lines, one row each."""

    def __init__(self, look: Look, parent: tkinter.Misc, form: RowForm) -> None:
        """Make the text and its scrollbar inside `parent`."""
        self._form = form
        super().__init__(look, parent, write=form.row_text, colour=self._colour_line)

    def show(self, rows: Sequence[LogLine], hit_seq: int = 0) -> None:
        """Show these lines instead; the one with `hit_seq` gets a sign."""
        written = "\n".join(
            self._form.row_text(line, sign=HIT_SIGN if hit_seq and line.seq == hit_seq else "")
            for line in rows
        )
        self._replace(rows, written)

    def _colour_line(self, number: int, line: LogLine, ranges: Ranges) -> None:
        stamp_chars, nick_start = self._form.stamp_chars, self._form.nick_start
        nick_end = nick_start + nick_units(line)
        ranges.setdefault(Tone.MUTED, []).extend((f"{number}.0", f"{number}.{stamp_chars}"))
        if nick_end > nick_start:  # Tk takes no range after an empty one
            accent = ranges.setdefault(Tone.ACCENT, [])
            accent += (f"{number}.{nick_start}", f"{number}.{nick_end}")
        tone = _KIND_TONES.get(line.kind)
        if tone is not None:
            spans = ranges.setdefault(tone, [])
            spans += (f"{number}.{stamp_chars}", f"{number}.{nick_start}")
            spans += (f"{number}.{nick_end}", f"{number}.end")
