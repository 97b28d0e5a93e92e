"""The load clients' frames and handshake, against the library that the servers are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.streams import StreamReader

from bench.wire import (
    OPCODE_TEXT,
    ProtocolError,
    check_handshake_response,
    client_frame,
    frame_at,
    handshake_request,
)

LENGTHS = [0, 1, 3, 125, 126, 127, 65_535, 65_536]


def accepted(request: bytes, subprotocols: list[str]) -> bytes:
    """Let the library answer a handshake."""
    protocol = ServerProtocol(subprotocols=subprotocols or None)  # type: ignore[arg-type]
    protocol.receive_data(request)
    (event,) = protocol.events_received()
    assert isinstance(event, Request)
    protocol.send_response(protocol.accept(event))
    return b"".join(protocol.data_to_send())


def parsed(data: bytes) -> Frame:
    """Let the library read one masked frame."""
    reader = StreamReader()
    reader.feed_data(data)
    parser = Frame.parse(reader.read_exact, mask=True)
    with pytest.raises(StopIteration) as stop:
        next(parser)
    frame = stop.value.value
    assert isinstance(frame, Frame)
    return frame


@pytest.mark.parametrize("length", LENGTHS)
def test_client_frame_is_read_as_it_was_meant(length: int) -> None:
    payload = bytes(index % 251 for index in range(length))

    assert parsed(client_frame(OPCODE_TEXT, payload)) == Frame(Opcode.TEXT, payload)


@pytest.mark.parametrize("length", LENGTHS)
def test_server_frame_is_found_behind_others(length: int) -> None:
    frame = Frame(Opcode.TEXT, b"x" * length).serialize(mask=False)

    begin, end = frame_at(b"before" + frame + b"behind", 6) or (0, 0)

    assert end == 6 + len(frame)
    assert end - begin == length


@given(st.binary(max_size=300), st.data())
def test_part_of_a_frame_is_no_frame(payload: bytes, data: st.DataObject) -> None:
    frame = Frame(Opcode.TEXT, payload).serialize(mask=False)
    cut = data.draw(st.integers(0, len(frame) - 1))

    assert frame_at(frame[:cut], 0) is None


@pytest.mark.parametrize("header", ["01 00", "80 00", "c1 00", "81 80"])
def test_fragment_compressed_or_masked_frame_is_an_error(header: str) -> None:
    with pytest.raises(ProtocolError):
        frame_at(bytes.fromhex(header), 0)


@pytest.mark.parametrize("subprotocol", ["", "wschat.v1"])
def test_handshake_is_accepted_and_its_answer_too(subprotocol: str) -> None:
    request = handshake_request("127.0.0.1", 80, "/", subprotocol)

    response = accepted(request, [subprotocol] if subprotocol else [])

    check_handshake_response(response, subprotocol)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda response: response.replace(b"101", b"503"),
        lambda response: response.replace(b"Accept: ", b"Accept: x"),
        lambda response: response.replace(b"wschat.v1", b"other.v1"),
        lambda response: response.replace(b"\r\n\r\n", b"\r\nSec-WebSocket-Extensions: x\r\n\r\n"),
    ],
)
def test_another_answer_is_refused(spoil: object) -> None:
    assert callable(spoil)
    response = accepted(handshake_request("127.0.0.1", 80, "/", "wschat.v1"), ["wschat.v1"])

    with pytest.raises(ProtocolError):
        check_handshake_response(spoil(response), "wschat.v1")
