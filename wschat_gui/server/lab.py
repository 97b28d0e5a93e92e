"""The protocol lab: what the host does on purpose to the connection of one client that it chose.

Off until the window asks for it, and for one page at a time, which says so and reports what reached
it. Nothing here can be asked for from the network. The frames are made in `lab_frames.py`, the line
is made worse in `slow_line.py`.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from typing import Protocol
from zlib import crc32

from websockets.frames import Opcode

from wschat_gui.bridge.events import ClientKind
from wschat_gui.bridge.frame_commands import (
    EnterLab,
    LabBreach,
    LabBreak,
    LabCommand,
    LabFrame,
    LabLine,
    LabSend,
    LeaveLab,
)
from wschat_gui.bridge.frame_words import LabNote, LabNoteKind
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.chat import vocabulary
from wschat_gui.chat.effects import Dismiss, Effect, Reply
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.requests import Observed
from wschat_gui.chat.room import Room
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.server import lab_frames
from wschat_gui.server.clients import Client
from wschat_gui.server.lab_rules import Refusal, check_send, conditions_of, line_told
from wschat_gui.server.lab_visit import Sent, Visit
from wschat_gui.server.reception import Ending

_NOTICE_S = 3.0
"""A browser fails the connection in milliseconds; who has not by then will not."""
_SHOWN_BYTES = 16
"""Of an illegal frame: enough for its header and more."""
_RETURN_S = 120.0
"""For a page whose connection ended, perhaps in somebody's pocket, to come back."""


class LabRoom(Protocol):
    """What the lab needs of the server."""

    @property
    def clients(self) -> Mapping[int, Client]:
        """All open clients."""

    @property
    def room(self) -> Room:
        """The room that is open."""

    def moment(self) -> Moment:
        """Read the clocks."""

    def perform(self, effects: list[Effect]) -> None:
        """Do what the room wants done."""

    def send(self, client: Client, frame: bytes) -> None:
        """Send one client frames, in their place among those of the room."""


