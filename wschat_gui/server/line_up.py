"""All who follow one stream, laid out for a tick's writing: the same bytes to each of them.

In a full room this is most of what the server does, and what it waits for there is memory that has
gone from the processor's caches since the last tick. So the loop looks at descriptors and at
nothing else of a client. Who does not take everything at once is left to the caller.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable

from wschat_gui.server.connection import ClientConnection


class LineUp:
    """Good until somebody comes or goes, or an outlet tells that its descriptor has changed.

    Not a moment longer: a descriptor that was closed may be another client's.
    """

    __slots__ = ("_descriptors", "client_ids", "connections")

    def __init__(self, connections: Iterable[ClientConnection]) -> None:
        """Line these up, in their order."""
        self.connections = tuple(connections)
        self.client_ids = tuple(connection.client_id for connection in self.connections)
        self._descriptors = [connection.outlet.descriptor for connection in self.connections]

    def write(self, data: bytes, times_s: list[float] | None = None) -> list[tuple[int, bytes]]:
        """Give `data` to the system for everybody.

        Returns what it did not take, by place in the order: `ClientConnection.write` has to. When
        each was written, monotonic, is added to `times_s`.
        """
        left: list[tuple[int, bytes]] = []
        for place, descriptor in enumerate(self._descriptors):
            try:
                taken = 0 if descriptor is None else os.write(descriptor, data)
            except OSError:
                # Full, or gone. The transport will find the same, and knows what is to be done.
                taken = 0
            if taken != len(data):
                left.append((place, data[taken:]))
            if times_s is not None:
                times_s.append(time.monotonic())
        return left
