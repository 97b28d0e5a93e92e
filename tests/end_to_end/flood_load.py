"""The flood: a process of its own with 20 members that all speak as fast as they hear.

Run as `python -m tests.end_to_end.flood_load PORT SENDERS MESSAGES`; prints one line of JSON. Each
member has to hear every message of everybody once, in the order of `seq`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect

_OUTSTANDING = 50
"""Messages of one sender on their way: enough to keep the server busy all the time."""


class _Heard(msgspec.Struct):
    type: str
    seq: int = 0
    client_id: int = 0


async def _member(port: int, number: int, messages: int, everybody: asyncio.Barrier) -> list[int]:
    """Join, speak `messages` times, and return every `seq` that was heard, in order."""
    everything = messages * everybody.parties
    decoder = msgspec.json.Decoder(_Heard)
    url = f"ws://127.0.0.1:{port}/"
    async with connect(url, subprotocols=["wschat.v1"], compression=None, max_queue=None) as socket:  # type: ignore[list-item]
        await socket.send(json.dumps({"type": "join", "nick": f"flood {number}"}))
        me = json.loads(await socket.recv())["client_id"]
        await everybody.wait()
        said = 0
        while said < min(_OUTSTANDING, messages):
            said = await _say(socket, said)
        heard: list[int] = []
        while len(heard) < everything:
            message = decoder.decode(await socket.recv())
            if message.type != "said":
                continue
            heard.append(message.seq)
            if message.client_id == me and said < messages:
                said = await _say(socket, said)
        await everybody.wait()
        return heard


async def _say(socket: ClientConnection, said: int) -> int:
    await socket.send(f'{{"type":"say","id":"{said}","text":"message {said:06d} of this flood"}}')
    return said + 1


async def _flood(port: int, senders: int, messages: int) -> dict[str, Any]:
    everybody = asyncio.Barrier(senders)
    began_s = time.monotonic()
    members = (_member(port, number, messages, everybody) for number in range(senders))
    heard = await asyncio.gather(*members)
    everything = list(range(1, senders * messages + 1))
    return {
        "perfect": sum(seqs == everything for seqs in heard),
        "deliveries": sum(map(len, heard)),
        "took_s": time.monotonic() - began_s,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_flood(*map(int, sys.argv[1:4])))))
