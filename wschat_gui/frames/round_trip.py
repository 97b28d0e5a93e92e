"""Round-trip time, from the payloads of pings that went out and pongs that came back."""

from __future__ import annotations

MAX_PENDING = 32
"""Unanswered pings remembered: at one every 15 s a peer is given up after two."""


class RoundTrip:
    """Of one connection: our pings, its pongs."""

    __slots__ = ("_pending", "last_s")

    def __init__(self) -> None:
        """Start with nothing sent."""
        self.last_s: float | None = None
        """Of the last pong that answered a ping; None before the first."""
        self._pending: list[tuple[bytes, float]] = []

    @property
    def awaits_pong(self) -> bool:
        """Whether a pong could tell anything now."""
        return bool(self._pending)

    def overdue_s(self, now_s: float) -> float | None:
        """Return for how long the oldest unanswered ping waits; None where none does."""
        return max(0.0, now_s - self._pending[0][1]) if self._pending else None

    def pinged(self, payload: bytes, now_s: float) -> None:
        """Remember that a ping went out; beyond `MAX_PENDING` the oldest is forgotten."""
        self._pending.append((payload, now_s))
        del self._pending[:-MAX_PENDING]

    def ponged(self, payload: bytes, now_s: float) -> float | None:
        """Take a pong that came in and return its round-trip time in seconds.

        It answers the newest ping with its payload, and with it all older ones, since a peer may
        answer only the most recent (RFC 6455 section 5.5.3). None where nobody asked for it.
        """
        for position in reversed(range(len(self._pending))):
            pinged_payload, pinged_s = self._pending[position]
            if pinged_payload == payload:
                del self._pending[: position + 1]
                # Even if the clock was set back, no pong arrives before its ping was sent.
                self.last_s = max(0.0, now_s - pinged_s)
                return self.last_s
        return None
