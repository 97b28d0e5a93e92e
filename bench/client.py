"""One client of the load generator: its socket, its way into the room, its bytes in and out.

Nothing here waits: whoever owns the client calls it when its socket is ready.
"""

from __future__ import annotations

import errno
import os
import socket
from enum import IntEnum

from bench.dialects import MARK, Dialect
from bench.stream import Place
from bench.wire import (
    OPCODE_CLOSE,
    OPCODE_PING,
    OPCODE_PONG,
    OPCODE_TEXT,
    ProtocolError,
    check_handshake_response,
    client_frame,
    handshake_request,
    is_control,
    span_at,
)

_RECEIVE_BYTES = 64 * 1024


class Stage(IntEnum):
    """How far a client has come."""

    CONNECTING = 0
    UPGRADING = 1
    ENTERING = 2
    """It has greeted, and waits to be let in."""
    IN = 3
    MARKED = 4
    """It has seen the message numbered 0: what comes then is the same for all clients."""


class Client:
    """A connection, opened at once and nursed by whoever waits for its socket."""

    def __init__(
        self, address: tuple[str, int], dialect: Dialect, number: int, source: str = ""
    ) -> None:
        """Begin to connect, from the address `source` if it is given."""
        self.number = number
        self.stage = Stage.CONNECTING
        self.place = Place()
        self.unsent = b""
        self._address = address
        self._dialect = dialect
        self._unread = b""
        self.connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.connection.settimeout(0)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if source:
            self.connection.bind((source, 0))
        status = self.connection.connect_ex(address)
        if status not in {0, errno.EINPROGRESS, errno.EWOULDBLOCK}:
            raise ProtocolError(f"client {number} cannot connect: {os.strerror(status)}")

    def open(self) -> None:
        """Send the opening handshake, now that the connection is there."""
        status = self.connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if status:
            raise ProtocolError(f"client {self.number} cannot connect: {os.strerror(status)}")
        self.stage = Stage.UPGRADING
        dialect = self._dialect
        self.send(handshake_request(*self._address, dialect.path, dialect.subprotocol))

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
        data = self.unsent + data if self.unsent else data
        try:
            self.unsent = data[self.connection.send(data) :]
        except BlockingIOError:
            self.unsent = data

    def answer_pings(self) -> None:
        """Send a pong for every ping (RFC 6455 section 5.5.3)."""
        for payload in self.place.pings:
            self.send(client_frame(OPCODE_PONG, payload))
        self.place.pings.clear()

    def advance(self, data: bytes) -> None:
        """Go on towards the mark with what was received; what is behind it is kept as it is."""
        data = self._unread + data if self._unread else data
        if self.stage is Stage.MARKED:
            self._unread = data
            return
        if self.stage is Stage.UPGRADING:
            headers, end, rest = data.partition(b"\r\n\r\n")
            if not end:
                self._unread = data
                return
            check_handshake_response(headers, self._dialect.subprotocol)
            self._greet()
            data = rest
        self._unread = data[self._skim(data) :]

    def take_unread(self) -> bytes:
        """Return what came behind the mark, or behind the handshake if that is all there was."""
        unread, self._unread = self._unread, b""
        return unread

    def _greet(self) -> None:
        self.stage = Stage.IN
        if self._dialect.greeting:
            greeting = self._dialect.greeting.format(self.number)
            self.send(client_frame(OPCODE_TEXT, greeting.encode()))
            self.stage = Stage.ENTERING

    def _skim(self, data: bytes) -> int:
        """Read past whole frames, as far as the mark; return where that ends."""
        at = 0
        mark_at = data.find(MARK)
        while (span := span_at(data, at)) is not None and span[1] <= len(data):
            begin, end = span
            if is_control(data[at]):
                self._control(data[at] & 0x0F, data[begin:end])
            elif self.stage is Stage.ENTERING and data.startswith(self._dialect.welcome, begin):
                self.stage = Stage.IN
            elif begin <= mark_at < end:
                self._check_mark(data[begin:end])
                return end
            at = end
        return at

    def _check_mark(self, payload: bytes) -> None:
        delivery = self._dialect.delivery(payload)
        if delivery is None or delivery.number or self.stage is not Stage.IN:
            raise ProtocolError(f"client {self.number} got {payload[:60]!r} for the mark")
        self.stage = Stage.MARKED

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == OPCODE_CLOSE:
            reason = payload[2:].decode("utf-8", "replace")
            code = int.from_bytes(payload[:2], "big")
            raise ProtocolError(f"the server closes client {self.number}: {code} {reason}")
        if opcode == OPCODE_PING:
            self.send(client_frame(OPCODE_PONG, payload))
