"""What tshark reads in an exported capture is what was captured, frame by frame."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.captures import Wiretap, deflated, frames_one_way
from tests.frames.export.scenes import ANNA, CLIENTS, answer, busy_room, request, source_of
from tests.frames.wire import frame
from tests.require import require_program
from wschat_gui.frames.capture import Capture
from wschat_gui.frames.export import pcapng
from wschat_gui.frames.export.packets import SEGMENT_BYTES, Conversation, Side, internet_checksum
from wschat_gui.frames.export.source import ClientRecord, ExportSource
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.pieces import Direction
from wschat_gui.frames.terms import Compression

Seen = tuple[bool, int, int, bool, int, bytes, bytes, bytes]
"""fin, rsv, opcode, mask, length, masking key, payload as on the wire, payload unmasked."""


def exported(source: ExportSource, folder: Path) -> Path:
    path = folder / "room.pcapng"
    path.write_bytes(b"".join(pcapng.written(source)))
    return path


def tshark(path: Path, *options: str) -> str:
    command = [
        *(str(require_program("tshark")), "-n", "-r", str(path)),
        *("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", *options),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True)
    return done.stdout


def frames_that_tshark_sees(path: Path) -> dict[tuple[int, Direction], list[Seen]]:
    """Return all WebSocket frames by the client's port and the direction."""
    options = ("-T", "jsonraw", "--no-duplicate-keys", "-Y", "websocket")
    seen: dict[tuple[int, Direction], list[Seen]] = {}
    for packet in msgspec.json.decode(tshark(path, *options)):
        layers = packet["_source"]["layers"]
        source, destination = (
            int(layers["tcp"][f"tcp.{end}port_raw"][0], 16) for end in ("src", "dst")
        )
        way = (source, Direction.IN) if destination == 12_345 else (destination, Direction.OUT)
        found = layers["websocket"]
        for layer in found if isinstance(found, list) else [found]:
            seen.setdefault(way, []).append(one_frame(layer))
    return seen


def one_frame(layer: dict[str, Any]) -> Seen:
    def raw(name: str) -> str:
        return str(layer[f"websocket.{name}_raw"][0]) if f"websocket.{name}_raw" in layer else ""

    extended = raw("payload_length_ext_16") or raw("payload_length_ext_64")
    unmasked = bytes.fromhex(raw("payload"))
    return (
        raw("fin") == "1",
        int(raw("rsv") or raw("pmc"), 16),
        int(raw("opcode"), 16),
        raw("mask") == "1",
        int(extended or raw("payload_length"), 16),
        bytes.fromhex(raw("masking_key")),
        bytes.fromhex(raw("masked_payload")) if raw("mask") == "1" else unmasked,
        unmasked,
    )


def frames_that_were_captured(source: ExportSource) -> dict[tuple[int, Direction], list[Seen]]:
    seen: dict[tuple[int, Direction], list[Seen]] = {}
    for client in source.clients.values():
        for direction in Direction:
            for captured in frames_one_way(source.snapshot, client.client_id, direction):
                header, payload = captured.frame, source.snapshot.payload(captured)
                seen.setdefault((client.port, direction), []).append(
                    (
                        header.fin,
                        header.first_byte >> 4 & 7,
                        header.opcode,
                        header.masked,
                        header.payload_length,
                        header.masking_key,
                        payload.wire,
                        payload.unmasked,
                    )
                )
    return seen


def test_tshark_sees_the_same_frames(tmp_path: Path) -> None:
    source = source_of(busy_room().snapshot())
    assert frames_that_tshark_sees(exported(source, tmp_path)) == frames_that_were_captured(source)


def test_tshark_has_nothing_to_complain_of(tmp_path: Path) -> None:
    path = exported(source_of(busy_room().snapshot()), tmp_path)
    fields = ("ip.checksum.status", "tcp.checksum.status", "tcp.analysis.flags", "_ws.malformed")
    listed = tshark(path, "-T", "fields", *(part for name in fields for part in ("-e", name)))
    rows = {tuple(line.split("\t")) for line in listed.splitlines()}
    assert rows == {("1", "1", "", ""), ("", "1", "", "")}  # 1: good; IPv6 has no checksum


def test_each_client_is_one_connection_with_its_handshake(tmp_path: Path) -> None:
    path = exported(source_of(busy_room().snapshot()), tmp_path)
    asked = tshark(
        path,
        "-Y",
        "http.request",
        "-T",
        "fields",
        "-e",
        "tcp.stream",
        "-e",
        "ip.src",
        "-e",
        "ipv6.src",
        "-e",
        "http.request.uri",
    )
    assert asked.splitlines() == [
        "0\t10.0.0.17\t\t/ws?nick=Anna",
        "1\t\tfe80::1234:5678\t/",
        "2\t10.0.0.18\t\t/",
    ]
    answered = tshark(path, "-Y", "http.response.code == 101", "-T", "fields", "-e", "tcp.stream")
    assert answered.split() == ["0", "1", "2"]
    comments = tshark(
        path,
        "-Y",
        "tcp.flags.syn == 1 && tcp.flags.ack == 0",
        "-T",
        "fields",
        "-e",
        "frame.comment",
    )
    assert comments.splitlines() == [
        'client 1 "Anna"; TCP made up',
        'client 2 "Bén"; TCP made up',
        "a client; TCP made up",
    ]


