"""The poster on the whole screen: for a projector, or to be saved and printed.

A window of its own, because nothing else may be seen beside it. How it looks is drawn elsewhere.
"""

from __future__ import annotations

import io
import tkinter
from collections.abc import Callable

from wschat_gui.gui.palette import LIGHT, Tone
from wschat_gui.gui.poster_drawing import draw_poster
from wschat_gui.gui.theme import ButtonKind, Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.poster import Poster

_SAVE = N_("Save for printing …")
_CLOSE = N_("Close (Esc)")
_REDRAW_AFTER_MS = 120
"""A window manager may resize a window several times on its way to full screen."""


class PosterWindow:
    """A full-screen window; Escape closes it."""

    def __init__(
        self,
        look: Look,
        poster: Poster,
        *,
        save: Callable[[], None],
        on_close: Callable[[], None],
    ) -> None:
        """Show it at once; `on_close` is called once."""
        self._look = look
        self._poster = poster
        self._on_close = on_close
        self._focus_before = look.root.focus_get()
        self._timer: str | None = None
        self._drawn: tuple[Poster, int, int] | None = None
        self.image: tkinter.PhotoImage | None = None
        self.top = tkinter.Toplevel(look.root, background="#ffffff")
        self.top.title(poster.room_name)
        width, height = look.root.winfo_screenwidth(), look.root.winfo_screenheight()
        self.top.geometry(f"{width}x{height}+0+0")
        self.top.attributes("-fullscreen", True)  # noqa: FBT003  (Tk's own way)
        bar = look.frame(self.top, Surface.CHROME)
        bar.pack(side="bottom", fill="x")
        self.close_button = look.button(bar, _(_CLOSE), self.close)
        self.save_button = look.button(bar, _(_SAVE), save, kind=ButtonKind.PRIMARY)
        self.says = look.label(bar, surface=Surface.CHROME)
        self.says.pack(side="left", padx=look.px(12))
        for button in (self.close_button, self.save_button):
            button.pack(side="right", padx=look.px(8), pady=look.px(6))
        self.sheet = tkinter.Label(
            self.top, background="#ffffff", foreground=LIGHT.text, borderwidth=0
        )
        self.sheet.pack(fill="both", expand=True)
        self.sheet.bind("<Configure>", lambda _event: self._draw_soon())
        self.top.bind("<Escape>", lambda _event: self.close())
        self.top.protocol("WM_DELETE_WINDOW", self.close)
        self.top.focus_set()
        self.close_button.focus_set()

    def render(self, poster: Poster) -> None:
        """Show what is in force now."""
        if poster != self._poster:
            self._poster = poster
            self._draw()

    def say(self, text: str, tone: Tone) -> None:
        """Show a message beside the buttons."""
        self.says.configure(text=text)
        self._look.set_tone(self.says, tone, Surface.CHROME)

    def close(self) -> None:
        """Take it away, and give the keys back to whoever had them."""
        if self._timer is not None:
            self.top.after_cancel(self._timer)
        self.top.destroy()
        if self._focus_before is not None and self._focus_before.winfo_exists():
            self._focus_before.focus_set()
        self._on_close()

    def _draw_soon(self) -> None:
        if self._timer is not None:
            self.top.after_cancel(self._timer)
        self._timer = self.top.after(_REDRAW_AFTER_MS, self._draw)

    def _draw(self) -> None:
        self._timer = None
        width, height = self.sheet.winfo_width(), self.sheet.winfo_height()
        if self._drawn == (self._poster, width, height) or min(width, height) < 2:
            return
        self._drawn = (self._poster, width, height)
        png = io.BytesIO()
        draw_poster(self._poster, width, height).save(png, format="PNG", compress_level=1)
        self.image = tkinter.PhotoImage(master=self._look.root, data=png.getvalue())
        self.sheet.configure(image=self.image)
