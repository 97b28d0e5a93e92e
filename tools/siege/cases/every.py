"""All cases, in the order of the table in docs/reliability.md."""

from __future__ import annotations

from pathlib import Path

from tools.siege.case import Case, Scale, run_case
from tools.siege.cases import (
    clocks,
    crowds,
    descriptors,
    disk,
    networks,
    sleep,
    slowloris,
    storm,
    unread,
)
from tools.siege.network import NetworkCase, run_network_case
from tools.siege.outcome import Outcome

CASES: tuple[Case | NetworkCase, ...] = (
    *crowds.CASES,
    *slowloris.CASES,
    *unread.CASES,
    *storm.CASES,
    *descriptors.CASES,
    *clocks.CASES,
    *sleep.CASES,
    *disk.CASES,
    *networks.CASES,
)


def run(case: Case | NetworkCase, scale: Scale, folder: Path, seed: int) -> Outcome:
    """Run one case, of whichever kind."""
    if isinstance(case, NetworkCase):
        return run_network_case(case, scale, folder, seed)
    return run_case(case, scale, folder, seed)
