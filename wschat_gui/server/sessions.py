"""What a connection is for: a page in the room, a plain-text client in the room, or the echo.

A session turns messages into calls on the room and hands what the room wants done to the desk. What
the rules are is the room's; who else gets to know is the desk's.
"""

from __future__ import annotations

from typing import Protocol
from urllib.parse import parse_qs

from websockets.frames import CloseCode

from wschat_gui.chat import plain, vocabulary
from wschat_gui.chat.effects import Dismiss, Effect, Reply
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.requests import (
    Cancel,
    Edit,
    Join,
    Observed,
    Offer,
    Older,
    PageMessage,
    Probe,
    React,
    Rename,
    Retract,
    Say,
    Typing,
    Whisper,
)
from wschat_gui.chat.room import Room
from wschat_gui.chat.vocabulary import LeaveCause, Malformed, Probed, RefusalCode, Refused
from wschat_gui.server.clients import Client
from wschat_gui.server.dialects import text_frame
from wschat_gui.server.lab import Lab
from wschat_gui.server.reception import Ending
from wschat_gui.server.uploads import Uploads


class Desk(Protocol):
    """What a session needs of the server."""

    @property
    def room(self) -> Room:
        """The room that is open."""

    @property
    def uploads(self) -> Uploads:
        """The files that are coming in."""

    @property
    def lab(self) -> Lab:
        """Where the host tests a connection."""

    def moment(self) -> Moment:
        """Read the clocks."""

    def perform(self, effects: list[Effect]) -> None:
        """Do what the room wants done."""

    def send(self, client: Client, frame: bytes) -> None:
        """Send one client a frame, in its place among those of the room."""

    def gone(self, client: Client, ending: Ending) -> None:
        """Take a client out of the books, and out of the room if it was in."""


class RoomSession:
    """What pages and plain-text clients have in common: a place in the room, and one that ends."""

    def __init__(self, client: Client, desk: Desk) -> None:
        """Speak for `client`."""
        self._client = client
        self._desk = desk

    def backlogged(self) -> None:
        """Give up on a client that does not keep up; it may come back and resume."""
        sentence = "You could not keep up with the room."
        self._client.connection.dismiss(CloseCode.TRY_AGAIN_LATER, sentence, LeaveCause.TOO_SLOW)

    def relieved(self) -> None:
        """Nothing to do: a backlog below the cap needs no care."""

    def closed(self, ending: Ending) -> None:
        """Leave the room."""
        self._desk.gone(self._client, ending)

    def _refused_unread(self, text: str) -> bool:
        """Refuse a text frame that is too long to be read; tell whether that was so."""
        effects = self._desk.room.refuse_frame(self._client.client_id, text)
        if effects:
            self._desk.perform(effects)
        return bool(effects)

    def _say(self, request: Say) -> None:
        desk = self._desk
        desk.perform(desk.room.say(self._client.client_id, request, desk.moment()))

    def _rename(self, request: Rename) -> None:
        desk = self._desk
        desk.perform(desk.room.rename(self._client.client_id, request, desk.moment()))

    def _refuse(self, code: RefusalCode, sentence: str) -> None:
        self._desk.perform([Reply(self._client.client_id, Refused(code, sentence))])


