"""Drives a window as a person would: keys, clicks, and waiting until something can be seen."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from tests.waiting import wait_until
from wschat_gui.gui.window import HostWindow
from wschat_gui.model.parts import Part

PATIENCE_S = 10.0


class WindowDriver:
    """One window, with its event loop in the test's hands."""

    def __init__(self, window: HostWindow) -> None:
        self.window = window
        self.root = window.root

    @property
    def is_gone(self) -> bool:
        """Whether the window has been destroyed."""
        try:
            self.root.winfo_exists()
        except tkinter.TclError:
            return True
        return False

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Run the event loop until the condition holds."""

        def pumped() -> object:
            if not self.is_gone:
                self.root.update()
            return condition()

        wait_until(pumped, PATIENCE_S, what)

    def beat(self, times: int = 1) -> None:
        """Let the window take in and draw whatever waits, this many times over."""
        for _ in range(times):
            self.window.pump.pump_once()
            self.root.update()

    def redraw(self) -> None:
        """Draw everything now, whatever its rate."""
        self.window.pump.pump_once()
        self.window.pump.mark(Part.ALL, at_once=True)
        self.beat()

    def press(self, widget: tkinter.Misc, *keys: str) -> None:
        """Give a widget the focus and press keys on it, such as `<Return>`."""
        widget.focus_force()
        self.root.update()
        for key in keys:
            widget.event_generate(key)
            self.root.update()

    def type(self, widget: tkinter.Misc, text: str) -> None:
        """Type letters into a widget."""
        widget.focus_force()
        self.root.update()
        for letter in text:
            widget.event_generate("<Key>", keysym="space" if letter == " " else letter)
        self.root.update()

    def click(self, widget: tkinter.Misc, x: int | None = None, y: int | None = None) -> None:
        """Press and release the first button on a widget, in its middle if not said otherwise."""
        self.root.update()
        where_x = widget.winfo_width() // 2 if x is None else x
        where_y = widget.winfo_height() // 2 if y is None else y
        widget.event_generate("<Enter>", x=where_x, y=where_y)
        widget.event_generate("<ButtonPress-1>", x=where_x, y=where_y)
        widget.event_generate("<ButtonRelease-1>", x=where_x, y=where_y)
        self.root.update()

    def destroy(self) -> None:
        """End the window without asking anybody."""
        if not self.is_gone:
            self.window.destroy()
