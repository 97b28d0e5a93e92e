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

_AFTERWARDS_S = 60.0
"""So long after a client has left the books something may still be written to it: who was thrown
out is held at the door for a while."""


_MOST_DEPARTED = 10_000
"""Remembered at most: whoever makes so many connections within a ring has no name worth keeping."""


class Known(Struct, frozen=True):
    """Who a client is, and how its connection began, as far as the engine tells."""

    party: Party
    peer: tuple[str, int]
    """IP address and port."""
    own: tuple[str, int]
    """Where it connected to."""
    opened_s: float
    """When its handshake was done, on the clock of the capture."""
    request: bytes
    """The opening request, from `GET` to the empty line; empty where it is unusually long."""
    answer: bytes
    """The 101 answer, likewise."""


class _Departed(Struct, frozen=True):
    client_id: int
    left_s: float
    known: Known


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
        self._departed: deque[_Departed] = deque(maxlen=_MOST_DEPARTED)

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
        connection = client.connection
        if not (connection.bytes_read or connection.bytes_written):
            return  # who sent and got no frame is in none
        self._departed.append(_Departed(client.client_id, now_s, self._known(client)))

    def directory(self, clients: Iterable[Client]) -> dict[int, Party]:
        """Name all whose frames may be here: those who left, and `clients`, who are connected."""
        named = {each.client_id: each.known.party for each in self._departed}
        return named | {client.client_id: _party(client) for client in clients}

    def known(self, clients: Iterable[Client]) -> dict[int, Known]:
        """Tell all that is known of the same."""
        known = {each.client_id: each.known for each in self._departed}
        return known | {client.client_id: self._known(client) for client in clients}

    def _known(self, client: Client) -> Known:
        connection = client.connection
        return Known(
            party=_party(client),
            peer=connection.remote_address[:2],
            own=connection.local_address[:2],
            opened_s=(client.opened_ms - self._wall_offset_ms) / 1_000,
            request=connection.handshake_kept.request,
            answer=connection.handshake_kept.answer,
        )


def _party(client: Client) -> Party:
    return Party(client.nick, client.address)
