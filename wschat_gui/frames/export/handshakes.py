"""Opening handshakes for the exporters: as they were, or made up where they are not known."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha1

from msgspec import Struct

from wschat_gui.frames.export.source import ClientRecord

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455 section 1.3."""


class Handshake(Struct, frozen=True):
    """The HTTP request and the answer that turn a connection into a WebSocket."""

    request: bytes
    answer: bytes
    is_original: bool


def handshake_of(client: ClientRecord) -> Handshake:
    """Return a client's handshake; one made up, as short as RFC 6455 allows, if it is not known."""
    if client.request and client.answer:
        return Handshake(client.request, client.answer, is_original=True)
    key = made_up_key(client.client_id)
    host = f"[{client.server_host}]" if ":" in client.server_host else client.server_host
    request = (
        f"GET / HTTP/1.1\r\nHost: {host}:{client.server_port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    answer = (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accept_of(key)}\r\n\r\n"
    )
    return Handshake(request.encode(), answer.encode(), is_original=False)


def made_up_key(client_id: int) -> str:
    """Return a Sec-WebSocket-Key that is nobody's."""
    return b64encode(client_id.to_bytes(16, "big")).decode()


def accept_of(key: str) -> str:
    """Return the Sec-WebSocket-Accept that answers a key (RFC 6455 section 4.2.2)."""
    return b64encode(sha1(key.encode() + _GUID, usedforsecurity=False).digest()).decode()


def headers_of(message: bytes) -> tuple[str, list[tuple[str, str]]]:
    """Split an HTTP message into its first line and its header fields, in their order."""
    first, *lines = message.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
    fields = [line.partition(":") for line in lines]
    return first, [(name, value.strip()) for name, _, value in fields]
