"""Waiting for what another thread or process is about to do; the tests' only clock."""

from __future__ import annotations

import time
from collections.abc import Callable

_PAUSE_S = 0.002
"""Between two looks: too short to be noticed, long enough to leave the core to others."""


def wait_until(condition: Callable[[], object], timeout_s: float, what: str) -> None:
    """Return as soon as `condition()` is true; it is asked at least once.

    Raises:
        AssertionError: it was not true within `timeout_s`; `what` tells a reader what was missed.
    """
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() >= deadline:
            raise AssertionError(f"not within {timeout_s:g} s: {what}")
        time.sleep(_PAUSE_S)
