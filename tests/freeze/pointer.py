"""A hand at the mouse and keys of a virtual screen, for a program in a process of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.framebuffer import Framebuffer
from tests.require import require_program
from tests.waiting import wait_until
from wschat_gui.gui.palette import LIGHT

_PATIENCE_S = 20.0
_STEP_PX = 12


class Pointer:
    """Moves and types on one screen."""

    def __init__(self, display: str, screen: Framebuffer) -> None:
        self._tool: Path = require_program("xdotool")
        self._display = display
        self._screen = screen

    def click(self, x: int, y: int) -> None:
        self._do("mousemove", "--sync", str(x), str(y), "click", "1")

    def press(self, keys: str) -> None:
        """Press keys as xdotool names them, such as `alt+k`, where the pointer is."""
        self._do("key", keys)

    def type(self, text: str) -> None:
        self._do("type", text)

    def select_row(self, x: int, top: int, bottom: int) -> None:
        """Click down a table at `x` until a row is shown as selected."""
        for y in range(top, bottom, _STEP_PX):
            before = self._selected_pixels()
            self.click(x, y)
            try:
                wait_until(lambda: self._selected_pixels() > before + 2_000, 1.0, "selected")  # noqa: B023
            except AssertionError:
                continue
            return
        raise AssertionError("no row of the table can be selected")

    def _selected_pixels(self) -> int:
        wanted = tuple(bytes.fromhex(LIGHT.selection[1:]))
        colours = self._screen.picture().getcolors(maxcolors=1 << 24) or []
        return sum(int(count) for count, colour in colours if colour == wanted)

    def _do(self, *arguments: str) -> None:
        environment = {**os.environ, "DISPLAY": self._display}
        subprocess.run([self._tool, *arguments], env=environment, check=True, timeout=_PATIENCE_S)
