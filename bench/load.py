"""The load generator: many clients in one thread, closed loop, every delivery proved.

It measures one server, already running. What a message looks like is in `dialects.py`, how
deliveries are proved in `stream.py`.
"""

from __future__ import annotations

import selectors
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass

from bench.client import Client
from bench.dialects import Dialect
from bench.stream import SharedStream
from bench.wire import OPCODE_TEXT, ProtocolError, client_frame

_KEPT_BYTES = 8 * 1024 * 1024
"""The stream's beginning is dropped when so much of it has gathered."""
_PATIENCE_S = 10.0
"""Without a byte for so long, something was lost or the server hangs."""


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
    with ExitStack() as stack:
        clients = []
        for number in range(workload.clients):
            clients.append(Client(address, dialect, number))
            stack.enter_context(closing(clients[-1].connection))
        selector = stack.enter_context(selectors.DefaultSelector())
        return _Load(clients, selector, dialect, workload).run(server_cpu_s)


class _Load:
    """One round with its clients, all connected."""

    def __init__(
        self,
        clients: list[Client],
        selector: selectors.BaseSelector,
        dialect: Dialect,
        workload: Workload,
    ) -> None:
        self._clients = clients
        self._selector = selector
        self._dialect = dialect
        self._workload = workload
        self._stream = SharedStream(dialect, workload.senders)
        self._sent = [0] * workload.senders
        self._sending = True

    def run(self, server_cpu_s: Callable[[], float]) -> Measured:
        self._enter()
        for client in self._clients[: self._workload.senders]:
            self._say(client, self._workload.window)
        self._serve(self._workload.warm_up_s)
        deliveries, began_s = self._deliveries(), time.monotonic()
        cpu_s, server_s = time.process_time(), server_cpu_s()
        self._serve(self._workload.seconds)
        deliveries, took_s = self._deliveries() - deliveries, time.monotonic() - began_s
        cpu_s, server_s = time.process_time() - cpu_s, server_cpu_s() - server_s
        self._drain()
        return Measured(
            deliveries_per_s=deliveries / took_s,
            messages=self._stream.messages,
            load_cpu_share=cpu_s / took_s,
            server_cpu_share=server_s / took_s,
        )

    def _enter(self) -> None:
        for client in self._clients:
            client.enter()
        self._clients[0].send(client_frame(OPCODE_TEXT, self._dialect.message(0, 0)))
        for client in self._clients:
            client.skip_to_mark()
            self._selector.register(client.connection, selectors.EVENT_READ, client)

    def _deliveries(self) -> int:
        return sum(self._stream.messages_before(client.place.position) for client in self._clients)

    def _serve(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (left_s := deadline - time.monotonic()) > 0:
            self._serve_ready(left_s)

    def _drain(self) -> None:
        self._sending = False
        sent = sum(self._sent)
        while self._deliveries() < sent * len(self._clients):
            if not self._serve_ready(_PATIENCE_S):
                missing = sent * len(self._clients) - self._deliveries()
                raise ProtocolError(f"{missing} deliveries never came")

    def _serve_ready(self, timeout_s: float) -> bool:
        ready = self._selector.select(timeout_s)
        for key, events in ready:
            if events & selectors.EVENT_READ:
                self._receive(key.data)
            if events & selectors.EVENT_WRITE:
                self._send(key.data, b"")
        if self._stream.kept_bytes > _KEPT_BYTES:
            self._stream.drop_before(min(client.place.position for client in self._clients))
        return bool(ready)

    def _receive(self, client: Client) -> None:
        self._stream.take(client.place, client.receive())
        if client.place.pings:
            client.answer_pings()
        if client.number < self._workload.senders:
            back = self._stream.see_own(client.number, client.place.position)
            if back and self._sending:
                self._say(client, back)

    def _say(self, client: Client, messages: int) -> None:
        first = self._sent[client.number] + 1
        self._sent[client.number] += messages
        frames = (
            client_frame(OPCODE_TEXT, self._dialect.message(client.number, number))
            for number in range(first, first + messages)
        )
        self._send(client, b"".join(frames))

    def _send(self, client: Client, data: bytes) -> None:
        was_stuck = bool(client.unsent)
        client.send(data)
        if was_stuck != bool(client.unsent):
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if client.unsent else 0)
            self._selector.modify(client.connection, events, client)
