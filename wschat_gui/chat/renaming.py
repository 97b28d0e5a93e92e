"""How a member takes another nick, or is given one by the host."""

from __future__ import annotations

from wschat_gui.chat.books import Books
from wschat_gui.chat.effects import Deliver, Effect, Reply
from wschat_gui.chat.floor import Floor
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.nicknames import NickInvalid, clean_nick
from wschat_gui.chat.refusals import refuse, refuse_stranger
from wschat_gui.chat.requests import Rename
from wschat_gui.chat.vocabulary import RefusalCode, Refused, Renamed


class Renaming:
    """Gives out other nicks to those who are in already."""

    def __init__(self, books: Books, floor: Floor) -> None:
        """Rename in `books` whenever `floor` gives leave: a nick is read by everybody too."""
        self._books = books
        self._floor = floor

    def rename(self, client_id: int, request: Rename, moment: Moment) -> list[Effect]:
        """Give a member the nick that it wants."""
        roster = self._books.roster
        member = roster.members.get(client_id)
        if member is None:
            return [refuse_stranger(client_id)]
        try:
            nick = clean_nick(request.nick)
        except NickInvalid as invalid:
            return [refuse(client_id, RefusalCode.NICK_INVALID, str(invalid))]
        if nick == member.nick:
            return []
        if roster.holder(nick) not in (None, member):
            return [refuse_taken(client_id, nick, roster.free(nick))]
        objection = self._floor.objection(member, moment)
        if objection:
            return objection
        old_nick = member.nick
        roster.rename(member, nick)
        return [Deliver(Renamed(client_id, old_nick, nick))]

    def rename_by_host(self, client_id: int, raw_nick: str) -> list[Effect]:
        """Call a member otherwise; where the nick is taken, by the nearest free one."""
        roster = self._books.roster
        member = roster.members.get(client_id)
        if member is None:
            return []
        try:
            nick = clean_nick(raw_nick)
        except NickInvalid:
            # The window checks as the host types; what gets past it changes nothing.
            return []
        if roster.holder(nick) not in (None, member):
            nick = roster.free(nick)
        if nick == member.nick:
            return []
        old_nick = member.nick
        roster.rename(member, nick)
        return [Deliver(Renamed(client_id, old_nick, nick, by_host=True))]


def refuse_taken(client_id: int, nick: str, suggestion: str) -> Reply:
    """Return the refusal for a nick that somebody has, with one that can be had."""
    refused = Refused(
        RefusalCode.NICK_TAKEN,
        f"Somebody here is called {nick} already, or something very like it.",
        suggestion=suggestion,
    )
    return Reply(client_id, refused)
