"""How what happens reads in the window's message log and in a headless host's output."""

from __future__ import annotations

from http import HTTPStatus

from websockets.http11 import Request, Response

from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import (
    Announced,
    Deleted,
    Joined,
    LeaveCause,
    Left,
    Refused,
    Renamed,
    RoomEvent,
    Said,
)

_GONE = {
    LeaveCause.LEFT: "has left",
    LeaveCause.KICKED: "was kicked",
    LeaveCause.BANNED: "was banned",
    LeaveCause.TIMED_OUT: "has lost the connection: no answer to a ping",
    LeaveCause.TOO_SLOW: "could not keep up and was disconnected",
    LeaveCause.PROTOCOL_ERROR: "broke the protocol and was disconnected",
    LeaveCause.SERVER_STOPPED: "was disconnected: the room closed",
}


def event_line(event: RoomEvent, now_ms: int) -> LogLine:
    """Return the line for what the whole room gets."""
    match event:
        case Said():
            return LogLine(
                event.at_ms, LineKind.SAID, event.client_id, event.nick, event.text, event.seq
            )
        case Announced():
            return LogLine(event.at_ms, LineKind.ANNOUNCED, 0, "", event.text, event.seq)
        case Deleted(count=count):
            text = "1 message was deleted" if count == 1 else f"{count:,} messages were deleted"
            return LogLine(now_ms, LineKind.SERVER, 0, "", text)
        case Joined():
            return LogLine(now_ms, LineKind.JOINED, event.client_id, event.nick, "has joined")
        case Left():
            gone = _GONE[event.cause]
            return LogLine(now_ms, LineKind.LEFT, event.client_id, event.nick, gone)
        case Renamed():
            text = f"is now {event.nick}"
            return LogLine(now_ms, LineKind.RENAMED, event.client_id, event.old_nick, text)


def refused_line(refused: Refused, client_id: int, nick: str, now_ms: int) -> LogLine:
    """Return the line for something that one client was not let do."""
    text = f"refused: {refused.text}"
    return LogLine(now_ms, LineKind.REFUSED, client_id, nick, text)


def turned_away_line(request: Request, response: Response, address: str, now_ms: int) -> LogLine:
    """Return the line for a request that got an error instead of the page or a WebSocket."""
    status = HTTPStatus(response.status_code)
    sentence = bytes(response.body).decode().strip()
    asked = f"{request.method} {request.path[:100]!r}"
    text = f"{address}: {asked} refused with {status.value} {status.phrase}. {sentence}"
    # It quotes headers of anybody who can connect.
    return LogLine(now_ms, LineKind.REFUSED, 0, "", clean_text(text))


def server_line(text: str, now_ms: int) -> LogLine:
    """Return a line about the server itself."""
    return LogLine(now_ms, LineKind.SERVER, 0, "", text)
