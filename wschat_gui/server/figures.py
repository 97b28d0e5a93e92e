"""The figures that the window shows, read off the house a few times a second.

What is counted is counted elsewhere; here it becomes one frozen picture.
"""

from __future__ import annotations

from wschat_gui.bridge.events import (
    ClientFigures,
    DirectionFigures,
    RoomFigures,
    WatchedClientFigures,
)
from wschat_gui.frames.header import LengthEncoding
from wschat_gui.frames.rates import RateMeter
from wschat_gui.frames.tally import FrameTally
from wschat_gui.server.clients import Client
from wschat_gui.server.house import House

_SECOND_S = 1.0
_MINUTE_S = 60.0
_STANDSTILL_MS = 2_000
"""Between two pictures, of which there are four a second: the server was held up meanwhile."""
_ASLEEP_MS = 10_000
"""By the wall's clock: less may be that clock being put right."""


class _Watch:
    """The client that is looked at closely, and its rates since that began."""

    def __init__(self, client: Client, now_s: float) -> None:
        self.client = client
        # From what it has by now: else all of it would seem to have come in a second.
        inbound, outbound = self._tallies()
        self._inbound = RateMeter(now_s, inbound.frames, inbound.wire_bytes)
        self._outbound = RateMeter(now_s, outbound.frames, outbound.wire_bytes)

    def read(self, now_s: float) -> WatchedClientFigures:
        inbound, outbound = self._tallies()
        self._inbound.sample(now_s, inbound.frames, inbound.wire_bytes)
        self._outbound.sample(now_s, outbound.frames, outbound.wire_bytes)
        return WatchedClientFigures(
            client_id=self.client.client_id,
            inbound=_direction(inbound, self._inbound),
            outbound=_direction(outbound, self._outbound),
            violations=_violations(inbound),
        )

    def _tallies(self) -> tuple[FrameTally, FrameTally]:
        observer = self.client.connection.observer
        return observer.inbound(), observer.outbound()


class FigureReader:
    """Remembers what rates and peaks need between two pictures."""

    def __init__(self, house: House, now_s: float, started_ms: int) -> None:
        """Start at monotonic `now_s`; `started_ms` is the same on the wall's clock."""
        self._house = house
        self._started_ms = started_ms
        self._inbound = RateMeter(now_s)
        self._outbound = RateMeter(now_s)
        self._messages = RateMeter(now_s)
        self._peak_messages_per_s = 0.0
        self._read_s, self._read_ms = now_s, started_ms
        self._stood_still_ms = self._moved_again_ms = 0
        self._watched_id = 0
        self._watch: _Watch | None = None

    def watch(self, client_id: int) -> None:
        """Tell this client's frames along with the room's from now on; 0: nobody's."""
        self._watched_id = client_id

    def read(self, now_s: float, now_ms: int) -> RoomFigures:
        """Take one picture."""
        self._note_standstill(now_s, now_ms)
        house = self._house
        inbound, outbound = house.inbound.tally(), house.outbound.tally()
        self._inbound.sample(now_s, inbound.frames, inbound.wire_bytes)
        self._outbound.sample(now_s, outbound.frames, outbound.wire_bytes)
        self._messages.sample(now_s, house.postman.messages, 0)
        messages_per_s = self._messages.over(_SECOND_S).events_per_s
        self._peak_messages_per_s = max(self._peak_messages_per_s, messages_per_s)
        return RoomFigures(
            at_ms=now_ms,
            started_ms=self._started_ms,
            inbound=_direction(inbound, self._inbound),
            outbound=_direction(outbound, self._outbound),
            violations=_violations(inbound),
            refusals=house.refusals.read(),
            messages=house.postman.messages,
            messages_per_s=messages_per_s,
            peak_messages_per_s=self._peak_messages_per_s,
            members=len(house.room.members),
            clients=tuple(_client(client, now_s) for client in house.clients.values()),
            stood_still_ms=self._stood_still_ms,
            moved_again_ms=self._moved_again_ms,
            watched=self._read_watched(now_s),
        )

    def _note_standstill(self, now_s: float, now_ms: int) -> None:
        """Take note when this was not called for long: nothing else was done meanwhile either."""
        still_ms = round((now_s - self._read_s) * 1_000)
        asleep_ms = now_ms - self._read_ms
        if asleep_ms >= _ASLEEP_MS:
            still_ms = max(still_ms, asleep_ms)  # the monotonic clock may sleep with the computer
        if still_ms >= _STANDSTILL_MS:
            self._stood_still_ms, self._moved_again_ms = still_ms, now_ms
        self._read_s, self._read_ms = now_s, now_ms

    def _read_watched(self, now_s: float) -> WatchedClientFigures | None:
        client = self._house.clients.get(self._watched_id)
        if client is None:
            self._watch = None
            return None
        if self._watch is None or self._watch.client is not client:
            self._watch = _Watch(client, now_s)
        return self._watch.read(now_s)


def _direction(tally: FrameTally, meter: RateMeter) -> DirectionFigures:
    last_second, last_minute = meter.over(_SECOND_S), meter.over(_MINUTE_S)
    encodings = tally.by_length_encoding
    return DirectionFigures(
        frames=tally.frames,
        by_opcode=tuple(tally.by_opcode.items()),
        seven_bit=encodings[LengthEncoding.SEVEN_BIT],
        sixteen_bit=encodings[LengthEncoding.SIXTEEN_BIT],
        sixty_four_bit=encodings[LengthEncoding.SIXTY_FOUR_BIT],
        fragments=tally.fragments,
        masked=tally.masked,
        compressed=tally.with_rsv1,
        payload_bytes=tally.payload_bytes,
        wire_bytes=tally.wire_bytes,
        close_codes=tuple(sorted(tally.close_codes.items())),
        frames_per_s=last_second.events_per_s,
        frames_per_s_60=last_minute.events_per_s,
        bytes_per_s=last_second.bytes_per_s,
        bytes_per_s_60=last_minute.bytes_per_s,
    )


def _violations(tally: FrameTally) -> tuple[tuple[str, int], ...]:
    """Return what was broken and how often, the most frequent first."""
    counted = sorted(tally.violations.items(), key=lambda item: -item[1])
    return tuple((f"{violation.sentence} {violation.rule}", times) for violation, times in counted)


def _client(client: Client, now_s: float) -> ClientFigures:
    connection = client.connection
    round_trip_s = connection.observer.round_trip_s
    overdue_s = connection.observer.pong_overdue_s(now_s)
    return ClientFigures(
        client_id=client.client_id,
        messages=client.messages,
        wire_bytes_in=connection.bytes_read,
        wire_bytes_out=connection.bytes_written,
        rtt_ms=None if round_trip_s is None else round_trip_s * 1000,
        backlog_bytes=connection.backlog_bytes,
        violations=connection.observer.violation_count,
        pong_overdue_ms=None if overdue_s is None else overdue_s * 1000,
    )
