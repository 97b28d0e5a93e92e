"""What is said to one person alone. It never is in the history; both remember it for a while."""

from __future__ import annotations

from itertools import count

from wschat_gui.chat.books import Books
from wschat_gui.chat.effects import Effect, NoteWhisper, Reply
from wschat_gui.chat.floor import Floor
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.people import HOST
from wschat_gui.chat.refusals import refuse, refuse_empty, refuse_length, refuse_stranger
from wschat_gui.chat.requests import Whisper
from wschat_gui.chat.roster import Member
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import RefusalCode, Whispered


class Whispers:
    """Carries words from one person to one other."""

    def __init__(self, books: Books, floor: Floor) -> None:
        """Carry among those in `books`, whenever `floor` gives leave."""
        self._books = books
        self._floor = floor
        self._numbers = count(1)
        """For the host's, which come without an id."""

    def whisper(self, client_id: int, request: Whisper, moment: Moment) -> list[Effect]:
        """Let a member say something to one person, once for each message id."""
        books = self._books
        member = books.roster.members.get(client_id)
        if member is None:
            return [refuse_stranger(client_id, request.id)]
        sent_before = member.identity.whispers.sent(request.id)
        if sent_before is not None:
            return [Reply(client_id, sent_before)]
        text = clean_text(request.text)
        if not text:
            return [refuse_empty(client_id, request.id)]
        if len(text) > books.rules.message_chars:
            return [refuse_length(client_id, text, books.rules.message_chars, request.id)]
        theirs = books.roster.of_person(request.to)
        if not theirs:
            sentence = "Whom you write to is not in the room."
            return [refuse(client_id, RefusalCode.NOBODY_THERE, sentence, request.id)]
        objection = self._floor.objection(member, moment, request.id)
        if objection:
            return objection
        whispered = Whispered(request.id, moment.wall_ms, member.person, theirs[0].person, text)
        member.identity.whispers.remember_sent(whispered)
        return _carry(whispered, [*theirs, *books.roster.of_person(member.person_id)])

    def whisper_as_host(self, client_id: int, raw_text: str, moment: Moment) -> list[Effect]:
        """Say something to one member as the host; an empty text is nothing."""
        member = self._books.roster.members.get(client_id)
        text = clean_text(raw_text)
        if member is None or not text:
            return []
        # A page tells whispers apart by their ids, also those of an earlier run of the host.
        whisper_id = f"host-{moment.wall_ms}-{next(self._numbers)}"
        whispered = Whispered(whisper_id, moment.wall_ms, HOST, member.person, text)
        return _carry(whispered, self._books.roster.of_person(member.person_id))


def _carry(whispered: Whispered, places: list[Member]) -> list[Effect]:
    by_client = {member.client_id: member for member in places}
    for member in by_client.values():
        member.identity.whispers.remember(whispered)
    note = NoteWhisper(whispered.at_ms, whispered.sender, whispered.recipient)
    return [*(Reply(client_id, whispered) for client_id in by_client), note]
