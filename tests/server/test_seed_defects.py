"""The defects of the chat server that this one descends from, each tested against the real server.

One test a row of the table in the design; all over raw sockets, since a library would mend them.
"""

from __future__ import annotations

import struct
import time
from socket import SO_LINGER, SOL_SOCKET

import pytest

from tests.frames.wire import close, frame
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from wschat_gui.bridge.events import ClientClosed, ClientOpened
from wschat_gui.config import Limits
from wschat_gui.frames.header import Opcode

BOUNDARIES = [0, 125, 126, 127, 32_767, 32_768, 65_535, 65_536]


@pytest.mark.parametrize("length", BOUNDARIES)
@pytest.mark.parametrize("opcode", [Opcode.TEXT, Opcode.BINARY])
def test_every_length_encoding_works_both_ways(
    server: RunningServer, length: int, opcode: Opcode
) -> None:
    payload = (b"0123456789abcdef" * (length // 16 + 1))[:length]
    with RawClient(server.port) as client:
        client.upgrade("/echo")
        client.send(frame(opcode, payload))
        assert client.read_message() == (opcode, payload)


@pytest.mark.parametrize("length", [65_535, 65_536, 200_000])
def test_a_long_message_reaches_the_others_whole(length: int) -> None:
    with (
        RunningServer(limits=Limits(message_chars=300_000)) as server,
        RawClient.plain(server.port, "reader") as reader,
        RawClient.plain(server.port, "sender") as sender,
    ):
        assert reader.read_text() == "Welcome, sender !"
        sender.say("x" * length)
        assert reader.read_text().endswith(" sender say: " + "x" * length)


@pytest.mark.parametrize("piece", [1, 2, 3, 7])
def test_a_header_in_pieces_is_still_one_header(server: RunningServer, piece: int) -> None:
    message = frame(Opcode.TEXT, b"in pieces" * 20)
    with RawClient(server.port) as client:
        client.upgrade("/echo")
        for start in range(0, len(message), piece):
            client.send(message[start : start + piece])
        assert client.read_text() == "in pieces" * 20


def test_two_frames_in_one_read_are_two_messages(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.upgrade("/echo")
        client.send(frame(Opcode.TEXT, b"first") + frame(Opcode.TEXT, b"second"))
        assert [client.read_text(), client.read_text()] == ["first", "second"]


def test_frames_behind_the_handshake_in_one_read_are_not_lost(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        opening = (
            f"GET /echo HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n"
        )
        client.send(opening.encode() + frame(Opcode.TEXT, b"eager") + frame(Opcode.TEXT, b"twice"))
        assert client.read_head()[0] == 101
        assert [client.read_text(), client.read_text()] == ["eager", "twice"]
        # Both messages and both answers; the opening request is no frame.
        figures = server.figures()
        assert (figures.inbound.frames, figures.outbound.frames) == (2, 2)


def test_connections_share_no_parser_state(server: RunningServer) -> None:
    first_message, second_message = (
        frame(Opcode.TEXT, b"a" * 300),
        frame(Opcode.TEXT, b"b" * 70_000),
    )
    with RawClient(server.port) as first, RawClient(server.port) as second:
        first.upgrade("/echo")
        second.upgrade("/echo")
        # Both headers are cut in the middle, and each is finished after the other began.
        first.send(first_message[:3])
        second.send(second_message[:5])
        first.send(first_message[3:])
        second.send(second_message[5:])
        assert first.read_text() == "a" * 300
        assert second.read_text() == "b" * 70_000


def test_eof_ends_the_session_and_burns_no_cpu(server: RunningServer) -> None:
    with RawClient.plain(server.port, "gone"):
        server.await_clients(1)
    assert server.event(ClientClosed).cause == "left"
    cpu_s = time.process_time()
    started_s = time.monotonic()
    server.figures()  # half a second of the server's life
    used_s = time.process_time() - cpu_s
    assert used_s < 0.5 * (time.monotonic() - started_s)


def test_half_closed_tcp_ends_the_session(server: RunningServer) -> None:
    with RawClient.plain(server.port, "half") as client:
        server.await_clients(1)
        client.send_no_more()
        assert server.event(ClientClosed).close_code == 1006


def test_fragments_with_control_frames_between_are_one_message(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.upgrade("/echo")
        client.send(
            frame(Opcode.TEXT, "Grü".encode()[:3], fin=False)
            + frame(Opcode.PING, b"still there?")
            + frame(Opcode.CONT, "Grü".encode()[3:], fin=False)
            + frame(Opcode.CONT, b"", fin=False)
            + frame(Opcode.PONG, b"unasked")
            + frame(Opcode.CONT, b"\xc3\x9fe")
        )
        assert client.read_frame() == (0x80 | Opcode.PONG, b"still there?")
        assert client.read_text() == "Grüße"


def test_binary_is_not_read_as_text(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as client:
        client.send(frame(Opcode.BINARY, b"\x00\xff"))
        assert client.read_text() == "* This room takes text only."


def test_a_close_is_answered_with_its_code(server: RunningServer) -> None:
    with RawClient.plain(server.port, "polite") as client:
        server.await_clients(1)
        client.send(close(1001, "lunch"))
        assert client.read_close() == (1001, "lunch")
        assert client.read_to_end() == b""
    closed = server.event(ClientClosed)
    assert (closed.cause, closed.close_code, closed.close_reason) == ("left", 1001, "lunch")


@pytest.mark.parametrize(
    ("name", "data", "close_code"),
    [
        ("reserved opcode", frame(3, b""), 1002),
        ("reserved bit", frame(Opcode.TEXT, b"x", rsv=2), 1002),
        ("no mask", frame(Opcode.TEXT, b"x", key=b""), 1002),
        ("fragmented ping", frame(Opcode.PING, b"", fin=False), 1002),
        ("long ping", frame(Opcode.PING, bytes(126)), 1002),
        ("continuation of nothing", frame(Opcode.CONT, b"x"), 1002),
        ("message inside a message", frame(Opcode.TEXT, b"x", fin=False) + frame(1, b"y"), 1002),
        ("close code 1005", close(1005), 1002),
        ("half a close code", frame(Opcode.CLOSE, b"\x03"), 1002),
        ("no UTF-8", frame(Opcode.TEXT, b"\xff"), 1007),
        ("half a character", frame(Opcode.TEXT, "ü".encode()[:1]), 1007),
        ("a surrogate in UTF-8", frame(Opcode.TEXT, b"\xed\xa0\x80"), 1007),
        ("too big", frame(Opcode.TEXT, b"", length=1024 * 1024 + 1), 1009),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_violations_are_answered_with_the_right_close_code(
    server: RunningServer, name: str, data: bytes, close_code: int
) -> None:
    with RawClient.plain(server.port, "rude") as client:
        server.await_clients(1)
        client.send(data)
        assert client.read_close()[0] == close_code, name
    closed = server.event(ClientClosed)
    assert (closed.cause, closed.close_code) == ("protocol_error", close_code)
    assert sum(times for _, times in server.figures().violations) == 1


def test_nobody_is_a_member_before_the_handshake(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as ada, RawClient(server.port) as stranger:
        stranger.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        ada.say("only for members")
        assert ada.read_text().endswith("ada say: only for members")
        assert [event.client_id for event in server.events(ClientOpened)] == [1]


def test_a_missing_origin_is_no_error(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.upgrade("/")  # sends none
        assert client.read_text() == f"Welcome, {client.address} !"


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"NONSENSE\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    ],
    ids=["no request", "no version", "no header", "no host", "no key", "TLS"],
)
def test_every_bad_request_gets_an_http_answer(server: RunningServer, request_bytes: bytes) -> None:
    with RawClient(server.port) as client:
        client.send(request_bytes)
        status, headers, body = client.read_answer()
        assert status == 400
        assert headers["content-type"].startswith("text/plain")
        assert len(body) == int(headers["content-length"]) > 10


def test_a_dead_peer_does_not_disturb_the_others(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as ada, RawClient.plain(server.port, "bob") as bob:
        assert ada.read_text() == "Welcome, bob !"
        with RawClient.plain(server.port, "dead") as dead:
            # No FIN but RST: the next write to it fails.
            dead.socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        for number in range(5):
            ada.say(f"message {number}")
        said: list[str] = []
        while len(said) < 5:
            line = bob.read_text()
            if " ada say: " in line:
                said.append(line.partition(" ada say: ")[2])
        assert said == [f"message {number}" for number in range(5)]


def test_a_peer_that_never_reads_is_closed_and_holds_nobody_up() -> None:
    limits = Limits(
        backlog_bytes=100_000, flood_burst=10_000, message_chars=100_000, close_timeout_s=0.2
    )
    with (
        RunningServer(limits=limits) as server,
        RawClient.plain(server.port, "ada") as ada,
        RawClient.plain(server.port, "stuck") as _stuck,
    ):
        assert ada.read_text() == "Welcome, stuck !"
        server.await_clients(2)
        text = "x" * 50_000
        said = 0
        while not server.events(ClientClosed):
            ada.say(text)
            assert ada.read_text()
            said += 1
            assert said < 1_000, "the backlog of a client that never reads must have an end"
        assert server.events(ClientClosed)[0].cause == "too_slow"
        assert server.events(ClientClosed)[0].close_code == 1013


def test_markup_is_passed_on_as_text(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as ada:
        ada.say("<img src=x onerror=alert(1)>")
        assert ada.read_text().endswith(" ada say: <img src=x onerror=alert(1)>")
