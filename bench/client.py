"""One client of the load generator: its socket, its way into the room, its bytes in and out."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from bench.dialects import Dialect
from bench.stream import Place
from bench.wire import (
    OPCODE_PONG,
    OPCODE_TEXT,
    ProtocolError,
    check_handshake_response,
    client_frame,
    frame_at,
    handshake_request,
    is_control,
)

_PATIENCE_S = 10.0
"""For each answer while entering."""
_RECEIVE_BYTES = 64 * 1024


class Client:
    """A connection; blocking until it stands where the common stream begins, then never again."""

    def __init__(self, address: tuple[str, int], dialect: Dialect, number: int) -> None:
        """Connect and finish the opening handshake."""
        self.number = number
        self.place = Place()
        self.unsent = b""
        self.connection = socket.create_connection(address, _PATIENCE_S)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._dialect = dialect
        self.connection.sendall(handshake_request(*address, dialect.path, dialect.subprotocol))
        response = b""
        while b"\r\n\r\n" not in response:
            response += self.receive()
        headers, _, self._unread = response.partition(b"\r\n\r\n")
        check_handshake_response(headers, dialect.subprotocol)

    def enter(self) -> None:
        """Greet, and wait to be let in, where this dialect does so."""
        if self._dialect.greeting:
            greeting = self._dialect.greeting.format(self.number)
            self.connection.sendall(client_frame(OPCODE_TEXT, greeting.encode()))
            welcome = self._dialect.welcome
            next(payload for payload in self._payloads() if payload.startswith(welcome))

    def skip_to_mark(self) -> None:
        """Read past the message numbered 0: what comes then is the same for all clients."""
        for payload in self._payloads():
            delivery = self._dialect.delivery(payload)
            if delivery is not None and delivery.number == 0:
                break
        if self._unread and not is_control(self._unread[0]):
            raise ProtocolError(f"client {self.number} got {self._unread[:60]!r} after the mark")
        self.place.rest = self._unread  # a ping, or the beginning of one
        self.connection.settimeout(0)

    def receive(self) -> bytes:
        """Return what has come.

        Raises:
            ProtocolError: the server has hung up.
        """
        data = self.connection.recv(_RECEIVE_BYTES)
        if not data:
            raise ProtocolError(f"the server hung up on client {self.number}")
        return data

    def send(self, data: bytes) -> None:
        """Send what the socket takes, and keep the rest in `unsent` for the next time."""
        data = self.unsent + data
        try:
            self.unsent = data[self.connection.send(data) :]
        except BlockingIOError:
            self.unsent = data

    def answer_pings(self) -> None:
        """Send a pong for every ping (RFC 6455 section 5.5.3)."""
        for payload in self.place.pings:
            self.send(client_frame(OPCODE_PONG, payload))
        self.place.pings.clear()

    def _payloads(self) -> Iterator[bytes]:
        """Give the payloads of data frames as they come, waiting for each."""
        while True:
            while (frame := frame_at(self._unread, 0)) is None:
                self._unread += self.receive()
            first_byte, payload = self._unread[0], self._unread[slice(*frame)]
            self._unread = self._unread[frame[1] :]
            if not is_control(first_byte):
                yield payload
