"""A peer: `websocket-server`, a thread for each client, and its send_message_to_all().

As in its documentation. SIGTERM ends it at once: its own ways to stop wait for the clients.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

from websocket_server import WebsocketServer


def pass_on(_client: object, server: WebsocketServer, message: str) -> None:
    """Give everybody what one client said."""
    server.send_message_to_all(message)


def end(_number: int, _frame: FrameType | None) -> None:
    """Leave the threads to the system."""
    sys.exit(0)


def main() -> None:
    """Serve until SIGTERM."""
    signal.signal(signal.SIGTERM, end)
    server = WebsocketServer(host="127.0.0.1", port=0)
    server.set_fn_message_received(pass_on)
    print(f"listening on http://127.0.0.1:{server.port}/", flush=True)
    server.run_forever()


if __name__ == "__main__":
    main()
