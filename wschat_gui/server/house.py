"""The running room: every connection, session and effect meets here, on the loop's thread.

Bytes come in through connections, sessions make them calls on the room, the room returns effects,
and the house performs them: frames to the hub, events to the window. It decides nothing itself.
"""

from __future__ import annotations

import secrets
import time

from websockets.http11 import Request, Response

from wschat_gui.bridge.commands import (
    DeleteBefore,
    DeleteEverything,
    DeleteMessage,
    DeleteOfClient,
    Deletion,
)
from wschat_gui.bridge.events import (
    ClientClosed,
    ClientKind,
    ClientNamed,
    ClientOpened,
    Forgotten,
    LogLine,
)
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.chat.door import DoorRule
from wschat_gui.chat.effects import Admit, Deliver, Dismiss, Effect, Fetch, Reply
from wschat_gui.chat.flood import FloodRule
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.opening import RoomRules
from wschat_gui.chat.room import Room
from wschat_gui.chat.vocabulary import (
    Announced,
    Earlier,
    KeptEvent,
    LeaveCause,
    Refused,
    Renamed,
    RoomEvent,
    Said,
    SeqPair,
)
from wschat_gui.config import Limits, Settings
from wschat_gui.frames.dissector import Frame
from wschat_gui.frames.statistics import FrameStatistics
from wschat_gui.frames.violations import Violation
from wschat_gui.server import log_lines
from wschat_gui.server.archive_desk import ArchiveDesk
from wschat_gui.server.clients import Client, ClientIds, Clients, peer_of
from wschat_gui.server.connection import ClientConnection, Ending, Session
from wschat_gui.server.dialects import Dialect, PageDialect, PlainDialect
from wschat_gui.server.gate import Caller, Gate
from wschat_gui.server.hub import Hub, Stream
from wschat_gui.server.keeper import Keeper
from wschat_gui.server.sessions import EchoSession, PageSession, PlainSession

_TOKEN_BYTES = 18


