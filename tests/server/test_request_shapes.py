"""Requests that two readers could read as different ones, oversized ones, and names in headers.

One request, one answer, and the connection is over: nothing that comes behind is ever read as a
second request (RFC 9112 section 11.2).
"""

from __future__ import annotations

import pytest

from tests.server.files import path_of, png
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer

SECOND = "GET /app.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SHAPES = {
    "length and chunks": f"Content-Length: {len(SECOND)}\r\nTransfer-Encoding: chunked",
    "chunks and length": "Transfer-Encoding: chunked\r\nContent-Length: 4",
    "two lengths": "Content-Length: 0\r\nContent-Length: 44",
    "list of lengths": "Content-Length: 0, 44",
    "negative length": "Content-Length: -1",
    "signed length": "Content-Length: +44",
    "length in words": "Content-Length: many",
    "chunks with a tab": "Transfer-Encoding:\tchunked",
    "chunks, twice": "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
    "space before the colon": "Transfer-Encoding : chunked",
    "folded": "Transfer-Encoding:\r\n chunked",
    "line feeds only": "X: a\nTransfer-Encoding: chunked",
    "carriage return inside": "X: a\rContent-Length: 44",
    "nul inside": "X: a\0b",
    "no colon": "Transfer-Encoding chunked",
    "no name": ": chunked",
    "two hosts": "Host: evil.example",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_is_smuggled_behind_a_request(
    server: RunningServer, shape: str, method: str
) -> None:
    with RawClient(server.port) as client:
        client.request("/", (shape,), method)
        client.send(SECOND.encode())
        answer = client.read_to_end()
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 405 "))


@pytest.mark.parametrize(
    "first_line",
    [
        "GET / HTTP/1.1 HTTP/1.1",
        "GET  / HTTP/1.1",
        "GET\t/ HTTP/1.1",
        " GET / HTTP/1.1",
        "GET / HTTP/0.9",
        "GET /",
        "PRI * HTTP/2.0",
        "GET / HTTP/1.1\nX: y",
        "\x16\x03\x01",
    ],
)
def test_a_request_line_is_read_one_way(server: RunningServer, first_line: str) -> None:
    with RawClient(server.port) as client:
        client.send(f"{first_line}\r\nHost: 127.0.0.1:{server.port}\r\n\r\n{SECOND}".encode())
        answer = client.read_to_end()
    assert answer.count(b"HTTP/1.1 ") == 1
    assert int(answer[9:12]) in (400, 404, 405, 505)


@pytest.mark.parametrize(
    "request_of",
    [
        "GET /" + "a" * 9_000 + " HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: {host}\r\n"
        + "".join(f"X-{n}: y\r\n" for n in range(200))
        + "\r\n",
        "GET / HTTP/1.1\r\nHost: {host}\r\n" + "X" * 20_000 + ": y\r\n\r\n",
    ],
    ids=["long path", "many headers", "long name"],
)
def test_an_oversized_request_is_refused(server: RunningServer, request_of: str) -> None:
    with RawClient(server.port) as client:
        client.send(request_of.replace("{host}", f"127.0.0.1:{server.port}").encode())
        assert client.read_head()[0] in (400, 414, 431)


def test_a_flood_before_the_answer_is_cut_off(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.ask_upgrade("/echo")
        try:
            for _ in range(64):
                client.send(bytes(1024 * 1024))
            assert client.read_to_end().count(b"HTTP/1.1 ") <= 1
        except ConnectionError:
            pass  # cut off while it was still sending
    with RawClient.plain(server.port, "ada"):
        assert server.figures().members == 1


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="evil.exe',
        "a.png\r\nSet-Cookie: x=y",
        "a\nb\r\n\r\n<script>alert(1)</script>.png",
        "..\\..\\evil.exe",
        "../../../etc/passwd",
        "\u202egnp.exe",
        "a%0d%0aX: y.png",
        "=?utf-8?q?evil?=.png",
        "é中😀.png",
        "\x00.png",
    ],
)
def test_no_name_of_a_file_becomes_a_header(server: RunningServer, name: str) -> None:
    with RawClient.page(server.port, "ada") as ada, RawClient(server.port) as client:
        said = ada.share(name, png(), id="f")
        client.request(path_of(said).rpartition("/")[0])
        status, headers, body = client.read_answer()
    assert (status, body) == (200, png())
    assert set(headers) == {
        *("date", "connection", "etag", "cache-control", "content-security-policy"),
        *("x-content-type-options", "referrer-policy", "cross-origin-resource-policy"),
        *("content-type", "content-disposition", "accept-ranges", "content-length"),
    }
    disposition = headers["content-disposition"]
    assert disposition.startswith('inline; filename="')
    assert disposition.count('"') == 2
    assert not set(disposition) & set("\\/\0")
