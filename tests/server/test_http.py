"""The page over HTTP, and every other request: a readable answer with the right headers."""

from __future__ import annotations

import contextlib
import gzip

import pytest

from tests.frames.wire import frame
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.config import Limits
from wschat_gui.frames.header import Opcode
from wschat_gui.server import hub

SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "connection": "close",
}


def ask(
    server: RunningServer, path: str, *headers: str, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    with RawClient(server.port) as client:
        client.request(path, headers, method)
        return client.read_answer()


def test_the_page_is_served_with_security_headers(server: RunningServer) -> None:
    status, headers, body = ask(server, "/")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert b"<!doctype html>" in body.lower()
    assert int(headers["content-length"]) == len(body)
    assert SECURITY_HEADERS.items() <= headers.items()
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert f"connect-src 'self' ws://127.0.0.1:{server.port}" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/room.css", "text/css; charset=utf-8"),
        ("/strings/de.json", "application/json"),
        ("/favicon.svg", "image/svg+xml"),
        ("/favicon.ico", "image/svg+xml"),
        ("/view/log.js", "text/javascript; charset=utf-8"),
        ("/?nick=ada", "text/html; charset=utf-8"),
    ],
)
def test_files_have_their_types(server: RunningServer, path: str, media_type: str) -> None:
    status, headers, _ = ask(server, path)
    assert (status, headers["content-type"]) == (200, media_type)


@pytest.mark.parametrize("path", ["/app.js", "/strings/de.json"])
def test_an_unchanged_file_is_not_sent_again(server: RunningServer, path: str) -> None:
    _, headers, _ = ask(server, path)
    status, again, body = ask(server, path, f"If-None-Match: {headers['etag']}")
    assert (status, body) == (304, b"")
    assert again["etag"] == headers["etag"]


@pytest.mark.parametrize("path", ["/app.js", "/strings/de.json"])
def test_files_are_compressed_for_who_takes_it(server: RunningServer, path: str) -> None:
    _, _, plain = ask(server, path)
    _, headers, packed = ask(server, path, "Accept-Encoding: br, gzip;q=0.5")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    _, headers, unpacked = ask(server, path, "Accept-Encoding: gzip;q=0, identity")
    assert "content-encoding" not in headers
    assert unpacked == plain


def test_head_is_get_without_the_content(server: RunningServer) -> None:
    _, get_headers, body = ask(server, "/")
    status, headers, nothing = ask(server, "/", method="HEAD")
    assert (status, nothing) == (200, b"")
    assert headers["content-length"] == get_headers["content-length"] == str(len(body))


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/../config.py", "/%2e%2e/config.py", "/__init__.py", "/view/", "//app.js", "*"],
)
def test_what_is_not_there_is_404(server: RunningServer, path: str) -> None:
    status, headers, body = ask(server, path)
    assert (status, body) == (404, b"There is nothing at this address.\n")
    assert SECURITY_HEADERS.items() <= headers.items()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_other_methods_are_405(server: RunningServer, method: str) -> None:
    status, headers, body = ask(server, "/", method=method)
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert method.encode() in body


def test_the_echo_without_upgrade_is_426(server: RunningServer) -> None:
    status, headers, _ = ask(server, "/echo")
    assert (status, headers["upgrade"]) == (426, "websocket")


@pytest.mark.parametrize(
    "header",
    ["Content-Length: 5", "Transfer-Encoding: chunked", "Host: twice.example", " folded: x"],
)
def test_requests_that_could_smuggle_are_400(server: RunningServer, header: str) -> None:
    status, _, _ = ask(server, "/", header)
    assert status == 400


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:12345", "127.0.0.1.evil.example", "8.8.8.8", "[::1", "@"),
        # What `urlsplit` would take for ours, and what would then stand in our headers.
        *("127.0.0.1:12þ45", "127.0.0.1:80; script-src *", "evil@127.0.0.1"),
        *("127.0.0.1:x", "127.0.0.1/x", "127.0.0.1:80:80", "127.0.0.1,evil.example", "127.0.0.1 x"),
    ],
)
def test_a_foreign_host_name_is_misdirected(server: RunningServer, host: str) -> None:
    with RawClient(server.port) as client:
        client.send(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        status, _, body = client.read_answer()
        assert status == 421
        assert b"does not go by that name" in body
    line = server.event(LogLine)
    assert line.kind is LineKind.REFUSED
    assert "421" in line.text


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:", "[::1]:12345"]
)
def test_our_own_names_are_served(server: RunningServer, host: str) -> None:
    with RawClient(server.port) as client:
        client.send(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert client.read_answer()[0] == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", ""]
)
def test_a_foreign_origin_may_not_open_a_websocket(server: RunningServer, origin: str) -> None:
    with RawClient(server.port) as client:
        client.ask_upgrade("/", (f"Origin: {origin.format(port=server.port)}",))
        status, _, body = client.read_answer()
        assert status == 403
        assert b"may not join" in body
    assert "403" in server.event(LogLine).text