def test_times_are_those_of_reads_and_writes(tmp_path: Path) -> None:
    tap = Wiretap()
    tap.receive(1, frame())
    tap.broadcast(frame(key=b""), [1, 2])
    path = exported(source_of(tap.snapshot()), tmp_path)
    listed = tshark(path, "-Y", "websocket", "-T", "fields", "-e", "frame.time_epoch")
    assert listed.split() == [f"1700000000.00{i}000000" for i in (0, 1, 2)]


@pytest.mark.parametrize("kept", [1, 2, 3, 5])
def test_what_is_left_of_a_long_stream_is_still_decoded(kept: int, tmp_path: Path) -> None:
    tap = Wiretap(Capture(max_frames=kept, max_bytes=1 << 20, max_age_s=1e9))
    for i in range(20):
        tap.receive(1, frame(payload=b"message %d" % i), [3, 7])
        tap.send(1, frame(Opcode.BINARY, bytes(200), key=b""))
    source = source_of(tap.snapshot())
    assert tap.capture.forgotten == 40 - kept
    assert frames_that_tshark_sees(exported(source, tmp_path)) == frames_that_were_captured(source)


def test_frame_without_all_its_payload_is_left_out_where_others_follow(tmp_path: Path) -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload=b"half of it is lost")[:10])
    tap.capture.interrupt()
    tap.observers[1].received(frame(payload=b"half of it is lost")[10:], 0.0)
    tap.receive(1, frame(payload=b"next"))
    seen = frames_that_tshark_sees(exported(source_of(tap.snapshot()), tmp_path))
    assert [row[-1] for row in seen[50_001, Direction.IN]] == [b"next"]


def test_only_chosen_frames_are_exported(tmp_path: Path) -> None:
    tap = Wiretap()
    tap.receive(1, b"".join(frame(payload=bytes([65 + i])) for i in range(6)))
    source = source_of(tap.snapshot(), numbers=frozenset({2, 5}))
    seen = frames_that_tshark_sees(exported(source, tmp_path))
    assert [row[-1] for row in seen[50_001, Direction.IN]] == [b"B", b"E"]


def test_compressed_messages_are_inflated_by_tshark(tmp_path: Path) -> None:
    tap = Wiretap(compression=Compression.PERMESSAGE_DEFLATE)
    tap.receive(1, frame(payload=deflated(b"compressed and legible"), rsv=4))
    extension = "Sec-WebSocket-Extensions: permessage-deflate\r\n"
    anna = msgspec.structs.replace(
        ANNA, request=request(more=extension), answer=answer(more=extension)
    )
    path = exported(source_of(tap.snapshot(), {1: anna}), tmp_path)
    text = tshark(path, "-Y", "websocket", "-T", "fields", "-e", "websocket.payload.text")
    assert "compressed and legible" in text


def test_nothing_captured_is_a_file_that_opens(tmp_path: Path) -> None:
    assert tshark(exported(source_of(Wiretap().snapshot()), tmp_path)) == ""


def test_clients_that_nobody_knows_are_left_out(tmp_path: Path) -> None:
    tap = Wiretap()
    tap.receive(9, frame())
    tap.broadcast(frame(key=b""), [1, 9])
    source = source_of(tap.snapshot(), {1: CLIENTS[1]})
    seen = frames_that_tshark_sees(exported(source, tmp_path))
    assert list(seen) == [(50_001, Direction.OUT)]


# Packets -----------------------------------------------------------------------------------------


def sum_of_words(data: bytes) -> int:
    """RFC 1071 section 4.1, word by word."""
    data += bytes(len(data) % 2)
    total = sum(int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


@given(st.binary(max_size=100) | st.integers(0, 50).map(bytes) | st.just(b"\xff\xff" * 9))
def test_checksum_is_the_one_of_the_words(data: bytes) -> None:
    assert internet_checksum(data) == sum_of_words(data)


@given(st.integers(0, 10_000), st.sampled_from(["10.0.0.2", "fe80::2%eth0", "kitchen", "::1"]))
def test_segments_fit_and_hold_all_data(length: int, host: str) -> None:
    conversation = Conversation(7, host, 5_000, "10.0.0.1", 12_345)
    data = bytes(i % 251 for i in range(length))
    joined = b""
    for packet in conversation.segments(Side.CLIENT, data):
        header_bytes = 40 if packet[0] >> 4 == 4 else 60
        assert len(packet) - header_bytes <= SEGMENT_BYTES
        joined += packet[header_bytes:]
    assert joined == data


def test_addresses_of_one_packet_are_of_one_version() -> None:
    record = ClientRecord(
        client_id=1, host="10.0.0.2", port=1, server_host="2001:db8::1", server_port=2, opened_s=0
    )
    conversation = Conversation(1, record.host, record.port, record.server_host, record.server_port)
    (_, packet), *_ = conversation.opening()
    assert packet[0] >> 4 == 6
