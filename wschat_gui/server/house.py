"""The running room: every connection, session and effect meets here, on the loop's thread.

Bytes come in through connections, sessions make them calls on the room, the room returns effects,
and the house has them performed: by the postman, by the archive, at the door. It decides nothing
itself. What the host does is in `moderator.py`.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter

from websockets.http11 import Request, Response

from wschat_gui.bridge.commands import DeleteMessage
from wschat_gui.bridge.events import ClientClosed, ClientKind, ClientOpened
from wschat_gui.bridge.evidence import Obstacle
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.bridge.refusals import LimitKind
from wschat_gui.chat.effects import (
    Admit,
    Deliver,
    Dismiss,
    Effect,
    Erase,
    Fetch,
    KeepBan,
    LiftBan,
    NoteWhisper,
    Receive,
    Reply,
    TellBans,
    TellMute,
)
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.room import Room
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.config import Settings
from wschat_gui.frames.statistics import FrameStatistics
from wschat_gui.server import log_lines
from wschat_gui.server.ban_list import bans_changed
from wschat_gui.server.clients import Client, ClientIds, Clients, peer_of
from wschat_gui.server.connection import ClientConnection
from wschat_gui.server.downloads import Downloads
from wschat_gui.server.frame_watch import FrameWatch
from wschat_gui.server.gate import Caller, FileWanted, Gate
from wschat_gui.server.holding import Holding
from wschat_gui.server.keepalive import Keepalive
from wschat_gui.server.keeper import Keeper
from wschat_gui.server.lab import Lab
from wschat_gui.server.pacing import Pacer
from wschat_gui.server.postman import Postman
from wschat_gui.server.reception import Ending, LongAnswer, Session
from wschat_gui.server.recorder import Recorder
from wschat_gui.server.records import Records
from wschat_gui.server.rules import rules_of
from wschat_gui.server.sessions import EchoSession, PageSession, PlainSession
from wschat_gui.server.uploads import Uploads

_TOKEN_BYTES = 18
_REQUESTS_A_CLIENT = 6
"""Connections without a client that one address may have for each client that it may have: browsers
open so many at once to fetch a page."""


class House:
    """Everything that lives between listening and stopping."""

    def __init__(
        self,
        settings: Settings,
        gate: Gate,
        events: EventQueue,
        client_ids: ClientIds,
        keeper: Keeper,
        *,
        recorder: Recorder,
    ) -> None:
        """Open the room, where the transcript of `keeper` left off."""
        limits = settings.limits
        self.open_timeout_s = limits.open_timeout_s
        self.close_timeout_s = limits.close_timeout_s
        self.backlog_bytes = limits.backlog_bytes
        self.pacer = Pacer()
        self.keepalive = Keepalive(limits.ping_interval_s, limits.ping_timeout_s)
        self.room = Room(
            rules_of(settings, keeper.files),
            name=settings.room_name,
            code=settings.room_code,
            past=keeper.past(),
            mint_token=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
        )
        self.clients = Clients()
        self.connections: dict[ClientConnection, str] = {}
        """All accepted, those without a handshake included, and the IP address each came from."""
        self._connections_of_ip: Counter[str] = Counter()
        self._clients_per_address = limits.clients_per_address
        self.recorder = recorder
        self.refusals = gate.refusals
        self.watch = FrameWatch(recorder)
        self.postman = Postman(self.clients, keeper, events, gate, self._nick_of, watch=self.watch)
        self.records = Records(self, keeper, events)
        self.holding = Holding(limits.undo_s, self.postman.drop)
        self.uploads = Uploads(keeper.files, self, keeper.tell, limits.upload_stall_s)
        self.lab = Lab(self, events)
        self._downloads = Downloads(keeper.files)
        self._gate = gate
        self._witness = gate.witness
        self._events = events
        self._client_ids = client_ids
        self._keeper = keeper

    @property
    def inbound(self) -> FrameStatistics:
        """All frames that were read."""
        return self.watch.inbound

    @property
    def outbound(self) -> FrameStatistics:
        """All frames that were written."""
        return self.watch.outbound

    # For the window ------------------------------------------------------------------------------

    def announce(self, text: str) -> None:
        """Say something as the host."""
        self.perform(self.room.announce(text, self.moment()))

    def change_settings(self, settings: Settings) -> None:
        """Take over what can change while the room is open."""
        limits = settings.limits
        self.open_timeout_s = limits.open_timeout_s
        self.close_timeout_s = limits.close_timeout_s
        self.backlog_bytes = limits.backlog_bytes
        self._clients_per_address = limits.clients_per_address
        self.holding.undo_s = limits.undo_s
        self.uploads.stall_s = limits.upload_stall_s
        self.recorder.limit(limits)
        self._gate.change_settings(settings)
        self.records.keep(settings.keep)
        self.perform(self.room.change_rules(rules_of(settings, self._keeper.files)))
        self.room.change_code(settings.room_code)
        self.perform(self.room.change_name(settings.room_name))

    def note(self, text: str) -> None:
        """Write a line about the server into the log."""
        self._events.post_lines([log_lines.server_line(text, self.moment().wall_ms)])

    def tell_bans(self) -> None:
        """Show the host who may not come in."""
        self._events.post_lifecycle(bans_changed(self.room.bans))

    def dismiss_all(self, close_code: int, reason: str, cause: LeaveCause) -> None:
        """Let nobody in any more, write what is under way, and start every closing handshake."""
        self._gate.close()
        self.postman.flush()
        self.holding.close()
        self.lab.close()
        for client in tuple(self.clients.values()):
            client.connection.dismiss(close_code, reason, cause)

    def look_around(self) -> None:
        """Do what time alone brings about; to be called about once a second."""
        moment = self.moment()
        self.uploads.drop_stalled(moment.monotonic_s)
        self.recorder.look_around(moment.monotonic_s)
        self.records.delete_what_waits()
        self.perform(self.room.tick(moment))

    # For the engine ------------------------------------------------------------------------------

    def admit_request(
        self, connection: ClientConnection, request: Request
    ) -> Response | LongAnswer | None:
        """Decide on an opening request: None lets the handshake go on."""
        ip, address = peer_of(connection)
        caller = Caller(
            ip=ip,
            local_address=connection.local_address[0],
            clients=len(self.clients) + len(self.holding),
            clients_of_address=self.clients.of_ip(ip) + self.holding.of_ip(ip),
            downloads=len(self._downloads),
            downloads_of_address=self._downloads.of_ip(ip),
        )
        verdict = self._gate.admit(request, caller)
        if isinstance(verdict, ClientKind):
            connection.kind = verdict
            if verdict is not ClientKind.ECHO:
                # A deflate context costs 37 KiB a client, more than all the rest of it, and chat
                # is written uncompressed. The echo is there to test the connection, this included.
                connection.protocol.available_extensions = None
            return None
        if isinstance(verdict, FileWanted):
            return self._downloads.answer(connection, request, verdict.key)
        if verdict.status_code >= 400:
            now_ms = self.moment().wall_ms
            line = log_lines.turned_away_line(request, verdict, address, now_ms)
            self._events.post_lines([line])
        return verdict

    # For connections -----------------------------------------------------------------------------

    def arrived(self, connection: ClientConnection) -> None:
        """Note an accepted connection."""
        ip, port = connection.remote_address[:2]
        self.connections[connection] = ip
        self._connections_of_ip[ip] += 1
        self._witness.connected(ip, port)
        requests = self._connections_of_ip[ip] - self.clients.of_ip(ip) - self.holding.of_ip(ip)
        if requests > self._clients_per_address * _REQUESTS_A_CLIENT:
            # Else one machine that opens connections and says nothing would take all that the
            # system gives us, and nobody new could come in.
            self._witness.turned_away(ip, Obstacle.FULL)
            connection.transport.abort()

    def misspoken(self, connection: ClientConnection, first_bytes: bytes) -> None:
        """Note that a connection began with what is no HTTP request."""
        self._witness.misspoken(connection.remote_address[0], first_bytes)

    def took_too_long(self) -> None:
        """Count an opening handshake that was not done in time."""
        self.refusals.count(LimitKind.OPEN_TIMEOUT)

    def departed(self, connection: ClientConnection) -> None:
        """Forget a connection."""
        ip = self.connections.pop(connection)
        self._connections_of_ip[ip] -= 1
        if not self._connections_of_ip[ip]:
            del self._connections_of_ip[ip]
        self._downloads.departed(connection)

    def open_session(self, connection: ClientConnection) -> Session:
        """Enter a new client in the books and say what its connection is for."""
        client = self._enter(connection)
        self._witness.upgraded(client.ip, client.user_agent)
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
        self.postman.send(client, frame)

    def gone(self, client: Client, ending: Ending) -> None:
        """Take a client out of the books, and out of the room if it was in."""
        self.postman.drop(client)
        self._strike(client, ending)
        self.perform(self.room.leave(client.client_id, ending.cause))

    def perform(self, effects: list[Effect]) -> None:
        """Do what the room wants done, in its order."""
        for effect in effects:
            match effect:
                case Deliver():
                    self.postman.deliver(effect)
                case Reply():
                    self.postman.reply(effect)
                case Admit():
                    self.postman.admit(effect)
                    self.lab.admitted(effect.client_id, effect.welcome.token)
                case Fetch():
                    self.records.fetch(effect)
                case Dismiss():
                    self._dismiss(effect)
                case Receive():
                    self.uploads.receive(effect)
                case Erase(seq=seq):
                    self.records.delete(DeleteMessage(seq))
                case TellMute() | NoteWhisper():
                    self.postman.tell(effect)
                case TellBans():
                    self.tell_bans()
                case KeepBan(ban=ban):
                    self._keeper.keep_ban(ban)
                case LiftBan(ban_id=ban_id):
                    self._keeper.lift_ban(ban_id)

    # At the door ---------------------------------------------------------------------------------

    def take_back(self, client_id: int) -> bool:
        """Let a client begin anew that was thrown out moments ago; tell whether it was there."""
        held = self.holding.take_back(client_id)
        if held is None:
            return False
        client = self._enter(held.connection)
        client.connection.change_session(PageSession(client, self))
        self.perform(self.room.reinstate(client_id, client.client_id))
        return True

    def _dismiss(self, effect: Dismiss) -> None:
        client = self.clients[effect.client_id]
        if not (effect.undoable and client.kind is ClientKind.PAGE and self.holding.undo_s):
            self.postman.dismiss(client, effect)
            return
        self.postman.release(client)
        self._strike(client, Ending(effect.cause, effect.close_code, effect.reason))
        self.holding.hold(client, effect)

    def _enter(self, connection: ClientConnection) -> Client:
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
        return client

    def _strike(self, client: Client, ending: Ending) -> None:
        """Take a client out of the books; the room is told otherwise."""
        self.clients.remove(client)
        self.recorder.departed(client, self.moment().monotonic_s)
        self.uploads.abandon(client.client_id)
        self._witness.left(client.ip, ending.cause)
        self.lab.gone(client, ending)
        self.refusals.ended(ending)
        self._events.post_membership(
            ClientClosed(
                client_id=client.client_id,
                cause=ending.cause,
                close_code=ending.close_code,
                close_reason=ending.close_reason,
                closed_ms=self.moment().wall_ms,
            )
        )

    def _nick_of(self, client_id: int) -> str | None:
        member = self.room.members.get(client_id)
        return None if member is None else member.nick
