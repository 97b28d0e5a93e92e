"""What a connection and the rest of the server need of each other: promises only, no work.

Who keeps them: `connection.py` calls, `sessions.py` and `house.py` answer.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from websockets.http11 import Request, Response

from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.server.keepalive import Keepalive
from wschat_gui.server.pacing import Pacer

if TYPE_CHECKING:
    from wschat_gui.server.connection import ClientConnection
    from wschat_gui.server.frame_watch import FrameWatch


class Ending(Struct, frozen=True):
    """How a client's time ended."""

    cause: LeaveCause
    close_code: int
    close_reason: str


class Session(Protocol):
    """What a connection is for: the room, or the echo."""

    def opened(self) -> None:
        """The opening handshake is done."""

    def received(self, message: str | bytes) -> None:
        """One whole message has come."""

    def backlogged(self) -> None:
        """More than the cap waits to be written."""

    def relieved(self) -> None:
        """The backlog has gone down again."""

    def closed(self, ending: Ending) -> None:
        """No message comes or goes any more. Called once, after `opened`."""


class Reception(Protocol):
    """What a connection needs of the server that accepted it."""

    open_timeout_s: float
    close_timeout_s: float
    backlog_bytes: int
    watch: FrameWatch
    pacer: Pacer
    """Whose turn it is among those that send compressed."""
    keepalive: Keepalive

    def arrived(self, connection: ClientConnection) -> None:
        """A TCP connection was accepted."""

    def admit_request(
        self, connection: ClientConnection, request: Request
    ) -> Response | LongAnswer | None:
        """Decide on an opening request: None lets the handshake go on."""

    def open_session(self, connection: ClientConnection) -> Session:
        """The handshake succeeded: say what happens on this connection."""

    def misspoken(self, connection: ClientConnection, first_bytes: bytes) -> None:
        """What came was no HTTP request; it begins like this."""

    def took_too_long(self) -> None:
        """An opening handshake was not done in time."""

    def departed(self, connection: ClientConnection) -> None:
        """The TCP connection is gone."""


class LongAnswer(Protocol):
    """An HTTP answer that may take longer to write than a handshake may."""

    async def write_to(self, transport: asyncio.Transport, taken: asyncio.Event) -> None:
        """Write all of it and close the transport; `taken` is set while it takes more."""
