"""Quantiles of latencies kept as counts."""

from __future__ import annotations

import pytest

from tools.siege.latencies import Latencies


@pytest.mark.parametrize(
    ("latencies_ms", "share", "quantile_ms"),
    [
        ([], 0.5, 0.0),
        ([3.0], 0.99, 3.0),
        ([1.0, 2.0, 3.0, 4.0], 0.5, 2.1),
        ([1.0, 2.0, 3.0, 4.0], 1.0, 4.0),
        ([1.0, 20_000.0, 30_000.0, 60_000.0], 0.5, 20_000.0),
        ([1.0, 20_000.0, 30_000.0, 60_000.0], 0.99, 60_000.0),
    ],
)
def test_quantile(latencies_ms: list[float], share: float, quantile_ms: float) -> None:
    latencies = Latencies()
    for latency_ms in latencies_ms:
        latencies.add(latency_ms)
    assert latencies.quantile_ms(share) == pytest.approx(quantile_ms)
    assert latencies.count == len(latencies_ms)
