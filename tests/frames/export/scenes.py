"""Captured scenes for the tests of the exporters."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.frames.captures import CLIENT_IDS, Wiretap
from tests.frames.wire import PAYLOADS, close, cuts_of, frame, legal_streams
from wschat_gui.frames.capture import Capture
from wschat_gui.frames.captured import CapturedFrames
from wschat_gui.frames.export.handshakes import accept_of
from wschat_gui.frames.export.source import ClientRecord, ExportSource
from wschat_gui.frames.header import LengthEncoding, Opcode

EPOCH_S = 1_700_000_000.0
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
"""Of the example in RFC 6455 section 1.3."""


def request(*, target: str = "/ws?nick=Anna", more: str = "") -> bytes:
    return (
        f"GET {target} HTTP/1.1\r\nHost: 10.0.0.1:12345\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n"
        f"{more}\r\n"
    ).encode()


def answer(*, more: str = "") -> bytes:
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accept_of(KEY)}\r\n{more}\r\n"
    ).encode()


ANNA = ClientRecord(
    client_id=1,
    nick="Anna",
    host="10.0.0.17",
    port=50_001,
    server_host="10.0.0.1",
    server_port=12_345,
    opened_s=-1.0,
    request=request(),
    answer=answer(),
)
BEN = ClientRecord(
    client_id=2,
    nick="Bén",
    host="fe80::1234:5678%eth0",
    port=50_002,
    server_host="fe80::1",
    server_port=12_345,
    opened_s=-0.5,
)
CLEO = ClientRecord(
    client_id=3,
    host="::ffff:10.0.0.18",
    port=50_003,
    server_host="10.0.0.1",
    server_port=12_345,
    opened_s=0.0,
)
CLIENTS = {client.client_id: client for client in (ANNA, BEN, CLEO)}


def source_of(
    snapshot: CapturedFrames,
    clients: dict[int, ClientRecord] = CLIENTS,
    numbers: frozenset[int] | None = None,
) -> ExportSource:
    return ExportSource(snapshot=snapshot, clients=clients, epoch_s=EPOCH_S, numbers=numbers)


def busy_room(capture: Capture | None = None) -> Wiretap:
    """All that a room's traffic is made of: every length, fragments, broadcasts, refused frames."""
    tap = Wiretap(capture)
    sample = bytes(range(256)) * 257
    for length in (0, 1, 125, 126, 127, 32_767, 65_535, 65_536):
        tap.receive(1, frame(Opcode.BINARY, sample[:length]), [1, 20_000])
        tap.broadcast(frame(Opcode.TEXT, b"x" * length, key=b"") * 2, [1, 2, 3])
    tap.receive(2, frame(Opcode.TEXT, "Grüße, ".encode(), fin=False))
    tap.receive(2, frame(Opcode.PING, b"inside") + frame(Opcode.CONT, b"", fin=False))
    tap.receive(2, frame(Opcode.CONT, "世界 🙂".encode()), [5])
    tap.send(3, frame(Opcode.PING, b"rtt", key=b""))
    tap.receive(3, frame(Opcode.PONG, b"rtt"))
    tap.send(2, close(1001, "going away", key=b""))
    tap.receive(2, close(1001))
    tap.receive(3, frame(Opcode.BINARY, b"12", encoding=LengthEncoding.SIXTEEN_BIT))
    tap.receive(3, frame(0xB, b"reserved") + b"and what nobody reads")
    tap.receive(1, frame(Opcode.TEXT, b"no mask", key=b""))
    return tap


@st.composite
def rooms(draw: st.DrawFn) -> Wiretap:
    """Some legal traffic of up to three clients, cut anywhere."""
    tap = Wiretap()
    for _ in range(draw(st.integers(1, 6))):
        match draw(st.integers(0, 2)):
            case 0:
                tap.receive(draw(CLIENT_IDS), draw(legal_streams()), draw(cuts_of()))
            case 1:
                payloads = draw(st.lists(PAYLOADS, min_size=1, max_size=3))
                data = b"".join(frame(Opcode.BINARY, payload, key=b"") for payload in payloads)
                tap.broadcast(data, draw(st.lists(CLIENT_IDS, min_size=1, unique=True)))
            case _:
                data = frame(Opcode.PING, b"rtt", key=b"") + close(1000, "bye", key=b"")
                tap.send(draw(CLIENT_IDS), data)
    return tap
