"""Those whom the host has thrown out and may still take back: their connections stay a while.

They are in no book and in no room any more. What throwing out and taking back mean to the room is
in `chat/moderation.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from wschat_gui.chat.effects import Dismiss
from wschat_gui.server.clients import Client
from wschat_gui.server.reception import Ending


class HoldingSession:
    """Of a client at the door: it hears nothing and is not listened to."""

    def __init__(self, client: Client, dismissal: Dismiss, on_end: Callable[[], None]) -> None:
        """Hold `client`; `on_end` is called when its connection is gone."""
        self.client = client
        self.dismissal = dismissal
        self._on_end = on_end

    def opened(self) -> None:
        """Nothing to say: it was told when it was thrown out."""

    def received(self, message: str | bytes) -> None:
        """Take no notice: it is in no room."""

    def backlogged(self) -> None:
        """Hold nobody who does not even read."""
        self.close()

    def relieved(self) -> None:
        """Nothing was held back."""

    def closed(self, ending: Ending) -> None:  # noqa: ARG002  (it has left the books already)
        """Let go."""
        self._on_end()

    def close(self) -> None:
        """Close the connection, as the dismissal says."""
        dismissal = self.dismissal
        self.client.connection.dismiss(dismissal.close_code, dismissal.reason, dismissal.cause)


class Holding:
    """All who are held, by the client id that they had."""

    def __init__(self, undo_s: float, on_gone: Callable[[Client], None]) -> None:
        """Hold everybody for `undo_s`; `on_gone` is told whose connection ended."""
        self.undo_s = undo_s
        self._on_gone = on_gone
        self._held: dict[int, HoldingSession] = {}
        self._timers: dict[int, asyncio.TimerHandle] = {}

    def __len__(self) -> int:
        """Count those who are held."""
        return len(self._held)

    def of_ip(self, ip: str) -> int:
        """Count those who are held from one IP address."""
        return sum(session.client.ip == ip for session in self._held.values())

    def hold(self, client: Client, dismissal: Dismiss) -> None:
        """Keep a client that has left the books, and close it when nobody takes it back."""
        client_id = client.client_id
        session = HoldingSession(client, dismissal, lambda: self._end(client_id))
        self._held[client_id] = session
        client.connection.change_session(session)
        loop = asyncio.get_running_loop()
        self._timers[client_id] = loop.call_later(self.undo_s, session.close)

    def held(self, client_id: int) -> HoldingSession | None:
        """Return who had this client id, if it is still held."""
        return self._held.get(client_id)

    def held_for(self, ban_id: int) -> Iterator[int]:
        """Give those who are held because of a ban."""
        found = [one for one, held in self._held.items() if held.dismissal.ban_id == ban_id]
        return iter(found)

    def take_back(self, client_id: int) -> Client | None:
        """Let go of a client without closing it; None if it is not held any more."""
        session = self._forget(client_id)
        return None if session is None else session.client

    def close(self) -> None:
        """Close everybody's connection now."""
        for session in tuple(self._held.values()):
            session.close()

    def _end(self, client_id: int) -> None:
        session = self._forget(client_id)
        if session is not None:
            self._on_gone(session.client)

    def _forget(self, client_id: int) -> HoldingSession | None:
        timer = self._timers.pop(client_id, None)
        if timer is not None:
            timer.cancel()
        return self._held.pop(client_id, None)
