"""Who is in the room, and who is called what. What they may do is in `room.py`."""

from __future__ import annotations

from collections.abc import Mapping

from wschat_gui.chat.identities import Identity
from wschat_gui.chat.nicknames import free_nick, nick_key
from wschat_gui.chat.vocabulary import Person


class Member:
    """One client that has joined."""

    __slots__ = ("client_id", "identity", "nick")

    def __init__(self, client_id: int, nick: str, identity: Identity) -> None:
        """Be in the room as `nick`."""
        self.client_id = client_id
        self.nick = nick
        self.identity = identity


class Roster:
    """All members; no two of them with nicks that a reader could confuse."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._by_id: dict[int, Member] = {}
        self._by_nick_key: dict[str, Member] = {}

    @property
    def members(self) -> Mapping[int, Member]:
        """Everybody by client id, in order of joining. To be read only."""
        return self._by_id

    def people(self) -> tuple[Person, ...]:
        """Return everybody as pages are told, in order of joining."""
        return tuple(Person(member.client_id, member.nick) for member in self._by_id.values())

    def holder(self, nick: str) -> Member | None:
        """Return who has this nick, or one too like it."""
        return self._by_nick_key.get(nick_key(nick))

    def with_token(self, token: str) -> Member | None:
        """Return the member whose identity has this token."""
        members = self._by_id.values()
        return next((member for member in members if member.identity.token == token), None)

    def free(self, wanted: str) -> str:
        """Return `wanted`, or the nearest to it that nobody has."""
        return free_nick(wanted, self._by_nick_key)

    def add(self, member: Member) -> None:
        """Take somebody in, whose nick must be free."""
        self._by_id[member.client_id] = member
        self._by_nick_key[nick_key(member.nick)] = member

    def remove(self, client_id: int) -> Member | None:
        """Take somebody out; None if there was nobody."""
        member = self._by_id.pop(client_id, None)
        if member is not None:
            del self._by_nick_key[nick_key(member.nick)]
        return member

    def rename(self, member: Member, nick: str) -> None:
        """Call a member otherwise, by a nick that is free or its own in another spelling."""
        del self._by_nick_key[nick_key(member.nick)]
        member.nick = nick
        self._by_nick_key[nick_key(nick)] = member
