"""Captured frames of every sort, for the tests of display filters."""

from __future__ import annotations

from tests.frames.captures import Wiretap, deflated
from tests.frames.wire import close, frame
from wschat_gui.frames.facts import Party, facts_of
from wschat_gui.frames.header import LengthEncoding, Opcode
from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.terms import Compression

DIRECTORY = {
    1: Party("kitchen-tablet", "10.0.0.7:5001"),
    2: Party("Ännä", "[fe80::7]:5002"),
    3: Party("", "10.0.0.9:5003"),
}


def scene() -> Wiretap:
    """Frames of every sort; their numbers are used below."""
    tap = Wiretap()
    tap.observers[3] = ConnectionObserver(
        compression=Compression.PERMESSAGE_DEFLATE, max_message_bytes=None
    )
    tap.received[3] = tap.sent[3] = b""
    tap.receive(1, frame(payload="Hello, Grüße!".encode()))  # 1
    tap.receive(2, frame(Opcode.BINARY, bytes(range(200))))  # 2
    tap.broadcast(frame(payload=b'{"type":"said"}', key=b""), [1, 2])  # 3
    tap.broadcast(frame(payload=b"to one", key=b""), [3])  # 4
    tap.receive(3, frame(payload=deflated(b"compressed hello"), rsv=4))  # 5
    tap.receive(1, frame(payload=b"a", fin=False) + frame(Opcode.CONT, b"bc"))  # 6, 7
    tap.send(2, frame(Opcode.PING, b"rtt", key=b""))  # 8
    tap.receive(2, frame(Opcode.PONG, b"rtt"))  # 9
    tap.receive(2, frame(payload=b"long", encoding=LengthEncoding.SIXTY_FOUR_BIT))  # 10
    tap.receive(2, close(4001, "bye now"))  # 11
    tap.receive(2, frame(payload=b"late"))  # 12
    tap.receive(1, frame(payload=b"refused", key=b""))  # 13
    tap.receive(3, frame(Opcode.CLOSE))  # 14
    return tap


SNAPSHOT = scene().snapshot()
FACTS = list(facts_of(SNAPSHOT, DIRECTORY, start_s=0.0))
