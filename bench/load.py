"""The load generator: many clients in one thread, closed loop, every delivery proved.

It measures one server, already running. What a message looks like is in `dialects.py`, how
deliveries are proved in `stream.py`, how clients get in in `crowd.py`.
"""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.client import Client
from bench.crowd import PATIENCE_S, Crowd, crowd
from bench.dialects import Dialect
from bench.stream import SharedStream
from bench.wire import OPCODE_TEXT, ProtocolError, client_frame

_KEPT_BYTES = 8 * 1024 * 1024
"""A stream's beginning is dropped when so much of it has gathered."""
_KEPT_ALONE_BYTES = 128 * 1024
"""The same where each client has a stream of its own, with which nobody else's is compared."""
_TCP_INFO_BYTES = 160
_DATA_SEGMENTS_IN = slice(152, 156)
"""`tcpi_data_segs_in` in Linux's `struct tcp_info`: what a peer on this machine writes at once, up
to 64 KiB, comes as one segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What the clients do."""

    clients: int = 100
    senders: int = 10
    window: int = 8
    """Messages of one sender on their way; it sends the next when one of its own comes back."""
    message_bytes: int = 100
    warm_up_s: float = 1.0
    seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one server did in one round."""

    deliveries_per_s: float
    messages: int
    """Sent in the whole round; each was proved to have come to every client, once and in order."""
    load_cpu_share: float
    """Of one core, by the load generator while it measured."""
    server_cpu_share: float
    messages_per_write: float = 0.0
    """How many the server joined into one system call; 0 where the system does not tell."""
    bytes_per_write: float = 0.0


def measure(
    address: tuple[str, int],
    dialect: Dialect,
    workload: Workload,
    server_cpu_s: Callable[[], float],
) -> Measured:
    """Connect, load, drain, and prove that nothing was lost.

    Raises:
        ProtocolError: a delivery is missing, doubled, out of order or spoilt.
    """
    with crowd(address, dialect) as gathered:
        gathered.gather(workload.clients)
        return _measure(Load(gathered, workload.senders, workload.window), workload, server_cpu_s)


def _measure(load: Load, workload: Workload, server_cpu_s: Callable[[], float]) -> Measured:
    load.begin()
    load.serve(workload.warm_up_s)
    deliveries, began_s = load.deliveries, time.monotonic()
    cpu_s, server_s = time.process_time(), server_cpu_s()
    load.serve(workload.seconds)
    deliveries, took_s = load.deliveries - deliveries, time.monotonic() - began_s
    cpu_s, server_s = time.process_time() - cpu_s, server_cpu_s() - server_s
    load.drain()
    writes = load.writes
    return Measured(
        deliveries_per_s=deliveries / took_s,
        messages=load.messages,
        load_cpu_share=cpu_s / took_s,
        server_cpu_share=server_s / took_s,
        messages_per_write=load.messages * workload.clients / writes if writes else 0.0,
        bytes_per_write=load.received_bytes / writes if writes else 0.0,
    )


class Load:
    """A crowd's senders at work, and the proof of what everybody gets."""

    def __init__(self, gathered: Crowd, senders: int, window: int) -> None:
        """Bring all to the mark; the first `senders` clients of the crowd are to send."""
        self._crowd = gathered
        self._clients = gathered.clients
        self._dialect = gathered.dialect
        self._senders = senders
        self._window = window
        self._streams = _streams(self._dialect, len(self._clients), senders)
        self._sent = [0] * senders
        self._is_sending = True
        gathered.mark()
        self._writes_before = self._segments_in()
        for client in self._clients:
            self._take(client, client.take_unread())

    @property
    def deliveries(self) -> int:
        """How many messages have come to clients so far, each client's counted."""
        return sum(
            stream.messages_before(client.place.position)
            for client, stream in zip(self._clients, self._streams, strict=True)
        )

    @property
    def messages(self) -> int:
        """How many have been sent so far."""
        return sum(self._sent)

    @property
    def received_bytes(self) -> int:
        """How many bytes of frames have come to all clients so far."""
        return sum(client.place.position for client in self._clients)

    @property
    def writes(self) -> int:
        """With how many system calls the server wrote them; 0 where the system does not tell."""
        return self._segments_in() - self._writes_before

    def begin(self) -> None:
        """Have every sender send as much as its window takes."""
        for client in self._clients[: self._senders]:
            self._say(client, self._window)

    def serve(self, seconds: float) -> None:
        """Go on for so long."""
        deadline = time.monotonic() + seconds
        while (left_s := deadline - time.monotonic()) > 0:
            self._serve_ready(left_s)

    def serve_messages(self, messages: int) -> None:
        """Go on until so many messages have come to the first client."""
        first, stream = self._clients[0], self._streams[0]
        while stream.messages_before(first.place.position) < messages:
            if not self._serve_ready(PATIENCE_S):
                raise ProtocolError("nothing comes any more")

    def drain(self) -> None:
        """Send nothing more, and wait for all that is on its way.

        Raises:
            ProtocolError: something never came.
        """
        self._is_sending = False
        wanted = self.messages * len(self._clients)
        while self.deliveries < wanted:
            if not self._serve_ready(PATIENCE_S):
                raise ProtocolError(f"{wanted - self.deliveries} deliveries never came")

    def _serve_ready(self, timeout_s: float) -> bool:
        any_ready = self._crowd.serve_ready(timeout_s, self._receive)
        if self._dialect.has_one_order and self._streams[0].kept_bytes > _KEPT_BYTES:
            furthest_behind = min(client.place.position for client in self._clients)
            self._streams[0].drop_before(furthest_behind)
        return any_ready

    def _receive(self, client: Client) -> None:
        self._take(client, client.receive())
        if client.number < self._senders:
            stream = self._streams[client.number]
            back = stream.see_own(client.number, client.place.position)
            if back and self._is_sending:
                self._say(client, back)

    def _take(self, client: Client, data: bytes) -> None:
        stream = self._streams[client.number]
        stream.take(client.place, data)
        if client.place.pings:
            client.answer_pings()
        if not self._dialect.has_one_order and stream.kept_bytes > _KEPT_ALONE_BYTES:
            stream.drop_before(client.place.position)

    def _say(self, client: Client, messages: int) -> None:
        first = self._sent[client.number] + 1
        self._sent[client.number] += messages
        frames = (
            client_frame(OPCODE_TEXT, self._dialect.message(client.number, number))
            for number in range(first, first + messages)
        )
        self._crowd.send(client, b"".join(frames))

    def _segments_in(self) -> int:
        return sum(map(_data_segments_in, self._clients))


def _streams(dialect: Dialect, clients: int, senders: int) -> Sequence[SharedStream]:
    """Return each client's stream: one for all, where all get the same in the same order."""
    if dialect.has_one_order:
        return [SharedStream(dialect, senders)] * clients
    return [SharedStream(dialect, senders) for _ in range(clients)]


def _data_segments_in(client: Client) -> int:
    segments = 0
    if sys.platform == "linux":
        info = client.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
        segments = int.from_bytes(info[_DATA_SEGMENTS_IN], sys.byteorder)
    return segments
