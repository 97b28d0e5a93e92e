"""The HTTP part of a connection's life: one request and its answer, which may make it a WebSocket.

The engine reads the request and shakes hands; what is answered, the reception decides. Nothing of
this is kept once the connection is open.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from websockets.exceptions import InvalidMessage
from websockets.http11 import Request, Response
from websockets.protocol import State

from wschat_gui.server.handshake import handshake_of
from wschat_gui.server.http_answers import MALFORMED_REQUEST
from wschat_gui.server.opening_bytes import OpeningBytes
from wschat_gui.server.reception import Reception

if TYPE_CHECKING:
    from wschat_gui.server.connection import ClientConnection

_SERVER = "WSChat"
_BACKLOG_BYTES = 32 * 1024
"""Of a long answer: more than this need not wait in memory."""


class Opening:
    """From accepting a connection to the answer."""

    __slots__ = ("_answering", "_bytes", "_connection", "_reception", "_taken", "_timer")

    def __init__(self, connection: ClientConnection, reception: Reception) -> None:
        """Give the peer its time to ask for something."""
        self._connection = connection
        self._reception = reception
        self._bytes = OpeningBytes()
        self._answering: asyncio.Task[None] | None = None
        """Where the answer is a long one."""
        self._taken = asyncio.Event()
        """Set while the transport takes more of a long answer."""
        self._taken.set()
        connection.transport.set_write_buffer_limits(_BACKLOG_BYTES)
        self._timer = connection.loop.call_later(reception.open_timeout_s, self._give_up)

    @property
    def is_answering(self) -> bool:
        """Whether a long answer is under way."""
        return self._answering is not None and not self._answering.done()

    def received(self, data: bytes) -> None:
        """Take bytes of the request, and answer it when that was all of it."""
        if self._answering is not None:
            return  # RFC 9112 section 9.6: behind the last request of a connection comes nothing
        protocol = self._connection.protocol
        protocol.receive_data(self._bytes.take(data))
        for event in protocol.events_received():
            assert isinstance(event, Request), "what is behind the request is held back"
            self._admit(event)
        if protocol.state is State.CONNECTING:
            self.write_answer()
            if self._bytes.are_too_many:
                self._connection.transport.abort()

    def write_answer(self) -> None:
        """Write the answer to what does not lead to a WebSocket, if there is one by now."""
        protocol = self._connection.protocol
        if protocol.eof_sent:
            self._timer.cancel()
        if protocol.writes and isinstance(protocol.handshake_exc, InvalidMessage):
            # The engine says nothing to what is no HTTP request.
            self._connection.transport.write(MALFORMED_REQUEST)
            if self._bytes.first:
                self._reception.misspoken(self._connection, self._bytes.first)
        self._connection.write_own()

    def release(self) -> bytes:
        """End with an open connection; return what came too early."""
        self.end()
        return self._bytes.release()

    def end(self) -> None:
        """Expect nothing more. A long answer under way finds its transport closed."""
        self._timer.cancel()
        self._taken.set()

    async def wait_answered(self) -> None:
        """Return when nothing is written any more."""
        if self._answering is not None:
            await asyncio.wait([self._answering])

    # Flow of a long answer -----------------------------------------------------------------------

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""
        self._taken.clear()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        self._taken.set()

    # Inside --------------------------------------------------------------------------------------

    def _admit(self, request: Request) -> None:
        connection = self._connection
        self._timer.cancel()
        verdict = self._reception.admit_request(connection, request)
        if verdict is None or isinstance(verdict, Response):
            answer = verdict or connection.protocol.accept(request)
            answer.headers["Server"] = _SERVER
            connection.protocol.send_response(answer)
            if connection.protocol.state is State.OPEN:
                connection.open(handshake_of(request, answer))
        else:
            self._answering = connection.loop.create_task(
                verdict.write_to(connection.transport, self._taken)
            )

    def _give_up(self) -> None:
        self._reception.took_too_long()
        self._connection.transport.abort()
