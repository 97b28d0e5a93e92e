"""Connections cut at random byte positions, in both directions, while everybody speaks.

Between pages and host stands a proxy that aborts each connection after a random number of bytes. At
the end every page must have shown every message once, in the same order; nothing may be doubled or
lost, also when the host was restarted in between.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.end_to_end.headless import HeadlessHost
from tests.end_to_end.resuming_page import ResumingPage

_PAGES = 5
_DEADLINE_S = 600.0
_SOONEST_BYTES, _LATEST_BYTES = 300, 6_000
"""Of one connection: from the middle of the handshake to some dozens of messages."""


@dataclass
class DropOutcome:
    """What came of it."""

    drops: int = 0
    restarts: int = 0
    said: int = 0
    faults: list[str] = field(default_factory=list)


class CuttingProxy:
    """Passes bytes on to the host, for a while."""

    def __init__(self, chance: random.Random) -> None:
        """Cut at random, until `cuts_left` is used up."""
        self.host_port = 0
        self.cuts_left = 0
        self.cuts = 0
        self._chance = chance
        self._server: asyncio.Server | None = None

    async def open(self) -> int:
        """Listen; return the port."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Listen no more."""
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_host = await asyncio.open_connection("127.0.0.1", self.host_port)
        except OSError:
            writer.transport.abort()
            return
        budget = self._budget()
        ways = (
            asyncio.create_task(self._pass_on(reader, to_host[1], budget)),
            asyncio.create_task(self._pass_on(to_host[0], writer, budget)),
        )
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for end in (writer, to_host[1]):
            end.transport.abort()

    def _budget(self) -> list[int]:
        """Return how many bytes go each way together; counted down in place."""
        if self.cuts >= self.cuts_left:
            return [1 << 60]
        return [self._chance.randint(_SOONEST_BYTES, _LATEST_BYTES)]

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, budget: list[int]
    ) -> None:
        try:
            while data := await reader.read(1 << 16):
                passed = data[: budget[0]]
                budget[0] -= len(passed)
                writer.write(passed)
                await writer.drain()
                if budget[0] <= 0:
                    self.cuts += 1
                    return
        except ConnectionError:
            return


def run_drops(folder: Path, *, drops: int, restarts: int, seed: int) -> DropOutcome:
    """Cut `drops` connections, restart the host so often in between, and compare the pages."""
    return asyncio.run(_run(folder, drops, restarts, random.Random(seed)))


async def _run(folder: Path, drops: int, restarts: int, chance: random.Random) -> DropOutcome:
    host = HeadlessHost(folder)
    proxy = CuttingProxy(chance)
    proxy.host_port = host.port
    port = await proxy.open()
    pages = [ResumingPage(port, f"page {number}", chance) for number in range(_PAGES)]
    lives = [asyncio.create_task(page.live()) for page in pages]
    outcome = DropOutcome()
    try:
        async with asyncio.timeout(_DEADLINE_S):
            # Everybody is in before the first word, so that all have the same to show.
            await _until(lambda: all(page.online for page in pages), lives)
            proxy.cuts_left = drops
            for page in pages:
                page.cut_off()
            steps = [drops * step // (restarts + 1) for step in range(1, restarts + 1)]
            while proxy.cuts < drops:
                for page in pages:
                    page.say()
                if steps and proxy.cuts >= steps[0]:
                    steps.pop(0)
                    await asyncio.to_thread(host.stop)
                    host = await asyncio.to_thread(HeadlessHost, folder)
                    proxy.host_port = host.port
                    outcome.restarts += 1
                await asyncio.sleep(0.005)
            for page in pages:
                page.cut_off()
            await _until(lambda: _settled(pages), lives)
    except TimeoutError:
        outcome.faults.append(f"not settled: {[page.summary for page in pages]}")
    for life in lives:
        life.cancel()
    await asyncio.gather(*lives, return_exceptions=True)
    await proxy.close()
    await asyncio.to_thread(host.stop)
    outcome.drops, outcome.said = proxy.cuts, sum(page.said for page in pages)
    outcome.faults += _faults(pages)
    return outcome


async def _until(condition: Callable[[], bool], lives: list[asyncio.Task[None]]) -> None:

    while not condition():
        for life in lives:
            if life.done():
                life.result()
        await asyncio.sleep(0.005)


def _settled(pages: list[ResumingPage]) -> bool:
    everything = sum(page.said for page in pages)
    return all(not page.unconfirmed and len(page.shown) >= everything for page in pages)


def _faults(pages: list[ResumingPage]) -> list[str]:
    faults = [fault for page in pages for fault in page.faults]
    said = sorted(text for page in pages for text in page.all_said)
    for page in pages:
        texts = [text for _, text in page.shown]
        if page.shown != pages[0].shown:
            faults.append(f"{page.nick} shows another order than {pages[0].nick}")
        if sorted(texts) != said:
            doubled = len(texts) - len(set(texts))
            lost = len(set(said) - set(texts))
            faults.append(f"{page.nick}: {lost} lost, {doubled} doubled")
    return faults
