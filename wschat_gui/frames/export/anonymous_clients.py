"""Clients without names and addresses, and their opening handshakes without what tells of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address

from wschat_gui.frames.export.handshakes import accept_of, made_up_key
from wschat_gui.frames.export.source import ClientRecord

_IPV4_FIRST = int(IPv4Address("198.18.0.1"))
"""RFC 2544: for tests of networks."""
_IPV4_MANY = 1 << 17
_IPV6_FIRST = int(IPv6Address("2001:db8::1"))
"""RFC 3849: for documentation."""
_PORT = 12_345
_FIRST_CLIENT_PORT, _CLIENT_PORTS = 1_024, 64_000

_WORD = re.compile(r"[^\s;,=]+")
_PLAIN_HEADERS = frozenset(
    {"host", "origin", "user-agent", "cookie", "cache-control", "pragma", "accept-encoding"}
    | {"accept-language", "accept", "date", "server", "set-cookie"}
)
"""Headers whose names say nothing about anybody; their values do."""
_TECHNICAL_WORDS = frozenset({"websocket", "upgrade", "keep-alive", "13", "permessage-deflate"}) | {
    f"{end}_{what}"
    for end in ("client", "server")
    for what in ("max_window_bits", "no_context_takeover")
}
_TECHNICAL_HEADERS = frozenset(
    {"upgrade", "connection", "sec-websocket-version", "sec-websocket-extensions"}
    | {"sec-websocket-protocol"}
)
"""Headers of which those words are kept that are the protocol's."""
_WINDOW_BITS = frozenset(str(bits) for bits in range(8, 16))


def anonymised_clients(
    clients: Mapping[int, ClientRecord], kept_words: frozenset[str]
) -> dict[int, ClientRecord]:
    """Return the same clients; equal addresses stay equal, of IPv4 or of IPv6 as they were."""
    addresses: dict[str, str] = {}
    return {
        client_id: _anonymised(client, addresses, kept_words | _TECHNICAL_WORDS | _WINDOW_BITS)
        for client_id, client in clients.items()
    }


def _anonymised(
    client: ClientRecord, addresses: dict[str, str], kept_words: frozenset[str]
) -> ClientRecord:
    key = made_up_key(client.client_id)
    return ClientRecord(
        client_id=client.client_id,
        nick=f"client-{client.client_id}" if client.nick else "",
        host=_address(client.host, addresses),
        port=_FIRST_CLIENT_PORT + client.client_id % _CLIENT_PORTS,
        server_host=_address(client.server_host, addresses),
        server_port=_PORT,
        scheme=client.scheme,
        opened_s=client.opened_s,
        request=_request(client.request, key, kept_words),
        answer=_answer(client.answer, key, kept_words),
    )


def _address(host: str, addresses: dict[str, str]) -> str:
    if host not in addresses:
        count = len(addresses)
        addresses[host] = (
            str(IPv6Address(_IPV6_FIRST + count))
            if ":" in host
            else str(IPv4Address(_IPV4_FIRST + count % (_IPV4_MANY - 1)))
        )
    return addresses[host]


def _request(request: bytes, key: str, kept_words: frozenset[str]) -> bytes:
    """Rewrite a request: of its target nothing stays but the length. Empty if it is none."""
    first, _, fields = request.partition(b"\r\n")
    method, _, rest = first.partition(b" ")
    target, _, version = rest.rpartition(b" ")
    if method != b"GET" or not version.startswith(b"HTTP/1."):
        return b""
    line = b"GET /" + b"x" * (len(target) - 1) + b" HTTP/1.1\r\n"
    return line + _fields(fields, key, kept_words)


def _answer(answer: bytes, key: str, kept_words: frozenset[str]) -> bytes:
    """Rewrite an answer; empty if it is none."""
    first, _, fields = answer.partition(b"\r\n")
    if not first.startswith(b"HTTP/1.1 101 "):
        return b""
    return b"HTTP/1.1 101 Switching Protocols\r\n" + _fields(fields, key, kept_words)


def _fields(fields: bytes, key: str, kept_words: frozenset[str]) -> bytes:
    lines = fields.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
    written = [_field(line, key, kept_words) for line in lines if line]
    return "\r\n".join([*written, "", ""]).encode("latin-1")


def _field(line: str, key: str, kept_words: frozenset[str]) -> str:
    name, _, value = line.partition(":")
    lower = name.strip().lower()
    if lower == "sec-websocket-key":
        return f"{name}: {key}"
    if lower == "sec-websocket-accept":
        return f"{name}: {accept_of(key)}"
    if lower in _TECHNICAL_HEADERS:
        return f"{name}:" + _WORD.sub(lambda word: _kept(word.group(), kept_words), value)
    if lower not in _PLAIN_HEADERS:
        name = "x" * len(name)
    return f"{name}:" + _WORD.sub(lambda word: "x" * len(word.group()), value)


def _kept(word: str, kept_words: frozenset[str]) -> str:
    return word if word.lower() in kept_words else "x" * len(word)
