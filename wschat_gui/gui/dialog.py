"""Questions and texts in front of the window, inside it: a card that takes all keys and clicks.

In the window and not windows of their own: no window manager can lose them behind the first one, a
projector shows them where people look, and every platform has them alike.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _

_CANCEL = N_("Cancel")
_WIDTH_PX = 440


class Dialog:
    """A card with a title, a sentence, whatever its maker puts into `body`, and buttons."""

    def __init__(
        self,
        look: Look,
        title: str,
        sentence: str,
        on_close: Callable[[], None],
        *,
        width: int = _WIDTH_PX,
    ) -> None:
        """Make the card; `open` shows it. `on_close` is called once, however it is closed.

        `width` is that of the texts, in unscaled pixels. Without a sentence, none takes room.
        """
        self._look = look
        self._on_close = on_close
        self._focus_before: tkinter.Misc | None = look.root.focus_get()
        self.frame = look.card(look.root)
        width_px = look.px(width)
        self.title = look.label(self.frame, title, font_name=FontName.LARGE)
        self.title.configure(wraplength=width_px)
        self.title.pack(anchor="w")
        self.sentence = look.label(self.frame, sentence, tone=Tone.MUTED)
        self.sentence.configure(wraplength=width_px, justify="left")
        if sentence:
            self.sentence.pack(anchor="w", pady=(look.px(8), 0))
        self.body = look.frame(self.frame)
        self.body.configure(width=width_px)
        self.body.pack(fill="both", expand=True, pady=look.px(12))
        self._buttons = look.frame(self.frame)
        self._buttons.pack(fill="x")
        self.frame.bind("<Escape>", lambda _event: self.close())

    def add_button(
        self, text: str, act: Callable[[], None], kind: ButtonKind = ButtonKind.PLAIN
    ) -> ttk.Button:
        """Add a button to the right end, left of those added before."""
        button = self._look.button(self._buttons, text, act, kind=kind)
        button.pack(side="right", padx=(self._look.px(8), 0))
        button.bind("<Escape>", lambda _event: self.close())
        return button

    def add_left_button(self, text: str, act: Callable[[], None]) -> ttk.Button:
        """Add a button to the left end, right of those added there before."""
        button = self._look.button(self._buttons, text, act)
        button.pack(side="left", padx=(0, self._look.px(8)))
        button.bind("<Escape>", lambda _event: self.close())
        return button

    def escape_closes(self, widget: tkinter.Misc) -> None:
        """Let Escape close the card from this widget and all in it."""
        widget.bind("<Escape>", lambda _event: self.close(), add="+")
        for child in widget.winfo_children():
            self.escape_closes(child)

    def add_cancel(self) -> ttk.Button:
        """Add the button that only closes."""
        return self.add_button(_(_CANCEL), self.close)

    def open(self, focus: tkinter.Misc) -> None:
        """Show the card in the middle of the window and keep all input inside it."""
        self.frame.place(relx=0.5, rely=0.45, anchor="center")
        self.frame.lift()
        focus.bind("<Escape>", lambda _event: self.close())
        self.frame.update_idletasks()
        if self.frame.winfo_viewable():  # not while the window is an icon: nothing could be grabbed
            self.frame.grab_set()
        focus.focus_set()

    def close(self) -> None:
        """Take the card away and give the keys back to whoever had them."""
        if not self.frame.winfo_exists():
            return
        self.frame.grab_release()
        self.frame.destroy()
        if self._focus_before is not None and self._focus_before.winfo_exists():
            self._focus_before.focus_set()
        self._on_close()
