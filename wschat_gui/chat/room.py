"""The room itself: a state machine of members and what they say.

Every method is one thing that happened; it returns what is to be done about it, in order. Nothing
here knows how a message is written on the wire or who is listening.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from wschat_gui.chat.door import Door, DoorVerdict
from wschat_gui.chat.effects import Admit, Deliver, Dismiss, Effect, Fetch, Reply
from wschat_gui.chat.flood import FloodVerdict
from wschat_gui.chat.gone import Gone
from wschat_gui.chat.history import History
from wschat_gui.chat.identities import Identities
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.nicknames import NickInvalid, clean_nick
from wschat_gui.chat.opening import Past, RoomRules
from wschat_gui.chat.roster import Member, Roster
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import (
    Announced,
    Deleted,
    Earlier,
    Join,
    Joined,
    LeaveCause,
    Left,
    Older,
    RefusalCode,
    Refused,
    Rename,
    Renamed,
    Said,
    Say,
    SeqPair,
    Welcome,
)

KICKED = 4001
WRONG_CODE = 4003
REPLACED = 4004
"""Private close codes (RFC 6455 section 7.4.2). 4002 is for bans."""

_RESUMED_AT_ONCE = 1_000
"""Missed events in one welcome: a phone that slept over lunch gets all, one that was away for days
the newest, and the rest as its reader scrolls."""
_OLDER_AT_ONCE = 100
"""Events in one answer to a page that scrolls up: some screens."""


class Room:
    """Members, history and rules; the only place that gives out `seq`."""

    def __init__(
        self,
        rules: RoomRules,
        *,
        name: str,
        code: str,
        past: Past,
        mint_token: Callable[[], str],
    ) -> None:
        """Open a room with nobody in it, where `past` left off."""
        self.name = name
        self._rules = rules
        self._epoch = past.epoch
        self._door = Door(code, rules.door)
        self._history = History(rules.history_in_memory, kept=past.newest, last_seq=past.last_seq)
        self._gone = Gone(past.gone)
        self._identities = Identities(mint_token, rules.flood)
        self._roster = Roster()

    @property
    def members(self) -> Mapping[int, Member]:
        """Everybody in the room by client id, in order of joining. To be read only."""
        return self._roster.members

    @property
    def history(self) -> History:
        """What was said. To be read only."""
        return self._history

    def change_code(self, code: str) -> None:
        """Ask newcomers for another room code; empty opens the room."""
        self._door.change_code(code)

    def join(
        self,
        client_id: int,
        request: Join,
        moment: Moment,
        *,
        address: str,
        fallback_nick: str = "",
    ) -> list[Effect]:
        """Let a client in, or say why not.

        `address` is its IP address, for the door. `fallback_nick` is for clients that need not
        choose: they get it where the request names no nick, or one that they cannot have.
        """
        if client_id in self.members:
            return [_refuse(client_id, RefusalCode.ALREADY_JOINED, "You are in the room already.")]
        shut_out = self._knock(client_id, request.code, moment, address)
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
            nick = self._roster.free(nick)
        ghost_gone = self._replace_ghost(request.token)
        identity = self._identities.enter(request.token, moment.monotonic_s)
        return [
            *ghost_gone,
            Deliver(Joined(client_id, nick)),
            self._admit(Member(client_id, nick, identity), request, moment),
            *complaint,
        ]

    def say(self, client_id: int, request: Say, moment: Moment) -> list[Effect]:
        """Let a member speak, once for each message id."""
        member = self.members.get(client_id)
        if member is None:
            return [_refuse_stranger(client_id, request.id)]
        text = clean_text(request.text)
        seq_before = member.identity.seq_of(request.id) if request.id else None
        if seq_before is not None:
            said = Said(seq_before, moment.wall_ms, client_id, member.nick, request.id, text)
            return [Reply(client_id, self._as_kept(said))]
        if not text:
            return [_refuse(client_id, RefusalCode.TEXT_EMPTY, "There is no text.", request.id)]
        if len(text) > self._rules.message_chars:
            sentence = (
                f"A message has at most {self._rules.message_chars:,} characters; "
                f"this one has {len(text):,}."
            )
            return [_refuse(client_id, RefusalCode.TEXT_TOO_LONG, sentence, request.id)]
        flooding = self._refuse_flood(member, moment, request.id)
        if flooding:
            return flooding
        seq = self._history.next_seq
        said = Said(seq, moment.wall_ms, client_id, member.nick, request.id, text)
        self._history.append(said)
        if request.id:
            member.identity.remember(request.id, seq)
        return [Deliver(said)]

    def rename(self, client_id: int, request: Rename, moment: Moment) -> list[Effect]:
        """Give a member another nick."""
        member = self.members.get(client_id)
        if member is None:
            return [_refuse_stranger(client_id)]
        try:
            nick = clean_nick(request.nick)
        except NickInvalid as invalid:
            return [_refuse(client_id, RefusalCode.NICK_INVALID, str(invalid))]
        if nick == member.nick:
            return []
        if self._roster.holder(nick) not in (None, member):
            return [self._refuse_taken(client_id, nick)]
        flooding = self._refuse_flood(member, moment)
        if flooding:
            return flooding
        old_nick = member.nick
        self._roster.rename(member, nick)
        return [Deliver(Renamed(client_id, old_nick, nick))]

    def older(self, client_id: int, request: Older) -> list[Effect]:
        """Give a member what was said before the oldest that it has."""
        if client_id not in self.members:
            return [_refuse_stranger(client_id)]
        events, complete = self._history.before(request.before_seq, _OLDER_AT_ONCE)
        more = len(events) == _OLDER_AT_ONCE
        earlier = Earlier(request.before_seq, tuple(events), more)
        if complete:
            return [Reply(client_id, earlier)]
        return [Fetch(client_id, request.before_seq, _OLDER_AT_ONCE, earlier)]

    def delete(self, ranges: Sequence[SeqPair]) -> list[Effect]:
        """Forget what the host has deleted; every page drops it too."""
        if not ranges:
            return []
        self._gone.add(ranges)
        self._history.remove(self._gone.__contains__)
        return [Deliver(Deleted(tuple(ranges)))]

    def leave(self, client_id: int, cause: LeaveCause) -> list[Effect]:
        """Take a client out whose connection is gone; nothing happens if it was not in."""
        member = self._roster.remove(client_id)
        if member is None:
            return []
        self._identities.leave(member.identity)
        return [Deliver(Left(client_id, member.nick, cause))]

    def kick(self, client_id: int, reason: str) -> list[Effect]:
        """Throw out a client, member or not; the others see at once that it is gone."""
        dismissal = Dismiss(client_id, KICKED, clean_text(reason), LeaveCause.KICKED)
        return [dismissal, *self.leave(client_id, LeaveCause.KICKED)]

    def announce(self, raw_text: str, moment: Moment) -> list[Effect]:
        """Say something as the host; an empty text is nothing."""
        text = clean_text(raw_text)
        if not text:
            return []
        announced = Announced(self._history.next_seq, moment.wall_ms, text)
        self._history.append(announced)
        return [Deliver(announced)]

    def _knock(self, client_id: int, code: str, moment: Moment, address: str) -> list[Effect]:
        match self._door.knock(address, code, moment.monotonic_s):
            case DoorVerdict.OPEN:
                return []
            case DoorVerdict.CLOSED:
                sentence = "This room asks for its code."
            case DoorVerdict.WRONG:
                sentence = "The room code is wrong."
            case DoorVerdict.SHUT:
                minutes = round(self._rules.door.refusal_s / 60)
                sentence = f"Too many wrong room codes. Try again in {minutes} minutes."
        return [
            _refuse(client_id, RefusalCode.WRONG_CODE, sentence),
            Dismiss(client_id, WRONG_CODE, sentence, LeaveCause.LEFT),
        ]

    def _replace_ghost(self, token: str) -> list[Effect]:
        """Take out the connection that an identity has lost without the room knowing it."""
        ghost = self._roster.with_token(token)
        if ghost is None:
            return []
        reason = "Your place was taken by a newer connection of yours."
        return [
            Dismiss(ghost.client_id, REPLACED, reason, LeaveCause.LEFT),
            *self.leave(ghost.client_id, LeaveCause.LEFT),
        ]

    def _admit(self, member: Member, request: Join, moment: Moment) -> Admit:
        self._roster.add(member)
        return Admit(member.client_id, self._welcome(member, request, moment))

    def _welcome(self, member: Member, request: Join, moment: Moment) -> Welcome:
        history, complete = self._history.last(self._rules.history_on_join), True
        if request.epoch == self._epoch:
            missed, complete = self._history.after(request.last_seq)
            complete = complete and len(missed) <= _RESUMED_AT_ONCE
            history = missed[-_RESUMED_AT_ONCE:]
        return Welcome(
            client_id=member.client_id,
            nick=member.nick,
            token=member.identity.token,
            room=self.name,
            epoch=self._epoch,
            roster=self._roster.people(),
            history=tuple(history),
            complete=complete,
            gone=self._gone.ranges,
            now_ms=moment.wall_ms,
            message_chars=self._rules.message_chars,
        )

    def _obtainable(self, client_id: int, request: Join) -> str | Reply:
        """Return the nick that was asked for as it can be had, or why it cannot."""
        try:
            nick = clean_nick(request.nick)
        except NickInvalid as invalid:
            return _refuse(client_id, RefusalCode.NICK_INVALID, str(invalid))
        holder = self._roster.holder(nick)
        if holder is None or holder.identity is self._identities.find(request.token):
            return nick
        return self._refuse_taken(client_id, nick)

    def _refuse_taken(self, client_id: int, nick: str) -> Reply:
        refused = Refused(
            RefusalCode.NICK_TAKEN,
            f"Somebody here is called {nick} already, or something very like it.",
            suggestion=self._roster.free(nick),
        )
        return Reply(client_id, refused)

    def _as_kept(self, said: Said) -> Said:
        """Return what was said under this `seq`; `said` itself stands in for what is forgotten."""
        kept = self._history.get(said.seq)
        return kept if isinstance(kept, Said) else said

    def _refuse_flood(self, member: Member, moment: Moment, message_id: str = "") -> list[Effect]:
        verdict = member.identity.flood.speak(moment.monotonic_s)
        match verdict:
            case FloodVerdict.PASSED:
                return []
            case FloodVerdict.WARNED:
                code = RefusalCode.TOO_FAST
                sentence = "That was too fast. Wait a moment, or you will be muted."
            case FloodVerdict.MUTED:
                code = RefusalCode.MUTED
                left_s = math.ceil(member.identity.flood.muted_for_s(moment.monotonic_s))
                sentence = f"You are muted for {left_s} more seconds: too many messages."
        return [_refuse(member.client_id, code, sentence, message_id)]


def _refuse(client_id: int, code: RefusalCode, sentence: str, message_id: str = "") -> Reply:
    return Reply(client_id, Refused(code, sentence, id=message_id))


def _refuse_stranger(client_id: int, message_id: str = "") -> Reply:
    return _refuse(client_id, RefusalCode.NOT_JOINED, "Join the room first.", message_id)
