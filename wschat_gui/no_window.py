"""Why there may be no window. Without Tk here: headless hosts may have none."""

from __future__ import annotations

import importlib.util
import os
import sys

MAY_HAVE_X: bool = sys.platform not in {"win32", "darwin"}


class NoWindow(Exception):
    """No window can be shown here; its text is a sentence that says why."""


def check_for_screen() -> None:
    """Look for what a window needs, as far as that is plain to see.

    The rest has to be tried, which takes a while; the window itself is the trial.

    Raises:
        NoWindow: something is missing.
    """
    if importlib.util.find_spec("_tkinter") is None:
        raise NoWindow(
            "This Python lacks Tk, which the window is made of (Debian: apt install python3-tk)."
        )
    if MAY_HAVE_X and not os.environ.get("DISPLAY"):
        raise NoWindow("No window can be shown here: $DISPLAY names no screen.")
