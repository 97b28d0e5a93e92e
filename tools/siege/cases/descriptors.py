"""More connections than the system lets the host have files."""

from __future__ import annotations

import asyncio

from tools.siege.case import Case, Scale
from tools.siege.host import Host
from tools.siege.intruder import Intruder, abort_all, address_of
from wschat_gui.server.open_files import TASK

FILES = 128
"""That the host may have open; it starts with some twenty."""


async def _use_up(host: Host, scale: Scale) -> str:
    """Hold more connections than there are files, then let a newcomer in when they are gone."""
    intruders = [
        await Intruder.connect(host, address_of(number)) for number in range(scale.clients)
    ]
    upgrades = [asyncio.create_task(intruder.upgrade(host)) for intruder in intruders]
    await asyncio.sleep(scale.seconds)
    let_in = sum(task.done() and not task.exception() for task in upgrades)
    held = host.descriptors()
    for task in upgrades:
        task.cancel()
    await asyncio.gather(*upgrades, return_exceptions=True)
    await abort_all(intruders)
    # From now on nothing is in the way, and the host is told so.
    await asyncio.to_thread(host.await_line, lambda line: line == f"No longer: {TASK}.")
    newcomer = await Intruder.connect(host)
    first_line = await asyncio.wait_for(newcomer.upgrade(host), 10.0)
    newcomer.abort()
    assert " 101 " in first_line, f"a newcomer got {first_line}"
    return (
        f"{scale.clients} connections for {scale.seconds:.0f} s at a host that may have {FILES} "
        f"files open: {let_in} let in, {held} open; afterwards a newcomer is let in"
    )


CASES = (
    Case(
        name="no more file descriptors",
        attack=_use_up,
        prefix=("sh", "-c", f'ulimit -n {FILES} && exec "$@"', "sh"),
        full=Scale(seconds=20.0, clients=400),
        short=Scale(seconds=2.0, clients=200),
    ),
)
