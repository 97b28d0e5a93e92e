"""The goals: which hold, and by how much the others are missed."""

from __future__ import annotations

import pytest

from bench.contestants import HOST, PYTHON_PEERS
from bench.goals import GOALS, Goal, number, ratio_to_least, steepest_rise
from bench.outcome import ALL_IN_S, DELIVERY_NS, Outcome, Outcomes
from bench.workloads import curves, storm
from tests.bench.figures import saturated


def verdicts(outcomes: Outcomes) -> dict[str, str]:
    return {goal.text: goal.verdict(outcomes) for goal in GOALS}


def test_without_figures_nothing_is_claimed() -> None:
    assert set(verdicts({}).values()) == {"not measured"}


def test_ratios_are_of_medians_and_misses_are_told() -> None:
    told = verdicts({"saturation": saturated(900, 100, 40)})

    ours = "saturation, 100 clients, 10 sending: at least"
    assert told[f"{ours} 8 times uWebSockets"] == "9.00: holds"
    assert told[f"{ours} 30 times `websockets` broadcast()"] == "22.50: misses by 25%"


@pytest.mark.parametrize(("value", "verdict"), [(0.9, "holds"), (1.0, "holds"), (1.5, "misses")])
def test_upper_bound(value: float, verdict: str) -> None:
    goal = Goal("low", lambda _outcomes: value, at_most=1.0)

    assert verdict in goal.verdict({})


def test_a_missing_peer_makes_its_ratio_unmeasured_and_no_other() -> None:
    outcome = Outcome("storm", "", "")
    outcome.add(storm.CASE, HOST.name, {ALL_IN_S: 1.0})
    value = ratio_to_least("storm", storm.CASE, ALL_IN_S, PYTHON_PEERS)
    assert value({"storm": outcome}) is None

    outcome.add(storm.CASE, PYTHON_PEERS[1].name, {ALL_IN_S: 4.0})
    outcome.add(storm.CASE, PYTHON_PEERS[2].name, {ALL_IN_S: 2.0})

    assert value({"storm": outcome}) == 0.5


def test_a_curve_may_fall_but_not_rise() -> None:
    outcome = Outcome("curves", "", "")
    for clients, cost_ns in ((10, 900.0), (50, 300.0), (200, 200.0), (1_000, 260.0)):
        outcome.add(curves.AS_CLIENTS_GROW, curves.row_of(clients), {DELIVERY_NS: cost_ns})

    rise = steepest_rise("curves", curves.AS_CLIENTS_GROW, DELIVERY_NS)

    assert rise({"curves": outcome}) == 1.3


def test_a_number_is_the_rounds_median() -> None:
    outcome = Outcome("storm", "", "")
    for seconds in (3.0, 1.0, 2.0):
        outcome.add(storm.CASE, HOST.name, {ALL_IN_S: seconds})

    assert number("storm", storm.CASE, HOST.name, ALL_IN_S)({"storm": outcome}) == 2.0
