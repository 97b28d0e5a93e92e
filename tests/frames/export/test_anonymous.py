"""Nothing that people wrote, are called or come from is in the copy; sizes and times all are."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.captures import Wiretap, deflated
from tests.frames.export.scenes import CLIENTS, answer, busy_room, request, rooms, source_of
from tests.frames.export.test_pcapng import (
    exported,
    frames_that_tshark_sees,
    frames_that_were_captured,
)
from tests.frames.wire import close, cuts_of, frame
from wschat_gui.frames.capture import Capture
from wschat_gui.frames.captured import CapturedFrames
from wschat_gui.frames.export import har, jsonl, pcapng
from wschat_gui.frames.export.anonymous import anonymised
from wschat_gui.frames.export.filler import filled_deflate, filled_text
from wschat_gui.frames.export.source import ClientRecord, ExportSource
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.messages import Messages
from wschat_gui.frames.pieces import Direction
from wschat_gui.frames.terms import Compression
from wschat_gui.frames.xray import encoded

WORDS = st.text("QWVZqwvzßж字🙂", min_size=4, max_size=12)
"""Made of letters that neither filler nor protocol has; in UTF-8 at least four bytes."""


def shape(snapshot: CapturedFrames) -> list[tuple[object, ...]]:
    """All of a capture that is to stay."""
    return [
        (
            captured.number,
            captured.start,
            frame_.first_byte,
            frame_.second_byte,
            frame_.payload_length,
            frame_.violations,
            len(frame_.control_payload),
            frame_.control_payload[:2] if frame_.opcode == Opcode.CLOSE else b"",
            piece.at_s,
            piece.direction,
            piece.client_id,
            piece.writes,
            len(piece.data),
            snapshot.payload(captured).missing_bytes,
        )
        for captured in snapshot.located()
        for frame_, piece in ((captured.frame, captured.piece),)
    ]


def everything_in(source: ExportSource) -> bytes:
    """The bytes of the copy in every form, and its payloads unmasked."""
    unmasked = [source.snapshot.payload(captured).unmasked for captured in source.frames()]
    pieces = [piece.data for piece in source.snapshot.pieces]
    files = [b"".join(form.written(source)) for form in (pcapng, har, jsonl)]
    messages = Messages(source.snapshot)
    inflated = [
        message.data
        for client_id in source.clients
        for direction in Direction
        for message in messages.of_client(client_id, direction)
    ]
    return b"\n".join([*unmasked, *pieces, *files, *inflated])


@given(rooms())
def test_sizes_and_times_stay(tap: Wiretap) -> None:
    source = source_of(tap.snapshot())
    assert shape(anonymised(source).snapshot) == shape(source.snapshot)


@given(st.lists(WORDS, min_size=6, max_size=6), cuts_of(), st.booleans())
def test_no_original_word_survives(words: list[str], cuts: list[int], in_json: bool) -> None:
    text, binary, reason, ping, nick, path = words
    said = json.dumps({"type": "say", "text": text}, ensure_ascii=False) if in_json else text
    tap = Wiretap(compression=Compression.PERMESSAGE_DEFLATE)
    tap.receive(1, frame(payload=said.encode()) + frame(Opcode.BINARY, binary.encode()), cuts)
    tap.receive(1, frame(payload=said.encode()[:5], fin=False, key=text.encode()[:4]))
    tap.receive(1, frame(Opcode.PING, ping.encode()) + frame(Opcode.CONT, said.encode()[5:]))
    tap.receive(1, frame(payload=deflated(said.encode() * 9), rsv=4))
    tap.broadcast(frame(payload=said.encode(), key=b""), [1, 2, 3])
    tap.send(2, close(4001, reason, key=b""))
    tap.receive(2, frame(0xB, text.encode()) + binary.encode())
    tap.receive(3, frame(payload=text.encode() * 2)[:-2])
    quoted = "".join(f"%{octet:02X}" for octet in path.encode())
    more = f"Cookie: {quoted}={quoted}\r\nUser-Agent: {quoted}\r\nX-{quoted}: {quoted}\r\n"
    clients = {
        client_id: msgspec.structs.replace(
            client,
            nick=nick,
            request=request(target=f"/{quoted}?nick={quoted}", more=more),
            answer=answer(more=f"Sec-WebSocket-Protocol: {quoted}\r\n"),
        )
        for client_id, client in CLIENTS.items()
    }
    copy = anonymised(source_of(tap.snapshot(), clients), frozenset({"type", "say", "text"}))
    found = everything_in(copy)
    for word in words:
        octets = word.encode()
        for start in range(len(octets) - 3):
            assert octets[start : start + 4] not in found
    assert quoted.encode() not in found
    for client in CLIENTS.values():
        assert client.host.partition("%")[0].encode() not in found
        assert str(client.port).encode() not in found


@given(rooms(), st.integers(1, 6))
def test_what_was_forgotten_does_not_disturb(tap: Wiretap, kept: int) -> None:
    tap.capture.limit(max_frames=kept, max_bytes=1 << 20, max_age_s=1e9)
    source = source_of(tap.snapshot())
    copy = anonymised(source)
    assert shape(copy.snapshot) == shape(source.snapshot)
    for captured in copy.frames():
        payload = copy.snapshot.payload(captured)
        if not payload.missing_bytes:
            wire = copy.snapshot.wire_of(captured.number)
            assert encoded(captured.frame, payload.unmasked) == wire


@given(rooms())
def test_pieces_of_the_copy_hold_its_frames(tap: Wiretap) -> None:
    copy = anonymised(source_of(tap.snapshot())).snapshot
    for client_id in CLIENTS:
        for direction in Direction:
            stream = b"".join(piece.data for piece in copy.lane(client_id, direction))
            for captured in copy.located():
                piece = captured.piece
                if (piece.client_id, piece.direction) == (client_id, direction):
                    wire = copy.wire_of(captured.number)
                    assert stream[captured.start : captured.start + len(wire)] == wire


def test_tshark_reads_the_copy(tmp_path: Path) -> None:
    copy = anonymised(source_of(busy_room().snapshot()))
    assert frames_that_tshark_sees(exported(copy, tmp_path)) == frames_that_were_captured(copy)


def test_gap_in_the_capture_does_not_disturb() -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload=b"whole before the gap"))
    wire = frame(payload=b"begins in the gap")
    tap.capture.interrupt()
    tap.observers[1].received(wire[:5], 0.0)
    tap.receive(1, wire[5:])
    copy = anonymised(source_of(tap.snapshot())).snapshot
    assert [copy.payload(captured).unmasked for captured in copy.located()] == [
        b"x" * 20,
        b"x" * 17,
    ]


def test_pong_still_answers_its_ping() -> None:
    tap = Wiretap()
    tap.send(1, frame(Opcode.PING, b"one!", key=b"") + frame(Opcode.PING, b"two!", key=b""))
    tap.receive(1, frame(Opcode.PONG, b"two!"))
    copy = anonymised(source_of(tap.snapshot()))
    one, two, pong = [captured.frame.control_payload for captured in copy.frames()]
    assert one != two == pong


def test_equal_addresses_stay_equal_and_others_differ() -> None:
    clients = {
        i: ClientRecord(
            client_id=i, host=host, port=1, server_host="10.0.0.1", server_port=2, opened_s=0
        )
        for i, host in enumerate(["10.0.0.5", "10.0.0.6", "10.0.0.5", "fe80::1", "fe80::2"])
    }
    copy = anonymised(source_of(Wiretap().snapshot(), clients)).clients
    hosts = [client.host for client in copy.values()]
    assert hosts[0] == hosts[2]
    assert len(set(hosts)) == 4
    assert [":" in host for host in hosts] == [False, False, False, True, True]


def test_handshake_keeps_its_size_and_what_is_technical() -> None:
    extension = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=15\r\n"
    asked = request(target="/ws?code=Secret99", more=f"{extension}Cookie: device=Secret99\r\n")
    anna = msgspec.structs.replace(CLIENTS[1], request=asked, answer=answer(more=extension))
    copy = anonymised(source_of(Wiretap().snapshot(), {1: anna})).clients[1]
    assert len(copy.request) == len(asked)
    assert b"Secret99" not in copy.request
    assert extension.replace("=15", "=15").encode() in copy.answer
    assert copy.request.startswith(b"GET /xxxxxxxxxxxxxxxx HTTP/1.1\r\nHost: ")
    assert copy.request.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "mangled", [b"", b"\r\n", b"GET", b"POST / HTTP/1.1\r\n\r\n", b"\xff\r\n\r\n"]
)
def test_mangled_handshake_is_rather_made_up(mangled: bytes) -> None:
    anna = msgspec.structs.replace(CLIENTS[1], request=mangled, answer=mangled)
    copy = anonymised(source_of(Wiretap().snapshot(), {1: anna})).clients[1]
    assert (copy.request, copy.answer) == (b"", b"")


# Filler ------------------------------------------------------------------------------------------


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    ),
    st.booleans(),
    st.sampled_from([None, 2]),
)
def test_filled_json_has_the_same_types(
    value: object, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps([value], ensure_ascii=ascii_only, indent=indent).encode(errors="replace")
    filled = filled_text(text, frozenset())
    assert len(filled) == len(text)
    # Keys that have become equal are one key to the reader: compared as pairs.
    assert types_of(json.loads(filled, object_pairs_hook=list)) == types_of(
        json.loads(text, object_pairs_hook=list)
    )


def types_of(value: object) -> object:
    if isinstance(value, list | tuple):
        return [types_of(inner) for inner in value]
    return "number" if type(value) in {int, float} else type(value)


@given(st.text())
def test_any_text_is_filled_with_as_many_bytes_of_text(text: str) -> None:
    filled = filled_text(text.encode(), frozenset())
    assert len(filled) == len(text.encode())
    filled.decode()


def test_only_words_of_the_protocol_stay_and_only_in_their_place() -> None:
    words = frozenset({"type", "say", "text"})
    said = b'{"type":"say","text":"say","id":12,"other":[true,null,-1.5e3]}'
    assert filled_text(said, words) == (
        b'{"type":"say","text":"xxx","xx":11,"xxxxx":[true,null,-1.1e1]}'
    )


@pytest.mark.parametrize("length", [*range(1, 40), 125, 126, 65_536])
def test_filled_deflate_inflates(length: int) -> None:
    filled = filled_deflate(length)
    assert len(filled) == length
    inflated = zlib.decompressobj(wbits=-15).decompress(filled + b"\x00\x00\xff\xff")
    assert inflated == b"x" * max(0, length - 2)


def test_compressed_message_in_fragments_still_inflates() -> None:
    tap = Wiretap(compression=Compression.PERMESSAGE_DEFLATE)
    wire = deflated(b"legible and secret, secret, secret")
    tap.receive(1, frame(payload=wire[:7], rsv=4, fin=False) + frame(Opcode.CONT, wire[7:]))
    copy = anonymised(source_of(tap.snapshot()))
    (message,) = Messages(copy.snapshot).of_client(1, Direction.IN)
    assert (message.inflate_trouble, set(message.data)) == ("", {ord("x")})


def test_copy_of_an_empty_capture_is_empty() -> None:
    snapshot = Capture(max_frames=1, max_bytes=1, max_age_s=1).snapshot()
    assert anonymised(source_of(snapshot)).snapshot.pieces == ()
