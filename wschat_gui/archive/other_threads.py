"""How busy the rest of the program is, for work that can wait until it is not."""

from __future__ import annotations

import time
from collections.abc import Callable

_LOOK_EVERY_S = 0.1
"""Over less than this, a clock that steps by hundredths tells nothing."""


def others_cpu_s() -> float:
    """Return the processor time that all threads but this one have used."""
    return time.process_time() - time.thread_time()


class OtherThreads:
    """What the other threads use of a processor. Asked by one thread, and now and then."""

    def __init__(
        self,
        cpu_s: Callable[[], float] = others_cpu_s,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing used."""
        self._cpu_s = cpu_s
        self._now_s = now_s
        self._seen_s = now_s()
        self._seen_cpu_s = cpu_s()
        self._share = 0.0

    def share(self) -> float:
        """Return how much of one processor they used lately: 1 is all of it."""
        passed_s = self._now_s() - self._seen_s
        if passed_s >= _LOOK_EVERY_S:
            cpu_s = self._cpu_s()
            self._share = (cpu_s - self._seen_cpu_s) / passed_s
            self._seen_s += passed_s
            self._seen_cpu_s = cpu_s
        return self._share
