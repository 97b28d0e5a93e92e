"""Cases on a network of several machines, whose cables delay, lose and are cut."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.network.machines import Machine, machines
from tools.siege.case import Scale
from tools.siege.guests import Guests
from tools.siege.host import Host
from tools.siege.outcome import Outcome

_PEOPLE = 3
_CALM_S = 0.5


class Lan:
    """A host on one machine, and a company on each of the others."""

    def __init__(self, host: Host, host_machine: Machine, guest_machines: list[Machine]) -> None:
        """Put together what runs."""
        self.host = host
        self.host_machine = host_machine
        self.guest_machines = guest_machines

    @property
    def all_machines(self) -> list[Machine]:
        """The host's first."""
        return [self.host_machine, *self.guest_machines]

    def visit(self, machine: Machine, *, ip: str, name: str) -> Guests:
        """Let somebody on a machine join the host at `ip`."""
        return Guests(ip, self.host.port, people=1, name=name, prefix=machine.in_it)


@dataclass(frozen=True, kw_only=True)
class NetworkCase:
    """One fault of a network."""

    name: str
    attack: Callable[[Lan, Scale], Coroutine[None, None, str]]
    full: Scale
    short: Scale
    machines: int = 2
    """Besides the host's."""


def run_network_case(case: NetworkCase, scale: Scale, folder: Path, seed: int) -> Outcome:
    """Run one case in `folder`, which should be empty.

    Raises:
        OSError, subprocess.CalledProcessError: there can be no such network here.
    """
    outcome = Outcome(case=case.name, load="")
    labels = ["host", *(f"guest{number}" for number in range(1, case.machines + 1))]
    with machines(labels, seed) as (host_machine, *guest_machines), ExitStack() as stack:
        host = stack.enter_context(Host(folder, bind="", port=12345, prefix=host_machine.in_it))
        lan = Lan(host, host_machine, guest_machines)
        companies = [
            stack.enter_context(
                Guests(
                    host_machine.ip,
                    host.port,
                    people=_PEOPLE,
                    seed=seed + number,
                    name=f"machine {number}",
                    prefix=machine.in_it,
                )
            )
            for number, machine in enumerate(guest_machines)
        ]
        for company in companies:
            company.talk()
        time.sleep(_CALM_S)
        outcome.before_bytes = host.memory_bytes()
        try:
            outcome.load = asyncio.run(case.attack(lan, scale))
        except Exception as error:  # noqa: BLE001  (whatever it was: it goes into the reckoning)
            outcome.faults.append(f"{type(error).__name__}: {error}\n{host.tail()}")
        time.sleep(_CALM_S)
        said = sum([company.hush() for company in companies])
        # Together: each waits for what the others have said.
        for company in companies:
            company.wait_for(said)
        outcome.count([company.verdict() for company in companies])
        outcome.after_bytes = host.memory_bytes()
        if host.process.poll() is not None or host.stop() != 0:
            outcome.faults.append(f"the host did not end well:\n{host.tail()}")
        outcome.told = list(dict.fromkeys(host.sentences()))
    return outcome
