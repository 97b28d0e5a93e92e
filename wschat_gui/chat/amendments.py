"""What becomes of a message after it was said: another text, an emoji on it, or its end."""

from __future__ import annotations

from collections import OrderedDict

from msgspec.structs import replace

from wschat_gui.chat.books import Books
from wschat_gui.chat.effects import Deliver, Effect, Erase, Reply
from wschat_gui.chat.emoji import is_one_emoji
from wschat_gui.chat.floor import Floor
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.refusals import refuse, refuse_empty, refuse_length, refuse_stranger
from wschat_gui.chat.requests import Edit, React, Retract
from wschat_gui.chat.roster import Member
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import Announced, Edited, Reacted, RefusalCode, Said

_ERASE_AGAIN_S = 10.0


class Amendments:
    """Changes messages for who may change them."""

    def __init__(self, books: Books, floor: Floor) -> None:
        """Change what is in `books` whenever `floor` gives leave."""
        self._books = books
        self._floor = floor
        self._erasing: OrderedDict[int, float] = OrderedDict()
        """When each was asked for, monotonic."""

    def edit(self, client_id: int, request: Edit, moment: Moment) -> list[Effect]:
        """Put another text in the place of a member's own message."""
        books = self._books
        member = books.roster.members.get(client_id)
        if member is None:
            return [refuse_stranger(client_id)]
        said = self._own(member, request.seq, moment)
        if isinstance(said, Reply):
            return [said]
        text = clean_text(request.text)
        if not text and said.file is None:
            return [refuse_empty(client_id)]
        if len(text) > books.rules.message_chars:
            return [refuse_length(client_id, text, books.rules.message_chars)]
        if text == said.text:
            return []
        objection = self._floor.objection(member, moment)
        if objection:
            return objection
        at_ms = moment.wall_ms
        edited = Edited(books.history.next_seq, at_ms, client_id, member.nick, said.seq, text)
        # Before the new one comes: memory may be full, and the message itself be what makes room.
        books.history.replace(replace(said, text=text, edited_ms=at_ms))
        books.history.drop_edit(said.seq)
        books.history.append(edited)
        return [Deliver(edited)]

    def retract(self, client_id: int, request: Retract, moment: Moment) -> list[Effect]:
        """Have a member's own message deleted; frozen or muted, it may still take back its word."""
        member = self._books.roster.members.get(client_id)
        if member is None:
            return [refuse_stranger(client_id)]
        said = self._own(member, request.seq, moment)
        if isinstance(said, Reply):
            return [said]
        return [Erase(said.seq)] if self._may_erase(said.seq, moment.monotonic_s) else []

    def react(self, client_id: int, request: React, moment: Moment) -> list[Effect]:
        """Put a member's emoji on a message, or take it away."""
        books = self._books
        member = books.roster.members.get(client_id)
        if member is None:
            return [refuse_stranger(client_id)]
        if not is_one_emoji(request.emoji):
            return [refuse(client_id, RefusalCode.MALFORMED, "A reaction is a single emoji.")]
        if not books.has_said(request.seq):
            return [_refuse_not_there(client_id)]
        if self._is_so(member.person_id, request):
            return []
        objection = self._floor.objection(member, moment)
        if objection:
            return objection
        reacted = Reacted(
            books.history.next_seq,
            moment.wall_ms,
            client_id,
            member.nick,
            member.person_id,
            request.seq,
            request.emoji,
            request.on,
        )
        books.history.append(reacted)
        return [Deliver(reacted)]

    def _may_erase(self, seq: int, now_s: float) -> bool:
        """Tell whether a message is not being erased already: that is the costliest thing to ask.

        Where it has come to nothing, for the disk is full, it may be asked for again.
        """
        while self._erasing and now_s - next(iter(self._erasing.values())) >= _ERASE_AGAIN_S:
            self._erasing.popitem(last=False)
        if seq in self._erasing:
            return False
        self._erasing[seq] = now_s
        return True

    def _is_so(self, person_id: str, request: React) -> bool:
        """Tell whether a reaction would change nothing, as far as memory can tell."""
        history = self._books.history
        reacted = history.reaction(request.seq, person_id, request.emoji)
        if reacted is not None:
            return reacted.on == request.on
        return not request.on and not history.has_forgotten(request.seq)

    def _own(self, member: Member, seq: int, moment: Moment) -> Said | Reply:
        """Return a member's own message that it may still change, or why it may not."""
        books, client_id = self._books, member.client_id
        said = books.history.get(seq)
        if isinstance(said, Announced):
            return _refuse_not_yours(client_id)
        if not isinstance(said, Said):
            forgotten = said is None and books.has_said(seq)
            return _refuse_too_late(client_id) if forgotten else _refuse_not_there(client_id)
        if said.person_id not in member.identity.person_ids:
            return _refuse_not_yours(client_id)
        # By the wall's clock: the message may be of an earlier run of the host.
        age_s = max(0, moment.wall_ms - said.at_ms) / 1_000
        return said if age_s < books.rules.edit_s else _refuse_too_late(client_id)


def _refuse_not_there(client_id: int) -> Reply:
    return refuse(client_id, RefusalCode.NOT_THERE, "There is no such message any more.")


def _refuse_not_yours(client_id: int) -> Reply:
    return refuse(client_id, RefusalCode.NOT_YOURS, "Only who said it can change it.")


def _refuse_too_late(client_id: int) -> Reply:
    return refuse(client_id, RefusalCode.TOO_LATE, "That was said too long ago to change it.")
