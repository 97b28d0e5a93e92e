"""Connections by the thousand: opened, used for a moment, dropped, again."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from tools.siege.case import Case, Scale
from tools.siege.host import Host
from tools.siege.intruder import Intruder, address_of

_AT_ONCE = 200


async def _storm(host: Host, scale: Scale) -> str:
    """Connect, become a member, and be gone without a word, as often as the host takes it."""
    ends: Counter[str] = Counter()
    until_s = time.monotonic() + scale.seconds

    async def come_and_go(number: int) -> None:
        while time.monotonic() < until_s:
            ends[await _one(host, number)] += 1

    await asyncio.gather(*(come_and_go(number) for number in range(scale.clients)))
    told = ", ".join(f"{times:,} {end}" for end, times in ends.most_common())
    return f"{scale.clients} at a time for {scale.seconds:.0f} s: {told}"


async def _one(host: Host, number: int) -> str:
    try:
        intruder = await Intruder.connect(host, address_of(number))
    except OSError as error:
        return f"not connected ({error.strerror})"
    try:
        first_line = await intruder.upgrade(host)
        if " 101 " not in first_line:
            return f"refused ({first_line[9:12]})"
        intruder.join(f"storm {number}")
        await intruder.read_frame()
    except (OSError, asyncio.IncompleteReadError):
        return "cut off"
    finally:
        intruder.abort()
    return "joined and gone"


async def _bare_storm(host: Host, scale: Scale) -> str:
    """Open TCP connections from one address and say nothing."""
    intruders: list[Intruder] = []
    opened = refused = 0
    until_s = time.monotonic() + scale.seconds
    while time.monotonic() < until_s:
        for _ in range(_AT_ONCE):
            try:
                intruders.append(await Intruder.connect(host, "127.9.9.9"))
                opened += 1
            except OSError:
                refused += 1
        intruders = [each for each in intruders if not each.reader.at_eof()]
        if len(intruders) >= scale.clients:
            await asyncio.sleep(0.1)
    held = host.descriptors()
    for intruder in intruders:
        intruder.abort()
    return (
        f"{opened:,} silent connections from one address in {scale.seconds:.0f} s, {refused} not "
        f"taken; the host had {held} sockets and files open at the end"
    )


CASES = (
    Case(
        name="connect storm",
        attack=_storm,
        full=Scale(seconds=20.0, clients=300),
        short=Scale(seconds=2.0, clients=50),
    ),
    Case(
        name="connect storm that says nothing",
        attack=_bare_storm,
        full=Scale(seconds=15.0, clients=5_000),
        short=Scale(seconds=1.5, clients=300),
    ),
)
