"""Opening requests: upgrades, page and files, smuggling shapes, and what is no HTTP at all."""

from __future__ import annotations

from random import Random

from tools.fuzz.mutation import mutated, noise

PORT = 12345
HOST = f"127.0.0.1:{PORT}"

_METHODS = ("GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "get", "PRI", "")
_PATHS = (
    "/",
    "/?nick=ada",
    "/?nick=%00&code=%ff",
    "/echo",
    "/app.js",
    "/index.html",
    "/files/",
    "/files/../../etc/passwd",
    "/files/%2e%2e/x",
    "/../config.py",
    "//",
    "*",
    "http://evil.example/",
    "/" + "a" * 9_000,
    "/\u00e9",
    "",
)
_VERSIONS = ("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "")
_UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==",
    "Sec-WebSocket-Version: 13",
)
_HEADERS = (
    "Origin: null",
    f"Origin: http://{HOST}",
    "Origin: http://evil.example",
    "Host: evil.example",
    f"Host: {HOST}",
    "Sec-WebSocket-Protocol: wschat.v1",
    "Sec-WebSocket-Protocol: chat, wschat.v1",
    "Sec-WebSocket-Protocol: ,,",
    "Sec-WebSocket-Extensions: permessage-deflate",
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
    "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=8",
    "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99",
    'Sec-WebSocket-Extensions: x;y="z',
    "Sec-WebSocket-Key: short",
    "Sec-WebSocket-Version: 8",
    "Content-Length: 5",
    "Content-Length: -1",
    "Content-Length: 0",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nContent-Length: 5",
    "Content-Length: 3\r\nContent-Length: 4",
    "Transfer-Encoding : chunked",
    " folded: x",
    "NoColon",
    ": empty",
    "Accept-Encoding: gzip;q=0.5, *;q=0",
    "If-None-Match: *",
    "Range: bytes=0-0",
    "User-Agent: \x1b[31m\u202e",
    "Cookie: " + "c" * 9_000,
    "Upgrade: h2c",
    "Connection: keep-alive, Upgrade",
)
_TAME_HEADERS = (
    f"Origin: http://{HOST}",
    "Sec-WebSocket-Protocol: wschat.v1",
    "Sec-WebSocket-Protocol: wschat.v1",
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
)


def request(random: Random, *, likely_upgrade: bool = True) -> bytes:
    """Return one request, with its empty line where nothing cut it off."""
    kind = random.random()
    if kind < 0.03:
        return noise(random, 300)
    if kind < 0.05:
        return b"\x16\x03\x01" + noise(random, 200)  # somebody speaks TLS
    upgrades = random.random() < (0.9 if likely_upgrade else 0.3)
    tame = upgrades and random.random() < 0.75
    method = "GET" if tame else random.choice(_METHODS)
    path = random.choice(("/", "/", "/?nick=ada", "/echo")) if tame else random.choice(_PATHS)
    version = "HTTP/1.1" if tame else random.choice(_VERSIONS)
    lines = [f"{method} {path} {version}"]
    if tame or random.random() < 0.9:
        lines.append(f"Host: {HOST}")
    lines += _UPGRADE if upgrades else ()
    if tame:
        lines += random.sample(_TAME_HEADERS, random.randrange(3))
    else:
        lines += random.sample(_HEADERS, random.randrange(4))
    end = "\r\n" if tame or random.random() < 0.95 else random.choice(("\n", "\r", "\r\n\r\n"))
    data = "".join(f"{each}{end}" for each in (*lines, "")).encode()
    return mutated(random, data) if not tame and random.random() < 0.3 else data
