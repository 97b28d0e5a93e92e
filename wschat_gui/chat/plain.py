"""The plain-text dialect: lines as the first chat server wrote them, for terminals and old pages.

What a line asks for and how an event reads; what follows from it is the room's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TypeAlias
from urllib.parse import quote

from msgspec import Struct

from wschat_gui.chat.people import HOST
from wschat_gui.chat.reasons import BANNED
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import (
    Announced,
    Answer,
    Changed,
    Deleted,
    Dismissed,
    Earlier,
    Edited,
    Granted,
    Joined,
    Lab,
    LeaveCause,
    Left,
    LimitsChanged,
    Muted,
    Probed,
    Reacted,
    Received,
    Refused,
    Reinstated,
    Renamed,
    RoomEvent,
    Said,
    TypingNow,
    Unmuted,
    Whispered,
)

HELP = (
    "* Whatever you type is said to the room.",
    "* /nick NAME takes another nick, /who lists who is here, quit leaves.",
    "* A text that begins with a slash is said with two: //like this.",
)

_LEFT_BECAUSE = {
    LeaveCause.KICKED: "was kicked",
    LeaveCause.BANNED: "was banned",
    LeaveCause.TIMED_OUT: "has lost the connection",
    LeaveCause.TOO_SLOW: "was too slow to follow",
    LeaveCause.PROTOCOL_ERROR: "broke the protocol",
    LeaveCause.SERVER_STOPPED: "left as the room closed",
}


class Speak(Struct, frozen=True):
    """Say this to the room."""

    text: str


class TakeNick(Struct, frozen=True):
    """Be called this."""

    nick: str


class AskWho(Struct, frozen=True):
    """List who is here."""


class AskHelp(Struct, frozen=True):
    """List what can be typed."""


class Quit(Struct, frozen=True):
    """Say goodbye and close."""


class Unknown(Struct, frozen=True):
    """A slash command that does not exist."""

    command: str


PlainRequest: TypeAlias = Speak | TakeNick | AskWho | AskHelp | Quit | Unknown


def parse_line(text: str) -> PlainRequest:
    """Tell what one text frame of a plain-text client asks for. Never fails: most are speech."""
    line = clean_text(text)
    if line == "quit":
        return Quit()
    if line.startswith("//"):
        return Speak(line[1:])
    if not line.startswith("/"):
        return Speak(line)
    command, *arguments = line.split(maxsplit=1)
    match command.lower():
        case "/nick":
            return TakeNick("".join(arguments))
        case "/who":
            return AskWho()
        case "/help":
            return AskHelp()
        case _:
            return Unknown(command)


def who_line(nicks: Iterable[str]) -> str:
    """Return the answer to `/who`."""
    return f"* Here: {', '.join(nicks)}"


def unknown_line(request: Unknown) -> str:
    """Return the answer to a command that does not exist."""
    return f"* There is no {request.command}. /help lists what there is."


def welcome_line(nick: str) -> str:
    """Return the line with which the room greets a newcomer, before all."""
    return f"Welcome, {nick} !"


def event_line(event: RoomEvent | Answer, now_ms: int, zone: tzinfo | None = None) -> str:
    """Return the line for one event; empty for what is not written to a terminal.

    Times are those of `zone`, the host's own where None. `now_ms` dates events that carry no time.
    """
    match event:
        case Said():
            return f"{_clock(event.at_ms, zone)} {event.nick} say: {_said_text(event)}"
        case Announced():
            return f"* {_clock(event.at_ms, zone)} Announcement: {_indented(event.text)}"
        case Edited():
            text = _indented(event.text)
            return f"* {_clock(event.at_ms, zone)} {event.nick} corrected: {text}"
        case Joined():
            return welcome_line(event.nick)
        case Left(cause=LeaveCause.LEFT):
            return f"{_clock(now_ms, zone)} {event.nick} say: {event.nick} Logout"
        case Left():
            return f"* {event.nick} {_LEFT_BECAUSE[event.cause]}."
        case Deleted():
            return "* Some of what stands above was deleted."
        case Renamed():
            return f"* {event.old_nick} is now {event.nick}."
        case Changed():
            return _state_line(event)
        case Whispered() | Muted() | Unmuted() | Dismissed() | Refused():
            return _private_line(event, zone)
        case Reacted() | TypingNow() | LimitsChanged() | Earlier() | Reinstated():
            return ""
        case Probed() | Granted() | Received() | Lab():
            return ""


def _private_line(
    message: Whispered | Muted | Unmuted | Dismissed | Refused, zone: tzinfo | None
) -> str:
    match message:
        case Whispered(sender=sender):
            who = "The host" if sender == HOST else sender.nick
            return f"* {_clock(message.at_ms, zone)} {who} whispers: {_indented(message.text)}"
        case Muted(until_ms=until_ms):
            until = "" if until_ms is None else f" until {_clock(until_ms, zone)}"
            return f"* The host has muted you{until}{_because(message.reason)}"
        case Unmuted():
            return "* You may speak again."
        case Dismissed(close_code=code):
            done = "banned you" if code == BANNED else "kicked you"
            return f"* The host has {done}{_because(message.reason)}"
        case Refused():
            return f"* {message.text}"


def _state_line(changed: Changed) -> str:
    state = changed.state
    told = [
        "frozen: only the host speaks" if state.frozen else "",
        f"slow: one message in {state.slow_s} seconds" if state.slow_s else "",
        "locked: nobody new comes in" if state.locked else "",
    ]
    return f"* The room {changed.room} is {'; '.join(filter(None, told)) or 'open to all'}."


def _said_text(said: Said) -> str:
    if said.file is None:
        return _indented(said.text)
    path = f"/files/{said.file.key}/{quote(said.file.name, safe='')}"
    shared = f"[file {said.file.name}, {_size(said.file.size_bytes)}: {path}]"
    return f"{_indented(said.text)} {shared}" if said.text else shared


def _size(size_bytes: int) -> str:
    if size_bytes < 1_000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1_000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def _because(reason: str) -> str:
    return f": {_indented(reason)}" if reason else "."


def _clock(at_ms: int, zone: tzinfo | None) -> str:
    return datetime.fromtimestamp(at_ms / 1000, zone).strftime("%H:%M:%S")


def _indented(text: str) -> str:
    # A line that a sender broke must not pass for a line of its own, with another's name on it.
    return text.replace("\n", "\n    ")
