"""Whom ttk tells of styles: the widgets that are there, when the theme is another.

By itself it tells all of them, as soon as Tk is idle, whenever any style was configured: each is
laid out and drawn again, and draws its icon again. A style that is new is nobody's yet, though, and
every kind of widget brings one, so the window would be made twice before it is first seen, and once
more with the first dialog.
"""

from __future__ import annotations

import tkinter

_TELL = "::ttk::TellThemeChanged"


def keep_new_styles_quiet(root: tkinter.Tk) -> None:
    """Have nobody told of styles any more but by `tell_of_theme`.

    The procedure is ttk's own, which it calls when idle (`ttk.tcl` in Tk's library).
    """
    root.tk.call("rename", "::ttk::ThemeChanged", _TELL)
    root.tk.call("proc", "::ttk::ThemeChanged", "", "")


def tell_of_theme(root: tkinter.Tk) -> None:
    """Tell all widgets that the theme is another, when Tk is idle."""
    root.tk.call("after", "idle", _TELL)
