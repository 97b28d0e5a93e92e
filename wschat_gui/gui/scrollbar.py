"""A scrollbar beside what it scrolls: its place, and when it is seen."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk


def put_beside(
    bar: ttk.Scrollbar,
    widget: tkinter.Text | ttk.Treeview,
    parent: tkinter.Misc,
    moved: Callable[[], object] = lambda: None,
) -> None:
    """Grid both into their parent; the bar is gone while there is nothing to scroll.

    Its place stays, so that nothing jumps. `moved` is called when other rows are in sight.
    """
    bar.configure(command=widget.yview)
    shown: tuple[float, float] | None = None
    is_there = True

    def show(first: float, last: float) -> None:
        nonlocal shown, is_there
        # Only on a change: each new row calls here, and a call has the whole parent laid out anew.
        if shown == (first, last):
            return
        shown = first, last
        bar.set(first, last)
        # Tk hands over text, whatever is declared.
        is_needed = float(first) > 0 or float(last) < 1
        if is_needed and not is_there:
            bar.grid()
        elif not is_needed and is_there:
            bar.grid_remove()
        is_there = is_needed
        moved()

    widget.configure(yscrollcommand=show)
    widget.grid(row=0, column=0, sticky="nsew")
    bar.grid(row=0, column=1, sticky="ns")
    parent.grid_columnconfigure(0, weight=1)
    parent.grid_columnconfigure(1, minsize=bar.winfo_reqwidth())
    parent.grid_rowconfigure(0, weight=1)