class Lab:
    """Holds the visit that is going on, if there is one."""

    def __init__(self, room: LabRoom, events: EventQueue) -> None:
        """Begin with nobody."""
        self._room = room
        self._events = events
        self._visit: Visit | None = None
        self._timer: asyncio.TimerHandle | None = None
        """Until a broken rule was not noticed, or a page has not come back."""

    def carry_out(self, command: LabCommand) -> None:
        """Do what the window asks, or tell it why not."""
        try:
            match command:
                case EnterLab(client_id=client_id):
                    self._enter(client_id)
                case LeaveLab(client_id=client_id):
                    self._visit_of(client_id)
                    self._end("")
                case LabSend():
                    self._send(command)
                case LabBreak():
                    self._break(command)
                case LabLine():
                    self._change_line(command)
        except Refusal as refusal:
            self._note(command.client_id, LabNoteKind.REFUSED, text=str(refusal))

    def close(self) -> None:
        """End what is going on, without a word: the server stops."""
        self._disarm()
        visit, self._visit = self._visit, None
        if visit is not None:
            visit.heal()

    # What happens to clients ---------------------------------------------------------------------

    def admitted(self, client_id: int, token: str) -> None:
        """A page has joined: perhaps the one in the lab, over a new connection."""
        visit = self._visit
        if visit is None or visit.token != token or visit.client_id == client_id:
            return
        self._disarm()
        if visit.client is not None:
            visit.leave()
        visit.return_as(self._room.clients[client_id])
        self._tell_page(client_id, on=True)

    def gone(self, client: Client, ending: Ending) -> None:
        """A client has left the books."""
        visit = self._visit
        if visit is None or visit.client is not client:
            return
        self._disarm()
        visit.leave()
        code, reason = ending.close_code, ending.close_reason
        self._note(client.client_id, LabNoteKind.CLOSED, close_code=code, text=reason)
        if ending.cause in {LeaveCause.KICKED, LeaveCause.BANNED, LeaveCause.SERVER_STOPPED}:
            self._end("")
        else:
            self._arm(_RETURN_S, lambda: self._end("Its page did not come back."))

    def observed(self, client_id: int, observed: Observed) -> bool:
        """Take what a page reports; tell whether anybody had asked for it."""
        visit = self._visit
        if visit is None or visit.client is None or visit.client_id != client_id:
            return False
        match observed.what:
            case "ready":
                return self._heard_ready(visit)
            case "close":
                return self._heard_close(visit, observed)
            case "text" | "binary":
                return self._heard_message(visit, observed)

    def _heard_ready(self, visit: Visit) -> bool:
        if visit.is_ready:
            return False
        visit.is_ready = True
        self._note(visit.client_id, LabNoteKind.BEGUN)
        return True

    def _heard_close(self, visit: Visit, observed: Observed) -> bool:
        if not visit.owes_close:
            return False
        visit.owes_close = False
        how = "" if observed.clean else "The closing handshake was not completed."
        self._note(
            visit.client_id,
            LabNoteKind.SEEN,
            what="close",
            close_code=observed.close_code,
            text=" ".join(filter(None, (observed.reason, how))),
        )
        return True

    def _heard_message(self, visit: Visit, observed: Observed) -> bool:
        if not visit.unreported:
            return False
        sent = visit.unreported.popleft()
        seen = (observed.what, observed.length, observed.crc32)
        differs = seen != (sent.what, sent.length, sent.crc32)
        self._note(
            visit.client_id,
            LabNoteKind.SEEN,
            what=observed.what,
            length=observed.length,
            rtt_ms=(self._room.moment().monotonic_s - sent.at_s) * 1_000,
            text="It is not what was sent." if differs else "",
        )
        return True

    # What the window asks ------------------------------------------------------------------------

    def _enter(self, client_id: int) -> None:
        client = self._room.clients.get(client_id)
        member = self._room.room.members.get(client_id)
        if client is None or client.kind is not ClientKind.PAGE or member is None:
            raise Refusal("Only a page that has joined the room can be in the lab.")
        if self._visit is not None:
            if self._visit.client is client:
                raise Refusal("This client is in the lab already.")
            self._end("Another client was chosen.")
        self._visit = Visit(client, member.identity.token, asyncio.get_running_loop())
        self._tell_page(client_id, on=True)

    def _end(self, why: str) -> None:
        visit, self._visit = self._visit, None
        assert visit is not None, "only a visit that goes on is ended"
        self._disarm()
        if visit.client is not None:
            self._tell_page(visit.client_id, on=False)
        visit.heal()
        self._note(visit.client_id, LabNoteKind.ENDED, text=why)

    def _send(self, command: LabSend) -> None:
        visit, client = self._present(command.client_id)
        check_send(command)
        client_id, sent = client.client_id, LabNoteKind.SENT
        match command.what:
            case LabFrame.TEXT:
                payload = lab_frames.text_of(command.length)
                self._send_message(visit, client, Opcode.TEXT, payload, command)
            case LabFrame.BINARY:
                payload = lab_frames.binary_of(command.length)
                self._send_message(visit, client, Opcode.BINARY, payload, command)
            case LabFrame.PING:
                self._note(client_id, sent, what=command.what, length=command.length)
                self._ping(client, command.length)
            case LabFrame.CLOSE:
                code, reason = command.close_code, command.close_reason
                self._note(client_id, sent, what=command.what, close_code=code, text=reason)
                self._room.perform([Dismiss(client_id, code, reason, LeaveCause.LEFT)])

    def _send_message(
        self, visit: Visit, client: Client, opcode: Opcode, payload: bytes, command: LabSend
    ) -> None:
        frames = lab_frames.message_frames(opcode, payload, command.fragments)
        # Asked for, and perhaps longer than the cap: no sign of a slow client.
        client.connection.grant_backlog(len(frames))
        self._room.send(client, frames)
        now_s = self._room.moment().monotonic_s
        visit.unreported.append(Sent(command.what, len(payload), crc32(payload), now_s))
        self._note(
            client.client_id,
            LabNoteKind.SENT,
            what=command.what,
            length=len(payload),
            frames=command.fragments,
        )

    def _ping(self, client: Client, length: int) -> None:
        client_id, pinged_s = client.client_id, self._room.moment().monotonic_s

        def ponged() -> None:
            rtt_ms = (self._room.moment().monotonic_s - pinged_s) * 1_000
            self._note(client_id, LabNoteKind.PONGED, length=length, rtt_ms=rtt_ms)

        if not client.connection.ping(secrets.token_bytes(length), ponged):
            sentence = "A ping with this payload has no answer yet."
            self._note(client_id, LabNoteKind.REFUSED, text=sentence)

    def _break(self, command: LabBreak) -> None:
        _, client = self._present(command.client_id)
        frames = lab_frames.illegal_frames(command.breach)
        self._room.send(client, frames)
        beginning = frames[:_SHOWN_BYTES].hex(" ")
        self._note(client.client_id, LabNoteKind.SENT, what=command.breach, text=beginning)
        self._arm(_NOTICE_S, lambda: self._cut_off(client, command.breach))

    def _cut_off(self, client: Client, breach: LabBreach) -> None:
        """End a connection on which nobody knows any more what a byte means."""
        sentence = "It did not fail the connection; the host has cut it off."
        self._note(client.client_id, LabNoteKind.SEEN, what=breach, text=sentence)
        client.connection.transport.abort()

    def _change_line(self, command: LabLine) -> None:
        visit, client = self._present(command.client_id)
        conditions = conditions_of(command)
        visit.worsen(conditions, command.cut_s)
        self._note(client.client_id, LabNoteKind.LINE, text=line_told(command))

    # Inside --------------------------------------------------------------------------------------

    def _visit_of(self, client_id: int) -> Visit:
        if self._visit is None or self._visit.client_id != client_id:
            raise Refusal("This client is not in the lab.")
        return self._visit

    def _present(self, client_id: int) -> tuple[Visit, Client]:
        visit = self._visit_of(client_id)
        if visit.client is None:
            raise Refusal("This client is not connected just now.")
        if not visit.is_ready:
            raise Refusal("Its page has not said yet that it watches.")
        return visit, visit.client

    def _tell_page(self, client_id: int, *, on: bool) -> None:
        self._room.perform([Reply(client_id, vocabulary.Lab(on))])

    def _note(
        self,
        client_id: int,
        kind: LabNoteKind,
        *,
        what: str = "",
        length: int = 0,
        frames: int = 1,
        close_code: int | None = None,
        rtt_ms: float | None = None,
        text: str = "",
    ) -> None:
        self._events.post_lifecycle(
            LabNote(
                at_ms=self._room.moment().wall_ms,
                client_id=client_id,
                kind=kind,
                what=what,
                length=length,
                frames=frames,
                close_code=close_code,
                rtt_ms=rtt_ms,
                text=text,
            )
        )

    def _arm(self, wait_s: float, act: Callable[[], None]) -> None:
        self._disarm()
        self._timer = asyncio.get_running_loop().call_later(wait_s, act)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
