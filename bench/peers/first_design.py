"""A peer: the design that this program descends from, ported to Python 3.

A thread for each connection, and a dictionary of all. The thread that received a message frames it
and calls `send` on one connection after the other. Ported are its shape and its costs, not its
defects: lengths are read as RFC 6455 section 5.2 has them, `sendall` writes what `send` would leave
over, and a lock for each connection keeps two threads' frames apart.
"""

from __future__ import annotations

import hashlib
import signal
import socket
import struct
import sys
import threading
from base64 import b64encode
from io import BufferedReader
from itertools import cycle
from types import FrameType

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CLOSE = 0x8
_TEXT = 0x1
_WAITING_CONNECTIONS = 50


class Connection(threading.Thread):
    """One client and the thread that reads what it says."""

    def __init__(self, number: int, client: socket.socket, everybody: Connections) -> None:
        """Begin with the handshake when started."""
        super().__init__(daemon=True)
        self._number = number
        self._client = client
        self._everybody = everybody
        self._sending = threading.Lock()

    def run(self) -> None:
        """Shake hands, then pass every message on to everybody."""
        with self._client, self._client.makefile("rb") as stream:
            response = _handshake_response(_request_headers(stream))
            # Who has read the response hears whatever is said from then on, and nothing before it.
            with self._sending:
                self._everybody[self._number] = self
                self._client.sendall(response)
            while (message := _read_message(stream)) is not None:
                _send_to_all(self._everybody, message)
            del self._everybody[self._number]

    def send(self, data: bytes) -> None:
        """Write a frame."""
        with self._sending:
            self._client.sendall(data)


Connections = dict[int, Connection]


def _request_headers(stream: BufferedReader) -> dict[str, str]:
    headers = {}
    while (line := stream.readline().rstrip()) != b"":
        name, _, value = line.decode("latin-1").partition(": ")
        headers[name] = value
    return headers


def _handshake_response(headers: dict[str, str]) -> bytes:
    key = headers["Sec-WebSocket-Key"].encode("ascii") + _GUID
    accept = b64encode(hashlib.sha1(key, usedforsecurity=False).digest()).decode()
    lines = (
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept}",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


def _read_message(stream: BufferedReader) -> bytes | None:
    """Return the next text; None at the end."""
    header = stream.read(2)
    if len(header) < 2 or header[0] & 0x0F == _CLOSE:
        return None
    length = header[1] & 0x7F
    if length == 126:
        (length,) = struct.unpack("!H", stream.read(2))
    elif length == 127:
        (length,) = struct.unpack("!Q", stream.read(8))
    masking_key = stream.read(4)
    payload = stream.read(length)
    return bytes(byte ^ key for byte, key in zip(payload, cycle(masking_key), strict=False))


def _send_to_all(everybody: Connections, message: bytes) -> None:
    for connection in list(everybody.values()):
        connection.send(_frame(message))


def _frame(message: bytes) -> bytes:
    length = len(message)
    if length < 126:
        header = struct.pack("!BB", 0x80 | _TEXT, length)
    elif length < 65_536:
        header = struct.pack("!BBH", 0x80 | _TEXT, 126, length)
    else:
        header = struct.pack("!BBQ", 0x80 | _TEXT, 127, length)
    return header + message


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    """Serve until SIGTERM."""
    signal.signal(signal.SIGTERM, _end)
    everybody: Connections = {}
    listening = socket.create_server(("127.0.0.1", 0), backlog=_WAITING_CONNECTIONS)
    with listening:
        print(f"listening on http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
        number = 0
        while True:
            client, _ = listening.accept()
            Connection(number, client, everybody).start()
            number += 1


if __name__ == "__main__":
    main()
