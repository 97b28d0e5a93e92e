"""When something happens, read by whoever has a clock and handed to those who have none."""

from __future__ import annotations

from msgspec import Struct


class Moment(Struct, frozen=True):
    """One instant on two clocks: the wall's may jump, the monotonic one may not."""

    wall_ms: int
    """Milliseconds since 1970 in UTC: what people see."""
    monotonic_s: float
    """Seconds from any start: what durations are measured by."""
