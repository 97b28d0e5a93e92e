"""Where the host reads RFC 6455 otherwise than the engine would by itself."""

from __future__ import annotations

import pytest

from tests.frames.wire import close, frame
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from wschat_gui.bridge.events import ClientClosed
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.frames.header import Opcode


@pytest.mark.parametrize("path", ["/", "/echo"])
def test_a_close_inside_a_message_is_a_close(server: RunningServer, path: str) -> None:
    with RawClient(server.port) as client:
        client.upgrade(path)
        if path == "/":
            client.read_text()
        server.await_clients(1)
        client.send(frame(Opcode.TEXT, b"begun and", fin=False) + close(1000, "enough"))
        assert client.read_close() == (1000, "enough")
        assert client.read_to_end() == b""
    closed = server.event(ClientClosed)
    assert (closed.cause, closed.close_code) == (LeaveCause.LEFT, 1000)


def test_a_broken_close_inside_a_message_is_still_refused(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.upgrade("/echo")
        server.await_clients(1)
        client.send(frame(Opcode.TEXT, b"begun and", fin=False) + close(1005))
        assert client.read_close()[0] == 1002
    assert server.event(ClientClosed).cause is LeaveCause.PROTOCOL_ERROR
