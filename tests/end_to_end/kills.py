"""The host killed at random moments, again and again, while many speak.

After each kill the transcript must hold every message that any client had received, once, as it was
received, and the clients must have seen them in its order.
"""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.end_to_end.headless import HeadlessHost
from wschat_gui.archive.reader import Reader
from wschat_gui.chat.vocabulary import SUBPROTOCOL, Said

_OUTSTANDING = 4
_SHORTEST_S, _LONGEST_S = 0.05, 0.5
"""Of a life, from the moment that everybody is in."""

Message = tuple[int, str, str]
"""`seq`, id and text."""


@dataclass
class KillOutcome:
    """What came of it."""

    kills: int = 0
    received: int = 0
    """Different messages that somebody received."""
    saved: int = 0
    faults: list[str] = field(default_factory=list)


def run_kills(folder: Path, *, kills: int, senders: int, seed: int) -> KillOutcome:
    """Kill the host `kills` times and compare each time."""
    chance = random.Random(seed)
    numbers = count(1)
    outcome = KillOutcome()
    received: dict[int, Message] = {}
    for _ in range(kills):
        host = HeadlessHost(folder)
        life_s = chance.uniform(_SHORTEST_S, _LONGEST_S)
        for heard in asyncio.run(_live(host, senders, numbers, life_s)):
            _check_order(heard, outcome)
            for message in heard:
                known = received.setdefault(message[0], message)
                if known != message:
                    outcome.faults.append(f"{known} and {message} have one number")
        outcome.kills += 1
        _compare(folder, received, outcome)
    outcome.received = len(received)
    return outcome


async def _live(
    host: HeadlessHost, senders: int, numbers: count[int], life_s: float
) -> list[list[Message]]:
    """Let everybody speak until the host is killed; return what each has heard."""
    heard: list[list[Message]] = [[] for _ in range(senders)]
    joined = asyncio.Barrier(senders + 1)
    async with asyncio.TaskGroup() as tasks:
        for index, hears in enumerate(heard):
            tasks.create_task(_speak(host.port, f"sender {index}", numbers, joined, hears))
        await joined.wait()
        await asyncio.sleep(life_s)
        await asyncio.to_thread(host.kill)
    return heard


async def _speak(
    port: int, nick: str, numbers: count[int], joined: asyncio.Barrier, heard: list[Message]
) -> None:
    url = f"ws://127.0.0.1:{port}/"
    protocol = Subprotocol(SUBPROTOCOL)
    async with connect(url, subprotocols=[protocol], compression=None) as socket:
        await socket.send(json.dumps({"type": "join", "nick": nick}))
        me = json.loads(await socket.recv())["client_id"]
        await joined.wait()
        try:
            for _ in range(_OUTSTANDING):
                await socket.send(_next_say(numbers))
            while True:
                message = json.loads(await socket.recv())
                if message["type"] == "said":
                    heard.append((message["seq"], message["id"], message["text"]))
                    if message["client_id"] == me:
                        await socket.send(_next_say(numbers))
        except ConnectionClosed:
            return  # killed, as planned


def _next_say(numbers: count[int]) -> str:
    number = next(numbers)
    return json.dumps({"type": "say", "id": f"id {number}", "text": f"message {number}"})


def _check_order(heard: list[Message], outcome: KillOutcome) -> None:
    seqs = [seq for seq, _, _ in heard]
    if seqs != list(range(seqs[0], seqs[0] + len(seqs))) if seqs else False:
        outcome.faults.append(f"a client heard {seqs}")


def _compare(folder: Path, received: dict[int, Message], outcome: KillOutcome) -> None:
    with Reader.open(folder) as reader:
        saved = [event for event in reader.entries() if isinstance(event, Said)]
    by_seq = {event.seq: (event.seq, event.id, event.text) for event in saved}
    outcome.saved = len(saved)
    texts = {event.text for event in saved}
    if len(texts) != len(saved) or len(by_seq) != len(saved):
        outcome.faults.append("something is in the transcript twice")
    lost = [message for seq, message in received.items() if by_seq.get(seq) != message]
    if lost:
        outcome.faults.append(f"{len(lost)} received and not saved, such as {lost[0]}")
