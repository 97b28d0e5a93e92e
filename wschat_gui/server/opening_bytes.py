"""The bytes before a WebSocket is open: where the request ends, and what came too early behind it.

Only boundaries are found here; what the request says is the engine's to read.
"""

from __future__ import annotations

_MAX_EARLY_BYTES = 64 * 1024
"""No client has reason to send more before the answer to its request."""

_TELLING_BYTES = 8
"""Enough to tell what somebody speaks who does not speak HTTP."""

_REQUEST_END = b"\r\n\r\n"


class OpeningBytes:
    """Of one connection."""

    __slots__ = ("_behind", "_tail", "first")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.first = b""
        """The first few of all."""
        self._tail = b""
        self._behind: bytearray | None = None
        """What came with or after the request and before its answer; None before its end."""

    @property
    def are_too_many(self) -> bool:
        """Whether more waits behind the request than any client has reason to send."""
        return self._behind is not None and len(self._behind) > _MAX_EARLY_BYTES

    def hold_back(self, data: bytes) -> bytes:
        """Return what belongs to the HTTP request; what is behind it waits for the answer.

        The engine would read it as frames at once, and fail over a second request.
        """
        if self._behind is not None:
            self._behind += data
            return b""
        self.first = self.first or data[:_TELLING_BYTES]
        seen = self._tail + data
        end = seen.find(_REQUEST_END)
        if end < 0:
            self._tail = seen[-len(_REQUEST_END) + 1 :]
            return data
        behind = len(seen) - end - len(_REQUEST_END)
        self._behind = bytearray(data[len(data) - behind :])
        return data[: len(data) - behind]

    def take_behind(self) -> bytes:
        """Return what waited, once."""
        behind, self._behind = self._behind, None
        return bytes(behind or b"")
