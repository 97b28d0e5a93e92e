"""The sockets that are listened on."""

from __future__ import annotations

import asyncio
import socket

from wschat_gui.server.listening import bind_sockets


def test_what_is_accepted_sends_without_delay() -> None:
    """Nagle's algorithm would hold back small messages to those who only listen."""

    async def scenario() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        class Accepting(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                connection = transport.get_extra_info("socket")
                accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                transport.close()

        (listening,) = bind_sockets("127.0.0.1", 0)
        server = await asyncio.get_running_loop().create_server(Accepting, sock=listening)
        async with server:
            with socket.create_connection(listening.getsockname()):
                return await accepted

    assert asyncio.run(scenario()) != 0
