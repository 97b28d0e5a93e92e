"""What comes before the answer to the opening request: the request, and what was sent too early.

The engine would read what is behind the request as frames at once, and fail over a second request.
So it is held back until the answer has been written.
"""

from __future__ import annotations

_MAX_EARLY_BYTES = 64 * 1024
"""No client has reason to send more before the answer to its request."""

_TELLING_BYTES = 8
"""Enough to tell what somebody speaks who does not speak HTTP."""

_REQUEST_END = b"\r\n\r\n"


class OpeningBytes:
    """Of one connection, in whatever pieces they come."""

    __slots__ = ("_behind", "_tail", "first")

    def __init__(self) -> None:
        """Begin before the first byte."""
        self.first = b""
        """The first few that came in the first piece."""
        self._tail = b""
        """The last bytes seen of a request that goes on, in case its end is cut in two."""
        self._behind: bytearray | None = None
        """What came with or after the request; None before the request's end."""

    @property
    def are_too_many(self) -> bool:
        """Whether so much is held back that nobody can mean it well."""
        return self._behind is not None and len(self._behind) > _MAX_EARLY_BYTES

    def take(self, data: bytes) -> bytes:
        """Take the next piece; return what of it belongs to the request."""
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

    def release(self) -> bytes:
        """Hand over what was held back, once."""
        behind, self._behind = self._behind, None
        return bytes(behind or b"")
