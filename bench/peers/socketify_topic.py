"""A peer: uWebSockets, written in C++, through `socketify`: subscribe and publish on one topic.

As in its documentation. What may wait for one client is as much as the server that it is compared
with allows under `--no-limits`: uWebSockets drops what is published beyond its bound.
"""

from __future__ import annotations

import os
import signal
import socket
from typing import Any

from socketify import App, CompressOptions

from wschat_gui.config import Limits

_TOPIC = "everybody"
_MOST_BYTES = 16 * 1024 * 1024


def enter(connection: Any) -> None:  # noqa: ANN401  (the library has no types)
    """Take part."""
    connection.subscribe(_TOPIC)


def pass_on(connection: Any, message: str | bytes, opcode: Any) -> None:  # noqa: ANN401
    """Give everybody what one client said."""
    connection.publish(_TOPIC, message, opcode)


def free_port() -> int:
    """Return a port that was free a moment ago: the library does not tell which one 0 became."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


def main() -> None:
    """Serve until SIGTERM."""
    # Its loop does not return to Python for a signal while nothing happens on a socket.
    signal.signal(signal.SIGTERM, lambda _number, _frame: os._exit(0))
    app = App()
    app.ws(
        "/",
        {
            "compression": CompressOptions.DISABLED,
            "max_payload_length": _MOST_BYTES,
            "max_backpressure": Limits().lifted().backlog_bytes,
            "idle_timeout": 120,
            "open": enter,
            "message": pass_on,
        },
    )
    app.listen(
        {"port": free_port(), "host": "127.0.0.1"},
        lambda config: print(f"listening on http://127.0.0.1:{config.port}/", flush=True),
    )
    app.run()


if __name__ == "__main__":
    main()
