"""What the servers under test want to be told, and how their deliveries look. Pure.

A dialect makes messages that each say who sent them and which of that sender's they are, and finds
this again in what the server delivers.
"""

from __future__ import annotations

from typing import Protocol

import msgspec
from msgspec import Struct


class Delivery(Struct, frozen=True):
    """One message as it came back from the server."""

    sender: int
    number: int
    """Among the sender's own; they begin with 0."""
    place: int | None
    """In the room's one order, where the server numbers it."""


class Dialect(Protocol):
    """How to talk to one kind of server."""

    subprotocol: str
    path: str
    has_one_order: bool
    """Whether all clients get all messages in one order, not only each sender's in its own."""
    greeting: str
    """The text to send first, with the client's number for `{}`; empty: connected is in."""
    welcome: bytes
    """What the answer to the greeting begins with."""

    def message(self, sender: int, number: int) -> bytes:
        """Return the text of one message to everybody."""

    def delivery(self, payload: bytes) -> Delivery | None:
        """Read a delivered message; None for any other payload.

        Raises:
            ValueError: it is a message, but not as it was sent.
        """


def _tag(sender: int, number: int) -> str:
    return f"{sender:04d}-{number:010d}"


MARK = _tag(0, 0).encode("ascii")
"""What stands somewhere in the first sender's message numbered 0, and in no other."""


class Relay:
    """A server that sends every message, unchanged, to all clients."""

    subprotocol = ""
    path = "/"
    has_one_order = True
    greeting = ""
    welcome = b""

    def __init__(self, message_bytes: int) -> None:
        self._filler = b"." * (message_bytes - len(_tag(0, 0)))

    def message(self, sender: int, number: int) -> bytes:
        """Return the tag, filled up to the wanted length."""
        return _tag(sender, number).encode("ascii") + self._filler

    def delivery(self, payload: bytes) -> Delivery | None:
        """Read the tag; all payloads are messages."""
        if payload[15:] != self._filler:
            raise ValueError(f"not as it was sent: {payload[:60]!r}")
        return Delivery(int(payload[:4]), int(payload[5:15]), None)


class Threads(Relay):
    """A relay where several senders' messages may cross on their way to the clients."""

    has_one_order = False


class Echo(Relay):
    """The connection test of WSChat host: a client gets back what it sent, and nothing else."""

    path = "/echo"


class _FromRoom(Struct):
    """What matters of any `wschat.v1` message."""

    type: str
    seq: int = 0
    id: str = ""
    text: str = ""
    code: str = ""


class Room:
    """WSChat host's own: join, say, and every kept message numbered by `seq`."""

    subprotocol = "wschat.v1"
    path = "/"
    has_one_order = True
    greeting = '{{"type":"join","nick":"b{}"}}'
    welcome = b'{"type":"welcome",'

    def __init__(self, message_bytes: int) -> None:
        self._text = "." * message_bytes
        self._decoder = msgspec.json.Decoder(_FromRoom)

    def message(self, sender: int, number: int) -> bytes:
        """Return a `say` whose id is the tag."""
        tag = _tag(sender, number)
        return f'{{"type":"say","id":"{tag}","text":"{self._text}"}}'.encode("ascii")

    def delivery(self, payload: bytes) -> Delivery | None:
        """Read a `said`."""
        message = self._decoder.decode(payload)
        if message.type == "refused":
            raise ValueError(f"the server refused a message: {message.code}, {message.text}")
        if message.type != "said":
            return None
        if message.text != self._text:
            raise ValueError(f"not as it was sent: {payload[:60]!r}")
        return Delivery(int(message.id[:4]), int(message.id[5:]), message.seq)
