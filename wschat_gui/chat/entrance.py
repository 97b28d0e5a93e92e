"""How one comes into the room, and how one gets out of it."""

from __future__ import annotations

import math

from wschat_gui.chat.bans import Ban
from wschat_gui.chat.books import Books
from wschat_gui.chat.door import DoorVerdict
from wschat_gui.chat.effects import Admit, Deliver, Dismiss, Effect, Reply
from wschat_gui.chat.floor import Floor
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.nicknames import NickInvalid, clean_nick
from wschat_gui.chat.reasons import BANNED, REPLACED, TRY_AGAIN_LATER, WRONG_CODE
from wschat_gui.chat.refusals import refuse
from wschat_gui.chat.renaming import refuse_taken
from wschat_gui.chat.requests import Join
from wschat_gui.chat.roster import Member
from wschat_gui.chat.vocabulary import (
    Dismissed,
    Joined,
    LeaveCause,
    Left,
    RefusalCode,
    Welcome,
)

_MOST_EVENTS = 1_000
"""In one welcome: a phone that slept over lunch gets all it missed, one that was away for days the
newest, and the rest as its reader scrolls."""


class Entrance:
    """Lets clients in, and sees them out."""

    def __init__(self, books: Books, floor: Floor) -> None:
        """Lead into the room that `books` are of."""
        self._books = books
        self._floor = floor

    def knock_at(self, client_id: int, moment: Moment, *, address: str) -> list[Effect]:
        """Turn away a client whose IP address is banned, before it asks for anything."""
        ban = self._books.bans.against("", address, moment.wall_ms)
        return [] if ban is None else dismissal(client_id, ban, undoable=False)

    def join(
        self, client_id: int, request: Join, moment: Moment, *, address: str, fallback_nick: str
    ) -> list[Effect]:
        """Let a client in, or say why not; see Room.join."""
        books = self._books
        if client_id in books.roster.members:
            sentence = "You are in the room already."
            return [refuse(client_id, RefusalCode.ALREADY_JOINED, sentence)]
        shut_out = (
            self._banned(client_id, request, moment, address)
            or self._knock(client_id, request, moment, address)
            or self._locked_out(client_id, request, may_stay=not fallback_nick)
        )
        if shut_out:
            return shut_out
        nick: str | Reply = fallback_nick
        complaint: list[Effect] = []
        if request.nick or not fallback_nick:
            nick = self._obtainable(client_id, request)
        if isinstance(nick, Reply):
            complaint = [nick]
            nick = fallback_nick
        if not nick:
            return complaint
        if nick == fallback_nick:
            nick = books.roster.free(nick)
        ghost_gone = self._replace_ghost(request.token)
        identity = books.identities.enter(request.token, moment.monotonic_s, device=request.device)
        identity.thrown_out = False
        member = Member(client_id, nick, identity, address)
        books.roster.add(member)
        return [
            *ghost_gone,
            Deliver(Joined(client_id, nick, member.person_id)),
            Admit(client_id, self._welcome(member, request, moment)),
            *self._floor.tell_mute(member, moment),
            *complaint,
        ]

    def leave(self, client_id: int, cause: LeaveCause) -> list[Effect]:
        """Take a client out; nothing happens if it was not in."""
        member = self._books.roster.remove(client_id)
        if member is None:
            return []
        self._books.identities.leave(member.identity)
        return [Deliver(Left(client_id, member.nick, cause))]

    def _banned(self, client_id: int, request: Join, moment: Moment, address: str) -> list[Effect]:
        books = self._books
        # The empty one is nobody: it finds bans by address, of a stranger too.
        for person_id in ("", *books.identities.person_ids(request.token, request.device)):
            ban = books.bans.against(person_id, address, moment.wall_ms)
            if ban is not None:
                return dismissal(client_id, ban, undoable=False)
        return []

    def _knock(self, client_id: int, request: Join, moment: Moment, address: str) -> list[Effect]:
        if self._was_here(request.token):
            # It gave the code when it came: another one is for newcomers, not for dropped lines.
            return []
        door, wait_s = self._books.door, 0
        match door.knock(address, request.code, moment.monotonic_s):
            case DoorVerdict.OPEN:
                return []
            case DoorVerdict.CLOSED:
                sentence = "This room asks for its code."
            case DoorVerdict.WRONG:
                sentence = "The room code is wrong."
            case DoorVerdict.SHUT:
                minutes = round(self._books.rules.door.refusal_s / 60)
                sentence = f"Too many wrong room codes. Try again in {minutes} minutes."
                wait_s = math.ceil(door.shut_for_s(address, moment.monotonic_s))
        return [
            refuse(client_id, RefusalCode.WRONG_CODE, sentence, wait_s=wait_s),
            Dismiss(client_id, WRONG_CODE, sentence, LeaveCause.LEFT),
        ]

    def _locked_out(self, client_id: int, request: Join, *, may_stay: bool) -> list[Effect]:
        """Return the refusal of a locked room; who was here may come back."""
        if self._was_here(request.token) or not self._books.state.locked:
            return []
        sentence = "The host has locked the room: nobody new comes in just now."
        refused = refuse(client_id, RefusalCode.LOCKED, sentence)
        if may_stay:
            return [refused]
        # A plain-text client joins as it connects, and has no way to ask again.
        return [refused, Dismiss(client_id, TRY_AGAIN_LATER, sentence, LeaveCause.LEFT)]

    def _was_here(self, token: str) -> bool:
        """Tell whether somebody comes back: who was let in before, and was not thrown out."""
        identity = self._books.identities.find(token)
        return identity is not None and not identity.thrown_out

    def _replace_ghost(self, token: str) -> list[Effect]:
        """Take out the connection that an identity has lost without the room knowing it."""
        ghost = self._books.roster.with_token(token)
        if ghost is None:
            return []
        reason = "Your place was taken by a newer connection of yours."
        return [
            Dismiss(ghost.client_id, REPLACED, reason, LeaveCause.LEFT),
            *self.leave(ghost.client_id, LeaveCause.LEFT),
        ]

    def _obtainable(self, client_id: int, request: Join) -> str | Reply:
        """Return the nick that was asked for as it can be had, or why it cannot."""
        try:
            nick = clean_nick(request.nick)
        except NickInvalid as invalid:
            return refuse(client_id, RefusalCode.NICK_INVALID, str(invalid))
        holder = self._books.roster.holder(nick)
        if holder is None or holder.identity is self._books.identities.find(request.token):
            return nick
        return refuse_taken(client_id, nick, self._books.roster.free(nick))

    def _welcome(self, member: Member, request: Join, moment: Moment) -> Welcome:
        books = self._books
        rules, history = books.rules, books.history
        if request.epoch == books.epoch:
            missed, complete = history.after(request.last_seq)
            complete = complete and len(missed) <= _MOST_EVENTS
            events = missed[-_MOST_EVENTS:]
        else:
            events, complete = history.last(rules.history_on_join, at_most=_MOST_EVENTS), True
        return Welcome(
            client_id=member.client_id,
            nick=member.nick,
            token=member.identity.token,
            room=books.name,
            epoch=books.epoch,
            roster=books.roster.people(),
            history=tuple(events),
            complete=complete,
            gone=books.gone.ranges,
            now_ms=moment.wall_ms,
            message_chars=rules.message_chars,
            person_id=member.person_id,
            edit_s=math.floor(rules.edit_s),
            file_bytes=rules.file_bytes,
            state=books.state,
            muted_until_ms=self._floor.muted_until_ms(member.identity, moment),
            whispers=member.identity.whispers.newest,
        )


def dismissal(client_id: int, ban: Ban, *, undoable: bool) -> list[Effect]:
    """Return what is to be done with a connection that a ban is about."""
    return [
        Reply(client_id, Dismissed(BANNED, ban.reason, ban.until_ms)),
        Dismiss(
            client_id,
            BANNED,
            ban.reason,
            LeaveCause.BANNED,
            undoable=undoable,
            ban_id=ban.ban_id,
        ),
    ]
