"""The QR code and the address under it: how everybody in the room gets in."""

from __future__ import annotations

import io
import tkinter

import segno

from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look

_SIDE_PX = 240
"""Of the whole code on a screen of 96 dots per inch: 6 cm, scanned from an arm's length."""
_OVERHANG_PX = 16
"""How much wider than the code the address may be."""
_QUIET_MODULES = 4
"""White around the code that scanners need (ISO/IEC 18004 section 6.3.8)."""


def qr_png(text: str, ui_scale: float) -> bytes:
    """Draw a QR code as a PNG, black on white in whole pixels a module, quiet zone included."""
    code = segno.make_qr(text)
    modules, _ = code.symbol_size(border=_QUIET_MODULES)
    scale = max(2, round(_SIDE_PX * ui_scale / modules))
    png = io.BytesIO()
    code.save(png, kind="png", scale=scale, border=_QUIET_MODULES)
    return png.getvalue()


class JoinPanel:
    """A bordered panel with the code and the address."""

    def __init__(self, look: Look, parent: tkinter.Misc) -> None:
        """Make the panel."""
        self._look = look
        self._url = ""
        self.frame = look.panel(parent, padding=10)
        self.code = look.label(self.frame)
        self.code.pack()
        self.address = look.label(self.frame, tone=Tone.ACCENT, font_name=FontName.ADDRESS)
        # A fixed width: one taken from the panel would change the panel, and so on for ever.
        self.address.configure(justify="center", wraplength=look.px(_SIDE_PX + _OVERHANG_PX))
        self.address.pack(pady=(look.px(8), 0))
        self._image: tkinter.PhotoImage | None = None

    def render(self, url: str) -> None:
        """Show the code of this address; drawn anew only if it is another."""
        if url == self._url:
            return
        self._url = url
        self.address.configure(text=url)
        if not url:
            self._image = None
            self.code.configure(image="")
            return
        png = qr_png(url, self._look.px(100) / 100)
        self._image = tkinter.PhotoImage(master=self._look.root, data=png)
        self.code.configure(image=self._image)
