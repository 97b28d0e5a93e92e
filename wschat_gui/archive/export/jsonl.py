"""JSON Lines for programs: one object a line, UTF-8, all there is to a message in one place."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from wschat_gui.archive.export.context import ALONE, Context, Quote, Written
from wschat_gui.archive.export.form import Heading, iso_time
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, Said

_Field: TypeAlias = int | str | Quote | dict[str, int | str] | list[dict[str, int | str]]


class Jsonl:
    """Objects told apart by `type`: `said`, `announced`, `deleted`; what is empty is left out."""

    def __init__(self, heading: Heading) -> None:
        """Write times in the heading's zone."""
        self._zone = heading.zone
        self._encoder = msgspec.json.Encoder()

    def begin(self) -> str:
        """Return nothing: every line is an entry."""
        return ""

    def entry(self, entry: Written, context: Context = ALONE) -> str:
        """Return one line."""
        match entry:
            case Said():
                fields = self._said(entry, context)
            case Announced():
                fields = {
                    "type": "announced",
                    "seq": entry.seq,
                    "time": iso_time(entry.at_ms, self._zone),
                    "at_ms": entry.at_ms,
                    "text": entry.text,
                    **_reactions(context),
                }
            case SeqRange():
                fields = {"type": "deleted", "first_seq": entry.first, "last_seq": entry.last}
        return self._encoder.encode(fields).decode() + "\n"

    def _said(self, said: Said, context: Context) -> dict[str, _Field]:
        fields: dict[str, _Field] = {
            "type": "said",
            "seq": said.seq,
            "time": iso_time(said.at_ms, self._zone),
            "at_ms": said.at_ms,
            "client_id": said.client_id,
            "nick": said.nick,
            "id": said.id,
            "text": said.text,
        }
        if said.person_id:
            fields["person_id"] = said.person_id
        if said.edited_ms:
            fields["edited"] = iso_time(said.edited_ms, self._zone)
            fields["edited_ms"] = said.edited_ms
        if said.reply_to:
            # Without nick and words where that message is deleted.
            fields["reply_to"] = context.quote or {"seq": said.reply_to}
        if said.file is not None:
            # Not the key: whoever has it can get the file from a running host.
            fields["file"] = {
                "name": said.file.name,
                "size_bytes": said.file.size_bytes,
                "media_type": said.file.media_type,
                "width": said.file.width,
                "height": said.file.height,
            }
        return fields | _reactions(context)

    def end(self) -> str:
        """Return nothing."""
        return ""


def _reactions(context: Context) -> dict[str, _Field]:
    if not context.reactions:
        return {}
    return {"reactions": [{"emoji": emoji, "count": count} for emoji, count in context.reactions]}
