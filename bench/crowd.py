"""Many clients of one server, in one thread: how they get in, and whose turn it is.

What they say once they are in is the business of whoever gathers them.
"""

from __future__ import annotations

import selectors
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from bench.client import Client, Stage
from bench.dialects import Dialect
from bench.wire import OPCODE_TEXT, ProtocolError, client_frame

PATIENCE_S = 10.0
"""Without a byte for so long, something was lost or the server hangs."""
AT_ONCE = 5
"""Clients that connect together: no more than the shortest queue of a peer's listening socket."""

Receive = Callable[[Client], None]


class Crowd:
    """Clients and the selector that they share."""

    def __init__(self, address: tuple[str, int], dialect: Dialect) -> None:
        """Begin with nobody."""
        self.clients: list[Client] = []
        self.dialect = dialect
        self._address = address
        self._selector = selectors.DefaultSelector()
        self._writing: set[Client] = set()
        """Those whose socket is watched for room to write."""

    def close(self) -> None:
        """Hang up."""
        for client in self.clients:
            client.connection.close()
        self._selector.close()

    def connect(self, count: int, sources: Iterator[str] | None = None) -> list[Client]:
        """Begin to connect so many more, from the addresses in `sources` in turn."""
        added = []
        for _ in range(count):
            source = next(sources) if sources is not None else ""
            client = Client(self._address, self.dialect, len(self.clients), source)
            self.clients.append(client)
            added.append(client)
            self._selector.register(client.connection, selectors.EVENT_WRITE, client)
            self._writing.add(client)
        return added

    def gather(self, count: int, *, sources: Iterator[str] | None = None) -> None:
        """Have so many more in the room, a few at a time."""
        for begun in range(0, count, AT_ONCE):
            added = self.connect(min(AT_ONCE, count - begun), sources)
            self.serve_until(added, Stage.IN)

    def mark(self) -> None:
        """Bring all to where their common stream begins; `Client.take_unread` has what is past it.

        The first client says the message numbered 0, and everybody reads up to it.
        """
        self.send(self.clients[0], client_frame(OPCODE_TEXT, self.dialect.message(0, 0)))
        self.serve_until(self.clients, Stage.MARKED)

    def serve_until(self, clients: Iterable[Client], stage: Stage) -> None:
        """Go on until all of `clients` have come so far.

        Raises:
            ProtocolError: somebody was turned away, or nothing comes any more.
        """
        waiting = {client for client in clients if client.stage < stage}

        def receive(client: Client) -> None:
            client.advance(client.receive())
            if client.stage >= stage:
                waiting.discard(client)

        while waiting:
            if not self.serve_ready(PATIENCE_S, receive):
                raise ProtocolError(f"{len(waiting)} clients got no further for {PATIENCE_S:g} s")

    def serve_ready(self, timeout_s: float, receive: Receive) -> bool:
        """Wait for sockets that are ready and give each its turn; tell whether there were any."""
        ready = self._selector.select(timeout_s)
        for key, events in ready:
            client: Client = key.data
            if events & selectors.EVENT_READ:
                receive(client)
            if events & selectors.EVENT_WRITE:
                if client.stage is Stage.CONNECTING:
                    client.open()
                else:
                    client.send(b"")
            if client.unsent or events & selectors.EVENT_WRITE:
                self._watch(client)
        return bool(ready)

    def send(self, client: Client, data: bytes) -> None:
        """Send from one client, the rest of it when there is room."""
        client.send(data)
        self._watch(client)

    def _watch(self, client: Client) -> None:
        if bool(client.unsent) == (client in self._writing):
            return
        events = selectors.EVENT_READ
        if client.unsent:
            events |= selectors.EVENT_WRITE
            self._writing.add(client)
        else:
            self._writing.discard(client)
        self._selector.modify(client.connection, events, client)


@contextmanager
def crowd(address: tuple[str, int], dialect: Dialect) -> Iterator[Crowd]:
    """Have a crowd that hangs up at the end."""
    gathered = Crowd(address, dialect)
    try:
        yield gathered
    finally:
        gathered.close()
