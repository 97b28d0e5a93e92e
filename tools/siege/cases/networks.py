"""Bad Wi-Fi, cut cables, changed addresses, and machines that vanish."""

from __future__ import annotations

import asyncio
import time

from tools.siege.case import Scale
from tools.siege.network import Lan, NetworkCase

_ELSEWHERE = "10.77.0.99"
_GHOST_S = 45.0
"""A ping comes within 15 seconds and waits 20 for its pong; more on a busy machine."""


async def _bad_wifi(lan: Lan, scale: Scale) -> str:
    """Delay and lose what goes to and fro."""
    for machine in lan.guest_machines:
        machine.cable.delay_s, machine.cable.jitter_s, machine.cable.loss = 0.02, 0.03, 0.05
    await asyncio.sleep(scale.seconds)
    for machine in lan.guest_machines:
        machine.cable.delay_s, machine.cable.jitter_s, machine.cable.loss = 0.0, 0.0, 0.0
    return f"20 to 50 ms delay and 5 % of all frames lost each way, {scale.seconds:.0f} s"


async def _cuts(lan: Lan, scale: Scale) -> str:
    """Cut one cable after the other, the host's too, without anybody being told."""
    for machine in lan.all_machines:
        machine.cable.is_cut = True
        await asyncio.sleep(scale.seconds)
        machine.cable.is_cut = False
        await asyncio.sleep(min(1.0, scale.seconds))
    return f"each of {len(lan.all_machines)} cables cut for {scale.seconds:.0f} s, silently"


async def _guest_moves(lan: Lan, scale: Scale) -> str:
    """Give a guest's machine another address, twice: its connections are dead without an end."""
    machine = lan.guest_machines[0]
    first = machine.ip
    for ip in (_ELSEWHERE, first):
        machine.take_address(ip)
        await asyncio.sleep(scale.seconds)
    return (
        f"a guest's machine gets another address, and {scale.seconds:.0f} s later the first again"
    )


async def _interface_gone(lan: Lan, scale: Scale) -> str:
    """Take the host's network away, bring it back elsewhere, then where it was."""
    machine = lan.host_machine
    first = machine.ip
    machine.unplug()
    await asyncio.sleep(scale.seconds)
    machine.plug_in(_ELSEWHERE)
    shown = f"listening on http://{_ELSEWHERE}:{lan.host.port}/"
    await asyncio.to_thread(lan.host.await_line, lambda line: line == shown, 20.0)
    # Who scans the new code gets in.
    with await asyncio.to_thread(
        lambda: lan.visit(lan.guest_machines[0], ip=_ELSEWHERE, name="newcomer")
    ):
        pass
    machine.take_address(first)
    return (
        f"no interface for {scale.seconds:.0f} s, then another address: shown, and a newcomer "
        "joins there; then the first again"
    )


async def _half_open(lan: Lan, scale: Scale) -> str:
    """Let a machine vanish with people on it, and wait until the host has noticed."""
    machine = lan.guest_machines[-1]
    with lan.visit(machine, ip=lan.host_machine.ip, name="ghost"):
        machine.cable.is_cut = True
    # Its system has said goodbye for it by now, and nobody has heard it.
    began_s = time.monotonic()
    if scale.seconds < _GHOST_S:
        await asyncio.sleep(scale.seconds)
        machine.cable.is_cut = False
        return f"a machine vanishes for {scale.seconds:.0f} s, and somebody on it for good"
    left = await asyncio.to_thread(
        lan.host.await_line, lambda line: "ghost 0" in line and "left" in line, _GHOST_S
    )
    noticed_s = time.monotonic() - began_s
    machine.cable.is_cut = False
    assert left
    return f"a machine vanishes, somebody on it for good: noticed after {noticed_s:.0f} s"


CASES = (
    NetworkCase(
        name="bad Wi-Fi",
        attack=_bad_wifi,
        full=Scale(seconds=60.0, clients=6),
        short=Scale(seconds=2.0, clients=6),
    ),
    NetworkCase(
        name="cut cables",
        attack=_cuts,
        full=Scale(seconds=45.0, clients=6),
        short=Scale(seconds=0.7, clients=6),
    ),
    NetworkCase(
        name="a guest's address changes",
        attack=_guest_moves,
        full=Scale(seconds=30.0, clients=6),
        short=Scale(seconds=0.5, clients=6),
    ),
    NetworkCase(
        name="interface gone and back",
        attack=_interface_gone,
        full=Scale(seconds=20.0, clients=6),
        short=Scale(seconds=0.5, clients=6),
    ),
    NetworkCase(
        name="half-open sockets",
        attack=_half_open,
        full=Scale(seconds=_GHOST_S, clients=6),
        short=Scale(seconds=0.5, clients=6),
    ),
)
