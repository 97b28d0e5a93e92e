"""One run of the benchmark: who takes part, for how long, and the rounds that alternate.

A measurement that fails is told of and left out of the table: the others go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from bench.contestants import FAILURES, HOST, WINDOW, Contestant, last_line
from bench.load import Workload, measure
from bench.machine import cpu_in_use_s
from bench.outcome import (
    A_WRITE,
    DELIVERIES,
    FORMS,
    LOAD_CPU,
    OTHERS_CPU,
    SERVER_CPU,
    Figures,
    Outcome,
)
from bench.report import SATURATED
from bench.servers import Cores

DISTURBED = 0.1
"""Of a core: so much taken by other programs, and the figures are theirs as well."""


@dataclass(slots=True)
class Run:
    """What this run has chosen, and where what it measures is noted."""

    contestants: list[Contestant]
    cores: Cores
    rounds: int
    seconds: float
    warm_up_s: float
    outcome: Outcome
    failed: set[tuple[str, str]] = field(default_factory=set)
    """(case, row): not tried again."""
    frame_bytes: dict[str, float] = field(default_factory=dict)
    """By contestant: how long one message was on the wire when it was last measured."""

    @property
    def without_window(self) -> list[Contestant]:
        """Everybody but the window."""
        return [each for each in self.contestants if each is not WINDOW]

    @property
    def host(self) -> list[Contestant]:
        """This server alone, if it takes part."""
        return [each for each in self.contestants if each is HOST]

    def alternate(
        self,
        case: str,
        contestants: Iterable[Contestant],
        measure_once: Callable[[Contestant], Figures],
        *,
        rounds: int | None = None,
        after_round: Callable[[], None] = lambda: None,
    ) -> None:
        """Measure each in turn, as many rounds as this run has, or as `rounds` says."""
        contestants = list(contestants)
        for number in range(1, (rounds or self.rounds) + 1):
            for contestant in contestants:
                once = partial(measure_once, contestant)
                self.note(f"round {number}", case, contestant.name, once)
            after_round()

    def note(self, label: str, case: str, row: str, measure_once: Callable[[], Figures]) -> None:
        """Measure once, and note what came of it in this row of the case's table."""
        if (case, row) in self.failed:
            return
        try:
            figures = measure_once()
        except FAILURES as error:
            self.failed.add((case, row))
            self.remark(f"{case}: {row}: {last_line(error)}")
            return
        self.outcome.add(case, row, figures)
        told = ", ".join(f"{name} {FORMS[name].format(value)}" for name, value in figures.items())
        print(f"{self.outcome.workload}, {label}, {case}: {row}: {told}", flush=True)

    def remark(self, sentence: str) -> None:
        """Say what a reader of the figures has to know."""
        if sentence not in self.outcome.remarks:
            self.outcome.remarks.append(sentence)
            print(f"{self.outcome.workload}: {sentence}", flush=True)

    def workload(self, clients: int, senders: int, window: int, message_bytes: int) -> Workload:
        """Return a workload that lasts as long as this run has chosen."""
        return Workload(
            clients=clients,
            senders=senders,
            window=window,
            message_bytes=message_bytes,
            warm_up_s=self.warm_up_s,
            seconds=self.seconds,
        )

    def closed_loop(self, case: str, contestant: Contestant, workload: Workload) -> Figures:
        """Start one, measure it under a closed loop, and stop it."""
        dialect = contestant.dialect(workload.message_bytes)
        with contestant.running(self.cores) as server:
            asked: list[tuple[float, float]] = []

            def cpu_s() -> float:
                # Asked when the measuring begins and when it ends.
                asked.append((time.monotonic(), cpu_in_use_s()))
                return server.cpu_s()

            measured = measure(server.address, dialect, workload, cpu_s)
        if measured.load_cpu_share > SATURATED:
            self.remark(
                f"{case}: {contestant.name}: the load generator was saturated in some round, "
                "and may be what limited the server."
            )
        if measured.messages_per_write:
            a_message = measured.bytes_per_write / measured.messages_per_write
            self.frame_bytes[contestant.name] = a_message
        (began_s, used_before_s), (ended_s, used_after_s) = asked
        others = (used_after_s - used_before_s) / (ended_s - began_s)
        others = max(0.0, others - measured.load_cpu_share - measured.server_cpu_share)
        if others > DISTURBED:
            self.remark("Other programs were at work: the column tells how much they took.")
        return {
            DELIVERIES: measured.deliveries_per_s,
            SERVER_CPU: measured.server_cpu_share,
            LOAD_CPU: measured.load_cpu_share,
            OTHERS_CPU: others,
            A_WRITE: measured.messages_per_write,
        }
