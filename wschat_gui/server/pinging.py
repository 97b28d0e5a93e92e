"""The pings of one connection that somebody asked for, and who is to be told of their answers.

Every ping counts for the round trip that is shown (`frames/round_trip.py`), whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Callable


class Pinging:
    """Knows which payloads are on their way, the oldest first."""

    __slots__ = ("_count", "_on_pong")

    def __init__(self) -> None:
        """Begin with none sent."""
        self._count = 0
        self._on_pong: dict[bytes, Callable[[], object]] = {}

    def next_payload(self) -> bytes:
        """Return a payload that no ping before had.

        A pong that is late must not pass for the answer to the next ping.
        """
        self._count += 1
        return b"rtt %d" % self._count

    def expect(self, payload: bytes, on_pong: Callable[[], object]) -> bool:
        """Have the answer to a ping told; False where one with this payload has none yet."""
        if payload in self._on_pong:
            return False
        self._on_pong[payload] = on_pong
        return True

    def ponged(self, payload: bytes) -> None:
        """Tell of the ping that is answered, and of all before it (RFC 6455 section 5.5.3)."""
        if payload not in self._on_pong:
            return
        for pinged in tuple(self._on_pong):
            self._on_pong.pop(pinged)()
            if pinged == payload:
                return
