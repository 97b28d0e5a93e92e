"""The last word of a program that cannot go on: what happened, to be read and copied.

Plain Tk, and nothing of the window's own look: that may be what is broken.
"""

from __future__ import annotations

import sys
import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.language import N_, _

_TITLE = N_("WSChat host has to close")
_SENTENCE = N_(
    "Something went wrong that the program cannot go on after. Nothing that was said is lost; "
    "start it again. If it happens again, copy this and send it to whoever helps you."
)
_COPY = N_("Copy")
_CLOSE = N_("Close")
_WRAP_CHARS = 76
_LINES = 16


class FatalWindow:
    """A window of its own with a text, a button that copies it and one that closes."""

    def __init__(self, sentence: str, detail: str) -> None:
        """Show both at once. The text to copy is `detail`, below the sentence."""
        self.root = root = tkinter.Tk()
        self._copied = f"{sentence}\n\n{detail}"
        root.title(_(_TITLE))
        if root.tk.call("tk", "windowingsystem") == "x11":
            ttk.Style(root).theme_use("clam")  # elsewhere Tk looks like the system by itself
        frame = ttk.Frame(root, padding=16)
        frame.pack(fill="both", expand=True)
        label = ttk.Label(frame, text=sentence, justify="left")
        label.pack(anchor="w", fill="x")
        self.text = tkinter.Text(
            frame, width=_WRAP_CHARS, height=_LINES, wrap="word", font="TkFixedFont"
        )
        self.text.insert("1.0", detail)
        self.text.configure(state="disabled")
        self.text.see("end")  # a traceback says last what happened
        buttons = ttk.Frame(frame)
        buttons.pack(side="bottom", fill="x")
        self.text.pack(fill="both", expand=True, pady=12)
        self.close_button = self._button(buttons, _(_CLOSE), root.destroy)
        self.copy_button = self._button(buttons, _(_COPY), self._copy)
        root.bind("<Escape>", lambda _event: root.destroy())
        root.update_idletasks()
        label.configure(wraplength=self.text.winfo_reqwidth())
        self.close_button.focus_force()

    def _button(self, parent: ttk.Frame, text: str, act: Callable[[], object]) -> ttk.Button:
        button = ttk.Button(parent, text=text, command=act, default="active")
        button.bind("<Return>", lambda _event: button.invoke())
        button.pack(side="right", padx=(8, 0))
        return button

    def _copy(self) -> None:
        self.root.clipboard_clear()
        self.root.clipboard_append(self._copied)
        self.root.update()


def show_fatal(detail: str, sentence: str = "") -> None:
    """Show why the program ends, until that is closed; print it where nothing can be shown.

    `sentence` tells the person what to do; without one, what helps with an unforeseen error.
    """
    said = sentence or _(_SENTENCE)
    try:
        window = FatalWindow(said, detail)
    except tkinter.TclError:
        print(f"{said}\n\n{detail}", file=sys.stderr, flush=True)
        return
    window.root.mainloop()
