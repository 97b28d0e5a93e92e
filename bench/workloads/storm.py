"""How long it takes until 500 clients that all come at once are in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from msgspec import Struct

from bench.client import Client, Stage
from bench.contestants import HOST, Contestant
from bench.crowd import crowd
from bench.dialects import Dialect, Room
from bench.load import Load
from bench.outcome import ALL_IN_S, Figures
from bench.run import Run
from bench.wire import ProtocolError, frame_at, is_control

TITLE = "Join storm"
TEXT = """
500 clients connect at once. With this server until each has the roster, which names all of them,
and the 200 messages of history. The peers have neither: with them until all have finished the
opening handshake and each has got one message, sent then. Who finds the queue of a listening socket
full tries again after a second, as TCP does; the queue's length is each library's own.
"""
CASE = "500 clients at once"
_CLIENTS = 500
_HISTORY = 200
_MESSAGE_BYTES = 100
_QUIET_S = 1.0
"""When everybody has got something, nothing more comes after so long a silence."""
_PATIENCE_S = 60.0

Record = list[tuple[float, bytes]]
"""What one client received, and when."""


class _Talker(Room):
    """Under a nick that nobody of a crowd has."""

    greeting = '{{"type":"join","nick":"talker {}"}}'


class _FromRoom(Struct):
    """What matters of a `wschat.v1` message here."""

    type: str
    client_id: int = 0
    text: str = ""
    roster: list[_Person] = []
    history: list[msgspec.Raw] = []


class _Person(Struct):
    client_id: int


_DECODER = msgspec.json.Decoder(_FromRoom)


def measure(run: Run) -> None:
    """Measure everybody without a window."""

    def one(contestant: Contestant) -> Figures:
        dialect = contestant.dialect(_MESSAGE_BYTES)
        with contestant.running(run.cores) as server:
            if contestant is not HOST:
                return {ALL_IN_S: until_a_message(server.address, dialect, _CLIENTS)}
            with history(server.address, _HISTORY):
                took_s = until_complete(server.address, dialect, _CLIENTS, _CLIENTS + 1, _HISTORY)
                return {ALL_IN_S: took_s}

    run.alternate(CASE, run.without_window, one)


def until_a_message(address: tuple[str, int], dialect: Dialect, clients: int) -> float:
    """Return how many seconds it takes until so many are in and each has got a message."""
    with crowd(address, dialect) as gathered:
        began_s = time.monotonic()
        gathered.serve_until(gathered.connect(clients), Stage.IN)
        gathered.mark()
        return time.monotonic() - began_s


@contextmanager
def history(address: tuple[str, int], messages: int) -> Iterator[None]:
    """Have somebody in the room who has said so much."""
    with crowd(address, _Talker(_MESSAGE_BYTES)) as gathered:
        gathered.gather(1)
        load = Load(gathered, senders=1, window=messages)
        load.begin()
        load.drain()
        yield


def until_complete(
    address: tuple[str, int], dialect: Dialect, clients: int, people: int, kept: int
) -> float:
    """Return how many seconds it takes until so many know all `people` and what was said.

    What comes is only noted while it comes; what it says is looked at afterwards.

    Raises:
        ProtocolError: somebody does not get it all.
    """
    with crowd(address, dialect) as gathered:
        records: dict[Client, Record] = {}

        def receive(client: Client) -> None:
            data, now_s = client.receive(), time.monotonic()
            if client.stage > Stage.UPGRADING:
                records.setdefault(client, []).append((now_s, data))
            else:
                client.advance(data)

        began_s = time.monotonic()
        gathered.connect(clients)
        while gathered.serve_ready(_QUIET_S, receive) or len(records) < clients:
            if time.monotonic() - began_s > _PATIENCE_S:
                raise ProtocolError(f"not all are in after {_PATIENCE_S:g} s")
    return max(complete_s(record, people, kept) for record in records.values()) - began_s


def complete_s(record: Record, people: int, kept: int) -> float:
    """Return when a client knew so many people and had so many messages.

    Raises:
        ProtocolError: it never did, or what came is not the room's.
    """
    known: set[int] = set()
    data = b""
    for now_s, piece in record:
        data += piece
        at = 0
        while (frame := frame_at(data, at)) is not None:
            if not is_control(data[at]):
                message = _DECODER.decode(data[slice(*frame)])
                if message.type == "refused":
                    raise ProtocolError(f"somebody was refused: {message.text}")
                if message.type == "welcome" and len(message.history) < kept:
                    raise ProtocolError(f"a history of {len(message.history)} instead of {kept}")
                known.update(each.client_id for each in message.roster)
                if message.client_id:
                    known.add(message.client_id)
            at = frame[1]
        data = data[at:]
        if len(known) >= people:
            return now_s
    raise ProtocolError(f"somebody knows {len(known)} of {people} people")
