"""The plain-text dialect: lines as the first chat server wrote them, for terminals and old pages.

What a line asks for and how an event reads; what follows from it is the room's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TypeAlias

from msgspec import Struct

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


def event_line(event: RoomEvent | Refused, now_ms: int, zone: tzinfo | None = None) -> str:
    """Return the line for one event.

    Times are those of `zone`, the host's own where None. `now_ms` dates events that carry no time.
    """
    match event:
        case Said():
            return f"{_clock(event.at_ms, zone)} {event.nick} say: {_indented(event.text)}"
        case Announced():
            return f"* {_clock(event.at_ms, zone)} Announcement: {_indented(event.text)}"
        case Joined():
            return welcome_line(event.nick)
        case Left(cause=LeaveCause.LEFT):
            return f"{_clock(now_ms, zone)} {event.nick} say: {event.nick} Logout"
        case Left():
            return f"* {event.nick} {_LEFT_BECAUSE[event.cause]}."
        case Deleted():
            return f"* The host has deleted {event.count} of the messages above."
        case Renamed():
            return f"* {event.old_nick} is now {event.nick}."
        case Refused():
            return f"* {event.text}"


def _clock(at_ms: int, zone: tzinfo | None) -> str:
    return datetime.fromtimestamp(at_ms / 1000, zone).strftime("%H:%M:%S")


def _indented(text: str) -> str:
    # A line that a sender broke must not pass for a line of its own, with another's name on it.
    return text.replace("\n", "\n    ")
