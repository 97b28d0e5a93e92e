"""What a load client writes and reads of RFC 6455: its handshake, its frames, the server's headers.

Pure. Only what a benchmark meets: no extensions, no fragments from the server; anything else is an
error, never guessed at.
"""

from __future__ import annotations

import struct
from base64 import b64encode
from functools import lru_cache
from hashlib import sha1

OPCODE_TEXT = 0x1
OPCODE_CLOSE = 0x8
OPCODE_PING = 0x9
OPCODE_PONG = 0xA

_FIN = 0x80
_MASKED = 0x80
_CONTROL = 0x08
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_HANDSHAKE_KEY = b64encode(b"load generator !")
_MASKING_KEY = b"\x5a\x96\x3c\xc3"
"""Constant: unpredictable keys protect proxies (RFC 6455 section 10.3), and here is none."""


class ProtocolError(RuntimeError):
    """The server under test sent what a load client cannot take."""


def handshake_request(host: str, port: int, path: str, subprotocol: str) -> bytes:
    """Return the opening handshake (RFC 6455 section 4.1); no subprotocol where it is empty."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {_HANDSHAKE_KEY.decode()}",
        "Sec-WebSocket-Version: 13",
    ]
    if subprotocol:
        lines.append(f"Sec-WebSocket-Protocol: {subprotocol}")
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def check_handshake_response(response: bytes, subprotocol: str) -> None:
    """Accept the response, headers whole, that RFC 6455 section 4.2.2 asks for.

    Raises:
        ProtocolError: it is another.
    """
    status, *lines = response.decode("latin-1").rstrip().split("\r\n")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines)
    }
    accept = b64encode(sha1(_HANDSHAKE_KEY + _GUID, usedforsecurity=False).digest()).decode()
    if " 101" not in status or headers.get("sec-websocket-accept") != accept:
        raise ProtocolError(f"no handshake: {status}")
    if headers.get("sec-websocket-protocol", "") != subprotocol:
        raise ProtocolError(f"the server did not choose the subprotocol {subprotocol!r}")
    if "sec-websocket-extensions" in headers:
        raise ProtocolError("the server chose an extension that was not offered")


def client_frame(opcode: int, payload: bytes) -> bytes:
    """Return one whole masked frame (RFC 6455 section 5.2)."""
    length = len(payload)
    header, mask = _header_and_mask(opcode, length)
    return header + (int.from_bytes(payload, "little") ^ mask).to_bytes(length, "little")


@lru_cache(maxsize=64)
def _header_and_mask(opcode: int, length: int) -> tuple[bytes, int]:
    """Return the frame's header, and the masking key repeated over the payload, as a number."""
    if length < 126:
        start = struct.pack("!BB", _FIN | opcode, _MASKED | length)
    elif length < 65_536:
        start = struct.pack("!BBH", _FIN | opcode, _MASKED | 126, length)
    else:
        start = struct.pack("!BBQ", _FIN | opcode, _MASKED | 127, length)
    keys = _MASKING_KEY * (length // 4 + 1)
    return start + _MASKING_KEY, int.from_bytes(keys[:length], "little")


def is_control(first_byte: int) -> bool:
    """Tell whether a frame that begins with this byte is a close, ping or pong."""
    return bool(first_byte & _CONTROL)


def frame_at(data: bytes, start: int) -> tuple[int, int] | None:
    """Return where the payload of the server's frame at `start` begins and ends.

    None when it does not stand in `data` to its end.

    Raises:
        ProtocolError: it is masked, compressed, or a fragment.
    """
    span = span_at(data, start)
    return span if span is not None and span[1] <= len(data) else None


def span_at(data: bytes, start: int) -> tuple[int, int] | None:
    """Return where the payload of the server's frame at `start` begins, and where it will end.

    None when the header does not stand in `data` to its end.

    Raises:
        ProtocolError: it is masked, compressed, or a fragment.
    """
    available = len(data) - start
    if available < 2:
        return None
    first, length = data[start], data[start + 1]
    if first & 0xF0 != _FIN or length & _MASKED or not first & 0x0F:
        raise ProtocolError(f"a frame with the header {data[start : start + 2].hex()}")
    begin = start + 2
    if length == 126:
        if available < 4:
            return None
        begin = start + 4
        length = data[start + 2] << 8 | data[start + 3]
    elif length == 127:
        if available < 10:
            return None
        begin = start + 10
        length = int.from_bytes(data[start + 2 : begin], "big")
    return begin, begin + length
