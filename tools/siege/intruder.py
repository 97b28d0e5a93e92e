"""Connections of those who mean no good, from as many addresses of this machine as one likes.

The whole of 127.0.0.0/8 is the machine itself on Linux, so that the limits for one address are met
by one intruder and not by all.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys

from bench.wire import OPCODE_PING, OPCODE_PONG, OPCODE_TEXT, client_frame, handshake_request
from tools.siege.host import Host
from wschat_gui.chat.vocabulary import SUBPROTOCOL

JOIN_PATH = "/"
_PER_ADDRESS = 40
"""Fewer than the limit for one address, where a case is not about that limit."""


def address_of(number: int, per_address: int = _PER_ADDRESS) -> str:
    """Return where the intruder of this number comes from."""
    place = number // per_address + 2
    return f"127.{1 + place // 250}.0.{2 + place % 250}"


class Intruder:
    """One TCP connection, without a thought for manners."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take over an open connection."""
        self.reader = reader
        self.writer = writer

    @classmethod
    async def connect(
        cls, host: Host, address: str = "127.0.0.1", *, receive_bytes: int = 0
    ) -> Intruder:
        """Connect from `address`; with `receive_bytes`, the system takes in no more unread.

        Raises:
            OSError: the host does not take it.
        """
        loop = asyncio.get_running_loop()
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            connection.settimeout(0)
            if receive_bytes:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
            if sys_is_linux():
                connection.bind((address, 0))
            await loop.sock_connect(connection, ("127.0.0.1", host.port))
        except BaseException:
            connection.close()
            raise
        limit = receive_bytes or 1 << 16
        reader, writer = await asyncio.open_connection(sock=connection, limit=limit)
        return cls(reader, writer)

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)

    async def upgrade(self, host: Host, *, page: bool = True) -> str:
        """Shake hands; return the first line of the answer."""
        subprotocol = SUBPROTOCOL if page else ""
        self.send(handshake_request("127.0.0.1", host.port, JOIN_PATH, subprotocol))
        head = await self.reader.readuntil(b"\r\n\r\n")
        return head.partition(b"\r\n")[0].decode("latin-1")

    def join(self, nick: str) -> None:
        """Ask to be let into the room."""
        self.send_json(type="join", nick=nick)

    def send_json(self, **message: object) -> None:
        """Send one message of `wschat.v1`."""
        self.send(client_frame(OPCODE_TEXT, json.dumps(message).encode()))

    async def read_frame(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame; pings are answered first."""
        first, length = await self.reader.readexactly(2)
        if length == 126:
            length = int.from_bytes(await self.reader.readexactly(2), "big")
        elif length == 127:
            length = int.from_bytes(await self.reader.readexactly(8), "big")
        payload = await self.reader.readexactly(length)
        if first & 0x0F == OPCODE_PING:
            self.send(client_frame(OPCODE_PONG, payload))
        return first & 0x0F, payload

    async def read_to_end(self) -> int | None:
        """Answer pings until it is over; return the close code, None where none came."""
        code = None
        try:
            while True:
                opcode, payload = await self.read_frame()
                if opcode == 0x8:
                    code = int.from_bytes(payload[:2], "big")
        except (asyncio.IncompleteReadError, OSError):
            return code

    def abort(self) -> None:
        """Be gone at once."""
        self.writer.transport.abort()


def sys_is_linux() -> bool:
    """Tell whether every address of 127.0.0.0/8 is this machine's without further ado."""
    return sys.platform == "linux"


async def abort_all(intruders: list[Intruder]) -> None:
    """Let all be gone, and their sockets closed."""
    for intruder in intruders:
        intruder.abort()
    await asyncio.sleep(0)
