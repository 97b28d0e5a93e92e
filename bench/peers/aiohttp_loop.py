"""A peer: `aiohttp`, where a loop over all connections awaits send_str() for each.

As in its documentation and its chat example. The handshake's deflate is left to the client, which
does not offer it.
"""

from __future__ import annotations

import asyncio
import signal

from aiohttp import WSMsgType, web


async def main() -> None:
    """Serve until SIGTERM."""
    connections: set[web.WebSocketResponse] = set()

    async def handle(request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        connections.add(connection)
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    for each in tuple(connections):
                        await each.send_str(message.data)
        finally:
            connections.discard(connection)
        return connection

    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    application = web.Application()
    application.router.add_get("/", handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"listening on http://127.0.0.1:{runner.addresses[0][1]}/", flush=True)
        await stopped.wait()
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
