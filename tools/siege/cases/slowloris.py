"""Connections held open by as little as possible: in headers, in frames, in reading."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from bench.wire import OPCODE_TEXT, client_frame
from tools.siege.case import Case, Scale
from tools.siege.host import Host
from tools.siege.intruder import Intruder, abort_all, address_of

_BYTE_EVERY_S = 0.5
_HEADERS_S = 5.0
"""What a host gives an opening handshake."""
_SILENT_S = 35.0
"""A ping comes within 15 seconds, and waits 20 for its pong."""
_SLACK_S = 3.0
"""On a busy machine."""


async def _lives(lives: list[Coroutine[Any, Any, float]]) -> list[float]:
    return await asyncio.gather(*lives)


async def _in_headers(host: Host, scale: Scale) -> str:
    """Send a request's headers byte by byte, and begin again when one is cut off."""
    until_s = time.monotonic() + scale.seconds

    async def drip(number: int) -> float:
        longest_s = 0.0
        while time.monotonic() < until_s:
            began_s = time.monotonic()
            intruder = await Intruder.connect(host, address_of(number))
            intruder.send(b"GET / HTTP/1.1\r\nX: ")
            while not intruder.reader.at_eof() and not intruder.writer.is_closing():
                intruder.send(b"x")
                try:
                    await asyncio.wait_for(intruder.reader.read(1 << 16), _BYTE_EVERY_S)
                except TimeoutError:
                    continue
                except OSError:
                    break
            intruder.abort()
            longest_s = max(longest_s, time.monotonic() - began_s)
        return longest_s

    longest = await _lives([drip(number) for number in range(scale.clients)])
    assert max(longest) < _HEADERS_S + _SLACK_S, f"one was borne for {max(longest):.1f} s"
    return (
        f"{scale.clients} at a time for {scale.seconds:.0f} s, each cut off after "
        f"at most {max(longest):.1f} s"
    )


async def _in_frames(host: Host, scale: Scale) -> str:
    """Announce a message of a megabyte and send it byte by byte: no pong can come between."""

    async def drip(number: int) -> float:
        intruder = await Intruder.connect(host, address_of(number))
        await intruder.upgrade(host)
        began_s = time.monotonic()
        frame = client_frame(OPCODE_TEXT, b"x" * 1_000_000)
        intruder.send(frame[:20])
        for byte in frame[20:]:
            if intruder.reader.at_eof() or intruder.writer.is_closing():
                break
            intruder.send(bytes([byte]))
            try:
                await asyncio.wait_for(intruder.reader.read(1 << 16), _BYTE_EVERY_S)
            except TimeoutError:
                if time.monotonic() - began_s > _SILENT_S + _SLACK_S:
                    break
            except OSError:
                break
        intruder.abort()
        return time.monotonic() - began_s

    if scale.seconds < _SILENT_S:  # not long enough to see their end: only that nobody minds them
        drips = [asyncio.create_task(drip(number)) for number in range(scale.clients)]
        await asyncio.sleep(scale.seconds)
        for each in drips:
            each.cancel()
        await asyncio.gather(*drips, return_exceptions=True)
        return f"{scale.clients} for {scale.seconds:.0f} s"
    lives = await _lives([drip(number) for number in range(scale.clients)])
    assert max(lives) < _SILENT_S + _SLACK_S, f"one was borne for {max(lives):.1f} s"
    return f"{scale.clients}, each closed after {min(lives):.0f} to {max(lives):.0f} s (no pong)"


async def _in_reading(host: Host, scale: Scale) -> str:
    """Ask for the page's files and take hardly a byte of them."""
    intruders = []
    for number in range(scale.clients):
        intruder = await Intruder.connect(host, address_of(number), receive_bytes=2_048)
        intruders.append(intruder)
        intruder.writer.transport.pause_reading()  # type: ignore[attr-defined]
        intruder.send(f"GET /app.js HTTP/1.1\r\nHost: 127.0.0.1:{host.port}\r\n\r\n".encode())
    before = host.descriptors()
    await asyncio.sleep(scale.seconds)
    after = host.descriptors()
    await abort_all(intruders)
    return (
        f"{scale.clients} that ask and do not read, {scale.seconds:.0f} s; of the host's "
        f"{before} sockets and files {after} were left"
    )


CASES = (
    Case(
        name="slowloris in headers",
        attack=_in_headers,
        full=Scale(seconds=20.0, clients=400),
        short=Scale(seconds=1.0, clients=40),
    ),
    Case(
        name="slowloris in frames",
        attack=_in_frames,
        full=Scale(seconds=40.0, clients=200),
        short=Scale(seconds=1.5, clients=40),
    ),
    Case(
        name="slowloris in reading",
        attack=_in_reading,
        full=Scale(seconds=20.0, clients=200),
        short=Scale(seconds=1.5, clients=40),
    ),
)
