"""Sends files to who asked for them by HTTP, at the pace at which they are taken.

The engine's own answers are written in one piece and cut off by its closing timeout: right for a
page, too short for a photograph on a slow phone. Here only standing still ends an answer early.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from http import HTTPStatus
from io import FileIO
from typing import cast

from websockets.http11 import Request, Response

from wschat_gui.archive.file_store import FileStore
from wschat_gui.server.connection import ClientConnection
from wschat_gui.server.file_answers import Span, file_answer
from wschat_gui.server.http_answers import refusal

STALL_S = 30.0
"""A reader that takes nothing for so long has gone."""
_PIECE_BYTES = 64 * 1024
_SEND_BUFFER_BYTES = 128 * 1024
"""In the system, for one download. Left to itself it grows to megabytes, and a slow reader who
takes them looks for minutes as if it took nothing."""


class Downloads:
    """All that are under way."""

    def __init__(self, store: FileStore | None) -> None:
        """Send what is in `store`."""
        self._store = store
        self._ips: dict[ClientConnection, str] = {}
        self._by_ip: Counter[str] = Counter()

    def __len__(self) -> int:
        """Count them."""
        return len(self._ips)

    def of_ip(self, ip: str) -> int:
        """Count those to one IP address."""
        return self._by_ip[ip]

    def answer(
        self, connection: ClientConnection, request: Request, key: str
    ) -> Response | Download:
        """Return what who asks for the file of this key gets."""
        found = None if self._store is None else self._store.open_for_reading(key)
        if found is None:
            return _not_found(request)
        file, path = found
        answer = file_answer(request, file)
        if isinstance(answer, Response):
            return answer
        try:
            opened = FileIO(path, "rb")
        except OSError:
            return _not_found(request)  # deleted in this moment
        ip = self._ips[connection] = connection.remote_address[0]
        self._by_ip[ip] += 1
        return Download(answer.head, opened, answer.span)

    def departed(self, connection: ClientConnection) -> None:
        """Count a connection no more that is gone, whatever it was for."""
        ip = self._ips.pop(connection, None)
        if ip is not None:
            self._by_ip[ip] -= 1
            if not self._by_ip[ip]:
                del self._by_ip[ip]


class Download:
    """An answer under way: its head, and part of an open file."""

    def __init__(self, head: Response, file: FileIO, span: Span) -> None:
        """Send `span` of `file` behind `head`; the file is closed at the end."""
        self._head = head
        self._file = file
        self._span = span

    async def write_to(self, transport: asyncio.Transport, taken: asyncio.Event) -> None:
        """Write all of it, unless the reader goes away or stands still; then close."""
        with self._file:
            try:
                await self._write(transport, taken)
            except (OSError, TimeoutError):
                # The reader is gone, or the disk: a body that ends early tells the reader.
                transport.abort()
        transport.close()

    async def _write(self, transport: asyncio.Transport, taken: asyncio.Event) -> None:
        tcp = cast("socket.socket", transport.get_extra_info("socket"))
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        transport.write(self._head.serialize())
        self._file.seek(self._span.first)
        left_bytes = self._span.length
        while left_bytes:
            # In a thread: a disk that has to spin up first must not hold up the room.
            piece = await asyncio.to_thread(self._file.read, min(_PIECE_BYTES, left_bytes))
            if not piece:
                raise OSError("the file is shorter than it was")
            if transport.is_closing():
                return
            transport.write(piece)
            left_bytes -= len(piece)
            await _until_taken(transport, taken)
        # From here on every byte counts: wait until the system has them all. Not 0, which under TLS
        # is reached also by an empty buffer, and then never left.
        transport.set_write_buffer_limits(1)
        await _until_taken(transport, taken)


async def _until_taken(transport: asyncio.Transport, taken: asyncio.Event) -> None:
    """Wait for room for another piece; raises TimeoutError if the reader stands still."""
    while not taken.is_set():
        waiting_bytes = transport.get_write_buffer_size()
        try:
            async with asyncio.timeout(STALL_S):
                await taken.wait()
        except TimeoutError:
            if transport.get_write_buffer_size() >= waiting_bytes:
                raise


def _not_found(request: Request) -> Response:
    sentence = "There is no such file; it may have been deleted."
    return refusal(request, HTTPStatus.NOT_FOUND, sentence)
