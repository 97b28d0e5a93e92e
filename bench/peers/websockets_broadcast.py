"""A peer: every message received goes to all clients with the `websockets` library's broadcast().

Registration, message loop and broadcast as in its documentation's page on broadcasting. The port
is any free one, and is printed as the servers under test here do.
"""

from __future__ import annotations

import asyncio
import signal

from websockets.asyncio.server import ServerConnection, broadcast, serve


async def main() -> None:
    """Serve until SIGTERM."""
    connections: set[ServerConnection] = set()

    async def handle(connection: ServerConnection) -> None:
        connections.add(connection)
        try:
            async for message in connection:
                broadcast(connections, message)
        finally:
            connections.remove(connection)

    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with serve(handle, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"listening on http://127.0.0.1:{port}/", flush=True)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())
