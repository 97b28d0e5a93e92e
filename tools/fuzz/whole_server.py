"""The whole server with its sockets taken away: bytes go in at the transport, and come out there.

Everything between is the real thing: engine, gate, sessions, room, hub, uploads. Two members are in
the room all the time, and nothing that others send may cost them more than being read to.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace
from typing import Any, cast

from tests.frames.wire import frame
from tools.fuzz.memory_transport import MemoryTransport
from tools.fuzz.messages import line, member, message
from tools.fuzz.mutation import pieces
from tools.fuzz.requests import HOST, PORT, request
from tools.fuzz.streams import any_text, stream
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.config import Limits, Settings
from wschat_gui.frames.dissector import Dissector
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.terms import Compression, Sender, Terms
from wschat_gui.frames.violations import may_be_sent
from wschat_gui.server.ban_list import CarriedBans
from wschat_gui.server.clients import ClientIds
from wschat_gui.server.connection import ClientConnection
from wschat_gui.server.gate import Gate
from wschat_gui.server.house import House
from wschat_gui.server.http_answers import load_page
from wschat_gui.server.keeper import Keeper
from wschat_gui.server.listening import listen
from wschat_gui.server.recorder import Recorder
from wschat_gui.server.witness import Witness

_OWN = ("127.0.0.1", PORT)
_LIMITS = Limits(file_bytes=1_000, all_files_bytes=9_000, ping_interval_s=1e6)
"""Small files; and no pings, which the two members would not answer."""
_LOOK_EVERY = 500
"""Inputs between two looks at the members in the room, and at time-driven chores."""
_MOST_TURNS = 20_000
"""Of the loop: what has not ended then hangs."""
_HEAD_END = b"\r\n\r\n"


class WholeServer:
    """One running house, fed one connection after the other."""

    def __init__(self) -> None:
        """Open the room and let the two members in."""
        self._loop = asyncio.new_event_loop()
        self._errors: list[str] = []
        self._loop.set_exception_handler(self._note_error)
        self._watch = _ErrorHandler(self._errors)
        logging.getLogger().addHandler(self._watch)
        self._number = 0
        self._loop.run_until_complete(self._open())

    def make(self, random: Random) -> bytes:
        """Return what one client sends."""
        return one_client(random)

    def take(self, data: bytes) -> None:
        """Serve one connection from its first byte to its last."""
        self._number += 1
        answer = self._loop.run_until_complete(self._serve(data))
        assert not self._errors, f"logged: {self._errors}"
        check_output(data, answer)
        if self._number % _LOOK_EVERY == 0:
            self._loop.run_until_complete(self._look())

    def close(self) -> None:
        """Close the room."""
        self._loop.run_until_complete(self._end())
        self._loop.close()
        logging.getLogger().removeHandler(self._watch)
        assert not self._errors, f"logged: {self._errors}"

    # Inside the loop -----------------------------------------------------------------------------

    async def _open(self) -> None:
        settings = Settings(bind="127.0.0.1", limits=_LIMITS)
        names = frozenset({"127.0.0.1", "localhost"})
        gate = Gate(settings, load_page(), lambda: names, Witness())
        self._keeper = Keeper(None, lambda _task, _sentence: None, 1_000, CarriedBans())
        self._events = EventQueue(max_lines=1_000)
        recorder = Recorder(_LIMITS, is_on=True, started_s=self._loop.time(), started_ms=0.0)
        self._house = House(
            settings, gate, self._events, ClientIds(), self._keeper, recorder=recorder
        )
        with _taken_factory(self._loop) as factories, socket.socket() as unbound:
            await listen(unbound, None, settings.limits, self._house)
        (self._connect,) = factories
        self._page = await self._let_in("", "wschat.v1")
        self._page.data_received(_said({"type": "join", "nick": "Watcher"}))
        self._plain = await self._let_in("?nick=Listener", "")
        await self._settle()
        self._at_rest = (len(self._house.clients), len(asyncio.all_tasks()))
        assert self._at_rest[0] == 2

    async def _let_in(self, query: str, subprotocol: str) -> ClientConnection:
        connection, _ = self._connected(("127.0.0.1", 1))
        offered = f"Sec-WebSocket-Protocol: {subprotocol}\r\n" if subprotocol else ""
        connection.data_received(
            f"GET /{query} HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n"
            f"Sec-WebSocket-Version: 13\r\n{offered}\r\n".encode()
        )
        await self._settle()
        return connection

    def _connected(self, peer: tuple[str, int]) -> tuple[ClientConnection, MemoryTransport]:
        connection = self._connect()
        transport = MemoryTransport(connection, peer, _OWN)
        connection.connection_made(transport)
        return connection, transport

    async def _serve(self, data: bytes) -> bytes:
        random = Random(zlib.crc32(data))
        # Everybody from elsewhere, so that nobody is shut out for what others did.
        address = self._number.to_bytes(3, "big")
        peer = (f"127.{'.'.join(map(str, address))}", 50_000)
        connection, transport = self._connected(peer)
        for piece in pieces(random, data):
            await self._until(lambda: transport.is_reading() or transport.is_closing(), "reads on")
            if transport.is_closing():
                break
            connection.data_received(piece)
            for _ in range(random.choice((0, 0, 0, 0, 1, 2))):
                await asyncio.sleep(0)
        await self._settle()
        await self._until(
            lambda: transport.is_reading() or transport.is_closing(), "reads to the end"
        )
        if not transport.is_closing() and not connection.eof_received():
            transport.close()
        await self._until(lambda: transport.is_lost, "is told that it is over")
        await self._until(self._is_at_rest, "leaves nothing behind")
        self._events.drain()
        return bytes(transport.written)

    def _is_at_rest(self) -> bool:
        return (len(self._house.clients), len(asyncio.all_tasks())) == self._at_rest and len(
            self._house.connections
        ) == 2

    async def _look(self) -> None:
        """See that the two members still hear one another, and have heard nothing illegal."""
        for connection in (self._page, self._plain):
            written = cast("MemoryTransport", connection.transport).written
            check_frames(_behind_head(bytes(written)), Compression.NONE)
            del written[:]
            written += b"HTTP/1.1 101\r\n\r\n"
        self._house.look_around()
        number = self._number
        self._page.data_received(
            _said({"type": "say", "id": str(number), "text": f"check {number}"})
        )
        self._plain.data_received(frame(Opcode.TEXT, f"check {number + 1}".encode()))
        await self._settle()
        for connection in (self._page, self._plain):
            heard = bytes(cast("MemoryTransport", connection.transport).written)
            for text in (f"check {number}", f"check {number + 1}"):
                assert text.encode() in heard, "a member no longer hears the others"

    async def _settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        for _ in range(_MOST_TURNS):
            if condition():
                return
            await asyncio.sleep(0)
        raise AssertionError(f"hangs: never {what}")

    async def _end(self) -> None:
        self._house.postman.flush()
        self._house.holding.close()
        for connection in tuple(self._house.connections):
            connection.transport.abort()
        await self._until(lambda: not self._house.connections, "ends")
        await self._house.uploads.close()
        self._keeper.close()
        await self._until(lambda: asyncio.all_tasks() == {_this()}, "ends")

    def _note_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._errors.append(f"{context.get('message')}: {context.get('exception')!r}")


class _ErrorHandler(logging.Handler):
    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        cause = f": {record.exc_info[1]!r}" if record.exc_info else ""
        self._errors.append(record.getMessage() + cause)


def _this() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task is not None
    return task


@contextmanager
def _taken_factory(
    loop: asyncio.AbstractEventLoop,
) -> Iterator[list[Callable[[], ClientConnection]]]:
    """Keep what a server would be made with, and make none."""
    taken: list[Callable[[], ClientConnection]] = []

    async def take(factory: Callable[[], ClientConnection], *_: object, **__: object) -> object:
        taken.append(factory)
        return SimpleNamespace(sockets=(), is_serving=lambda: True, close=lambda: None)

    original = loop.create_server
    loop.create_server = take  # type: ignore[assignment, method-assign]
    try:
        yield taken
    finally:
        loop.create_server = original  # type: ignore[method-assign]


def _said(fields: dict[str, object]) -> bytes:
    return frame(Opcode.TEXT, json.dumps(fields).encode())


def _behind_head(output: bytes) -> bytes:
    return output.partition(_HEAD_END)[2]


def one_client(random: Random) -> bytes:
    """Return a request, and what follows it."""
    opening = request(random)
    if random.random() < 0.1:
        return opening
    is_page = b"wschat.v1" in opening
    payloads: tuple[Callable[[Random], bytes], ...] = (
        (member, member, message) if is_page else (line, any_text)
    )
    return opening + stream(random, random.choice(payloads))


# What may come out -------------------------------------------------------------------------------


def check_output(data: bytes, output: bytes) -> None:
    """See that a connection got a legal HTTP answer, and legal frames behind a 101."""
    if not output:
        # Before the end of a request there is nothing to answer; and who floods before the answer
        # (RFC 6455 section 4.1 has a client wait) gets none.
        behind = _behind_head(data)
        assert _HEAD_END not in data or len(behind) > 64 * 1024, "a request without an answer"
        return
    head, _, rest = output.partition(_HEAD_END)
    first, *lines = head.decode("ascii").split("\r\n")
    assert first.startswith("HTTP/1.1 "), f"not HTTP: {first!r}"
    headers = dict(each.split(": ", 1) for each in lines)
    status = int(first.split(" ")[1])
    if status == 101:
        compressed = "Sec-WebSocket-Extensions" in headers
        check_frames(rest, Compression.PERMESSAGE_DEFLATE if compressed else Compression.NONE)
        return
    assert status in (200, 304, 400, 403, 404, 405, 414, 421, 426, 431, 503, 505), (
        f"status {status}"
    )
    if rest:
        assert len(rest) == int(headers["Content-Length"]), "other content than announced"


def check_frames(output: bytes, compression: Compression) -> None:
    """See that these are whole, legal frames of a server, with no message behind a close frame."""
    dissector = Dissector(Terms(sender=Sender.SERVER, compression=compression))
    frames = dissector.feed(output)
    assert dissector.missing_payload_bytes == 0, "half a frame"
    for seen in frames:
        assert not seen.violations, f"{seen.violations}"
    closes = [seen for seen in frames if seen.opcode == Opcode.CLOSE]
    assert len(closes) <= 1, "closed twice"
    if closes:
        payload = closes[0].control_payload
        assert not payload or may_be_sent(int.from_bytes(payload[:2], "big")), "illegal close code"
