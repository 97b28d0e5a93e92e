"""When rows come faster than anybody reads: then only the newest are shown, until it is over.

So what a drawing costs does not grow with the flood. What is shown is the view's.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

_CROWDED_ROWS = 40
"""More than that since the last drawing, twice running, is a flood."""
_CALM_MS = 700
"""After the last drawing in a flood: longer than a view waits for its next rows."""


class Flood:
    """Told with each drawing how many rows are new."""

    def __init__(self, widget: tkinter.Misc, catch_up: Callable[[], None]) -> None:
        """Call `catch_up`, on a timer of `widget`, when a flood has ended by itself."""
        self._widget = widget
        self._catch_up = catch_up
        self._was_crowded = False
        self._timer: str | None = None

    @property
    def is_on(self) -> bool:
        """Whether only the newest rows are shown."""
        return self._timer is not None

    def take(self, fresh: int) -> bool:
        """Take note that so many rows are new; say whether only the newest are to be shown."""
        is_crowded = fresh > _CROWDED_ROWS
        if is_crowded and self._was_crowded:
            self.end()
            self._timer = self._widget.after(_CALM_MS, self._end_by_itself)
        self._was_crowded = is_crowded
        return self.is_on

    def end(self) -> None:
        """Take it for over: all rows are shown again, or will be at once."""
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None

    def _end_by_itself(self) -> None:
        self._timer = None
        self._catch_up()
