"""A peer: `picows`, where a loop over all listeners calls each one's transport.send().

As in its example of a broadcasting server.
"""

from __future__ import annotations

import asyncio
import signal

from picows import (
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    ws_create_server,
)


class Listener(WSListener):  # type: ignore[misc]  # its types are not looked at
    """One client."""

    def __init__(self, transports: set[WSTransport]) -> None:
        """Be among `transports` while connected."""
        self._transports = transports

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Take part."""
        self._transports.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Be gone."""
        self._transports.discard(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Give everybody what this client said."""
        if frame.msg_type == WSMsgType.TEXT:
            message = frame.get_payload_as_bytes()
            for each in self._transports:
                each.send(WSMsgType.TEXT, message)
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code(), frame.get_close_message())
            transport.disconnect()


async def main() -> None:
    """Serve until SIGTERM."""
    transports: set[WSTransport] = set()

    def listener(_request: WSUpgradeRequest) -> WSListener:
        return Listener(transports)

    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    server = await ws_create_server(listener, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(f"listening on http://127.0.0.1:{port}/", flush=True)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
