"""The room itself: a state machine of members and what they say.

Every method is one thing that happened; it returns what is to be done about it, in order. Nothing
here knows how a message is written on the wire or who is listening. How each thing is decided is
in the parts that this file puts together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from wschat_gui.chat.amendments import Amendments
from wschat_gui.chat.bans import Ban
from wschat_gui.chat.books import Books
from wschat_gui.chat.effects import Deliver, Effect, Fetch, Reply
from wschat_gui.chat.entrance import Entrance
from wschat_gui.chat.floor import Floor
from wschat_gui.chat.history import History
from wschat_gui.chat.moderation import Moderation
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.opening import Past, RoomRules
from wschat_gui.chat.reasons import BANNED as BANNED  # noqa: PLC0414
from wschat_gui.chat.reasons import KICKED as KICKED  # noqa: PLC0414
from wschat_gui.chat.reasons import REPLACED as REPLACED  # noqa: PLC0414
from wschat_gui.chat.reasons import WRONG_CODE as WRONG_CODE  # noqa: PLC0414
from wschat_gui.chat.refusals import refuse_length, refuse_stranger
from wschat_gui.chat.renaming import Renaming
from wschat_gui.chat.requests import (
    Edit,
    Join,
    Offer,
    Older,
    React,
    Rename,
    Retract,
    Say,
    Whisper,
)
from wschat_gui.chat.roster import Member
from wschat_gui.chat.sharing import Sharing
from wschat_gui.chat.speech import Speech
from wschat_gui.chat.vocabulary import (
    Changed,
    Deleted,
    Earlier,
    LeaveCause,
    RoomState,
    Said,
    SeqPair,
    SharedFile,
)
from wschat_gui.chat.whispers import Whispers

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
        books = Books(rules, name=name, code=code, past=past, mint_token=mint_token)
        self._books = books
        self._floor = Floor(books)
        self._entrance = Entrance(books, self._floor)
        self._renaming = Renaming(books, self._floor)
        self._speech = Speech(books, self._floor)
        self._amendments = Amendments(books, self._floor)
        self._whispers = Whispers(books, self._floor)
        self._sharing = Sharing(books, self._floor)
        self._moderation = Moderation(books, self._entrance, self._floor)

    # What there is -------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """How the room is called."""
        return self._books.name

    @property
    def members(self) -> Mapping[int, Member]:
        """Everybody in the room by client id, in order of joining. To be read only."""
        return self._books.roster.members

    @property
    def history(self) -> History:
        """What was said. To be read only."""
        return self._books.history

    @property
    def state(self) -> RoomState:
        """How far people may talk just now."""
        return self._books.state

    @property
    def bans(self) -> tuple[Ban, ...]:
        """All bans that hold, the oldest first."""
        return tuple(self._books.bans.all.values())

    def runs_said_by(self, client_id: int) -> list[SeqPair]:
        """Return the numbers of all in memory that this client's person said, as runs.

        Its edits and the reactions to it are among them.
        """
        person_id = self.history.person_of(client_id)
        return self.history.runs_of(
            lambda event: (
                isinstance(event, Said)
                and (
                    event.client_id == client_id or bool(person_id and event.person_id == person_id)
                )
            )
        )

    # What clients do -----------------------------------------------------------------------------

    def knock_at(self, client_id: int, moment: Moment, *, address: str) -> list[Effect]:
        """Turn away a client that has just connected from a banned IP address."""
        return self._entrance.knock_at(client_id, moment, address=address)

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

        `address` is its IP address, for the door and for bans. `fallback_nick` is for clients that
        need not choose: they get it where the request names no nick, or one that they cannot have.
        """
        return self._entrance.join(
            client_id, request, moment, address=address, fallback_nick=fallback_nick
        )

    def say(self, client_id: int, request: Say, moment: Moment) -> list[Effect]:
        """Let a member speak, once for each message id."""
        return self._speech.say(client_id, request, moment)

    def edit(self, client_id: int, request: Edit, moment: Moment) -> list[Effect]:
        """Put another text in the place of a member's own message."""
        return self._amendments.edit(client_id, request, moment)

    def retract(self, client_id: int, request: Retract, moment: Moment) -> list[Effect]:
        """Have a member's own message erased; `delete` follows when that is done."""
        return self._amendments.retract(client_id, request, moment)

    def react(self, client_id: int, request: React, moment: Moment) -> list[Effect]:
        """Put a member's emoji on a message, or take it away."""
        return self._amendments.react(client_id, request, moment)

    def whisper(self, client_id: int, request: Whisper, moment: Moment) -> list[Effect]:
        """Let a member say something to one person alone."""
        return self._whispers.whisper(client_id, request, moment)

    def typing(self, client_id: int, moment: Moment) -> list[Effect]:
        """Tell the others that a member is writing, now and then."""
        return self._speech.typing(client_id, moment)

    def offer(
        self, client_id: int, request: Offer, moment: Moment, *, stored_bytes: int
    ) -> list[Effect]:
        """Let a member send a file: Receive, or why not.

        `stored_bytes` are those of all files that are kept, and of all that are under way whole.
        """
        return self._sharing.offer(client_id, request, moment, stored_bytes=stored_bytes)

    def share(self, client_id: int, offer: Offer, file: SharedFile, moment: Moment) -> list[Effect]:
        """Say a file whose bytes have come in; `offer` is that of Receive.

        Where nothing is delivered, the file is nobody's and must go: its sender has left
        meanwhile, or was muted, or the room was frozen, or takes no files any more.
        """
        return self._sharing.share(client_id, offer, file, moment)

    def rename(self, client_id: int, request: Rename, moment: Moment) -> list[Effect]:
        """Give a member another nick."""
        return self._renaming.rename(client_id, request, moment)

    def older(self, client_id: int, request: Older) -> list[Effect]:
        """Give a member what was said before the oldest that it has."""
        if client_id not in self.members:
            return [refuse_stranger(client_id)]
        events, complete = self.history.before(request.before_seq, _OLDER_AT_ONCE)
        more = len(events) == _OLDER_AT_ONCE
        earlier = Earlier(request.before_seq, tuple(events), more)
        if complete:
            return [Reply(client_id, earlier)]
        return [Fetch(client_id, request.before_seq, _OLDER_AT_ONCE, earlier)]

    def leave(self, client_id: int, cause: LeaveCause) -> list[Effect]:
        """Take a client out whose connection is gone; nothing happens if it was not in."""
        return self._entrance.leave(client_id, cause)

    def refuse_frame(self, client_id: int, text: str) -> list[Effect]:
        """Refuse a text frame that is too long to be read at all; nothing where it is not.

        A megabyte takes tens of milliseconds to read, and everybody waits while it is.
        """
        rules = self._books.rules
        if len(text) <= rules.frame_chars:
            return []
        return [refuse_length(client_id, text, rules.message_chars)]

    # What the host does --------------------------------------------------------------------------

    def change_code(self, code: str) -> None:
        """Ask newcomers for another room code; empty opens the room."""
        self._books.door.change_code(code)

    def change_rules(self, rules: RoomRules) -> list[Effect]:
        """Go by other limits from now on; memory stays as large as it was made."""
        known, told = self._books.rules.told(), rules.told()
        self._books.change_rules(rules)
        return [] if told == known else [Deliver(told)]

    def change_name(self, name: str) -> list[Effect]:
        """Call the room otherwise; every page shows it."""
        if name == self.name:
            return []
        self._books.name = name
        return [Deliver(Changed(name, self.state))]

    def set_state(self, state: RoomState) -> list[Effect]:
        """Let people talk so far from now on; every page shows it."""
        return self._floor.set_state(state)

    def announce(self, raw_text: str, moment: Moment) -> list[Effect]:
        """Say something as the host, also in a frozen room; an empty text is nothing."""
        return self._speech.announce(raw_text, moment)

    def whisper_as_host(self, client_id: int, raw_text: str, moment: Moment) -> list[Effect]:
        """Say something to one member alone as the host; an empty text is nothing."""
        return self._whispers.whisper_as_host(client_id, raw_text, moment)

    def delete(self, ranges: Sequence[SeqPair]) -> list[Effect]:
        """Forget what was deleted, with all edits of and reactions to it; every page drops it."""
        if not ranges:
            return []
        self._books.gone.add(ranges)
        self.history.remove(self._books.gone.__contains__)
        return [Deliver(Deleted(tuple(ranges)))]

    def kick(self, client_id: int, reason: str) -> list[Effect]:
        """Throw out a client, member or not; the others see at once that it is gone."""
        return self._moderation.kick(client_id, reason)

    def everybody_out(self, reason: str, *, strangers: Iterable[int] = ()) -> list[Effect]:
        """Kick all members and all `strangers`, clients that have not joined, and lock the room."""
        return self._moderation.everybody_out(reason, strangers)

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
        """Keep somebody out, and throw out everybody in the room or at its door who is meant.

        `address` is the client's IP address, `strangers` those of the clients that have not
        joined, by client id. `for_s` None is until it is lifted, or with `until_stop` until the
        program ends. A client that never joined has no device to know it by: it is banned by its
        address if that is meant too, else only kicked.
        """
        return self._moderation.ban(
            client_id,
            moment,
            by_device=by_device,
            by_address=by_address,
            address=address,
            for_s=for_s,
            until_stop=until_stop,
            reason=reason,
            strangers=strangers,
        )

    def lift_ban(self, ban_id: int) -> list[Effect]:
        """Let somebody come in again; nothing happens where there is no such ban."""
        return self._moderation.lift_ban(ban_id)

    def reinstate(self, client_id: int, new_client_id: int) -> list[Effect]:
        """Take back the dismissal of a client that is still connected, as `new_client_id`.

        A ban that it was for is to be lifted beside. It comes in also where the room is locked.
        """
        return self._moderation.reinstate(client_id, new_client_id)

    def mute(
        self, client_id: int, for_s: float | None, reason: str, moment: Moment
    ) -> list[Effect]:
        """Let a person read only, for so long or (None) until it is lifted."""
        return self._floor.mute(client_id, for_s, reason, moment)

    def unmute(self, client_id: int, moment: Moment) -> list[Effect]:
        """Let a person speak again, whoever or whatever had muted it."""
        return self._floor.unmute(client_id, moment)

    def rename_by_host(self, client_id: int, nick: str, moment: Moment) -> list[Effect]:  # noqa: ARG002  (all that happens has its moment)
        """Call a member otherwise; where the nick is taken, by the nearest free one.

        Nothing happens where it can be nobody's nick.
        """
        return self._renaming.rename_by_host(client_id, nick)

    # Time ----------------------------------------------------------------------------------------

    def tick(self, moment: Moment) -> list[Effect]:
        """End the bans and mutes whose time is over; to be called about once a second."""
        return [*self._moderation.tick(moment), *self._floor.tick(moment)]
