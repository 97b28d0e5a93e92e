"""What is captured for the frame inspector, and who was who: on the loop's thread.

The hot path asks for `tape` and gets None while nothing is captured. What the pieces add up to is
worked out elsewhere, when somebody looks: `capture_desk.py`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from msgspec import Struct

from wschat_gui.config import Limits
from wschat_gui.frames.capture import Capture
from wschat_gui.frames.facts import Party
from wschat_gui.frames.violations import Violation
from wschat_gui.server.clients import Client
from wschat_gui.server.connection import ClientConnection

_AFTERWARDS_S = 60.0
"""So long after a client has left the books something may still be written to it: who was thrown
out is held at the door for a while."""


class Opening(Struct, frozen=True):
    """How a connection began: the HTTP request and its answer, as far as the engine tells."""

    address: str
    at_s: float
    """Of the answer, on the clock of the capture."""
    request: bytes
    answer: bytes


class _Departed(Struct, frozen=True):
    client_id: int
    left_s: float
    party: Party
    opening: Opening


class Recorder:
    """The ring and its switch, and a directory of all whose frames may be in it."""

    def __init__(self, limits: Limits, *, is_on: bool, started_s: float, started_ms: float) -> None:
        """Begin at monotonic `started_s`, which is `started_ms` on the wall's clock."""
        self.ring = Capture(
            max_frames=limits.capture_frames,
            max_bytes=limits.capture_bytes,
            max_age_s=limits.capture_s,
        )
        self.started_s = started_s
        self.tape = self.ring if is_on else None
        """Where to put what goes by; None while nothing is captured."""
        self._wall_offset_ms = started_ms - started_s * 1_000
        self._departed: deque[_Departed] = deque()

    @property
    def is_on(self) -> bool:
        """Whether frames are captured."""
        return self.tape is not None

    def turn(self, *, on: bool) -> None:
        """Capture from now on, or no longer; what is captured stays."""
        if on and self.tape is None:
            self.ring.interrupt()
        self.tape = self.ring if on else None

    def limit(self, limits: Limits) -> None:
        """Hold at most so much."""
        self.ring.limit(
            max_frames=limits.capture_frames,
            max_bytes=limits.capture_bytes,
            max_age_s=limits.capture_s,
        )

    def wall_ms(self, at_s: float) -> float:
        """Return when this was, in milliseconds since 1970."""
        return at_s * 1_000 + self._wall_offset_ms

    def look_around(self, now_s: float) -> None:
        """Forget what is too old by now."""
        self.ring.forget_older(now_s)

    def judge(self, client_id: int, violation: Violation) -> None:
        """Mark the frame of a client for which the engine failed its connection just now."""
        if self.tape is not None:
            self.tape.judge(client_id, violation)

    # Who was who ---------------------------------------------------------------------------------

    def departed(self, client: Client, now_s: float) -> None:
        """Remember who a client was, as long as its frames are here."""
        oldest_s = self.ring.oldest_s
        while self._departed and (
            oldest_s is None or self._departed[0].left_s + _AFTERWARDS_S < oldest_s
        ):
            self._departed.popleft()
        if oldest_s is None and not self.is_on:
            return
        opening = self.opening_of(client)
        self._departed.append(_Departed(client.client_id, now_s, _party(client), opening))

    def directory(self, clients: Iterable[Client]) -> dict[int, Party]:
        """Name all whose frames may be here: those who left, and `clients`, who are connected."""
        named = {each.client_id: each.party for each in self._departed}
        return named | {client.client_id: _party(client) for client in clients}

    def openings(self, clients: Iterable[Client]) -> dict[int, Opening]:
        """Return how the connections of the same began."""
        opened = {each.client_id: each.opening for each in self._departed}
        return opened | {client.client_id: self.opening_of(client) for client in clients}

    def opening_of(self, client: Client) -> Opening:
        """Return how one connection began."""
        connection: ClientConnection = client.connection
        request, response = connection.request, connection.response
        return Opening(
            address=client.address,
            at_s=(client.opened_ms - self._wall_offset_ms) / 1_000,
            request=b"" if request is None else request.serialize(),
            answer=b"" if response is None else response.serialize(),
        )


def _party(client: Client) -> Party:
    return Party(client.nick, client.address)
