"""The host's computer sleeps, and wakes: everything stands still, then all clocks have jumped."""

from __future__ import annotations

import asyncio

from tools.siege.case import Case, Scale
from tools.siege.host import Host
from tools.siege.intruder import Intruder


async def _suspend(host: Host, scale: Scale) -> str:
    """Stop the process and let it go on; the company talks into the silence."""
    member = await Intruder.connect(host)
    await member.upgrade(host)
    member.join("sleeper")
    watching = asyncio.create_task(member.read_to_end())
    await asyncio.sleep(0.5)
    host.suspend()
    await asyncio.sleep(scale.seconds)
    host.resume()
    await asyncio.sleep(1.0)
    stayed = not watching.done()
    member.abort()
    await watching
    assert stayed, "who was connected before was thrown out after it"
    return f"stopped for {scale.seconds:.0f} s (SIGSTOP); who was connected stays so"


CASES = (
    Case(
        name="suspend and resume",
        attack=_suspend,
        full=Scale(seconds=60.0, clients=1),
        short=Scale(seconds=2.0, clients=1),
        says_per_s=0.3,
    ),
)
