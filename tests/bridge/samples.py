"""Events to post, with nothing in them but what a test looks at."""

from __future__ import annotations

from wschat_gui.bridge.events import (
    ClientClosed,
    ClientKind,
    ClientNamed,
    ClientOpened,
    DirectionFigures,
    LineKind,
    LogLine,
    RoomFigures,
)

_NOTHING = DirectionFigures(
    frames=0,
    by_opcode=(),
    seven_bit=0,
    sixteen_bit=0,
    sixty_four_bit=0,
    fragments=0,
    masked=0,
    compressed=0,
    payload_bytes=0,
    wire_bytes=0,
    close_codes=(),
    frames_per_s=0.0,
    frames_per_s_60=0.0,
    bytes_per_s=0.0,
    bytes_per_s_60=0.0,
)


def opened(client_id: int) -> ClientOpened:
    """A client came."""
    return ClientOpened(client_id, f"10.0.0.1:{client_id}", "", ClientKind.PAGE, 0)


def named(client_id: int, nick: str) -> ClientNamed:
    """It took a nick."""
    return ClientNamed(client_id, nick)


def closed(client_id: int) -> ClientClosed:
    """It went."""
    return ClientClosed(client_id, "left", 1000, "", 0)


def line(number: int) -> LogLine:
    """Something was said."""
    return LogLine(number, LineKind.SAID, 1, "Ada", f"line {number}")


def figures(at_ms: int) -> RoomFigures:
    """Things were counted."""
    return RoomFigures(
        at_ms=at_ms,
        started_ms=0,
        inbound=_NOTHING,
        outbound=_NOTHING,
        violations=(),
        messages=0,
        messages_per_s=0.0,
        peak_messages_per_s=0.0,
        members=0,
        clients=(),
    )
