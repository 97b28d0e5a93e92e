"""A container that scrolls what is higher than itself, by wheel, by bar and by Tab."""

from __future__ import annotations

import tkinter
from tkinter import ttk

from wschat_gui.gui.theme import Look

_WHEEL_STEP = 120
"""What one notch of a wheel counts on Windows; Tk's own unit on other systems is 1."""


class Scrolled:
    """Grid widgets into `inside`; grid or pack `frame`."""

    def __init__(self, look: Look, parent: tkinter.Misc) -> None:
        """Make it, as high as its parent allows."""
        self._look = look
        self.frame = look.frame(parent)
        self._canvas = look.canvas(self.frame)
        self.inside = look.frame(self._canvas)
        self._bar = ttk.Scrollbar(self.frame, orient="vertical", command=self._canvas.yview)
        self._canvas.configure(yscrollcommand=self._bar.set, takefocus=False)
        self._window = self._canvas.create_window(0, 0, anchor="nw", window=self.inside)
        self._canvas.grid(row=0, column=0, sticky="nsew")
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(0, weight=1)
        self.inside.bind("<Configure>", lambda _event: self._fit())
        self._canvas.bind("<Configure>", lambda _event: self._fit())
        self.recolour()

    def recolour(self) -> None:
        """Take on the colours in force."""
        self._canvas.configure(background=self._look.palette.panel)

    def follow(self, widget: tkinter.Misc) -> None:
        """Scroll with the wheel over `widget` and all in it, and to whatever in it gets the keys.

        Called when everything is in `inside`.
        """
        for sequence in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
            widget.bind(sequence, self._wheel)
        widget.bind("<FocusIn>", self._show_focus, add="+")
        for child in widget.winfo_children():
            self.follow(child)

    def _fit(self) -> None:
        self._canvas.itemconfigure(self._window, width=self._canvas.winfo_width())
        height = self.inside.winfo_reqheight()
        self._canvas.configure(scrollregion=(0, 0, 0, height))
        if height > self._canvas.winfo_height():
            self._bar.grid(row=0, column=1, sticky="ns")
        else:
            self._bar.grid_remove()
            self._canvas.yview_moveto(0)

    def _wheel(self, event: tkinter.Event[tkinter.Misc]) -> str:
        if self._bar.winfo_manager():
            notches = -1 if event.num == 4 else 1 if event.num == 5 else 0
            if not notches:
                step = _WHEEL_STEP if abs(event.delta) >= _WHEEL_STEP else 1
                notches = -event.delta // step
            self._canvas.yview_scroll(notches * 3, "units")
        return "break"  # else a chooser under the pointer would change its value

    def _show_focus(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Scroll so far that the focused widget and what stands under it can be seen."""
        height = max(1, self.inside.winfo_height())
        top = event.widget.winfo_rooty() - self.inside.winfo_rooty() - self._look.px(30)
        bottom = top + event.widget.winfo_height() + self._look.px(90)
        first, last = (part * height for part in self._canvas.yview())
        if top < first:
            self._canvas.yview_moveto(max(0, top) / height)
        elif bottom > last:
            self._canvas.yview_moveto((first + bottom - last) / height)
