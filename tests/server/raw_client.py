"""A WebSocket client down at its bytes: sends whatever a test wants, in whatever pieces."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
from types import TracebackType
from typing import Any, Self

from tests.frames.wire import close, frame
from wschat_gui.chat.vocabulary import SUBPROTOCOL
from wschat_gui.frames.header import Opcode

PATIENCE_S = 10.0


class Ended(Exception):
    """The server has closed the TCP connection."""


class RawClient:
    """One TCP connection; after `upgrade` a WebSocket."""

    def __init__(self, port: int, *, source: str = "127.0.0.1") -> None:
        """Connect to a server on 127.0.0.1, from the address `source` of this machine."""
        self.socket = socket.create_connection(
            ("127.0.0.1", port), timeout=PATIENCE_S, source_address=(source, 0)
        )
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = port
        self._buffer = b""

    @classmethod
    def plain(cls, port: int, nick: str = "") -> RawClient:
        """Join the room by the plain-text dialect and read the welcome."""
        client = cls(port)
        client.upgrade(f"/?nick={nick}" if nick else "/")
        assert client.read_text() == f"Welcome, {nick or client.address} !"
        return client

    @classmethod
    def page(cls, port: int, nick: str, **join: object) -> RawClient:
        """Join the room by `wschat.v1`; the welcome is in `welcome`."""
        client = cls(port)
        client.upgrade("/", (f"Sec-WebSocket-Protocol: {SUBPROTOCOL}",))
        client.join(nick, **join)
        return client

    welcome: dict[str, Any]
    """The answer to `join`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.socket.close()

    @property
    def address(self) -> str:
        """Our own `ip:port`, which is our name until we take one."""
        ip, port = self.socket.getsockname()
        return f"{ip}:{port}"

    # HTTP ----------------------------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def send_no_more(self) -> None:
        """Close our side; the other may have closed the connection already."""
        with contextlib.suppress(OSError):  # ENOTCONN behind a reset
            self.socket.shutdown(socket.SHUT_WR)

    def request(self, path: str = "/", headers: tuple[str, ...] = (), method: str = "GET") -> None:
        """Send a request with a fitting Host."""
        lines = (f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *headers)
        self.send("".join(f"{line}\r\n" for line in (*lines, "")).encode())

    def ask_upgrade(self, path: str = "/", headers: tuple[str, ...] = ()) -> None:
        """Send an opening handshake (RFC 6455 section 4.1)."""
        key = base64.b64encode(bytes(range(16))).decode()
        opening = (
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        )
        self.request(path, (*opening, *headers))

    def read_head(self) -> tuple[int, dict[str, str]]:
        """Return status and lower-case headers of an answer."""
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        return int(first.split(" ")[1]), {name.lower(): value for name, value in headers.items()}

    def read_answer(self) -> tuple[int, dict[str, str], bytes]:
        """Return a whole answer; the server closes behind it."""
        status, headers = self.read_head()
        return status, headers, self.read_to_end()

    def upgrade(self, path: str = "/", headers: tuple[str, ...] = ()) -> None:
        """Become a WebSocket."""
        self.ask_upgrade(path, headers)
        status, _ = self.read_head()
        assert status == 101

    # Frames --------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Send one text frame, masked."""
        self.send(frame(Opcode.TEXT, text.encode()))

    def send_json(self, **message: object) -> None:
        """Send one message of `wschat.v1`."""
        self.say(json.dumps(message))

    def join(self, nick: str, **join: object) -> None:
        """Ask to be let into the room as a page, and read the answer."""
        self.send_json(type="join", nick=nick, **join)
        self.welcome = self.read_json()

    def send_file(self, name: str, content: bytes, **offer: object) -> object:
        """Offer a file, wait for leave, and send its bytes; return the offer's id."""
        offered = {"id": f"file {name}"[:64], "size_bytes": len(content), **offer}
        self.send_json(type="offer", name=name, **offered)
        chunk_bytes = self.read_until("granted")["chunk_bytes"]
        for start in range(0, len(content), chunk_bytes):
            self.send(frame(Opcode.BINARY, content[start : start + chunk_bytes]))
        return offered["id"]

    def share(self, name: str, content: bytes, **offer: object) -> dict[str, Any]:
        """Send a file and return what the room makes of it, once it is said."""
        offer_id = self.send_file(name, content, **offer)
        while (said := self.read_until("said")).get("id") != offer_id:
            pass
        return said

    def close(self, code: int = 1000) -> None:
        """Send a close frame."""
        self.send(close(code))

    def read_frame(self) -> tuple[int, bytes]:
        """Return first byte and payload of the next frame, which must be unmasked."""
        first, second = self._take(2)
        assert not second & 0x80, "a server must not mask (RFC 6455 section 5.1)"
        length = second & 0x7F
        if length == 126:
            length = int.from_bytes(self._take(2), "big")
            assert length > 125
        elif length == 127:
            length = int.from_bytes(self._take(8), "big")
            assert length > 65_535
        return first, self._take(length)

    def read_message(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next unfragmented message; pings are passed over."""
        while True:
            first, payload = self.read_frame()
            if first != 0x80 | Opcode.PING:
                return first & 0x0F, payload

    def read_text(self) -> str:
        """Return the next message, which must be text."""
        opcode, payload = self.read_message()
        assert opcode == Opcode.TEXT, (opcode, payload)
        return payload.decode()

    def read_json(self) -> dict[str, Any]:
        """Return the next message of `wschat.v1`."""
        message: dict[str, Any] = json.loads(self.read_text())
        return message

    def read_until(self, kind: str) -> dict[str, Any]:
        """Return the next message of this type; others are passed over."""
        while True:
            message = self.read_json()
            if message["type"] == kind:
                return message

    def read_close(self) -> tuple[int, str]:
        """Return code and reason of the close frame that must come next."""
        opcode, payload = self.read_message()
        assert opcode == Opcode.CLOSE, (opcode, payload)
        return int.from_bytes(payload[:2], "big"), payload[2:].decode()

    def read_to_end(self) -> bytes:
        """Return all that comes before the server closes."""
        try:
            while True:
                self._fill()
        except Ended:
            rest, self._buffer = self._buffer, b""
            return rest

    def _take(self, wanted: int) -> bytes:
        while len(self._buffer) < wanted:
            self._fill()
        taken, self._buffer = self._buffer[:wanted], self._buffer[wanted:]
        return taken

    def _fill(self) -> None:
        data = self.socket.recv(1 << 20)
        if not data:
            raise Ended
        self._buffer += data
