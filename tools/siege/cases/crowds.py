"""Many people: five thousand that only listen, and a full room that talks."""

from __future__ import annotations

import asyncio
import random
import time
from functools import partial

import msgspec

from bench.wire import (
    OPCODE_CLOSE,
    OPCODE_PING,
    OPCODE_PONG,
    OPCODE_TEXT,
    client_frame,
    frame_at,
    handshake_request,
)
from tools.siege.case import Case, Scale
from tools.siege.host import Host
from tools.siege.intruder import address_of
from tools.siege.latencies import Latencies
from wschat_gui.chat.vocabulary import SUBPROTOCOL

_AT_ONCE = 200
"""That join side by side."""
_TRIES = 5
_SAYS_EVERY_S = 20.0
"""Of one person in a talkative room."""
_SETTLED_S = 60.0
_LOOK_EVERY_S = 0.1


class _Heard(msgspec.Struct):
    type: str
    seq: int = 0
    text: str = ""


_decode = msgspec.json.Decoder(_Heard).decode


class Member(asyncio.Protocol):
    """One page, as cheap as can be: answers pings, and proves the order of what it hears."""

    def __init__(self, host: Host, nick: str, latencies: Latencies | None) -> None:
        """Join as `nick`; without `latencies`, what is said is not looked at."""
        self.welcomed = asyncio.get_running_loop().create_future()
        self.heard = 0
        self.confirmed = 0
        self.faults: list[str] = []
        self.close_code: int | None = None
        self._host = host
        self._nick = nick
        self._latencies = latencies
        self._last_seq: int | None = None
        self._buffer = b""
        self._is_open = False
        self._said = 0
        self._transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        transport.write(handshake_request("127.0.0.1", self._host.port, "/", SUBPROTOCOL))
        join = {"type": "join", "nick": self._nick, "device": self._nick}
        transport.write(client_frame(OPCODE_TEXT, msgspec.json.encode(join)))

    def say(self) -> None:
        """Say something that tells when."""
        message_id = f"{self._nick}/{self._said}"
        self._said += 1
        text = f"{message_id} and some more words, as people say them @{time.monotonic_ns()}"
        message = {"type": "say", "id": message_id, "text": text}
        self._transport.write(client_frame(OPCODE_TEXT, msgspec.json.encode(message)))

    def leave(self) -> None:
        """Be gone at once."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        buffer = self._buffer + data
        start = 0
        if not self._is_open:
            head, found, buffer = buffer.partition(b"\r\n\r\n")
            if not found:
                self._buffer = head
                return
            self._is_open = True
        while (place := frame_at(buffer, start)) is not None:
            opcode = buffer[start] & 0x0F
            if opcode == OPCODE_PING:
                self._transport.write(client_frame(OPCODE_PONG, buffer[place[0] : place[1]]))
            elif opcode == OPCODE_CLOSE:
                self.close_code = int.from_bytes(buffer[place[0] : place[0] + 2], "big")
            elif self._latencies is not None or not self.welcomed.done():
                self._take(buffer[place[0] : place[1]])
            start = place[1]
        self._buffer = buffer[start:]

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        if not self.welcomed.done():
            self.welcomed.set_exception(exc or ConnectionResetError("closed before the welcome"))

    def _take(self, payload: bytes) -> None:
        heard = _decode(payload)
        if heard.type == "welcome":
            self.welcomed.set_result(None)
        elif heard.type == "refused":
            self.faults.append(f"{self._nick} was refused: {payload!r}")
        elif heard.type == "said" and self._latencies is not None:
            text, _, said_ns = heard.text.rpartition(" @")
            self._latencies.add((time.monotonic_ns() - int(said_ns)) / 1e6)
            if self._last_seq is not None and heard.seq != self._last_seq + 1:
                self.faults.append(f"{self._nick} got {heard.seq} after {self._last_seq}")
            self._last_seq = heard.seq
            self.heard += 1
            self.confirmed += text.startswith(f"{self._nick}/")

    @property
    def is_heard(self) -> bool:
        """Whether all that it said has come back."""
        return self.confirmed == self._said


async def _join(host: Host, clients: int, latencies: Latencies | None) -> list[Member]:
    loop = asyncio.get_running_loop()
    members: list[Member] = []
    turn = asyncio.Semaphore(_AT_ONCE)

    async def enter(number: int) -> None:
        async with turn:
            for _ in range(_TRIES):
                _, member = await loop.create_connection(
                    partial(Member, host, f"member {number}", latencies),
                    "127.0.0.1",
                    host.port,
                    local_addr=(address_of(number), 0),
                )
                try:
                    await member.welcomed
                except ConnectionError:
                    continue  # as a page does where the host is too busy for a newcomer
                members.append(member)
                return
        raise AssertionError(f"member {number} was not let in by {_TRIES} tries")

    async with asyncio.TaskGroup() as tasks:
        for number in range(clients):
            tasks.create_task(enter(number))
    return members


async def _idle(host: Host, scale: Scale) -> str:
    """Have thousands in the room who say nothing; the company talks on among them."""
    before = host.memory_bytes()
    began_s = time.monotonic()
    members = await _join(host, scale.clients, None)
    joined_s = time.monotonic() - began_s
    await asyncio.sleep(scale.seconds)
    grown = host.memory_bytes() - before
    gone = sum(member.close_code is not None for member in members)
    for member in members:
        member.leave()
    assert not gone, f"{gone} were thrown out"
    return (
        f"{scale.clients:,} members, all in after {joined_s:.0f} s, then {scale.seconds:.0f} s: "
        f"{grown / scale.clients / 1024:.0f} KiB each"
    )


async def _chatting(host: Host, scale: Scale) -> str:
    """Let everybody in a full room talk, and prove every delivery."""
    latencies, chance = Latencies(), random.Random(1)
    members = await _join(host, scale.clients, latencies)
    until_s = time.monotonic() + scale.seconds
    said = peak = 0

    async def chat(member: Member) -> None:
        nonlocal said
        await asyncio.sleep(chance.uniform(0, min(_SAYS_EVERY_S, scale.seconds)))
        while time.monotonic() < until_s:
            member.say()
            said += 1
            await asyncio.sleep(chance.uniform(0.8, 1.2) * _SAYS_EVERY_S)

    async def watch() -> None:
        nonlocal peak
        while True:
            peak = max(peak, host.memory_bytes())
            await asyncio.sleep(1.0)

    watching = asyncio.create_task(watch())
    await asyncio.gather(*map(chat, members))
    for _ in range(round(_SETTLED_S / _LOOK_EVERY_S)):
        if all(member.is_heard for member in members):
            break
        await asyncio.sleep(_LOOK_EVERY_S)
    watching.cancel()
    faults = [fault for member in members for fault in member.faults]
    faults += [f"{member.close_code}" for member in members if member.close_code is not None]
    unheard = sum(not member.is_heard for member in members)
    for member in members:
        member.leave()
    assert not faults, faults[:5]
    assert not unheard, f"{unheard} members have not heard all they said"
    return (
        f"{scale.clients} members say {said:,} messages in {scale.seconds / 60:.1f} min: all "
        f"{latencies.count:,} deliveries once and in order, p50 {latencies.quantile_ms(0.5):.1f}, "
        f"p99 {latencies.quantile_ms(0.99):.1f}, worst {latencies.worst_ms:.0f} ms; at most "
        f"{peak / 1e6:.0f} MB"
    )


CASES = (
    Case(
        name="5,000 idle",
        attack=_idle,
        options=("--no-limits",),
        full=Scale(seconds=40.0, clients=5_000),
        short=Scale(seconds=1.0, clients=200),
    ),
    Case(
        name="500 chatting",
        attack=_chatting,
        full=Scale(seconds=60.0, clients=490),
        short=Scale(seconds=3.0, clients=60),
    ),
)
