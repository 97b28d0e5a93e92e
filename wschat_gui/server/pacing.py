"""Compressed bytes are taken a piece at a time, one connection after the other.

A kilobyte may inflate to a megabyte (RFC 7692 section 8 leaves the defence to us). Whatever comes
in one read is therefore not inflated at once: a turn of the loop takes a few small pieces of one
connection, so the others wait for that at most, and no more is in memory than that makes.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

_PIECE_BYTES = 1024
"""Inflates to a megabyte at most: deflate shortens by no more than a factor of 1,032."""

_TURN_BYTES = 128 * 1024
"""Inflated in one turn: when a piece has brought it over that, the turn is over."""


class Pacer:
    """Gives the paced connections of one server their turns."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._waiting: deque[PacedReading] = deque()
        self._turn: asyncio.Handle | None = None

    def queue_up(self, reading: PacedReading) -> None:
        """Give it a turn, behind those that wait already."""
        self._waiting.append(reading)
        self._give_turn_soon()

    def _give_turn_soon(self) -> None:
        if self._turn is None and self._waiting:
            self._turn = asyncio.get_running_loop().call_soon(self._give_turn)

    def _give_turn(self) -> None:
        self._turn = None
        reading = self._waiting.popleft()
        self._give_turn_soon()
        reading.take_turn()


class PacedReading:
    """What one connection has received and nobody has looked at yet.

    While there is any the transport is not read: TCP makes the peer wait.
    """

    def __init__(
        self, pacer: Pacer, transport: asyncio.Transport, take: Callable[[bytes], int]
    ) -> None:
        """Hand what `transport` brings to `take`, when `pacer` says so.

        `take` returns how many bytes it came to.
        """
        self._pacer = pacer
        self._transport = transport
        self._take = take
        self._unread = bytearray()
        self._is_held = False
        self._is_queued = False

    def received(self, data: bytes) -> None:
        """Keep this until its turn comes."""
        self._unread += data
        self._go_on()

    def hold(self) -> None:
        """Take nothing more until `release`."""
        self._is_held = True
        self._go_on()

    def release(self) -> None:
        """Go on where it was held."""
        self._is_held = False
        self._go_on()

    def take_turn(self) -> None:
        """Have some pieces taken, unless it was held meanwhile."""
        self._is_queued = False
        inflated_bytes = 0
        while self._unread and not self._is_held and inflated_bytes < _TURN_BYTES:
            piece = bytes(self._unread[:_PIECE_BYTES])
            del self._unread[:_PIECE_BYTES]
            inflated_bytes += self._take(piece)
        self._go_on()

    def _go_on(self) -> None:
        if self._transport.is_closing():
            self._unread.clear()
        elif self._unread or self._is_held:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()
        if self._unread and not self._is_held and not self._is_queued:
            self._is_queued = True
            self._pacer.queue_up(self)