def test_our_own_page_may_open_a_websocket(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.upgrade("/", (f"Origin: http://127.0.0.1:{server.port}",))
        assert client.read_text().startswith("Welcome, ")


def test_an_allowed_origin_may_open_a_websocket() -> None:
    with RunningServer(allowed_origins=("null",)) as server, RawClient(server.port) as client:
        client.upgrade("/", ("Origin: null",))
        assert client.read_text().startswith("Welcome, ")


@pytest.mark.parametrize("header", ["Sec-WebSocket-Version: 8", "Sec-WebSocket-Key: short"])
def test_a_wrong_handshake_is_answered(server: RunningServer, header: str) -> None:
    with RawClient(server.port) as client:
        upgrade = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
        key = "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw=="
        name = header.partition(":")[0]
        others = [line for line in (*upgrade, key) if not line.startswith(name)]
        client.request("/", (*others, header))
        assert client.read_answer()[0] == 400


def test_a_websocket_elsewhere_is_404(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.ask_upgrade("/app.js")
        assert client.read_answer()[0] == 404


def test_a_full_room_is_503_with_a_reason() -> None:
    with (
        RunningServer(limits=Limits(clients=1)) as server,
        RawClient.plain(server.port, "ada"),
        RawClient(server.port) as second,
    ):
        second.ask_upgrade()
        status, headers, body = second.read_answer()
        assert (status, headers["retry-after"]) == (503, "10")
        assert body == b"The room is full: 1 are here.\n"


def test_too_many_clients_of_one_address_are_503() -> None:
    with (
        RunningServer(limits=Limits(clients_per_address=1)) as server,
        RawClient.plain(server.port, "ada"),
        RawClient(server.port) as second,
    ):
        second.ask_upgrade()
        assert second.read_answer()[0] == 503


def test_a_header_that_is_too_long_is_431(server: RunningServer) -> None:
    status, _, _ = ask(server, "/", "X-Long: " + "x" * 10_000)
    assert status == 431


def test_a_slow_request_is_dropped() -> None:
    limits = Limits(open_timeout_s=0.05)
    with RunningServer(limits=limits) as server, RawClient(server.port) as client:
        client.send(b"GET / HTTP/1.1\r\n")
        with contextlib.suppress(ConnectionResetError):  # without ceremony is just as well
            assert client.read_to_end() == b""


def test_who_keeps_an_answered_connection_open_is_dropped_and_not_called_slow() -> None:
    limits = Limits(open_timeout_s=0.05, close_timeout_s=0.2)
    with RunningServer(limits=limits) as server, RawClient(server.port) as client:
        client.request("/")
        assert client.read_answer()[0] == 200
        wait_until(lambda: _is_dropped(client), 10, "the connection is dropped")
        assert server.figures().refusals == ()


def _is_dropped(client: RawClient) -> bool:
    try:
        client.send(b"x")
    except OSError:
        return True
    return False


def test_what_comes_behind_the_last_request_is_not_read(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        request = f"GET /app.js HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
        client.send(request + request + b"\x83\xff garbage")
        status, headers, body = client.read_answer()
        assert (status, len(body)) == (200, int(headers["content-length"]))


@pytest.mark.parametrize("behind", [b"", b"more"])
def test_who_will_send_no_more_still_gets_its_answer(server: RunningServer, behind: bytes) -> None:
    with RawClient(server.port) as client:
        request = f"GET /app.js HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
        client.send(request + behind)
        client.send_no_more()
        status, headers, body = client.read_answer()
        assert (status, len(body)) == (200, int(headers["content-length"]))


def _assert_is_answered_behind_its_upgrade(client: RawClient) -> None:
    client.ask_upgrade("/echo")
    client.send(frame(Opcode.TEXT, b"hello"))
    client.send_no_more()
    assert client.read_head()[0] == 101
    assert client.read_text() == "hello"
    assert client.read_to_end() == b""


def test_who_will_send_no_more_behind_its_upgrade_is_answered(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        _assert_is_answered_behind_its_upgrade(client)


def test_who_will_send_no_more_is_answered_also_in_the_pause_after_a_tick(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawClient.plain(server.port, "talker") as talker, RawClient(server.port) as client:
        monkeypatch.setattr(hub, "_PAUSE", 1e9)
        monkeypatch.setattr(hub, "_LONGEST_PAUSE_S", 0.5)
        talker.say("a tick ends")
        assert talker.read_text().endswith("talker say: a tick ends")
        _assert_is_answered_behind_its_upgrade(client)


def test_who_will_send_no_more_in_its_request_is_400(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1")
        client.send_no_more()
        assert client.read_answer()[0] == 400