class House:
    """Everything that lives between listening and stopping."""

    def __init__(
        self,
        settings: Settings,
        gate: Gate,
        events: EventQueue,
        client_ids: ClientIds,
        keeper: Keeper,
    ) -> None:
        """Open the room, where the transcript of `keeper` left off."""
        limits = settings.limits
        self.close_timeout_s = limits.close_timeout_s
        self.backlog_bytes = limits.backlog_bytes
        self.room = Room(
            _rules(limits),
            name=settings.room_name,
            code=settings.room_code,
            past=keeper.past(),
            mint_token=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
        )
        self.clients = Clients()
        self.connections: set[ClientConnection] = set()
        """All accepted, those without a handshake included."""
        self.archive: ArchiveDesk | None = None
        """Where the transcript can be asked; None where nothing is saved."""
        self.inbound = FrameStatistics()
        self.outbound = FrameStatistics()
        self.messages = 0
        self._gate = gate
        self._events = events
        self._client_ids = client_ids
        self._keeper = keeper
        self._fetching: set[int] = set()
        self._hub = Hub(self.outbound, self._before_write)
        self._audiences: dict[ClientKind, tuple[Stream, Dialect]] = {
            ClientKind.PAGE: (Stream(), PageDialect()),
            ClientKind.PLAIN: (Stream(), PlainDialect()),
        }
        self._lines: list[LogLine] = []

    # For the window ------------------------------------------------------------------------------

    def kick(self, client_id: int, reason: str) -> None:
        """Throw a client out; one that has gone meanwhile needs no throwing."""
        if client_id in self.clients:
            self.perform(self.room.kick(client_id, reason))

    def announce(self, text: str) -> None:
        """Say something as the host."""
        self.perform(self.room.announce(text, self.moment()))

    def delete(self, deletion: Deletion) -> None:
        """Delete messages for everybody; where there is an archive, it says when it is done."""
        if self.archive is not None:
            self.archive.delete(deletion)
        else:
            self.forget(self.room.history.runs_of(lambda event: _is_meant(event, deletion)))

    def forget(self, ranges: list[SeqPair]) -> None:
        """Tell everybody that these messages are gone."""
        self.perform(self.room.delete(ranges))
        self._events.post_lifecycle(Forgotten(tuple(ranges)))

    def change_settings(self, settings: Settings) -> None:
        """Take over what can change while the room is open."""
        self._gate.change_settings(settings)
        self.room.name = settings.room_name
        self.room.change_code(settings.room_code)

    def note(self, text: str) -> None:
        """Write a line about the server into the log."""
        self._events.post_lines([log_lines.server_line(text, self.moment().wall_ms)])

    def dismiss_all(self, close_code: int, reason: str, cause: LeaveCause) -> None:
        """Write what is under way, then start every closing handshake."""
        self._hub.flush()
        for client in tuple(self.clients.values()):
            client.connection.dismiss(close_code, reason, cause)

    # For the engine ------------------------------------------------------------------------------

    def admit_request(self, connection: ClientConnection, request: Request) -> Response | None:
        """Decide on an opening request: None lets the handshake go on."""
        ip, address = peer_of(connection)
        caller = Caller(
            local_address=connection.local_address[0],
            clients=len(self.clients),
            clients_of_address=self.clients.of_ip(ip),
        )
        verdict = self._gate.admit(request, caller)
        if isinstance(verdict, ClientKind):
            connection.kind = verdict
            if verdict is not ClientKind.ECHO:
                # A deflate context costs 37 KiB a client, more than all the rest of it, and chat
                # is written uncompressed. The echo is there to test the connection, this included.
                connection.protocol.available_extensions = None
            return None
        if verdict.status_code >= 400:
            now_ms = self.moment().wall_ms
            line = log_lines.turned_away_line(request, verdict, address, now_ms)
            self._events.post_lines([line])
        return verdict

    # For connections -----------------------------------------------------------------------------

    def arrived(self, connection: ClientConnection) -> None:
        """Note an accepted connection."""
        self.connections.add(connection)

    def departed(self, connection: ClientConnection) -> None:
        """Forget a connection."""
        self.connections.discard(connection)

    def saw_frames(self, received: list[Frame], sent: list[Frame]) -> None:
        """Count frames of one connection among all."""
        self.inbound.record(received)
        self.outbound.record(sent)

    def saw_violation(self, violation: Violation) -> None:
        """Count a violation of one connection among all."""
        self.inbound.record_violation(violation)

    def open_session(self, connection: ClientConnection) -> Session:
        """Enter a new client in the books and say what its connection is for."""
        client = Client(self._client_ids.take(), connection, self.moment().wall_ms)
        self.clients.add(client)
        self._events.post_membership(
            ClientOpened(
                client_id=client.client_id,
                address=client.address,
                user_agent=client.user_agent,
                kind=client.kind,
                opened_ms=client.opened_ms,
            )
        )
        match client.kind:
            case ClientKind.PAGE:
                return PageSession(client, self)
            case ClientKind.PLAIN:
                return PlainSession(client, self)
            case ClientKind.ECHO:
                return EchoSession(client, self)

    # For sessions --------------------------------------------------------------------------------

    def moment(self) -> Moment:
        """Read the clocks."""
        return Moment(time.time_ns() // 1_000_000, time.monotonic())

    def send(self, client: Client, frame: bytes) -> None:
        """Send one client a frame, in its place among those of the room."""
        self._hub.send(client.connection, frame)

    def gone(self, client: Client, ending: Ending) -> None:
        """Take a client out of the books, and out of the room if it was in."""
        self._hub.drop(client.connection)
        self.clients.remove(client)
        self.perform(self.room.leave(client.client_id, ending.cause))
        self._events.post_membership(
            ClientClosed(
                client_id=client.client_id,
                cause=ending.cause,
                close_code=ending.close_code,
                close_reason=ending.close_reason,
                closed_ms=self.moment().wall_ms,
            )
        )

    def perform(self, effects: list[Effect]) -> None:
        """Do what the room wants done, in its order."""
        for effect in effects:
            match effect:
                case Deliver(event=event):
                    self._deliver(event)
                case Reply():
                    self._reply(effect)
                case Admit():
                    self._admit(effect)
                case Fetch():
                    self._fetch(effect)
                case Dismiss():
                    self._dismiss(effect)

    # Effects -------------------------------------------------------------------------------------

    def _deliver(self, event: RoomEvent) -> None:
        now_ms = event.at_ms if isinstance(event, Said) else self.moment().wall_ms
        for stream, dialect in self._audiences.values():
            if stream.followers:
                self._hub.broadcast(stream, dialect.event(event, now_ms))
        self._lines.append(log_lines.event_line(event, now_ms))
        self._hub.end_tick_soon()
        if isinstance(event, Said | Announced):
            self._keeper.note(event)
        match event:
            case Said(client_id=client_id):
                self.messages += 1
                self.clients[client_id].messages += 1
            case Renamed(client_id=client_id, nick=nick):
                self._events.post_membership(ClientNamed(client_id, nick))

    def _reply(self, effect: Reply) -> None:
        client = self.clients[effect.client_id]
        now_ms = self.moment().wall_ms
        _, dialect = self._audiences[client.kind]
        frame = dialect.reply(effect.message, now_ms)
        if isinstance(effect.message, Earlier):
            # Asked for, and with long messages longer than the cap: no sign of a slow client.
            client.connection.grant_backlog(len(frame))
        self._hub.send(client.connection, frame)
        if isinstance(effect.message, Refused):
            member = self.room.members.get(client.client_id)
            nick = client.address if member is None else member.nick
            self._lines.append(
                log_lines.refused_line(effect.message, client.client_id, nick, now_ms)
            )

    def _admit(self, effect: Admit) -> None:
        client = self.clients[effect.client_id]
        stream, dialect = self._audiences[client.kind]
        self._hub.admit(client.connection, stream, dialect.welcome(effect.welcome))
        self._events.post_membership(ClientNamed(client.client_id, effect.welcome.nick))

    def _fetch(self, effect: Fetch) -> None:
        client_id = effect.client_id

        def answer(earlier: Earlier) -> None:
            self._fetching.discard(client_id)
            if client_id in self.clients:
                self.perform([Reply(client_id, earlier)])

        if self.archive is None:
            answer(effect.in_memory)
        elif client_id not in self._fetching:
            # A page asks again when it has its answer; one that does not wait gets one at a time.
            self._fetching.add(client_id)
            self.archive.fetch(effect, answer)

    def _dismiss(self, effect: Dismiss) -> None:
        connection = self.clients[effect.client_id].connection
        self._hub.dismiss(connection, effect.close_code, effect.reason, effect.cause)

    def _before_write(self) -> None:
        # Saved before it is seen: whatever any client has seen survives even a kill.
        self._keeper.save(time.monotonic())
        self._events.post_lines(self._lines)
        self._lines.clear()


def _is_meant(event: KeptEvent, deletion: Deletion) -> bool:
    match deletion:
        case DeleteMessage(seq=seq):
            return event.seq == seq
        case DeleteOfClient(client_id=client_id):
            return isinstance(event, Said) and event.client_id == client_id
        case DeleteBefore(at_ms=at_ms):
            return event.at_ms < at_ms
        case DeleteEverything():
            return True


def _rules(limits: Limits) -> RoomRules:
    return RoomRules(
        message_chars=limits.message_chars,
        history_on_join=limits.history_on_join,
        history_in_memory=limits.history_in_memory,
        flood=FloodRule(limits.flood_burst, limits.flood_per_s, limits.flood_mute_s),
        door=DoorRule(limits.wrong_codes, limits.wrong_code_window_s, limits.wrong_code_refusal_s),
    )
