"""How what happens reads in the window's message log and in a headless host's output."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from websockets.http11 import Request, Response

from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.chat.effects import NoteWhisper, TellMute
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import (
    Announced,
    Changed,
    Deleted,
    Edited,
    Joined,
    LeaveCause,
    Left,
    LimitsChanged,
    Reacted,
    Refused,
    Renamed,
    RoomEvent,
    RoomState,
    Said,
    TypingNow,
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


_SAID = LineKind.SAID  # looked up once, since every message has a line


def event_line(event: RoomEvent, now_ms: int) -> LogLine | None:
    """Return the line for what the whole room gets; None where that would only be noise."""
    match event:
        case Said():
            text = event.text if event.file is None else _with_file(event.text, event.file.name)
            return LogLine(event.at_ms, _SAID, event.client_id, event.nick, text, event.seq)
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
        case Edited():
            return LogLine(
                event.at_ms, LineKind.EDITED, event.client_id, event.nick, event.text, event.target
            )
        case Reacted() | TypingNow() | Changed() | LimitsChanged():
            return None  # what has changed of the room's state is told by `state_line`


def refused_line(refused: Refused, client_id: int, nick: str, now_ms: int) -> LogLine:
    """Return the line for something that one client was not let do."""
    text = f"refused: {refused.text}"
    return LogLine(now_ms, LineKind.REFUSED, client_id, nick, text)


def whisper_line(effect: NoteWhisper) -> LogLine:
    """Return the line that tells between whom something private was said."""
    sender, recipient = effect.sender, effect.recipient
    text = f"{sender.nick} → {recipient.nick}"
    return LogLine(effect.at_ms, LineKind.WHISPERED, sender.client_id, sender.nick, text)


def mute_line(effect: TellMute, nick: str, now_ms: int) -> LogLine:
    """Return the line for somebody who may only read, or speak again."""
    if effect.until_ms == 0:
        text = "may speak again"
    elif effect.until_ms is None:
        text = "may only read from now on"
    else:
        text = f"may only read until {_clock(effect.until_ms)}"
    return moderated_line(text, now_ms, effect.client_id, nick)


def state_line(before: RoomState, now: RoomState, now_ms: int) -> LogLine:
    """Return the line for what the host has changed of how far people may talk."""
    changes: list[str] = []
    if now.frozen != before.frozen:
        changes.append("only the host may speak" if now.frozen else "everybody may speak again")
    if now.slow_s != before.slow_s:
        slow = f"everybody may say something once in {now.slow_s} seconds"
        changes.append(slow if now.slow_s else "slow mode is over")
    if now.locked != before.locked:
        changes.append("nobody new is let in" if now.locked else "the door is open again")
    text = f"The room: {', '.join(changes)}."
    return moderated_line(text, now_ms)


def moderated_line(text: str, now_ms: int, client_id: int = 0, nick: str = "") -> LogLine:
    """Return a line about something that the host did to a client or to the room."""
    return LogLine(now_ms, LineKind.MODERATED, client_id, nick, text)


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


def _with_file(text: str, name: str) -> str:
    return f"{text} [{name}]" if text else f"[{name}]"


def _clock(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000).strftime("%H:%M:%S")
