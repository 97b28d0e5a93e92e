"""The floor: what a machine gives to whoever writes the same bytes to each client once a tick.

    python -m bench.floor --clients 100 --bytes 16000

That is a server without handshake, frames, rooms or messages: it waits until all clients are
there, then does nothing but `send`, one a client, over and over. No server that makes a system
call for each client and tick can do better; `measure_floor` tells how many there are a second.
"""

from __future__ import annotations

import argparse
import selectors
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from types import FrameType

from bench.servers import Cores, running

_ROOM_BYTES = 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> None:
    """Write until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m bench.floor", description=__doc__)
    parser.add_argument("--clients", type=int, required=True, help="waited for, then written to")
    parser.add_argument("--bytes", type=int, required=True, help="written to each at once")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _end)
    data = b"." * options.bytes
    with socket.create_server(("127.0.0.1", 0), backlog=options.clients) as listening:
        print(f"listening on http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
        sends = [listening.accept()[0].sendall for _ in range(options.clients)]
        while True:
            for send in sends:
                send(data)


def measure_floor(clients: int, bytes_a_write: int, seconds: float, cores: Cores) -> float:
    """Return how many writes a second arrive; what arrives is thrown away unread."""
    arguments = ("-m", "bench.floor", "--clients", str(clients), "--bytes", str(bytes_a_write))
    # The clients hang up last, so that the writer ends because it is asked to.
    with ExitStack() as stack, running(arguments, cores) as server:
        selector = stack.enter_context(selectors.DefaultSelector())
        for _ in range(clients):
            client = stack.enter_context(socket.create_connection(server.address))
            client.settimeout(0)
            selector.register(client, selectors.EVENT_READ, client)
        began_s = time.monotonic()
        received = 0
        while time.monotonic() - began_s < seconds:
            received += _discard(selector)
        return received / bytes_a_write / (time.monotonic() - began_s)


def _discard(selector: selectors.BaseSelector) -> int:
    # Linux throws away what a TCP socket has to give without copying it, if told so.
    flags = socket.MSG_TRUNC if sys.platform == "linux" else 0
    ready = selector.select(1.0)
    return sum(key.data.recv_into(_NOWHERE, _ROOM_BYTES, flags) for key, _ in ready)


_NOWHERE = bytearray(_ROOM_BYTES)


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
