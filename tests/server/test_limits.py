"""Every limit at its edge: what is just within passes, what is over is refused and counted.

One row a limit. The counter is what the window shows; nothing else may have been counted.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import pytest

from tests.frames.wire import frame
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.commands import Announce
from wschat_gui.bridge.events import ClientClosed, RoomFigures
from wschat_gui.bridge.refusals import LimitKind
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.config import Limits
from wschat_gui.frames.header import Opcode

Case = Callable[[RunningServer, ExitStack], None]


def page(server: RunningServer, stack: ExitStack, nick: str = "ada", **join: object) -> RawClient:
    return stack.enter_context(RawClient.page(server.port, nick, **join))


def raw(server: RunningServer, stack: ExitStack, path: str = "") -> RawClient:
    client = stack.enter_context(RawClient(server.port))
    if path:
        client.upgrade(path)
    return client


def full(server: RunningServer, stack: ExitStack) -> None:
    for nick in ("ada", "bob"):
        page(server, stack, nick)
    third = raw(server, stack)
    third.ask_upgrade()
    assert third.read_answer()[0] == 503


def slow_handshake(server: RunningServer, stack: ExitStack) -> None:
    page(server, stack)
    slow = raw(server, stack)
    slow.send(b"GET / HTTP/1.1\r\n")
    assert slow.read_to_end() == b""


def deaf(server: RunningServer, stack: ExitStack) -> None:
    client = raw(server, stack, "/echo")
    server.await_clients(1)
    while client.read_frame()[0] != 0x80 | Opcode.CLOSE:
        pass
    assert server.event(ClientClosed).close_code == 1011


def not_reading(server: RunningServer, stack: ExitStack) -> None:
    page(server, stack, "reader")
    sender = page(server, stack, "sender")
    server.await_clients(2)
    for number in range(2_000):
        sender.send_json(type="say", id=str(number), text="x" * 10_000)
        sender.read_until("said")
        if server.events(ClientClosed):
            break
    closed = server.event(ClientClosed)
    assert (closed.cause, closed.close_code) == (LeaveCause.TOO_SLOW, 1013)


def big_frame(server: RunningServer, stack: ExitStack) -> None:
    client = raw(server, stack, "/echo")
    server.await_clients(1)
    client.send(frame(Opcode.BINARY, bytes(1_000)))
    assert client.read_message() == (Opcode.BINARY, bytes(1_000))
    client.send(frame(Opcode.BINARY, bytes(1_001)))
    assert client.read_close()[0] == 1009


def long_text(server: RunningServer, stack: ExitStack) -> None:
    ada = page(server, stack)
    ada.send_json(type="say", id="1", text="x" * 10_000)
    assert len(ada.read_until("said")["text"]) == 10_000
    ada.send_json(type="say", id="2", text="x" * 10_001)
    refused = ada.read_until("refused")
    assert (refused["code"], refused["limit"]) == ("text_too_long", 10_000)


def long_nick(server: RunningServer, stack: ExitStack) -> None:
    ada = page(server, stack, "x" * 24)
    ada.send_json(type="rename", nick="y" * 25)
    assert ada.read_until("refused")["code"] == "nick_invalid"


def flood(server: RunningServer, stack: ExitStack) -> None:
    ada = page(server, stack)
    for number in range(3):
        ada.send_json(type="say", id=str(number), text="x")
        ada.read_until("said")
    ada.send_json(type="say", id="3", text="x")
    assert ada.read_until("refused")["code"] == "too_fast"
    # The host is exempt.
    for number in range(30):
        server.post(Announce(str(number)))
    for number in range(30):
        assert ada.read_until("announced")["text"] == str(number)


def wrong_codes(server: RunningServer, stack: ExitStack) -> None:
    def knock(code: str) -> RawClient:
        client = raw(server, stack)
        client.upgrade("/", ("Sec-WebSocket-Protocol: wschat.v1",))
        client.join(f"ada {client.address[-5:]}", code=code)
        return client

    for _ in range(3):
        assert knock("wrong").welcome["wait_s"] == 0
    refused = knock("right").welcome
    assert (refused["code"], refused["wait_s"] > 0) == ("wrong_code", True)


def large_file(server: RunningServer, stack: ExitStack) -> None:
    ada = page(server, stack)
    ada.share("a.txt", bytes(10))
    ada.send_json(type="offer", id="2", name="b.txt", size_bytes=11)
    assert ada.read_until("refused")["code"] == "file_too_large"


def full_of_files(server: RunningServer, stack: ExitStack) -> None:
    ada = page(server, stack)
    ada.share("a.txt", bytes(10))
    ada.share("b.txt", bytes(5))
    ada.send_json(type="offer", id="3", name="c.txt", size_bytes=1)
    assert ada.read_until("refused")["code"] == "files_full"


ROWS: dict[LimitKind, tuple[Limits, Case, int]] = {
    LimitKind.CLIENTS: (Limits(clients=2), full, 1),
    LimitKind.CLIENTS_PER_ADDRESS: (Limits(clients_per_address=2), full, 1),
    LimitKind.OPEN_TIMEOUT: (Limits(open_timeout_s=0.2), slow_handshake, 1),
    LimitKind.PING_TIMEOUT: (Limits(ping_interval_s=0.05, ping_timeout_s=0.05), deaf, 1),
    LimitKind.BACKLOG: (
        Limits(backlog_bytes=50_000, message_chars=10_000, flood_burst=10_000),
        not_reading,
        1,
    ),
    LimitKind.FRAME_BYTES: (Limits(frame_bytes=1_000), big_frame, 1),
    LimitKind.MESSAGE_CHARS: (Limits(message_chars=10_000), long_text, 1),
    LimitKind.NICK: (Limits(), long_nick, 1),
    LimitKind.FLOOD: (Limits(flood_burst=3, flood_per_s=0.001), flood, 1),
    LimitKind.WRONG_CODES: (Limits(wrong_codes=3), wrong_codes, 1),
    LimitKind.FILE_BYTES: (Limits(file_bytes=10), large_file, 1),
    LimitKind.ALL_FILES_BYTES: (Limits(file_bytes=10, all_files_bytes=15), full_of_files, 1),
}


@pytest.mark.parametrize("limit", ROWS)
def test_a_limit_holds_at_its_edge_and_is_counted(limit: LimitKind) -> None:
    limits, case, times = ROWS[limit]
    code = "right" if limit is LimitKind.WRONG_CODES else ""
    with RunningServer(limits=limits, room_code=code) as server, ExitStack() as stack:
        case(server, stack)
        wait_until(lambda: _counted(server) == ((limit, times),), 10, f"{limit} is counted")


def _counted(server: RunningServer) -> tuple[tuple[LimitKind, int], ...]:
    figures = server.events(RoomFigures)
    return figures[-1].refusals if figures else ()


def test_every_limit_has_its_row() -> None:
    assert {*ROWS, LimitKind.DOWNLOADS} == set(LimitKind)  # that one: `test_downloads.py`
