"""What every case has in common: a host, a company that talks throughout, and a reckoning."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from tools.siege.guests import Guests
from tools.siege.host import PROGRAM, Host
from tools.siege.outcome import Outcome

_CALM_S = 0.5
"""Of talk before the memory is read the first time, and after the fault."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much of it; each case reads what concerns it."""

    seconds: float
    """How long the fault lasts."""
    clients: int
    """How many take part in it."""


Attack = Callable[[Host, Scale], Coroutine[None, None, str]]
"""Does it to the host, and returns in words what was done; an AssertionError is a fault found."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One load or fault."""

    name: str
    attack: Attack
    full: Scale
    """As `python -m tools.siege` runs it."""
    short: Scale
    """As the tests run it."""
    options: tuple[str, ...] = ()
    """Of the host."""
    prefix: tuple[str, ...] = ()
    program: tuple[str, ...] = PROGRAM
    people: int = 10
    says_per_s: float = 1.0


def run_case(case: Case, scale: Scale, folder: Path, seed: int) -> Outcome:
    """Run one case in `folder`, which should be empty."""
    outcome = Outcome(case=case.name, load="")
    host = Host(folder, *case.options, prefix=case.prefix, program=case.program)
    company = Guests(
        "127.0.0.1", host.port, people=case.people, says_per_s=case.says_per_s, seed=seed
    )
    with host, company:
        company.talk()
        time.sleep(_CALM_S)
        outcome.before_bytes = host.memory_bytes()
        try:
            outcome.load = asyncio.run(case.attack(host, scale))
        except Exception as error:  # noqa: BLE001  (whatever it was: it goes into the reckoning)
            outcome.faults.append(f"{type(error).__name__}: {error}\n{host.tail()}")
        time.sleep(_CALM_S)
        company.wait_for(company.hush())
        outcome.count([company.verdict()])
        outcome.after_bytes = host.memory_bytes()
        if host.process.poll() is not None:
            outcome.faults.append(f"the host has ended:\n{host.tail()}")
        elif host.stop() != 0:
            outcome.faults.append(f"the host did not end well:\n{host.tail()}")
        outcome.told = list(dict.fromkeys(host.sentences()))
    return outcome
