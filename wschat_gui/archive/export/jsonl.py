"""JSON Lines for programs: one object a line, UTF-8, nothing left out."""

from __future__ import annotations

import msgspec

from wschat_gui.archive.export.form import Heading, iso_time
from wschat_gui.archive.reader import Entry
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, Said


class Jsonl:
    """Objects told apart by `type`: `said`, `announced`, `deleted`."""

    def __init__(self, heading: Heading) -> None:
        """Write times in the heading's zone."""
        self._zone = heading.zone
        self._encoder = msgspec.json.Encoder()

    def begin(self) -> str:
        """Return nothing: every line is an entry."""
        return ""

    def entry(self, entry: Entry) -> str:
        """Return one line."""
        fields: dict[str, str | int]
        match entry:
            case Said():
                fields = {
                    "type": "said",
                    "seq": entry.seq,
                    "time": iso_time(entry.at_ms, self._zone),
                    "at_ms": entry.at_ms,
                    "client_id": entry.client_id,
                    "nick": entry.nick,
                    "id": entry.id,
                    "text": entry.text,
                }
            case Announced():
                fields = {
                    "type": "announced",
                    "seq": entry.seq,
                    "time": iso_time(entry.at_ms, self._zone),
                    "at_ms": entry.at_ms,
                    "text": entry.text,
                }
            case SeqRange():
                fields = {"type": "deleted", "first_seq": entry.first, "last_seq": entry.last}
        return self._encoder.encode(fields).decode() + "\n"

    def end(self) -> str:
        """Return nothing."""
        return ""
