"""Hostile bytes, a few thousand of each kind, always the same ones; millions: `tools.fuzz`."""

from __future__ import annotations

import contextlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frames.wire import any_frames, legal_streams
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from tools.fuzz.__main__ import TARGETS, Fault, feed, run
from tools.fuzz.mutation import pieces
from tools.fuzz.requests import HOST
from tools.fuzz.whole_server import WholeServer, check_output, one_client

SEED = 20_261_128


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("frames", 1_500),
        ("vocabulary", 4_000),
        ("pictures", 10_000),
        ("http", 3_000),
        ("server", 1_500),
    ],
)
def test_nothing_breaks(name: str, inputs: int) -> None:
    target = TARGETS[name]()
    run(target, Random(SEED), inputs)
    target.close()


UPGRADE = (
    f"GET /echo HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()


@settings(deadline=None)
@given(stream=legal_streams() | st.lists(any_frames(), max_size=6).map(b"".join) | st.binary())
def test_whatever_follows_the_handshake_ends_legally(stream: bytes) -> None:
    server = WholeServer()
    server.take(UPGRADE + stream)
    server.close()


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_whatever_comes_instead_of_a_request_ends_legally(noise: bytes) -> None:
    server = WholeServer()
    server.take(noise)
    server.take(noise + b"\r\n\r\n")
    server.close()


def test_a_real_server_stands_the_same() -> None:
    random = Random(SEED)
    with RunningServer() as server:
        here = f"127.0.0.1:{server.port}".encode()
        for _ in range(150):
            data = one_client(random).replace(HOST.encode(), here)
            with RawClient(server.port) as client, contextlib.suppress(ConnectionError):
                for piece in pieces(random, data):
                    client.send(piece)
                client.send_no_more()
                check_output(data, client.read_to_end())
        with RawClient.plain(server.port, "somebody") as somebody:
            somebody.say("still here")
            assert somebody.read_text().endswith("somebody say: still here")


def test_a_fault_is_found_and_names_its_input() -> None:
    class Fragile:
        def make(self, random: Random) -> bytes:
            return random.randbytes(1)

        def take(self, data: bytes) -> None:
            assert data != b"\x07"

        def close(self) -> None:
            """Nothing is open."""

    with pytest.raises(Fault) as raised:
        run(Fragile(), Random(1), 10_000)
    assert raised.value.data == b"\x07"
    feed(Fragile(), b"\x08")


def test_output_that_is_not_legal_is_found() -> None:
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
    check_output(UPGRADE, head + b"\x81\x01a\x88\x02\x03\xe8")
    for rest in (
        b"\x81\x05a",
        b"\x81\x81aaaaa",
        b"\x88\x00\x81\x01a",
        b"\x88\x02\x03\xed",
        b"\x83\x00",
    ):
        with pytest.raises(AssertionError):
            check_output(UPGRADE, head + rest)
    with pytest.raises(AssertionError):
        check_output(UPGRADE, b"")
    with pytest.raises(AssertionError):
        check_output(UPGRADE, b"HTTP/1.1 500 Internal Server Error\r\n\r\n")
