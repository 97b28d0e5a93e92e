"""The archive is a HAR 1.2 with the messages as Chrome writes them, seen from the page."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.frames.captures import Wiretap, deflated
from tests.frames.export.scenes import ANNA, CLIENTS, answer, busy_room, request, rooms, source_of
from tests.frames.wire import frame
from wschat_gui.frames.export import har, pcapng
from wschat_gui.frames.export.anonymous import anonymised
from wschat_gui.frames.export.source import ExportSource
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.messages import Messages
from wschat_gui.frames.pieces import Direction
from wschat_gui.frames.terms import Compression


class NameValue(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    value: str


class Request(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    method: str
    url: str
    http_version: str
    cookies: list[NameValue]
    headers: list[NameValue]
    query_string: list[NameValue]
    headers_size: int
    body_size: int


class Content(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    size: int
    mime_type: str


class Response(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    status: int
    status_text: str
    http_version: str
    cookies: list[NameValue]
    headers: list[NameValue]
    content: Content
    redirect_url: str = msgspec.field(name="redirectURL")
    headers_size: int
    body_size: int


class WebSocketMessage(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    time: float
    opcode: int
    data: str


class Entry(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Section "entries" of the HAR 1.2 specification, and Chrome's two fields."""

    started_date_time: str
    time: float
    request: Request
    response: Response
    cache: dict[str, Any]
    timings: dict[str, float]
    server_ip_address: str = msgspec.field(name="serverIPAddress")
    connection: str
    comment: str
    resource_type: str = msgspec.field(name="_resourceType")
    messages: list[WebSocketMessage] = msgspec.field(name="_webSocketMessages")


class Log(msgspec.Struct, forbid_unknown_fields=True):
    version: str
    creator: dict[str, str]
    pages: list[Any]
    entries: list[Entry]


class Har(msgspec.Struct, forbid_unknown_fields=True):
    log: Log


def exported(source: ExportSource) -> Log:
    return msgspec.json.decode(b"".join(har.written(source)), type=Har).log


def of_anna(tap: Wiretap) -> list[tuple[str, int, str]]:
    (entry, *_) = exported(source_of(tap.snapshot())).entries
    return [(message.type, message.opcode, message.data) for message in entry.messages]


def test_entry_is_the_handshake() -> None:
    tap = Wiretap()
    tap.receive(1, frame())
    anna = msgspec.structs.replace(
        ANNA,
        request=request(target="/ws?nick=Anna&x=", more="Cookie: device=abc; theme=dark\r\n"),
        answer=answer(more="Sec-WebSocket-Protocol: wschat.v1\r\n"),
    )
    log = exported(source_of(tap.snapshot(), {1: anna}))
    assert log.version == "1.2"
    (entry,) = log.entries
    assert entry.resource_type == "websocket"
    assert entry.started_date_time == "2023-11-14T22:13:19.000Z"
    assert entry.request.method == "GET"
    assert entry.request.url == "ws://10.0.0.1:12345/ws?nick=Anna&x="
    assert entry.request.query_string == [NameValue("nick", "Anna"), NameValue("x", "")]
    assert entry.request.cookies == [NameValue("device", "abc"), NameValue("theme", "dark")]
    assert NameValue("Sec-WebSocket-Version", "13") in entry.request.headers
    assert (entry.response.status, entry.response.status_text) == (101, "Switching Protocols")
    assert NameValue("Sec-WebSocket-Protocol", "wschat.v1") in entry.response.headers
    assert set(entry.timings) == {"send", "wait", "receive"}


def test_messages_are_whole_and_in_order_and_control_frames_are_not_there() -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload=b"in two ", fin=False) + frame(Opcode.PING, b"?"))
    tap.broadcast(frame(payload="grüß".encode(), key=b""), [1, 2])
    tap.receive(1, frame(Opcode.CONT, b"parts") + frame(Opcode.BINARY, b"\x00\xff"))
    tap.receive(1, frame(payload=b"never finished", fin=False))
    assert of_anna(tap) == [
        ("receive", 1, "grüß"),
        ("send", 1, "in two parts"),
        ("send", 2, "AP8="),
    ]


def test_time_of_a_broadcast_is_that_of_each_write() -> None:
    tap = Wiretap()
    tap.broadcast(frame(key=b""), [1, 2])
    first, second = exported(source_of(tap.snapshot())).entries
    assert second.messages[0].time - first.messages[0].time == pytest.approx(0.001, abs=1e-6)


def test_compressed_messages_are_written_inflated() -> None:
    tap = Wiretap(compression=Compression.PERMESSAGE_DEFLATE)
    tap.receive(1, frame(payload=deflated(b"legible"), rsv=4))
    assert of_anna(tap) == [("send", 1, "legible")]


def test_only_chosen_frames_and_clients_with_any_are_there() -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload=b"a") + frame(payload=b"b"))
    tap.receive(2, frame(payload=b"c"))
    log = exported(source_of(tap.snapshot(), numbers=frozenset({2})))
    assert [[message.data for message in entry.messages] for entry in log.entries] == [["b"]]


@given(
    st.lists(
        st.sampled_from([*request().decode().split(" "), "Cookie:", "\r\n", "=;", "?a=%ff&", "//["])
        | st.text(max_size=4)
    ).map(" ".join),
    st.binary(max_size=30) | st.just(answer()),
)
@example("GET //[ HTTP/1.1\r\nCookie: a b=c;;=\r\n\r\n", b"HTTP/1.1\r\n\r\n")
def test_whatever_a_client_asked_with_is_written(asked: str, answered: bytes) -> None:
    tap = Wiretap()
    tap.receive(1, frame())
    anna = msgspec.structs.replace(ANNA, request=asked.encode(), answer=answered)
    source = source_of(tap.snapshot(), {1: anna})
    for written in (source, anonymised(source)):
        exported(written)
        assert b"".join(pcapng.written(written))


def test_nothing_captured_is_an_empty_archive() -> None:
    assert exported(source_of(Wiretap().snapshot())).entries == []


def test_busy_room_is_written_in_full() -> None:
    log = exported(source_of(busy_room().snapshot()))
    assert [entry.connection for entry in log.entries] == ["50001", "50002", "50003"]
    assert [len(entry.messages) for entry in log.entries] == [24, 17, 17]


@given(rooms())
def test_every_complete_message_is_there(tap: Wiretap) -> None:
    source = source_of(tap.snapshot())
    entries = {entry.connection: entry.messages for entry in exported(source).entries}
    messages = Messages(source.snapshot)
    for client in CLIENTS.values():
        for direction, kind in ((Direction.IN, "send"), (Direction.OUT, "receive")):
            written = [
                message.data.encode() if message.opcode == 1 else b64decode(message.data)
                for message in entries.get(str(client.port), [])
                if message.type == kind
            ]
            assert written == [
                message.data.decode(errors="replace").encode()
                if message.opcode == Opcode.TEXT
                else message.data
                for message in messages.of_client(client.client_id, direction)
                if message.is_complete
            ]
