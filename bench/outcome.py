"""What was measured: samples by case, row and figure. Plain data, saved as JSON.

A row is a contestant most often, or a point of a curve. A figure's name is its heading in the
tables; `FORMS` says how each is written.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median

import msgspec
from msgspec import Struct

DELIVERIES = "deliveries/s"
SERVER_CPU = "server CPU"
LOAD_CPU = "load CPU"
OTHERS_CPU = "others' CPU"
A_WRITE = "messages a write"
FLOOR_SHARE = "share of the floor"
FIRST_P50, FIRST_P99 = "first p50", "first p99"
LAST_P50, LAST_P99 = "last p50", "last p99"
ALL_IN_S = "all in"
KIB_A_CLIENT = "KiB a client"
IDLE_CPU = "CPU when idle"
DELIVERY_NS = "CPU a delivery"
CLIENTS = "clients"

FORMS = {
    DELIVERIES: "{:,.0f}",
    SERVER_CPU: "{:.0%}",
    LOAD_CPU: "{:.0%}",
    OTHERS_CPU: "{:.0%}",
    A_WRITE: "{:.1f}",
    FLOOR_SHARE: "{:.0%}",
    FIRST_P50: "{:.2f} ms",
    FIRST_P99: "{:.2f} ms",
    LAST_P50: "{:.2f} ms",
    LAST_P99: "{:.2f} ms",
    ALL_IN_S: "{:.3f} s",
    KIB_A_CLIENT: "{:.1f}",
    IDLE_CPU: "{:.2%}",
    DELIVERY_NS: "{:,.0f} ns",
    CLIENTS: "{:,.0f}",
}

Figures = dict[str, float]
"""What one measurement gave, by the figure's name."""


class Series(Struct, frozen=True):
    """One figure in one row of one case's table, a sample a round."""

    case: str
    row: str
    figure: str
    samples: list[float]


class Outcome(Struct):
    """What one workload gave."""

    workload: str
    when: str
    """Date and time when it began."""
    setting: str
    """Rounds, seconds, cores: what was chosen for this run."""
    series: list[Series] = []
    remarks: list[str] = []

    def add(self, case: str, row: str, figures: Figures) -> None:
        """Add one measurement's figures, each to its own series."""
        for figure, value in figures.items():
            self._samples(case, row, figure).append(value)

    def cases(self) -> list[str]:
        """Return the cases in the order in which they were measured."""
        return list(dict.fromkeys(each.case for each in self.series))

    def rows(self, case: str) -> list[str]:
        """Return who, or at which point of a curve, was measured in this case."""
        return list(dict.fromkeys(each.row for each in self.series if each.case == case))

    def figures(self, case: str) -> list[str]:
        """Return what was measured in this case, the one that matters first."""
        return list(dict.fromkeys(each.figure for each in self.series if each.case == case))

    def samples(self, case: str, row: str, figure: str) -> list[float]:
        """Return what the rounds gave; nothing where it was not measured."""
        wanted = (case, row, figure)
        for each in self.series:
            if (each.case, each.row, each.figure) == wanted:
                return each.samples
        return []

    def median(self, case: str, row: str, figure: str) -> float | None:
        """Return the rounds' median; None where it was not measured."""
        samples = self.samples(case, row, figure)
        return median(samples) if samples else None

    def _samples(self, case: str, row: str, figure: str) -> list[float]:
        for each in self.series:
            if (each.case, each.row, each.figure) == (case, row, figure):
                return each.samples
        added = Series(case, row, figure, [])
        self.series.append(added)
        return added.samples


Outcomes = dict[str, Outcome]
"""By the workload's name."""


def save(outcome: Outcome, folder: Path) -> None:
    """Write it down, in the place of an earlier one of the same workload."""
    folder.mkdir(parents=True, exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(outcome))
    (folder / f"{outcome.workload}.json").write_bytes(text)


def load(folder: Path) -> Outcomes:
    """Read what was saved."""
    outcomes = (
        msgspec.json.decode(file.read_bytes(), type=Outcome) for file in folder.glob("*.json")
    )
    return {outcome.workload: outcome for outcome in outcomes}