class PageSession(RoomSession):
    """`wschat.v1`: strictly decoded JSON."""

    def opened(self) -> None:
        """Wait for `join`: until then this is a client, not a member."""
        desk, client = self._desk, self._client
        desk.perform(desk.room.knock_at(client.client_id, desk.moment(), address=client.ip))

    def received(self, message: str | bytes) -> None:
        """Take one message of the page."""
        if isinstance(message, bytes):
            if not self._desk.uploads.take(self._client.client_id, message):
                sentence = "A binary message was not announced."
                self._refuse(RefusalCode.BINARY_UNEXPECTED, sentence)
            return
        if self._refused_unread(message):
            return
        try:
            request = vocabulary.decode(message)
        except Malformed as malformed:
            self._refuse(RefusalCode.MALFORMED, str(malformed))
            return
        if isinstance(request, Say):
            self._say(request)
        else:
            self._ask(request)

    def _ask(self, request: PageMessage) -> None:
        """Pass on all that is less frequent than speech."""
        desk, client_id = self._desk, self._client.client_id
        room, moment = desk.room, desk.moment()
        match request:
            case Join():
                self._join(request)
            case Rename():
                self._rename(request)
            case Older():
                desk.perform(room.older(client_id, request))
            case Edit():
                desk.perform(room.edit(client_id, request, moment))
            case Retract():
                desk.perform(room.retract(client_id, request, moment))
            case React():
                desk.perform(room.react(client_id, request, moment))
            case Whisper():
                desk.perform(room.whisper(client_id, request, moment))
            case Typing():
                desk.perform(room.typing(client_id, moment))
            case Offer():
                desk.uploads.offer(client_id, request)
            case Cancel():
                desk.uploads.cancel(client_id, request)
            case Observed():
                self._report(request)
            case Probe():
                desk.perform([Reply(client_id, Probed())])

    def _report(self, observed: Observed) -> None:
        if not self._desk.lab.observed(self._client.client_id, observed):
            self._refuse(RefusalCode.NOT_IN_LAB, "The host has not asked for this.")

    def _join(self, request: Join) -> None:
        desk, client = self._desk, self._client
        desk.perform(desk.room.join(client.client_id, request, desk.moment(), address=client.ip))
        # The keepalive's first ping is seconds away; the window wants to show a round trip now.
        client.connection.ping_now()


class PlainSession(RoomSession):
    """The plain-text dialect: everybody is a member at once, by `?nick=` or else by address."""

    def opened(self) -> None:
        """Join with what the URL says: `?nick=NAME&code=CODE`, both optional."""
        desk, client = self._desk, self._client
        query = parse_qs(client.query)
        request = Join(query.get("nick", [""])[0], code=query.get("code", [""])[0])
        desk.perform(
            desk.room.join(
                client.client_id,
                request,
                desk.moment(),
                address=client.ip,
                fallback_nick=client.address,
            )
        )

    def received(self, message: str | bytes) -> None:
        """Take one line."""
        if isinstance(message, bytes):
            self._refuse(RefusalCode.BINARY_UNEXPECTED, "This room takes text only.")
            return
        if self._refused_unread(message):
            return
        match plain.parse_line(message):
            case plain.Speak(text=text):
                self._say(Say(id="", text=text))
            case plain.TakeNick(nick=nick):
                self._rename(Rename(nick))
            case plain.AskWho():
                nicks = (member.nick for member in self._desk.room.members.values())
                self._line(plain.who_line(nicks))
            case plain.AskHelp():
                for line in plain.HELP:
                    self._line(line)
            case plain.Quit():
                self._quit()
            case plain.Unknown() as unknown:
                self._line(plain.unknown_line(unknown))

    def _quit(self) -> None:
        room, client_id = self._desk.room, self._client.client_id
        goodbye = Dismiss(client_id, CloseCode.NORMAL_CLOSURE, "", LeaveCause.LEFT)
        # Dismissed last: who quits reads its own goodbye, as it always did.
        self._desk.perform([*room.leave(client_id, LeaveCause.LEFT), goodbye])

    def _line(self, line: str) -> None:
        self._desk.send(self._client, text_frame(line.encode()))


class EchoSession:
    """Sends every message back as it came: the connection test."""

    def __init__(self, client: Client, desk: Desk) -> None:
        """Answer `client`, who is in no room."""
        self._client = client
        self._desk = desk

    def opened(self) -> None:
        """Nothing to say before the first message."""

    def received(self, message: str | bytes) -> None:
        """Send it back."""
        self._desk.send(self._client, self._client.connection.protocol.framed(message))

    def backlogged(self) -> None:
        """Read no more until the peer has read: whoever sends is whom the answers wait for."""
        self._client.connection.pause_reading()

    def relieved(self) -> None:
        """Read on."""
        self._client.connection.resume_reading()

    def closed(self, ending: Ending) -> None:
        """Leave the books."""
        self._desk.gone(self._client, ending)
