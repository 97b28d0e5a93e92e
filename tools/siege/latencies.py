"""How long deliveries took, kept as counts, so that millions of them take no memory.

Pure. Bins of 0.1 ms up to 10 s: finer than what can be measured beside other processes.
"""

from __future__ import annotations

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

    def add(self, latency_ms: float) -> None:
        """Note one delivery."""
        self.count += 1
        self.worst_ms = max(self.worst_ms, latency_ms)
        self._bins[min(_BINS - 1, int(latency_ms / _BIN_MS))] += 1

    def quantile_ms(self, share: float) -> float:
        """Return what `share` of the deliveries, 0 to 1, did not exceed; 0 where there is none."""
        wanted = share * self.count
        seen = 0
        for number, times in enumerate(self._bins):
            seen += times
            if seen and seen >= wanted:
                return min(self.worst_ms, (number + 1) * _BIN_MS)
        return 0.0
