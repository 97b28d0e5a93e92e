"""A frame's header drawn as RFC 6455 section 5.2 draws it: 32 bits a row, with the real bits.

What stands where is the model's (`bit_rows.py`). Drawn anew for each frame: it does not move.
"""

from __future__ import annotations

import tkinter

from wschat_gui.bridge.frame_words import HeaderField
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.theme import Look
from wschat_gui.model.bit_rows import BITS_A_ROW, BitBox, bit_boxes, meaning_of

_HEAD_PX, _FIRST_PX, _ROW_PX = 18, 54, 38
"""Of the bits' numbers; of the first row, the narrow fields of which are named upright; of each."""
_CELL_PX = 17
_ROWS = 4
"""As many as the longest header has: 14 bytes."""
_NAMED_BITS = 4
"""A field of fewer bits is named upright."""


class BitDiagram:
    """A canvas; whoever made it places `canvas`."""

    def __init__(self, look: Look, parent: tkinter.Misc) -> None:
        """Make it, with nothing drawn yet."""
        self._look = look
        self._fields: tuple[HeaderField, ...] = ()
        self.canvas = look.canvas(parent)
        height = _HEAD_PX + _FIRST_PX + (_ROWS - 1) * _ROW_PX + 2
        self.canvas.configure(
            width=look.px(_CELL_PX) * BITS_A_ROW + look.px(2),
            height=look.px(height),
            takefocus=False,
            background=look.palette.panel,
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written on it."""
        call, canvas = self.canvas.tk.call, self.canvas
        return tuple(
            str(call(canvas, "itemcget", item, "-text"))
            for item in canvas.find_all()
            if str(call(canvas, "type", item)) == "text"
        )

    def show(self, fields: tuple[HeaderField, ...]) -> None:
        """Draw this header."""
        if fields == self._fields:
            return
        self._fields = fields
        self.canvas.delete("all")
        if not fields:
            return
        for bit in range(BITS_A_ROW):
            self.canvas.create_text(
                self._x(bit) + self._x(1) / 2,
                self._look.px(_HEAD_PX) / 2,
                text=str(bit),
                font=FontName.TINY.value,
                fill=self._look.palette.muted,
            )
        for number, box in enumerate(bit_boxes(fields)):
            self._draw(box, is_odd=number % 2 == 1)

    def _draw(self, box: BitBox, *, is_odd: bool) -> None:
        look, palette, canvas = self._look, self._look.palette, self.canvas
        left, right = self._x(box.column), self._x(box.column + len(box.bits))
        top, bottom = self._y(box.row), self._y(box.row + 1)
        canvas.create_rectangle(
            left,
            top,
            right,
            bottom,
            outline=palette.disabled,
            fill=palette.track if is_odd else palette.zebra,
        )
        baseline = bottom - look.line_height(FontName.FIXED) / 2 - look.px(1)
        for place, bit in enumerate(box.bits):
            canvas.create_text(
                self._x(box.column + place) + self._x(1) / 2,
                baseline,
                text=bit,
                font=FontName.FIXED.value,
                fill=palette.accent if bit == "1" else palette.text,
            )
        middle_y = (top + bottom - look.line_height(FontName.FIXED)) / 2
        is_narrow = len(box.bits) < _NAMED_BITS
        canvas.create_text(
            (left + right) / 2,
            middle_y,
            text=box.name if is_narrow or box.is_begun else f"{box.name} {meaning_of(box.field)}",
            angle=90 if is_narrow else 0,
            width=0 if is_narrow else right - left,
            justify="center",
            font=FontName.TINY.value,
            fill=palette.text,
        )

    def _x(self, column: float) -> float:
        return column * self._look.px(_CELL_PX)

    def _y(self, row: int) -> int:
        below_first = _FIRST_PX + (row - 1) * _ROW_PX if row else 0
        return self._look.px(_HEAD_PX + below_first)
