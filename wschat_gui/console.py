"""Somewhere to print for a program that was started without a console.

Windows gives such a program no `sys.stdout` at all: what is printed is then lost in silence by
`print`, and an error in everything else.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

_PARENT = -1
"""ATTACH_PARENT_PROCESS of AttachConsole: the console of the terminal we were started from."""


def open_streams() -> None:
    """Give the process the streams that it lacks: its terminal's, or else one that swallows all."""
    if sys.stdout is not None and sys.stderr is not None:
        return
    stream = _parent_console() or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = sys.stdout or stream
    sys.stderr = sys.stderr or stream


def _parent_console() -> TextIO | None:
    """Open the console of whoever started us; None where there is none."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  (its `windll` exists there only)

        if ctypes.windll.kernel32.AttachConsole(_PARENT):
            return open("CONOUT$", "w", encoding="utf-8", buffering=1)  # noqa: PTH123
    return None
