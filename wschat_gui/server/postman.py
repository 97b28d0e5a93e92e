"""Brings what the room says to those it is for: frames to clients, lines and names to the window.

Which frames, dialect by dialect, is in `dialects.py`; when they are written, in `hub.py`. What the
room wants done otherwise is performed in `house.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from wschat_gui.bridge.events import (
    ClientKind,
    ClientMuted,
    ClientNamed,
    ClientUnmuted,
    LogLine,
    RoomStateChanged,
)
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.chat.effects import Admit, Deliver, Dismiss, NoteWhisper, Reply, TellMute
from wschat_gui.chat.vocabulary import (
    Announced,
    Changed,
    Earlier,
    Edited,
    Reacted,
    Refused,
    Renamed,
    RoomEvent,
    RoomState,
    Said,
)
from wschat_gui.server import log_lines
from wschat_gui.server.clients import Client, Clients
from wschat_gui.server.dialects import Dialect, PageDialect, PlainDialect
from wschat_gui.server.frame_watch import FrameWatch
from wschat_gui.server.gate import Gate
from wschat_gui.server.hub import Hub, Stream
from wschat_gui.server.keeper import Keeper


class Postman:
    """Knows every client's dialect, and what of an event the archive and the window get."""

    def __init__(
        self,
        clients: Clients,
        keeper: Keeper,
        events: EventQueue,
        gate: Gate,
        nick_of: Callable[[int], str | None],
        *,
        watch: FrameWatch,
    ) -> None:
        """Deliver to `clients`; `nick_of` names those who are in the room.

        Whom `gate` has let in, it is told of what the room refuses them.
        """
        self.messages = 0
        """Said since the start."""
        self._clients = clients
        self._keeper = keeper
        self._events = events
        self._witness = gate.witness
        self._refusals = gate.refusals
        self._nick_of = nick_of
        self._state = RoomState()
        self._hub = Hub(watch, self._before_write)
        self._audiences: dict[ClientKind, tuple[Stream, Dialect]] = {
            ClientKind.PAGE: (Stream(), PageDialect()),
            ClientKind.PLAIN: (Stream(), PlainDialect()),
        }
        self._lines: list[LogLine] = []

    # To clients ----------------------------------------------------------------------------------

    def send(self, client: Client, frame: bytes) -> None:
        """Send one client a frame, in its place among those of the room."""
        self._hub.send(client.connection, frame)

    def deliver(self, effect: Deliver) -> None:
        """Bring an event to every member, to the archive if it is kept, and to the log."""
        event = effect.event
        if isinstance(event, Said):
            self._bring(event, event.at_ms)
            self._keeper.note(event)
            self.messages += 1
            self._clients[event.client_id].messages += 1
            return
        self._bring(event, _wall_ms())
        match event:
            case Announced() | Edited() | Reacted():
                self._keeper.note(event)
            case Renamed(client_id=client_id, nick=nick):
                self._clients[client_id].nick = nick
                self._events.post_membership(ClientNamed(client_id, nick))
            case Changed(state=state):
                self._tell_state(state)

    def _bring(self, event: RoomEvent, now_ms: int) -> None:
        """Have an event written to all members and into the log at the end of this tick."""
        for stream, dialect in self._audiences.values():
            if stream.followers and (frame := dialect.event(event, now_ms)):
                self._hub.broadcast(stream, frame)
        line = log_lines.event_line(event, now_ms)
        if line is not None:
            self._lines.append(line)
        self._hub.end_tick_soon()

    def reply(self, effect: Reply) -> None:
        """Bring one client an answer."""
        client = self._clients[effect.client_id]
        if client.kind not in self._audiences:
            return  # the echo's clients speak no dialect, whatever the room has to tell them
        now_ms = _wall_ms()
        _, dialect = self._audiences[client.kind]
        frame = dialect.reply(effect.message, now_ms)
        if isinstance(effect.message, Earlier):
            # Asked for, and with long messages longer than the cap: no sign of a slow client.
            client.connection.grant_backlog(len(frame))
        if frame:
            self._hub.send(client.connection, frame)
        if isinstance(effect.message, Refused):
            self._refusals.answered(effect.message)
            nick = self._nick_of(client.client_id)
            if nick is None:
                self._witness.join_refused(client.ip, effect.message)
                nick = client.address
            self.log(log_lines.refused_line(effect.message, client.client_id, nick, now_ms))

    def admit(self, effect: Admit) -> None:
        """Welcome a client, and bring it all that follows."""
        client = self._clients[effect.client_id]
        stream, dialect = self._audiences[client.kind]
        welcome = effect.welcome
        client.nick = welcome.nick
        self._hub.admit(client.connection, stream, dialect.welcome(welcome))
        self._witness.joined(client.ip)
        self._events.post_membership(ClientNamed(client.client_id, welcome.nick))

    def dismiss(self, client: Client, effect: Dismiss) -> None:
        """Bring a client nothing more, and close it behind what it had coming."""
        self._hub.dismiss(client.connection, effect.close_code, effect.reason, effect.cause)

    def release(self, client: Client) -> None:
        """Bring a client nothing more of the room, and leave it open."""
        self._hub.release(client.connection)

    def drop(self, client: Client) -> None:
        """Forget a client whose connection is gone, with what it had coming."""
        self._hub.drop(client.connection)

    def flush(self) -> None:
        """Write now what there is, instead of at the end of the tick."""
        self._hub.flush()

    # To the window -------------------------------------------------------------------------------

    def log(self, line: LogLine) -> None:
        """Write a line into the log, in its place among those of the room."""
        self._lines.append(line)
        self._hub.end_tick_soon()

    def tell(self, effect: TellMute | NoteWhisper) -> None:
        """Show the window what is not for the room."""
        match effect:
            case TellMute():
                self._tell_mute(effect)
            case NoteWhisper():
                self.log(log_lines.whisper_line(effect))

    def _tell_mute(self, effect: TellMute) -> None:
        client_id, until_ms = effect.client_id, effect.until_ms
        nick = self._nick_of(client_id) or ""
        self.log(log_lines.mute_line(effect, nick, _wall_ms()))
        if client_id in self._clients:
            self._events.post_membership(
                ClientUnmuted(client_id) if until_ms == 0 else ClientMuted(client_id, until_ms)
            )

    def _tell_state(self, state: RoomState) -> None:
        if state == self._state:
            return  # it was the room's name that changed
        self.log(log_lines.state_line(self._state, state, _wall_ms()))
        self._state = state
        told = RoomStateChanged(state.frozen, state.slow_s, state.locked)
        self._events.post_lifecycle(told)

    def _before_write(self) -> None:
        # Saved before it is seen: whatever any client has seen survives even a kill.
        self._keeper.save(time.monotonic())
        self._events.post_lines(self._lines)
        self._lines.clear()


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
