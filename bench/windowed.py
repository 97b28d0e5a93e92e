"""The program with its window, as a server under test: says where it listens, and notes how late
the window's loop is.

    python -m bench.windowed --tab Transcript [--no-capture] --lags FILE

The settings are those that `fan_out` starts its headless host with. SIGTERM closes the window,
which then writes into FILE one line for each turn of the timer: when it came and how late it was,
in seconds.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from wschat_gui.app import App, keep_for_good
from wschat_gui.config import Limits, Preferences, Settings, Theme
from wschat_gui.gui.timer import SteadyTimer
from wschat_gui.gui.window import HostWindow

EVERY_S = 0.01
"""Between two turns of the timer: often enough to meet every long callback, rare enough to cost
nothing."""
_DATA_HOME = "XDG_DATA_HOME"


class LagProbe:
    """A timer of Tk's loop that notes how late it is called."""

    def __init__(self, window: HostWindow, tab: str) -> None:
        """Begin at once; `tab` comes to the front when the room is open."""
        self._window = window
        self._tab = tab
        self._timer = SteadyTimer(window.root)
        self._is_open = False
        self._has_selected = False
        self._due_s = time.monotonic() + EVERY_S
        self.noted: list[tuple[float, float]] = []
        """(when it was called, how late), in seconds of the monotonic clock."""
        self._timer.after(round(EVERY_S * 1_000), self._turn)

    def _turn(self) -> None:
        now_s = time.monotonic()
        self.noted.append((now_s, max(0.0, now_s - self._due_s)))
        if not self._is_open:
            self._open()
        elif not self._has_selected:
            self._select_somebody()
        self._due_s = time.monotonic() + EVERY_S
        self._timer.after(round(EVERY_S * 1_000), self._turn)

    def _open(self) -> None:
        address = self._window.state.address
        if address is None:
            return
        self._is_open = True
        tabs = self._window.lower.tabs
        items = tabs.tk.splitlist(tabs.tk.call(tabs, "tabs"))
        names = {item: str(tabs.tk.call(tabs, "tab", item, "-text")) for item in items}
        (item,) = (item for item, name in names.items() if name.startswith(self._tab))
        tabs.tk.call(tabs, "select", item)
        print(f"listening on {address.url}", flush=True)

    def _select_somebody(self) -> None:
        """So that the tab about one client has something to show."""
        rows = self._window.clients.table.tree.get_children()
        if rows:
            self._has_selected = self._window.clients.table.select(int(rows[0]))


def main() -> None:
    """Host until SIGTERM, then write down the lags."""
    parser = argparse.ArgumentParser(prog="python -m bench.windowed")
    parser.add_argument("--tab", required=True, help="what the title of the tab begins with")
    parser.add_argument("--no-capture", action="store_true", help="capture no frames")
    parser.add_argument("--lags", required=True, type=Path, help="the file to write them into")
    options = parser.parse_args()
    settings = Settings(
        bind="127.0.0.1",
        port=0,
        limits=Limits().lifted(),
        data_dir=Path(os.environ[_DATA_HOME]) / "windowed",
    )
    preferences = Preferences(theme=Theme.LIGHT, keep_awake=False)
    app = App(settings, preferences, captures=not options.no_capture)
    window = HostWindow(app)
    keep_for_good()
    signal.signal(signal.SIGTERM, lambda _number, _frame: window.close())
    probe = LagProbe(window, options.tab)
    try:
        window.open()  # all of it: what is measured is not how it comes up
        window.root.mainloop()
    finally:
        app.shut_down()
    options.lags.write_text("".join(f"{at_s} {lag_s}\n" for at_s, lag_s in probe.noted), "ascii")
    sys.exit(0)


if __name__ == "__main__":
    main()
