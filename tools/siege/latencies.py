"""How long deliveries took, kept as counts, so that millions of them take no memory.

Pure. Bins of 0.1 ms up to 10 s; what waited longer, for the end of an outage, is kept one by one.
"""

from __future__ import annotations

import math
from array import array

_BIN_MS = 0.1
_BINS = 100_000


class Latencies:
    """Of one company of pages."""

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0
        self.worst_ms = 0.0
        self._bins = array("L", bytes(_BINS * array("L").itemsize))
        self._beyond_ms: list[float] = []

    def add(self, latency_ms: float) -> None:
        """Note one delivery."""
        self.count += 1
        self.worst_ms = max(self.worst_ms, latency_ms)
        place = int(latency_ms / _BIN_MS)
        if place < _BINS:
            self._bins[place] += 1
        else:
            self._beyond_ms.append(latency_ms)

    def quantile_ms(self, share: float) -> float:
        """Return what `share` of the deliveries, 0 to 1, did not exceed; 0 where there is none."""
        wanted = share * self.count
        seen = 0
        for number, times in enumerate(self._bins):
            seen += times
            if seen and seen >= wanted:
                return min(self.worst_ms, (number + 1) * _BIN_MS)
        beyond_ms = sorted(self._beyond_ms)
        return beyond_ms[min(len(beyond_ms), math.ceil(wanted - seen)) - 1] if beyond_ms else 0.0
