"""The way out: straight to a real socket while it takes everything, in order whatever it takes."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from wschat_gui.server.outlet import Outlet

PATIENCE_S = 10.0
MUCH = bytes(range(256)) * 4_000


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[asyncio.Transport, socket.socket]]:
    """Give a transport and the other end of its socket, which takes little by itself."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    theirs.setblocking(False)
    transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=ours)
    try:
        yield transport, theirs
    finally:
        transport.abort()
        theirs.close()
        await asyncio.sleep(0)


async def read(theirs: socket.socket, size_bytes: int) -> bytes:
    """Return so many bytes."""
    loop, received = asyncio.get_running_loop(), bytearray()
    async with asyncio.timeout(PATIENCE_S):
        while len(received) < size_bytes:
            received += await loop.sock_recv(theirs, size_bytes - len(received))
    return bytes(received)


class Spy:
    """Notes what goes through the transport."""

    def __init__(self, transport: asyncio.Transport, monkeypatch: pytest.MonkeyPatch) -> None:
        self.written: list[bytes] = []
        write = transport.write

        def noted(data: bytes) -> None:
            self.written.append(data)
            write(data)

        monkeypatch.setattr(transport, "write", noted)


def send(outlet: Outlet, data: bytes) -> None:
    """Write as a connection does."""
    left = outlet.put(data)
    if left:
        outlet.write(left)


def test_what_fits_goes_to_the_system_and_past_the_transport(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        async with connected() as (transport, theirs):
            spy = Spy(transport, monkeypatch)
            outlet = Outlet(transport)
            outlet.open()
            assert outlet.put(b"hello") == b""
            assert await read(theirs, 5) == b"hello"
            assert spy.written == []

    asyncio.run(scenario())


def test_what_does_not_fit_waits_and_is_not_overtaken(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with connected() as (transport, theirs):
            spy = Spy(transport, monkeypatch)
            outlet = Outlet(transport)
            outlet.open()
            left = outlet.put(MUCH)
            assert 0 < len(left) < len(MUCH), "the system takes some"
            outlet.write(left)
            assert outlet.backlog_bytes > 0
            send(outlet, b"behind")
            assert await read(theirs, len(MUCH) + 6) == MUCH + b"behind"
            assert outlet.backlog_bytes == 0
            send(outlet, b"again")
            through_transport = len(spy.written)
            send(outlet, b"straight")
            assert await read(theirs, 13) == b"againstraight"
            assert len(spy.written) == through_transport

    asyncio.run(scenario())


def test_before_it_is_opened_and_after_it_is_closed_nothing_is_taken() -> None:
    async def scenario() -> None:
        async with connected() as (transport, _):
            outlet = Outlet(transport)
            assert outlet.put(b"early") == b"early"
            outlet.open()
            assert outlet.put(b"") == b""
            outlet.close()
            assert outlet.put(b"late") == b"late"
            outlet.write(b"through the transport")
            assert outlet.put(b"late") == b"late", "a write does not open it again"

    asyncio.run(scenario())


def test_a_peer_that_is_gone_is_the_transports_to_find() -> None:
    async def scenario() -> None:
        async with connected() as (transport, theirs):
            outlet = Outlet(transport)
            outlet.open()
            theirs.close()
            assert outlet.put(b"nobody hears") == b"nobody hears"
            outlet.write(b"nobody hears")
            assert transport.is_closing()

    asyncio.run(scenario())


def test_an_empty_piece_ends_our_side_also_for_who_is_gone() -> None:
    async def scenario() -> None:
        async with connected() as (transport, theirs):
            outlet = Outlet(transport)
            outlet.write_all([b"bye", b""])
            assert await read(theirs, 3) == b"bye"
            assert await asyncio.get_running_loop().sock_recv(theirs, 1) == b""
            outlet.write_all([b""])

    asyncio.run(scenario())


def test_what_stands_before_a_transport_gets_everything() -> None:
    async def scenario() -> None:
        async with connected() as (transport, _), connected() as (stand_in, theirs):
            outlet = Outlet(transport)
            outlet.open()
            outlet.change_transport(stand_in)
            send(outlet, b"around")
            send(outlet, b"about")
            assert await read(theirs, 11) == b"aroundabout"

    asyncio.run(scenario())
