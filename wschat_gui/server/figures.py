"""The figures that the window shows, read off the house a few times a second.

What is counted is counted elsewhere; here it becomes one frozen picture.
"""

from __future__ import annotations

from wschat_gui.bridge.events import ClientFigures, DirectionFigures, RoomFigures
from wschat_gui.frames.header import LengthEncoding
from wschat_gui.frames.rates import RateMeter
from wschat_gui.frames.tally import FrameTally
from wschat_gui.server.clients import Client
from wschat_gui.server.house import House

_SECOND_S = 1.0
_MINUTE_S = 60.0


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

    def read(self, now_s: float, now_ms: int) -> RoomFigures:
        """Take one picture."""
        house = self._house
        inbound, outbound = house.inbound.tally(), house.outbound.tally()
        self._inbound.sample(now_s, inbound.frames, inbound.wire_bytes)
        self._outbound.sample(now_s, outbound.frames, outbound.wire_bytes)
        self._messages.sample(now_s, house.postman.messages, 0)
        messages_per_s = self._messages.over(_SECOND_S).events_per_s
        self._peak_messages_per_s = max(self._peak_messages_per_s, messages_per_s)
        violations = sorted(inbound.violations.items(), key=lambda counted: -counted[1])
        return RoomFigures(
            at_ms=now_ms,
            started_ms=self._started_ms,
            inbound=_direction(inbound, self._inbound),
            outbound=_direction(outbound, self._outbound),
            violations=tuple(
                (f"{violation.sentence} {violation.rule}", times) for violation, times in violations
            ),
            refusals=house.refusals.read(),
            messages=house.postman.messages,
            messages_per_s=messages_per_s,
            peak_messages_per_s=self._peak_messages_per_s,
            members=len(house.room.members),
            clients=tuple(_client(client) for client in house.clients.values()),
        )


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
        payload_bytes=tally.payload_bytes,
        wire_bytes=tally.wire_bytes,
        close_codes=tuple(sorted(tally.close_codes.items())),
        frames_per_s=last_second.events_per_s,
        frames_per_s_60=last_minute.events_per_s,
        bytes_per_s=last_second.bytes_per_s,
        bytes_per_s_60=last_minute.bytes_per_s,
    )


def _client(client: Client) -> ClientFigures:
    connection = client.connection
    round_trip_s = connection.observer.round_trip_s
    return ClientFigures(
        client_id=client.client_id,
        messages=client.messages,
        wire_bytes_in=connection.bytes_read,
        wire_bytes_out=connection.bytes_written,
        rtt_ms=None if round_trip_s is None else round_trip_s * 1000,
        backlog_bytes=connection.backlog_bytes,
        violations=connection.observer.violation_count,
    )
