"""What is said to the whole room: messages, announcements, and that somebody is writing one."""

from __future__ import annotations

from wschat_gui.chat.books import Books
from wschat_gui.chat.effects import Deliver, Effect, Reply
from wschat_gui.chat.floor import Floor
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.refusals import refuse_empty, refuse_length, refuse_stranger
from wschat_gui.chat.requests import Say
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import Announced, Said, TypingNow

_TYPING_EVERY_S = 2.0
_TYPING_MEMBERS = 100
"""In a larger room somebody always writes: it would tell nothing, and cost the most."""


class Speech:
    """Takes down what is said."""

    def __init__(self, books: Books, floor: Floor) -> None:
        """Write into `books` whatever `floor` gives leave for."""
        self._books = books
        self._floor = floor

    def say(self, client_id: int, request: Say, moment: Moment) -> list[Effect]:
        """Let a member speak, once for each message id."""
        books = self._books
        member = books.roster.members.get(client_id)
        if member is None:
            return [refuse_stranger(client_id, request.id)]
        text = clean_text(request.text)
        said = Said(
            books.history.next_seq,
            moment.wall_ms,
            client_id,
            member.nick,
            request.id,
            text,
            member.person_id,
            books.answerable(request.reply_to) if request.reply_to else 0,
        )
        before = books.said_before(member, request.id, said)
        if before is not None:
            return [Reply(client_id, before)]
        if not text:
            return [refuse_empty(client_id, request.id)]
        if len(text) > books.rules.message_chars:
            return [refuse_length(client_id, text, books.rules.message_chars, request.id)]
        objection = self._floor.objection(member, moment, request.id, paced=True)
        return objection or books.keep(said, member)

    def announce(self, raw_text: str, moment: Moment) -> list[Effect]:
        """Say something as the host, whom nothing keeps from it; an empty text is nothing."""
        text = clean_text(raw_text)
        if not text:
            return []
        announced = Announced(self._books.history.next_seq, moment.wall_ms, text)
        self._books.history.append(announced)
        return [Deliver(announced)]

    def typing(self, client_id: int, moment: Moment) -> list[Effect]:
        """Tell the others that a member is writing, now and then."""
        members = self._books.roster.members
        member = members.get(client_id)
        if member is None:
            return [refuse_stranger(client_id)]
        now_s = moment.monotonic_s
        too_soon = now_s - member.typed_at_s < _TYPING_EVERY_S
        if too_soon or len(members) > _TYPING_MEMBERS or not self._floor.may_speak(member, now_s):
            return []
        member.typed_at_s = now_s
        return [Deliver(TypingNow(client_id))]
