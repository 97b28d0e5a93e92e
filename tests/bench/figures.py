"""Made-up figures, for what is made of them."""

from __future__ import annotations

from bench.contestants import HOST, UWEBSOCKETS, WEBSOCKETS
from bench.outcome import DELIVERIES, LOAD_CPU, Outcome
from bench.workloads import saturation


def saturated(ours: float, uwebsockets: float, websockets: float) -> Outcome:
    """Return a saturation with these rates in each of its cases."""
    outcome = Outcome("saturation", "some day", "3 rounds")
    rates = {HOST: ours, UWEBSOCKETS: uwebsockets, WEBSOCKETS: websockets}
    for case in (
        saturation.TEN_OF_A_HUNDRED,
        saturation.ALL_OF_A_HUNDRED,
        saturation.FIVE_OF_FIVE_HUNDRED,
    ):
        for factor in (1.0, 0.5, 1.5):
            for contestant, rate in rates.items():
                figures = {DELIVERIES: rate * factor, LOAD_CPU: 0.5}
                outcome.add(case, contestant.name, figures)
    return outcome
