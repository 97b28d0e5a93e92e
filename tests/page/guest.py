"""Somebody else in the room: a scripted client that speaks `wschat.v1` over a real socket."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from wschat_gui.chat import requests
from wschat_gui.chat import vocabulary as v

ANSWER_TIMEOUT_S = 5.0

M = TypeVar("M", bound=msgspec.Struct)

_decoder = msgspec.json.Decoder(v.ServerMessage)
_encoder = msgspec.json.Encoder()


class Guest:
    """A member who says what the test wants; made by `guest`."""

    def __init__(self, connection: ClientConnection, nick: str) -> None:
        """Join."""
        self._connection = connection
        self._send(requests.Join(nick))
        self._expect(v.Welcome)

    def say(self, text: str, reply_to: int = 0) -> v.Said:
        """Say something, and wait until the room has it."""
        message_id = uuid.uuid4().hex
        self._send(requests.Say(message_id, text, reply_to))
        while (said := self._expect(v.Said)).id != message_id:
            pass
        return said

    def hear(self, text: str) -> None:
        """Wait until the host has announced this."""
        while self._expect(v.Announced).text != text:
            pass

    def rename(self, nick: str) -> None:
        """Take another nick."""
        self._send(requests.Rename(nick))
        self._expect(v.Renamed)

    def _send(self, message: requests.PageMessage) -> None:
        self._connection.send(_encoder.encode(message).decode())

    def _expect(self, kind: type[M]) -> M:
        while True:
            message = _decoder.decode(self._connection.recv(timeout=ANSWER_TIMEOUT_S))
            assert not isinstance(message, v.Refused), message
            if isinstance(message, kind):
                return message


@contextmanager
def guest(url: str, nick: str) -> Iterator[Guest]:
    """Stay in the room of the page at `url` for the length of a block."""
    address = url.replace("http", "ws", 1)
    with connect(
        address, subprotocols=[Subprotocol(v.SUBPROTOCOL)], compression=None
    ) as connection:
        yield Guest(connection, nick)
