"""A scrollbar beside what it scrolls: its place, and when it is seen."""

from __future__ import annotations

import tkinter
from tkinter import ttk


def put_beside(
    bar: ttk.Scrollbar, widget: tkinter.Text | ttk.Treeview, parent: tkinter.Misc
) -> None:
    """Grid both into their parent; the bar is gone while there is nothing to scroll.

    Its place stays, so that nothing jumps.
    """
    bar.configure(command=widget.yview)

    def show(first: float, last: float) -> None:
        bar.set(first, last)
        # Tk hands over text, whatever is declared.
        is_needed = float(first) > 0 or float(last) < 1
        # Only on a change: each call has the whole parent laid out anew, each new row calls here.
        if is_needed and not bar.winfo_manager():
            bar.grid()
        elif not is_needed and bar.winfo_manager():
            bar.grid_remove()

    widget.configure(yscrollcommand=show)
    widget.grid(row=0, column=0, sticky="nsew")
    bar.grid(row=0, column=1, sticky="ns")
    parent.grid_columnconfigure(0, weight=1)
    parent.grid_columnconfigure(1, minsize=bar.winfo_reqwidth())
    parent.grid_rowconfigure(0, weight=1)
