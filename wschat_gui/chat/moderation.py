"""What the host does about people: throw out, keep out, let back in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wschat_gui.chat.bans import Ban
from wschat_gui.chat.books import Books
from wschat_gui.chat.effects import Dismiss, Effect, KeepBan, LiftBan, Reply, TellBans
from wschat_gui.chat.entrance import Entrance, dismissal
from wschat_gui.chat.floor import Floor
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.reasons import KICKED
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import Dismissed, LeaveCause, Reinstated, RoomState


class Moderation:
    """The host's hand on single people, and on all of them at once."""

    def __init__(self, books: Books, entrance: Entrance, floor: Floor) -> None:
        """Act on the people in `books`."""
        self._books = books
        self._entrance = entrance
        self._floor = floor

    def kick(self, client_id: int, raw_reason: str) -> list[Effect]:
        """Throw out a client, member or not; the others see at once that it is gone."""
        thrown_out = self._throw_out(client_id, clean_text(raw_reason))
        return [*thrown_out, *self._entrance.leave(client_id, LeaveCause.KICKED)]

    def everybody_out(self, raw_reason: str, strangers: Iterable[int]) -> list[Effect]:
        """Kick all members and all `strangers`, clients that have not joined, and lock the room."""
        reason = clean_text(raw_reason)
        leaving = tuple(self._books.roster.members)
        # All are dismissed before any is said to have left: nobody needs to be told of the others.
        effects = [
            effect
            for client_id in (*leaving, *strangers)
            for effect in self._throw_out(client_id, reason)
        ]
        state = self._books.state
        effects += self._floor.set_state(RoomState(state.frozen, state.slow_s, locked=True))
        for client_id in leaving:
            effects += self._entrance.leave(client_id, LeaveCause.KICKED)
        return effects

    def ban(
        self,
        client_id: int,
        moment: Moment,
        *,
        by_device: bool,
        by_address: bool,
        address: str,
        for_s: float | None,
        until_stop: bool,
        reason: str,
        strangers: Mapping[int, str],
    ) -> list[Effect]:
        """Throw out everybody whom a new ban is about; see Room.ban."""
        books = self._books
        member = books.roster.who_was(client_id)
        person_id = member.person_id if by_device and member else ""
        ip = address or (member.address if member else "") if by_address else ""
        is_here = client_id in books.roster.members or client_id in strangers
        if not person_id and not ip:
            return self.kick(client_id, reason) if is_here else []
        ban = Ban(
            ban_id=books.bans.next_id(),
            person_id=person_id,
            ip=ip,
            nick=member.nick if member else "",
            reason=clean_text(reason),
            since_ms=moment.wall_ms,
            until_ms=None if for_s is None else moment.wall_ms + round(for_s * 1_000),
            until_stop=until_stop,
        )
        books.bans.add(ban)
        effects: list[Effect] = [] if until_stop else [KeepBan(ban)]
        effects.append(TellBans())
        banned = [
            other.client_id
            for other in books.roster.members.values()
            if other.client_id == client_id
            or (person_id and person_id in other.identity.person_ids)
            or (ip and other.address == ip)
        ]
        knocking = [
            stranger
            for stranger, its_ip in strangers.items()
            if stranger == client_id or (ip and its_ip == ip)
        ]
        for other_id in (*banned, *knocking):
            effects += self._throw_out(other_id, ban.reason, ban)
        for other_id in banned:
            effects += self._entrance.leave(other_id, LeaveCause.BANNED)
        return effects

    def lift_ban(self, ban_id: int) -> list[Effect]:
        """Let somebody come in again."""
        ban = self._books.bans.lift(ban_id)
        if ban is None:
            return []
        forget: list[Effect] = [] if ban.until_stop else [LiftBan(ban_id)]
        return [*forget, TellBans()]

    def reinstate(self, client_id: int, new_client_id: int) -> list[Effect]:
        """Take a dismissal back; see Room.reinstate."""
        member = self._books.roster.who_was(client_id)
        if member is not None:
            member.identity.thrown_out = False
        return [Reply(new_client_id, Reinstated())]

    def tick(self, moment: Moment) -> list[Effect]:
        """Forget the bans whose time is over."""
        expired = self._books.bans.expired(moment.wall_ms)
        effects: list[Effect] = []
        for ban in expired:
            effects += self.lift_ban(ban.ban_id)
        return effects

    def _throw_out(self, client_id: int, reason: str, ban: Ban | None = None) -> list[Effect]:
        """Return what is to be done with a connection; who was in the room must leave it yet."""
        member = self._books.roster.members.get(client_id)
        if member is not None:
            member.identity.thrown_out = True
        if ban is not None:
            return dismissal(client_id, ban, undoable=True)
        return [
            Reply(client_id, Dismissed(KICKED, reason, 0)),
            Dismiss(client_id, KICKED, reason, LeaveCause.KICKED, undoable=True),
        ]
