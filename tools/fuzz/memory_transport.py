"""A transport without a socket: what one connection writes is kept, and it closes when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any


class _NoSocket:
    """Takes the options that are set on a socket, and has nothing to set them on."""

    def setsockopt(self, *_option: object) -> None:
        """Take one."""


class MemoryTransport(asyncio.Transport):
    """The server's end of a connection whose other end is a test."""

    def __init__(
        self, protocol: asyncio.Protocol, peer: tuple[str, int], own: tuple[str, int]
    ) -> None:
        """Connect `protocol` to nothing."""
        super().__init__()
        self.written = bytearray()
        self.is_lost = False
        """Whether `protocol` has been told that it is over."""
        self._protocol = protocol
        self._loop = asyncio.get_running_loop()
        self._is_closing = False
        self._is_paused = False
        self._extra: dict[str, Any] = {"peername": peer, "sockname": own, "socket": _NoSocket()}

    def get_extra_info(self, name: str, default: object = None) -> Any:  # noqa: ANN401
        """See asyncio.BaseTransport."""
        return self._extra.get(name, default)

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        """Keep it."""
        if not self._is_closing:
            self.written += data

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview[Any]]) -> None:
        """Keep them all."""
        self.write(b"".join(list_of_data))

    def can_write_eof(self) -> bool:
        """A TCP connection can be half closed."""
        return True

    def write_eof(self) -> None:
        """The server has said all; the other end then closes, as a browser does."""

    def get_write_buffer_size(self) -> int:
        """Everything is taken at once."""
        return 0

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing is ever buffered."""

    def is_reading(self) -> bool:
        """Whether the server wants more."""
        return not self._is_paused and not self._is_closing

    def pause_reading(self) -> None:
        """Take nothing more."""
        self._is_paused = True

    def resume_reading(self) -> None:
        """Go on."""
        self._is_paused = False

    def is_closing(self) -> bool:
        """Whether it is over, or about to be."""
        return self._is_closing

    def close(self) -> None:
        """End the connection; everything is written already."""
        if not self._is_closing:
            self._is_closing = True
            self._loop.call_soon(self._lose)

    def abort(self) -> None:
        """End the connection."""
        self.close()

    def _lose(self) -> None:
        self.is_lost = True
        self._protocol.connection_lost(None)
