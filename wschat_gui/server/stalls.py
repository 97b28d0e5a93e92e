"""Finds clients that take no byte any more: asleep, out of range, or never reading.

A backlog over the cap ends a client at once (`sessions.py`); this is for the small one that stays.
"""

from __future__ import annotations

from collections.abc import Iterable

from websockets.frames import CloseCode

from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.server.clients import Client


class StallWatch:
    """Remembers, of each client with a backlog, what it had taken and since when it is that."""

    def __init__(self, patience_s: float) -> None:
        """Give up on a client that has taken nothing for `patience_s`."""
        self.patience_s = patience_s
        self._taken: dict[int, tuple[int, float]] = {}

    def look(self, clients: Iterable[Client], now_s: float) -> None:
        """Look at all clients at monotonic `now_s`, and dismiss those that stall."""
        before, self._taken = self._taken, {}
        for client in tuple(clients):
            connection = client.connection
            backlog_bytes = connection.backlog_bytes
            if backlog_bytes == 0:
                continue
            taken_bytes = connection.bytes_written - backlog_bytes
            seen_bytes, since_s = before.get(client.client_id, (taken_bytes, now_s))
            if taken_bytes != seen_bytes:
                since_s = now_s
            if now_s - since_s >= self.patience_s:
                reason = f"Nothing was read for {self.patience_s:.0f} seconds."
                connection.dismiss(CloseCode.TRY_AGAIN_LATER, reason, LeaveCause.TOO_SLOW)
            else:
                self._taken[client.client_id] = (taken_bytes, since_s)
