"""The way out, of one and of many: straight to a real socket while it takes all, in order."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import cast

import pytest

from wschat_gui.server.connection import ClientConnection
from wschat_gui.server.line_up import LineUp
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


def put(outlet: Outlet, data: bytes) -> bytes:
    """Write as the hub does, past the outlet; return what is left."""
    connection = cast("ClientConnection", SimpleNamespace(outlet=outlet, client_id=1))
    return dict(LineUp([connection]).write(data)).get(0, b"")


def send(outlet: Outlet, data: bytes) -> None:
    """Do so, and write the rest as a connection does."""
    left = put(outlet, data)
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
            assert put(outlet, b"hello") == b""
            assert await read(theirs, 5) == b"hello"
            assert spy.written == []

    asyncio.run(scenario())


def test_what_does_not_fit_waits_and_is_not_overtaken(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with connected() as (transport, theirs):
            spy = Spy(transport, monkeypatch)
            outlet = Outlet(transport)
            outlet.open()
            left = put(outlet, MUCH)
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
            assert put(outlet, b"early") == b"early"
            outlet.open()
            assert put(outlet, b"") == b""
            outlet.close()
            assert put(outlet, b"late") == b"late"
            outlet.write(b"through the transport")
            assert put(outlet, b"late") == b"late", "a write does not open it again"

    asyncio.run(scenario())


def test_a_peer_that_is_gone_is_the_transports_to_find() -> None:
    async def scenario() -> None:
        async with connected() as (transport, theirs):
            outlet = Outlet(transport)
            outlet.open()
            theirs.close()
            assert put(outlet, b"nobody hears") == b"nobody hears"
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


def test_every_change_of_the_descriptor_is_told() -> None:
    async def scenario() -> None:
        async with connected() as (transport, theirs):
            outlet = Outlet(transport)
            told: list[bool] = []
            outlet.on_change = lambda: told.append(outlet.descriptor is None)
            outlet.open()
            outlet.write(b"fits")
            assert told == [False]
            outlet.write(MUCH)
            assert told == [False, True]
            await read(theirs, 4 + len(MUCH))
            outlet.write(b"fits again")
            assert told == [False, True, False]
            outlet.close()
            outlet.close()
            assert told == [False, True, False, True]

    asyncio.run(scenario())
