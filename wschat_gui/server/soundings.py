"""Pings beside the engine's keepalive, so that a window that looks on knows the round trips of now.

The keepalive decides who is dead, every 15 seconds; these decide nothing. Somebody who has a ping
unanswered gets no other one: what its answer takes is already being measured.
"""

from __future__ import annotations

from collections.abc import Iterable

from wschat_gui.server.clients import Client

EVERY_S = 5.0
"""A minute has twelve round trips of everybody then, for a few hundred bytes."""
A_CLIENT_S = 0.02
"""So much longer for each client in a full room: 500 pings and their answers take the server some
thirty milliseconds."""
OVERDUE_S = 1.5
"""A LAN answers in milliseconds: behind such a silence is a stall, of one device or of all."""


class Soundings:
    """Remembers when everybody was pinged last, in turn and because somebody was silent."""

    def __init__(self) -> None:
        """Begin with nobody pinged."""
        self._round_s = float("-inf")
        self._alarm_s = float("-inf")

    def look(self, clients: Iterable[Client], now_s: float) -> None:
        """Ping everybody who is to be pinged at monotonic `now_s`; call this often."""
        connections = [client.connection for client in clients]
        if now_s - self._round_s >= max(EVERY_S, A_CLIENT_S * len(connections)):
            self._round_s = now_s
        elif now_s - self._alarm_s >= EVERY_S and any(
            (connection.observer.pong_overdue_s(now_s) or 0.0) > OVERDUE_S
            for connection in connections
        ):
            # Asking the others now tells whether it is alone.
            self._alarm_s = now_s
        else:
            return
        for connection in connections:
            if not connection.observer.awaits_pong:
                connection.ping_now()
