"""What happened to one client, as far as the window has seen it: incidents and round trips.

Bounded, so that a client that comes and is refused for days costs no more than any other.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum

from msgspec import Struct, field

from wschat_gui.language import N_, _
from wschat_gui.model.formats import one_line, time_of_day

MAX_INCIDENTS = 100
ROUND_TRIPS_MS = 300_000
"""How far back round trips are kept: one comes every 15 s, so a minute would be four of them."""
_MAX_ROUND_TRIPS = 400

CAUSES = {
    "left": N_("left"),
    "kicked": N_("was kicked"),
    "banned": N_("was banned"),
    "timed_out": N_("was lost: no answer to a ping"),
    "too_slow": N_("could not keep up and was disconnected"),
    "protocol_error": N_("broke the protocol and was disconnected"),
    "server_stopped": N_("was disconnected: the room closed"),
}
"""Why a client is gone, by the value of chat's `LeaveCause`."""


class Happening(StrEnum):
    """What can happen to a client; the value is its sentence."""

    OPENED = N_("connected from {detail}")
    JOINED = N_("joined as {detail}")
    RENAMED = N_("is called {detail} from now on")
    MUTED = N_("was muted until the host lifts it")
    MUTED_UNTIL = N_("was muted until {detail}")
    UNMUTED = N_("may speak again")
    MUTED_BECAUSE = N_("was given as the reason: {detail}")
    TOLD = N_("was told privately: {detail}")
    REPORTED = "{detail}"
    """What the server says of it in its own words, such as a refusal; and the connection's end."""


class Incident(Struct, frozen=True):
    """One thing that happened to a client."""

    at_ms: int
    what: Happening
    detail: str = ""

    @property
    def sentence(self) -> str:
        """Tell it in the language in force."""
        return _(self.what.value).format(detail=self.detail)


class ClientHistory(Struct):
    """Incidents, the oldest first, and the round trips of the last minutes."""

    incidents: deque[Incident] = field(default_factory=lambda: deque(maxlen=MAX_INCIDENTS))
    round_trips: deque[tuple[int, float]] = field(
        default_factory=lambda: deque(maxlen=_MAX_ROUND_TRIPS)
    )
    """(when it was first seen, ms)"""
    ending: str = ""
    """How the connection ended, and by which close code; empty while it is open."""

    def note(self, at_ms: int, what: Happening, detail: str = "") -> None:
        """Take the newest incident; the oldest makes room."""
        self.incidents.append(Incident(at_ms, what, one_line(detail)))

    def note_mute(self, at_ms: int, until_ms: int | None) -> None:
        """Take note that the client may only read, for a time or (None) until it is lifted."""
        if until_ms is None:
            self.note(at_ms, Happening.MUTED)
        else:
            self.note(at_ms, Happening.MUTED_UNTIL, time_of_day(until_ms))

    def note_close(self, at_ms: int, cause: str, close_code: int, close_reason: str) -> None:
        """Take note of the connection's end: why, and how it reads on the wire."""
        why = _(CAUSES[cause]) if cause in CAUSES else cause
        reason = f", “{close_reason}”" if close_reason else ""
        self.ending = one_line(f"{why} ({close_code}{reason})")
        self.note(at_ms, Happening.REPORTED, self.ending)

    def note_round_trip(self, at_ms: int, rtt_ms: float | None) -> None:
        """Take the last answered ping's; one that was seen before is no news."""
        if rtt_ms is None or (self.round_trips and self.round_trips[-1][1] == rtt_ms):
            return
        self.round_trips.append((at_ms, rtt_ms))
        # One older than the span stays, so that the line reaches the left edge.
        while len(self.round_trips) > 2 and self.round_trips[1][0] < at_ms - ROUND_TRIPS_MS:
            self.round_trips.popleft()

    @property
    def worst_round_trip_ms(self) -> float:
        """The longest of those kept."""
        return max((rtt_ms for _at_ms, rtt_ms in self.round_trips), default=0.0)
