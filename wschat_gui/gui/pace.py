"""Whether the window has to wait for its turn, and takes fewer turns because of that.

Two threads share one interpreter. While the server's is saturated, whatever the window does keeps
it from serving, and takes the window twice as long as else: what the wall's clock tells beyond the
thread's own is time waited. Nobody reads figures that change four times a second in such a room.
"""

from __future__ import annotations

import time

_LOOKED_AT_S = 0.1
"""Of work: what took less than that in all tells nothing yet."""
_BUSY_SHARE = 0.3
"""Of the time in beats, waited: from here on something else is busy."""
BUSY_FACTOR = 2
"""So many times as long between two turns then."""


class Pace:
    """Told when a beat's work begins and ends."""

    def __init__(self) -> None:
        """Begin with the usual pace."""
        self.factor = 1
        """By which whatever has a rhythm is to be slower now."""
        self._began = (0.0, 0.0)
        self._took_s = self._worked_s = 0.0

    def begin(self) -> None:
        """Note that work begins."""
        self._began = (time.monotonic(), time.thread_time())

    def end(self) -> None:
        """Note that it has ended; now and then set the pace anew."""
        began_s, began_cpu_s = self._began
        self._took_s += time.monotonic() - began_s
        self._worked_s += time.thread_time() - began_cpu_s
        if self._took_s < _LOOKED_AT_S:
            return
        is_busy = self._worked_s < self._took_s * (1 - _BUSY_SHARE)
        self.factor = BUSY_FACTOR if is_busy else 1
        self._took_s = self._worked_s = 0.0
