"""Captured messages as an HTTP Archive (HAR 1.2), with `_webSocketMessages` as Chrome writes them.

Seen from the page: what a client sent is `send`, what it got is `receive`. Like Chrome's, it holds
whole messages only, inflated; no control frames, no fragments, no masks. The whole is written piece
by piece, because a full room's capture is large.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlsplit

import msgspec

from wschat_gui.frames.export.handshakes import Handshake, handshake_of, headers_of
from wschat_gui.frames.export.source import ClientRecord, ExportSource
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.messages import Message, Messages
from wschat_gui.frames.pieces import Direction

_encode = msgspec.json.encode


def written(source: ExportSource) -> Iterator[bytes]:
    """Give the file's bytes; UTF-8. A message counts as exported when its last frame is.

    Messages that are not complete, or do not inflate, are left out.
    """
    creator = _encode({"name": source.program, "version": "1"})
    yield b'{"log":{"version":"1.2","creator":' + creator + b',"pages":[],"entries":['
    messages = Messages(source.snapshot)
    numbers = frozenset(captured.number for captured in source.frames())
    separator = b""
    for client in sorted(source.clients.values(), key=lambda client: client.opened_s):
        lines = _messages(source, client, messages, numbers)
        first = next(lines, None)
        if first is None:
            continue
        entry = _encode(_entry(source, client))
        # Reopened for the one field that may be long.
        yield separator + entry[:-1] + b',"_webSocketMessages":[' + first
        for line in lines:
            yield b"," + line
        yield b"]}"
        separator = b","
    yield b"]}}\n"


def _messages(
    source: ExportSource, client: ClientRecord, messages: Messages, numbers: frozenset[int]
) -> Iterator[bytes]:
    found = [
        (message.numbers[-1], kind, message)
        for direction, kind in ((Direction.IN, "send"), (Direction.OUT, "receive"))
        for message in messages.of_client(client.client_id, direction)
        if message.is_complete and not message.inflate_trouble and message.numbers[-1] in numbers
    ]
    for number, kind, message in sorted(found, key=lambda one: one[0]):
        yield _encode(
            {
                "type": kind,
                "time": source.epoch_s + _time_s(source, client, number),
                "opcode": message.opcode,
                "data": _data(message),
            }
        )


def _time_s(source: ExportSource, client: ClientRecord, number: int) -> float:
    captured = source.snapshot.find(number)
    if captured is None:
        raise KeyError(number)
    for write in captured.piece.writes:
        if write.client_id == client.client_id:
            return write.at_s
    return captured.piece.at_s


def _data(message: Message) -> str:
    if message.opcode == Opcode.TEXT:
        return message.data.decode(errors="replace")
    return b64encode(message.data).decode()


def _entry(source: ExportSource, client: ClientRecord) -> dict[str, object]:
    handshake = handshake_of(client)
    started = datetime.fromtimestamp(source.epoch_s + client.opened_s, UTC)
    return {
        "_resourceType": "websocket",
        "startedDateTime": started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": 0,
        "request": _request(client, handshake),
        "response": _response(handshake),
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "serverIPAddress": client.server_host,
        "connection": str(client.port),
        "comment": f"client {client.client_id} {client.nick}".rstrip(),
    }


def _request(client: ClientRecord, handshake: Handshake) -> dict[str, object]:
    first_line, fields = headers_of(handshake.request)
    method, _, rest = first_line.partition(" ")
    target = rest.rpartition(" ")[0] or "/"
    host = next(
        (value for name, value in fields if name.lower() == "host"),
        f"{client.server_host}:{client.server_port}",
    )
    return {
        "method": method,
        "url": f"{client.scheme}://{host}{target}",
        "httpVersion": "HTTP/1.1",
        "cookies": _cookies(fields),
        "headers": _named(fields),
        "queryString": _named(parse_qsl(urlsplit(target).query, keep_blank_values=True)),
        "headersSize": len(handshake.request),
        "bodySize": 0,
    }


def _response(handshake: Handshake) -> dict[str, object]:
    first_line, fields = headers_of(handshake.answer)
    _, status, reason = (*first_line.split(" ", 2), "", "")[:3]
    return {
        "status": int(status) if status.isdigit() else 0,
        "statusText": reason,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _named(fields),
        "content": {"size": 0, "mimeType": "x-unknown"},
        "redirectURL": "",
        "headersSize": len(handshake.answer),
        "bodySize": 0,
    }


def _cookies(fields: list[tuple[str, str]]) -> list[dict[str, str]]:
    cookies: SimpleCookie = SimpleCookie()
    for name, value in fields:
        if name.lower() == "cookie":
            try:
                cookies.load(value)
            except CookieError:
                continue
    return _named([(name, morsel.value) for name, morsel in cookies.items()])


def _named(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]
