"""What is kept of an opening handshake: two lines for the window, and the bytes for an export.

The engine's own request and answer take ten times the room, for as long as a client is connected.
"""

from __future__ import annotations

from msgspec import Struct
from websockets.http11 import Request, Response

_MOST_REQUEST_BYTES = 4 * 1024
"""Of a request that is kept; browsers send one of 500 bytes."""


class Handshake(Struct, frozen=True, gc=False):
    """Of one connection that has become a WebSocket."""

    query: str
    """Behind the `?` of what was asked for; may be empty."""
    user_agent: str
    """As the client names itself; may be empty."""
    request: bytes
    """Empty if it was too long to keep."""
    answer: bytes


def handshake_of(request: Request, response: Response) -> Handshake:
    """Return what is worth keeping of an opening handshake (RFC 6455 section 4) that is done."""
    asked = request.serialize()
    agents = request.headers.get_all("User-Agent")
    return Handshake(
        query=request.path.partition("?")[2],
        user_agent=agents[0] if agents else "",
        request=asked if len(asked) <= _MOST_REQUEST_BYTES else b"",
        answer=response.serialize(),
    )
