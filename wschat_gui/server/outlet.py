"""The way out of one connection: straight to the system while nothing waits to be written.

A transport asks itself half a dozen questions before it makes the one system call that a write is.
For a room that is written to at once they cost as much as the call, so here they are asked when an
answer may change, and whoever writes to all finds a socket's descriptor, or none. What does not go
at once is the transport's: it buffers, waits, and tells when too much is waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from asyncio.trsock import TransportSocket
from collections.abc import Callable, Iterable


class Outlet:
    """Takes bytes in their order. Nothing else may write to its transport while it is open."""

    __slots__ = ("_own_descriptor", "_transport", "descriptor", "on_change")

    def __init__(self, transport: asyncio.Transport) -> None:
        """Begin with everything going through `transport`."""
        self._transport = transport
        self._own_descriptor: int | None = None
        """What may be written to when nothing waits."""
        self.descriptor: int | None = None
        """What whole frames may be written to now, past this; None: only `write` may."""
        self.on_change: Callable[[], None] | None = None
        """Called whenever that is something else."""

    @property
    def backlog_bytes(self) -> int:
        """What is written but not yet taken by the system."""
        return self._transport.get_write_buffer_size()

    def open(self) -> None:
        """Write straight to the system from now on, where that can be done."""
        self._own_descriptor = _descriptor_of(self._transport)
        self._look()

    def close(self) -> None:
        """Have all go through the transport again, because the connection ends.

        At the latest when it is lost: then its socket is closed, and the descriptor may be another
        one's a moment later.
        """
        self._own_descriptor = None
        self._change(None)

    def change_transport(self, transport: asyncio.Transport) -> None:
        """Write through something that stands before the transport, all of it."""
        self.close()
        self._transport = transport

    def write(self, data: bytes) -> None:
        """Have `data` written as soon as it can be."""
        self._transport.write(data)
        self._look()

    def write_all(self, pieces: Iterable[bytes]) -> None:
        """The same for what the engine has to say: an empty piece ends our side."""
        for piece in pieces:
            if piece:
                self.write(piece)
            elif self._transport.can_write_eof():
                with contextlib.suppress(OSError):  # gone already, as the transport will tell
                    self._transport.write_eof()
            else:
                self._transport.close()

    def _look(self) -> None:
        # Nothing may overtake what waits in the transport.
        self._change(None if self.backlog_bytes else self._own_descriptor)

    def _change(self, descriptor: int | None) -> None:
        if descriptor != self.descriptor:
            self.descriptor = descriptor
            if self.on_change is not None:
                self.on_change()


def _descriptor_of(transport: asyncio.Transport) -> int | None:
    """Return where a transport writes to; None where only the transport itself can write."""
    if os.name != "posix":
        return None  # sockets are no files on Windows, and its overlapped writes the transport's
    if transport.get_extra_info("ssl_object") is not None:
        return None
    socket = transport.get_extra_info("socket")
    return socket.fileno() if isinstance(socket, TransportSocket) else None
