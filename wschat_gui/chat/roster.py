"""Who is in the room, and who is called what. What they may do is in `floor.py`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from wschat_gui.chat.identities import Identity
from wschat_gui.chat.nicknames import free_nick, nick_key
from wschat_gui.chat.vocabulary import Person


class Member:
    """One client that has joined."""

    __slots__ = ("address", "client_id", "identity", "nick", "person_id", "typed_at_s")

    def __init__(self, client_id: int, nick: str, identity: Identity, address: str) -> None:
        """Be in the room as `nick`, from an IP address."""
        self.client_id = client_id
        self.identity = identity
        self.nick = nick
        self.address = address
        self.person_id = identity.person_ids[0]
        """By which everybody knows them: what the identity goes by as long as they are in."""
        self.typed_at_s = float("-inf")
        """When the others were last told that this one is writing, monotonic."""

    @property
    def person(self) -> Person:
        """Their line of the roster."""
        return Person(self.client_id, self.nick, self.person_id)


class Roster:
    """All members; no two of them with nicks that a reader could confuse."""

    _REMEMBERED_GONE = 1_000
    """Twice a full room: the host may still act on whose line it just saw."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._by_id: dict[int, Member] = {}
        self._by_nick_key: dict[str, Member] = {}
        self._gone: OrderedDict[int, Member] = OrderedDict()

    @property
    def members(self) -> Mapping[int, Member]:
        """Everybody by client id, in order of joining. To be read only."""
        return self._by_id

    def people(self) -> tuple[Person, ...]:
        """Return everybody as pages are told, in order of joining."""
        return tuple(member.person for member in self._by_id.values())

    def holder(self, nick: str) -> Member | None:
        """Return who has this nick, or one too like it."""
        return self._by_nick_key.get(nick_key(nick))

    def with_token(self, token: str) -> Member | None:
        """Return the member whose identity has this token."""
        members = self._by_id.values()
        return next((member for member in members if member.identity.token == token), None)

    def of_person(self, person_id: str) -> list[Member]:
        """Return all places that a person has in the room: one for each tab or device."""
        return [member for member in self._by_id.values() if member.person_id == person_id]

    def who_was(self, client_id: int) -> Member | None:
        """Return who had this client id last: a member, or one who left not long ago."""
        return self._by_id.get(client_id) or self._gone.get(client_id)

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
            self._gone[client_id] = member
            if len(self._gone) > self._REMEMBERED_GONE:
                self._gone.popitem(last=False)
        return member

    def rename(self, member: Member, nick: str) -> None:
        """Call a member otherwise, by a nick that is free or its own in another spelling."""
        del self._by_nick_key[nick_key(member.nick)]
        member.nick = nick
        self._by_nick_key[nick_key(nick)] = member
