"""The others: people who talk all the while, and prove that nothing of it was lost or doubled.

A process of its own, so that what is done to the host does not slow down who measures it. Run as
`python -m tools.siege.company ADDRESS PORT PEOPLE SAYS_PER_S SEED NAME`; it prints JSON, a line a
step, and goes on when it reads a line: talks after the first, falls silent after the second, and
after the third, which is the number of all texts said by all companies, waits until everybody has
shown so many.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection

from tests.end_to_end.resuming_page import ResumingPage
from tools.siege.latencies import Latencies

_PATIENCE_S = 120.0
"""For all to be shown: a line that was cut is noticed by pings, which takes half a minute."""
_LOOK_EVERY_S = 0.02
_BURST = 6
_PACE_S = 0.6
"""Of a page: BURST and PACE_MS in page/outbox.js."""


class Talker(ResumingPage):
    """One person who notes, of each message, how long it took to come back or to come across."""

    def __init__(
        self, port: int, nick: str, chance: random.Random, address: str, latencies: Latencies
    ) -> None:
        """Be one of a company that keeps `latencies` together."""
        super().__init__(port, nick, chance, address)
        self._latencies = latencies
        self._allowance = float(_BURST)
        self._counted_at_s = time.monotonic()
        self._adrift = 0

    def say(self) -> None:
        """Say when it was said."""
        before = self.said
        super().say()
        if self.said > before:
            message_id = next(reversed(self.unconfirmed))
            text = f"{message_id} @{time.monotonic_ns()}"
            self.unconfirmed[message_id] = self.all_said[-1] = text

    async def _send_all(self, socket: ClientConnection) -> None:
        """Send as a page's outbox does: a burst, then at a pace, and nothing into a silence."""
        unanswered: list[str] = []
        try:
            await self._send_at_a_pace(socket, unanswered)
        finally:
            # What was on its way may arrive only when the host wakes, and all else right behind.
            self._adrift = len(unanswered)

    async def _send_at_a_pace(self, socket: ClientConnection, unanswered: list[str]) -> None:
        self._may_send(unanswered)
        self._allowance = min(self._allowance, _BURST - self._adrift)
        while True:
            message_id = await self._to_send.get()
            while not self._may_send(unanswered):  # noqa: ASYNC110  (time is what it waits for)
                await asyncio.sleep(_LOOK_EVERY_S)
            text = self.unconfirmed.get(message_id)
            if text is not None:
                self._allowance -= 1
                unanswered.append(message_id)
                say = {"type": "say", "id": message_id, "text": text}
                await socket.send(json.dumps(say))

    def _may_send(self, unanswered: list[str]) -> bool:
        now_s = time.monotonic()
        gained = (now_s - self._counted_at_s) / _PACE_S
        self._allowance, self._counted_at_s = min(_BURST, self._allowance + gained), now_s
        unanswered[:] = [each for each in unanswered if each in self.unconfirmed]
        if len(unanswered) >= _BURST:
            # Here a page would give the line up; by this one, all that is on it may yet arrive at
            # once, and nothing more must come right behind.
            self._allowance = 0.0
        return self._allowance >= 1

    def _show(self, said: dict[str, Any]) -> None:
        before = len(self.shown)
        super()._show(said)
        _, _, said_ns = said["text"].rpartition(" @")
        if len(self.shown) > before and said_ns.isdecimal():
            self._latencies.add((time.monotonic_ns() - int(said_ns)) / 1e6)


class Company:
    """All people of one process."""

    def __init__(self, address: str, port: int, people: int, seed: int, name: str) -> None:
        """Invite them; nobody is connected yet."""
        chance = random.Random(seed)
        self.latencies = Latencies()
        self.talkers = [
            Talker(port, f"{name} {number}", chance, address, self.latencies)
            for number in range(people)
        ]
        self._lives: list[asyncio.Task[None]] = []

    async def come(self) -> None:
        """Let everybody join."""
        self._lives = [asyncio.create_task(talker.live()) for talker in self.talkers]
        await self._until(lambda: all(talker.online for talker in self.talkers))

    async def talk(self, says_per_s: float, until: asyncio.Future[Any]) -> None:
        """Let one after the other say something."""
        due_s = time.monotonic()
        while not until.done():
            for talker in self.talkers:
                talker.say()
                due_s += 1 / (says_per_s * len(self.talkers))
                await asyncio.sleep(max(0.0, due_s - time.monotonic()))

    async def settle(self, everything: int) -> None:
        """Wait until everybody has shown so many texts, and knows its own as received."""
        await self._until(
            lambda: all(
                not talker.unconfirmed and len(_of_company(talker)) >= everything
                for talker in self.talkers
            )
        )

    async def go(self) -> None:
        """Let everybody leave."""
        for life in self._lives:
            life.cancel()
        await asyncio.gather(*self._lives, return_exceptions=True)

    def verdict(self, everything: int) -> dict[str, Any]:
        """Say what each has shown, held against what all have said."""
        shown = [_of_company(talker) for talker in self.talkers]
        return {
            "lost": sum(max(0, everything - len(set(texts))) for texts in shown),
            "doubled": sum(len(texts) - len(set(texts)) for texts in shown),
            "orders": sorted({_digest(texts) for texts in shown}),
            "faults": [fault for talker in self.talkers for fault in talker.faults],
            "deliveries": self.latencies.count,
            "p50_ms": self.latencies.quantile_ms(0.5),
            "p99_ms": self.latencies.quantile_ms(0.99),
            "worst_ms": self.latencies.worst_ms,
        }

    async def _until(self, condition: Callable[[], bool]) -> None:
        deadline_s = time.monotonic() + _PATIENCE_S
        while not condition() and time.monotonic() < deadline_s:
            for life in self._lives:
                if life.done():
                    life.result()
            await asyncio.sleep(_LOOK_EVERY_S)


def _of_company(talker: Talker) -> list[str]:
    """Return what it has shown of any company's texts; others may have spoken too."""
    return [text for _, text in talker.shown if " @" in text]


def _digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


async def _stay(company: Company, says_per_s: float) -> None:
    loop = asyncio.get_running_loop()
    await company.come()
    print(json.dumps({"online": len(company.talkers)}), flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    hushed = loop.run_in_executor(None, sys.stdin.readline)
    await company.talk(says_per_s, hushed)
    said = sum(talker.said for talker in company.talkers)
    print(json.dumps({"said": said}), flush=True)
    everything = int(await loop.run_in_executor(None, sys.stdin.readline))
    await company.settle(everything)
    print(json.dumps(company.verdict(everything)), flush=True)
    await company.go()


def main(arguments: list[str]) -> None:
    """Run one company."""
    address, port, people, says_per_s, seed, name = arguments
    company = Company(address, int(port), int(people), int(seed), name)
    asyncio.run(_stay(company, float(says_per_s)))


if __name__ == "__main__":
    main(sys.argv[1:])
