"""What came of a case, and how it is written down. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

HEADINGS = ("case", "load", "survived", "lost", "doubled", "p50 / p99 / worst", "memory", "told")


@dataclass(kw_only=True)
class Outcome:
    """One case."""

    case: str
    load: str
    """What was done to the host, in figures."""
    deliveries: int = 0
    lost: int = 0
    doubled: int = 0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    worst_ms: float = 0.0
    before_bytes: int = 0
    after_bytes: int = 0
    told: list[str] = field(default_factory=list)
    """What the program told its host of it."""
    faults: list[str] = field(default_factory=list)
    """Whatever should not have been; empty: survived."""

    def count(self, verdicts: list[dict[str, Any]]) -> None:
        """Take in what companies have proved."""
        for verdict in verdicts:
            self.deliveries += verdict["deliveries"]
            self.lost += verdict["lost"]
            self.doubled += verdict["doubled"]
            self.p50_ms = max(self.p50_ms, verdict["p50_ms"])
            self.p99_ms = max(self.p99_ms, verdict["p99_ms"])
            self.worst_ms = max(self.worst_ms, verdict["worst_ms"])
            self.faults += verdict["faults"]
        orders = {order for verdict in verdicts for order in verdict["orders"]}
        if len(orders) > 1:
            self.faults.append(f"{len(orders)} different orders were shown")
        if self.lost or self.doubled:
            self.faults.append(f"{self.lost} lost, {self.doubled} doubled")

    def row(self) -> tuple[str, ...]:
        """Return the cells of its row."""
        survived = "yes" if not self.faults else "NO"
        latency = f"{self.p50_ms:.1f} / {self.p99_ms:.1f} / {self.worst_ms:.0f} ms"
        memory = f"{self.before_bytes / 1e6:.0f} → {self.after_bytes / 1e6:.0f} MB"
        proved = f"{self.lost} of {self.deliveries:,}"
        return (
            self.case,
            self.load,
            survived,
            proved,
            str(self.doubled),
            latency,
            memory,
            " ".join(self.told) or "–",
        )


def markdown(outcomes: list[Outcome]) -> str:
    """Return all as a table."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(outcome.row() for outcome in outcomes)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
