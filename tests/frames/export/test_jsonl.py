"""One frame a line, with all that is known of it."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import msgspec
from hypothesis import given

from tests.frames.captures import Wiretap
from tests.frames.export.scenes import busy_room, rooms, source_of
from tests.frames.wire import KEY, close, frame
from wschat_gui.frames.export import jsonl
from wschat_gui.frames.export.source import ExportSource
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.pieces import Write


def lines_of(source: ExportSource) -> list[dict[str, Any]]:
    return [
        msgspec.json.decode(line) for line in b"".join(jsonl.written(source)).splitlines() if line
    ]


def test_all_fields_of_a_frame() -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload="grüß".encode()))
    (line,) = lines_of(source_of(tap.snapshot()))
    assert line == {
        "number": 1,
        "time": "2023-11-14T22:13:20.000000Z",
        "direction": "in",
        "client_id": 1,
        "client": "Anna",
        "address": "10.0.0.17:50001",
        "fin": True,
        "rsv1": False,
        "rsv2": False,
        "rsv3": False,
        "opcode": 1,
        "opcode_name": "text",
        "mask": True,
        "masking_key": KEY.hex(),
        "length_bits": 7,
        "payload_length": 6,
        "missing_bytes": 0,
        "text": "grüß",
        "base64": None,
        "close_code": None,
        "refused": False,
        "violations": [],
        "receivers": [],
    }


def test_broadcast_lists_its_receivers() -> None:
    tap = Wiretap()
    tap.observer(1)
    data = frame(key=b"")
    tap.capture.broadcast(data, tap.shared.dissected(data), [Write(1, 0.0, 0), Write(2, 0.25, 700)])
    (line,) = lines_of(source_of(tap.snapshot()))
    assert (line["client_id"], line["client"], line["direction"]) == (None, "", "out")
    assert line["receivers"] == [
        {
            "client_id": 1,
            "client": "Anna",
            "address": "10.0.0.17:50001",
            "time": "2023-11-14T22:13:20.000000Z",
        },
        {
            "client_id": 2,
            "client": "Bén",
            "address": "[fe80::1234:5678%eth0]:50002",
            "time": "2023-11-14T22:13:20.250000Z",
            "waiting_bytes": 700,
        },
    ]


def test_refused_frame_says_what_it_breaks() -> None:
    tap = Wiretap()
    tap.receive(1, frame(0xB, b"what"))
    (line,) = lines_of(source_of(tap.snapshot()))
    assert line["refused"]
    assert line["opcode_name"] == "reserved"
    assert line["violations"] == ["RFC 6455 section 5.2: The opcode is a reserved one."]
    assert b64decode(line["base64"]) == b"what"


def test_close_frame_tells_its_code() -> None:
    tap = Wiretap()
    tap.receive(1, close(4001, "bye"))
    tap.receive(2, frame(Opcode.CLOSE))
    first, second = lines_of(source_of(tap.snapshot()))
    assert (first["close_code"], second["close_code"]) == (4001, None)


def test_chosen_frames_only() -> None:
    source = source_of(busy_room().snapshot(), numbers=frozenset({3, 9}))
    assert [line["number"] for line in lines_of(source)] == [3, 9]


@given(rooms())
def test_lines_are_the_frames(tap: Wiretap) -> None:
    source = source_of(tap.snapshot())
    lines = lines_of(source)
    assert len(lines) == tap.capture.frames
    for line, captured in zip(lines, source.frames(), strict=True):
        payload = source.snapshot.payload(captured)
        assert line["number"] == captured.number
        assert line["opcode"] == captured.frame.opcode
        assert bytes.fromhex(line["masking_key"]) == captured.frame.masking_key
        written = line["text"].encode() if line["base64"] is None else b64decode(line["base64"])
        assert written == payload.unmasked
