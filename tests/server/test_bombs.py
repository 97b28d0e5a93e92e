"""Decompression bombs: a kilobyte on the wire that inflates to a megabyte (RFC 7692), at the echo.

Only the echo agrees on compression. What a bomb costs is measured in a host that is a process of
its own: its memory at its worst, and whether others are served meanwhile.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.headless import HeadlessHost
from tests.frames.wire import frame
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from wschat_gui.config import Limits
from wschat_gui.frames.header import Opcode

DEFLATE = ("Sec-WebSocket-Extensions: permessage-deflate",)
MIB = 1024 * 1024


def compressed(payload: bytes) -> bytes:
    """Compress one message by itself (RFC 7692 section 7.2.1)."""
    compressor = zlib.compressobj(9, wbits=-12)
    return (compressor.compress(payload) + compressor.flush(zlib.Z_SYNC_FLUSH))[:-4]


def bomb(inflated_bytes: int) -> bytes:
    """Return a frame of about a thousandth of what it inflates to."""
    return frame(Opcode.BINARY, compressed(bytes(inflated_bytes)), rsv=4)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[HeadlessHost]:
    running = HeadlessHost(tmp_path, limits_lifted=False)
    yield running
    running.stop()


def test_a_bomb_over_the_limit_is_1009(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.upgrade("/echo", DEFLATE)
        client.send(bomb(Limits().frame_bytes + 1))
        assert client.read_close()[0] == 1009


def test_a_bomb_in_fragments_is_1009(server: RunningServer) -> None:
    piece = compressed(bytes(Limits().frame_bytes // 2 + 1))
    with RawClient(server.port) as client:
        client.upgrade("/echo", DEFLATE)
        client.send(frame(Opcode.BINARY, piece + b"\x00\x00\xff\xff", rsv=4, fin=False))
        client.send(frame(Opcode.CONT, piece))
        assert client.read_close()[0] == 1009


def test_a_bomb_at_the_limit_comes_back(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.upgrade("/echo", DEFLATE)
        client.send(bomb(Limits().frame_bytes))
        first_byte, payload = client.read_frame()
        assert first_byte == 0xC0 | Opcode.BINARY
        inflated = zlib.decompressobj(wbits=-15).decompress(payload + b"\x00\x00\xff\xff")
        assert inflated == bytes(MIB)


def test_the_room_takes_no_compressed_frame(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.upgrade("/", DEFLATE)
        client.read_text()
        client.send(bomb(MIB))
        assert client.read_close()[0] == 1002


def test_bombs_in_one_read_take_no_memory_and_keep_nobody_waiting(host: HeadlessHost) -> None:
    with contextlib.ExitStack() as stack:
        before_bytes = host.peak_memory_bytes
        bombs = bomb(MIB) * 200
        bombers = [stack.enter_context(RawClient(host.port)) for _ in range(10)]
        for bomber in bombers:
            bomber.upgrade("/echo", DEFLATE)
            bomber.send(bombs)
        person = stack.enter_context(RawClient.plain(host.port, "ada"))
        person.say("still here")
        assert person.read_text().endswith("ada say: still here")
        for bomber in bombers:
            for _ in range(200):
                bomber.read_frame()
        # 2,000 MiB inflated.
        assert host.peak_memory_bytes - before_bytes < 64 * MIB


def test_what_comes_in_pieces_comes_back_in_its_order(server: RunningServer) -> None:
    messages = [bytes([at]) * 3_000 for at in range(100)]
    with RawClient(server.port) as client:
        client.upgrade("/echo", DEFLATE)
        client.send(b"".join(frame(Opcode.BINARY, each) for each in messages))
        inflater = zlib.decompressobj(wbits=-15)
        for each in messages:
            _, payload = client.read_frame()
            assert inflater.decompress(payload + b"\x00\x00\xff\xff") == each
        client.send(frame(Opcode.CLOSE))
        assert client.read_message() == (Opcode.CLOSE, b"")
        assert client.read_to_end() == b""
