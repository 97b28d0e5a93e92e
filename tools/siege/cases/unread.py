"""Clients that never read what the room sends them, while it has much to say."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from tools.siege.case import Case, Scale
from tools.siege.host import Host
from tools.siege.intruder import Intruder, address_of

_SPEAKERS = 20
_TEXT = "x" * 3_900
_MOST_GROWTH_BYTES = 600 * 1024 * 1024
"""A megabyte for each of 500 clients is what the caps allow; more would be a leak."""


async def _never_read(host: Host, scale: Scale) -> str:
    """Join and take nothing, while others fill their buffers."""
    deaf = []
    for number in range(scale.clients):
        intruder = await Intruder.connect(host, address_of(number), receive_bytes=4_096)
        await intruder.upgrade(host)
        intruder.join(f"deaf {number}")
        intruder.writer.transport.pause_reading()  # type: ignore[attr-defined]
        deaf.append(intruder)
    before = host.memory_bytes()
    peak = before
    speakers = [await _speaker(host, scale.clients + number) for number in range(_SPEAKERS)]
    hearing = [asyncio.create_task(speaker.read_to_end()) for speaker in speakers]
    until_s = time.monotonic() + scale.seconds
    said = 0
    while time.monotonic() < until_s:
        for speaker in speakers:
            speaker.send_json(type="say", id=f"loud {said}", text=_TEXT)
            said += 1
            await asyncio.sleep(0.6 / _SPEAKERS)  # below the flood limit, each of them
        peak = max(peak, host.memory_bytes())
    for intruder in deaf:
        intruder.writer.transport.resume_reading()  # type: ignore[attr-defined]
    ends = Counter(await asyncio.gather(*(_end_of(intruder) for intruder in deaf)))
    for speaker in speakers:
        speaker.abort()
    await asyncio.gather(*hearing)
    assert peak - before < _MOST_GROWTH_BYTES, f"memory grew by {(peak - before) / 1e6:.0f} MB"
    told = ", ".join(f"{times} {_in_words(code)}" for code, times in ends.items())
    return (
        f"{scale.clients} deaf while {said * len(_TEXT) / 1e6:.1f} MB were said in "
        f"{scale.seconds:.0f} s; closed: {told}; meanwhile at most "
        f"{(peak - before) / 1e6:.0f} MB more in memory"
    )


def _in_words(code: int | None) -> str:
    """Say how one ended: most have so much before the close frame that they never come to it."""
    if code == 0:
        return "still open"
    return "cut off" if code is None else f"closed with {code}"


async def _speaker(host: Host, number: int) -> Intruder:
    speaker = await Intruder.connect(host, address_of(number))
    await speaker.upgrade(host)
    speaker.join(f"loud {number}")
    return speaker


async def _end_of(intruder: Intruder) -> int | None:
    """Return the close code that waits behind all that was not read, 0 where it is still open."""
    try:
        return await asyncio.wait_for(intruder.read_to_end(), 5.0)
    except TimeoutError:
        return 0
    finally:
        intruder.abort()


CASES = (
    Case(
        name="clients that never read",
        attack=_never_read,
        full=Scale(seconds=30.0, clients=150),
        short=Scale(seconds=2.0, clients=20),
    ),
)
