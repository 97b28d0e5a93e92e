"""Figures of several rounds as a table to read. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from bench.load import Measured

_HEADINGS = ("server", "deliveries/s", "min", "max", "ratio", "server CPU", "load CPU")
SATURATED = 0.95
"""Of a core: a load generator that is so busy may be what limits the server."""


def table(rounds: Mapping[str, Sequence[Measured]], baseline: str) -> str:
    """Return one line a server, medians first; ratios are of medians, to `baseline`."""
    base = median(measured.deliveries_per_s for measured in rounds[baseline])
    rows = [_HEADINGS, *(_row(name, measured, base) for name, measured in rounds.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  "
        + "  ".join(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    )


def remarks(rounds: Mapping[str, Sequence[Measured]], clients: int) -> list[str]:
    """Say what was proved, and whose figures are limited by the load generator."""
    lines = []
    for name, measured in rounds.items():
        messages = sum(each.messages for each in measured)
        lines.append(
            f"{name}: {messages:,} messages to {clients} clients each: "
            f"all {messages * clients:,} deliveries came once and in order."
        )
        if max(each.load_cpu_share for each in measured) > SATURATED:
            lines.append(f"{name}: the load generator was saturated: the server can do more.")
    return lines


def _row(name: str, measured: Sequence[Measured], base: float) -> tuple[str, ...]:
    rates = [each.deliveries_per_s for each in measured]
    return (
        name,
        f"{median(rates):,.0f}",
        f"{min(rates):,.0f}",
        f"{max(rates):,.0f}",
        f"{median(rates) / base:.1f}",
        f"{median(each.server_cpu_share for each in measured):.0%}",
        f"{median(each.load_cpu_share for each in measured):.0%}",
    )
