"""What the figures are held against, and whether they hold. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.contestants import HOST, PYTHON_PEERS, UWEBSOCKETS, WEBSOCKETS, Contestant
from bench.outcome import (
    ALL_IN_S,
    DELIVERIES,
    DELIVERY_NS,
    IDLE_CPU,
    KIB_A_CLIENT,
    LAST_P50,
    Outcomes,
)
from bench.workloads import curves, idle, latency, saturation, storm

Value = Callable[[Outcomes], float | None]
"""Reads one number off the figures; None where what it needs was not measured."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on one number."""

    text: str
    value: Value
    at_least: float | None = None
    at_most: float | None = None
    form: str = "{:.2f}"

    def verdict(self, outcomes: Outcomes) -> str:
        """Say the number, and whether it holds or by how much it does not."""
        value = self.value(outcomes)
        if value is None:
            return "not measured"
        missed = 0.0
        if self.at_least is not None:
            missed = 1 - value / self.at_least
        elif self.at_most is not None:
            missed = value / self.at_most - 1
        shown = self.form.format(value)
        return f"{shown}: misses by {missed:.0%}" if missed > 0 else f"{shown}: holds"


def number(workload: str, case: str, row: str, figure: str) -> Value:
    """Return the figure itself."""
    return lambda outcomes: _median(outcomes, workload, case, row, figure)


def ratio(workload: str, case: str, figure: str, to: Contestant) -> Value:
    """Return the figure of this server divided by that of another."""

    def value(outcomes: Outcomes) -> float | None:
        ours = _median(outcomes, workload, case, HOST.name, figure)
        theirs = _median(outcomes, workload, case, to.name, figure)
        return ours / theirs if ours is not None and theirs else None

    return value


def ratio_to_least(workload: str, case: str, figure: str, to: tuple[Contestant, ...]) -> Value:
    """Return the figure of this server divided by the least of several others'."""

    def value(outcomes: Outcomes) -> float | None:
        ratios = [ratio(workload, case, figure, each)(outcomes) for each in to]
        return max((each for each in ratios if each is not None), default=None)

    return value


def steepest_rise(workload: str, case: str, figure: str) -> Value:
    """Return the largest quotient of a point of a curve and any point before it."""

    def value(outcomes: Outcomes) -> float | None:
        outcome = outcomes.get(workload)
        rows = outcome.rows(case) if outcome is not None else []
        points = [_median(outcomes, workload, case, row, figure) for row in rows]
        heights = [point for point in points if point]
        rises = [
            later / earlier
            for index, earlier in enumerate(heights)
            for later in heights[index + 1 :]
        ]
        return max(rises, default=None)

    return value


def _median(outcomes: Outcomes, workload: str, case: str, row: str, figure: str) -> float | None:
    outcome = outcomes.get(workload)
    return outcome.median(case, row, figure) if outcome is not None else None


def _saturation(case: str, clients: str, times: float, to: Contestant, name: str) -> Goal:
    return Goal(
        f"saturation, {clients}: at least {times:g} times {name}",
        ratio("saturation", case, DELIVERIES, to),
        at_least=times,
    )


GOALS = (
    _saturation(
        saturation.TEN_OF_A_HUNDRED, "100 clients, 10 sending", 8, UWEBSOCKETS, "uWebSockets"
    ),
    _saturation(
        saturation.TEN_OF_A_HUNDRED,
        "100 clients, 10 sending",
        30,
        WEBSOCKETS,
        "`websockets` broadcast()",
    ),
    _saturation(
        saturation.ALL_OF_A_HUNDRED, "100 clients, all sending", 8, UWEBSOCKETS, "uWebSockets"
    ),
    _saturation(
        saturation.ALL_OF_A_HUNDRED,
        "100 clients, all sending",
        30,
        WEBSOCKETS,
        "`websockets` broadcast()",
    ),
    _saturation(saturation.FIVE_OF_FIVE_HUNDRED, "500 clients", 1.3, UWEBSOCKETS, "uWebSockets"),
    Goal(
        "latency, p50 of the last receiver: at most 1.3 times uWebSockets",
        ratio("latency", latency.CASE, LAST_P50, UWEBSOCKETS),
        at_most=1.3,
    ),
    Goal(
        "join storm: faster than every Python peer (time, as a share of the fastest's)",
        ratio_to_least("storm", storm.CASE, ALL_IN_S, PYTHON_PEERS),
        at_most=1.0,
    ),
    Goal(
        "idle clients: at most 16 KiB each",
        number("idle", idle.MEMORY, HOST.name, KIB_A_CLIENT),
        at_most=16.0,
        form="{:.1f} KiB",
    ),
    Goal(
        "idle server with 500 clients: under 1 % of a core",
        number("idle", idle.PROCESSOR, HOST.name, IDLE_CPU),
        at_most=0.01,
        form="{:.2%}",
    ),
    Goal(
        "cost of a delivery, 10 to 5,000 clients: flat (no point over 1.25 times one before it)",
        steepest_rise("curves", curves.AS_CLIENTS_GROW, DELIVERY_NS),
        at_most=1.25,
    ),
)
