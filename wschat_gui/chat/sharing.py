"""Files that members say: whether one may come in, and that it was said when it has.

Their bytes are the server's; here nothing is known of them but how many they are.
"""

from __future__ import annotations

from msgspec.structs import replace

from wschat_gui.chat.books import Books
from wschat_gui.chat.effects import Effect, Receive, Reply
from wschat_gui.chat.file_names import clean_file_name
from wschat_gui.chat.floor import Floor
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.refusals import refuse, refuse_length, refuse_stranger
from wschat_gui.chat.requests import Offer
from wschat_gui.chat.roster import Member
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import RefusalCode, Said, SharedFile

_MB = 1024 * 1024


class Sharing:
    """Takes offers, and says the files that have come in."""

    def __init__(self, books: Books, floor: Floor) -> None:
        """Write into `books` whatever `floor` gives leave for."""
        self._books = books
        self._floor = floor

    def offer(
        self, client_id: int, request: Offer, moment: Moment, *, stored_bytes: int
    ) -> list[Effect]:
        """Let a member send a file, or say why not.

        `stored_bytes` are those of all files that are kept or under way.
        """
        member = self._books.roster.members.get(client_id)
        if member is None:
            return [refuse_stranger(client_id, request.id)]
        offer = replace(
            request,
            name=clean_file_name(request.name),
            text=clean_text(request.text),
            reply_to=self._books.answerable(request.reply_to),
        )
        before = self._books.said_before(member, offer.id, _said(member, offer, 0, moment))
        if before is not None:
            return [Reply(client_id, before)]
        refused = self._refusal(client_id, offer, stored_bytes)
        if refused is not None:
            return [refused]
        objection = self._floor.objection(member, moment, offer.id, paced=True)
        return objection or [Receive(client_id, offer)]

    def share(self, client_id: int, offer: Offer, file: SharedFile, moment: Moment) -> list[Effect]:
        """Say a file whose bytes are all here.

        Where nothing is delivered, the file is nobody's: its sender has left meanwhile, or was
        muted, or the room was frozen, or takes no files any more.
        """
        books = self._books
        member = books.roster.members.get(client_id)
        if member is None:
            return []
        said = _said(member, offer, books.history.next_seq, moment, file)
        before = books.said_before(member, offer.id, said)
        if before is not None:
            return [Reply(client_id, before)]
        if books.rules.file_bytes == 0:
            return [_refuse_off(client_id, offer.id)]
        objection = self._floor.ban_on_speech(member, moment.monotonic_s, offer.id)
        if objection:
            return objection
        member.identity.pace.spoke_at_s = moment.monotonic_s
        # What it answers may have been deleted while the bytes came in.
        return books.keep(replace(said, reply_to=books.answerable(said.reply_to)), member)

    def _refusal(self, client_id: int, offer: Offer, stored_bytes: int) -> Reply | None:
        rules = self._books.rules
        if rules.file_bytes == 0:
            return _refuse_off(client_id, offer.id)
        if offer.size_bytes == 0:
            return refuse(client_id, RefusalCode.FILE_BROKEN, "The file is empty.", offer.id)
        if offer.size_bytes > rules.file_bytes:
            sentence = f"A file may have at most {_megabytes(rules.file_bytes)}."
            code, limit = RefusalCode.FILE_TOO_LARGE, rules.file_bytes
            return refuse(client_id, code, sentence, offer.id, limit=limit)
        if stored_bytes + offer.size_bytes > rules.all_files_bytes:
            sentence = "The host has no room for more files."
            return refuse(client_id, RefusalCode.FILES_FULL, sentence, offer.id)
        if len(offer.text) > rules.message_chars:
            return refuse_length(client_id, offer.text, rules.message_chars, offer.id)
        return None


def _said(
    member: Member, offer: Offer, seq: int, moment: Moment, file: SharedFile | None = None
) -> Said:
    return Said(
        seq,
        moment.wall_ms,
        member.client_id,
        member.nick,
        offer.id,
        offer.text,
        member.person_id,
        offer.reply_to,
        file=file,
    )


def _refuse_off(client_id: int, offer_id: str) -> Reply:
    return refuse(client_id, RefusalCode.FILES_OFF, "The host takes no files.", offer_id)


def _megabytes(count_bytes: int) -> str:
    return f"{count_bytes / _MB:,.1f}".removesuffix(".0") + " MiB"
