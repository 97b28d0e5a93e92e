"""Plain text to read: one line an event, as chat logs have been written since IRC.

Every event begins with its time at the start of a line and goes on indented; a marker begins with a
bracket there. So no text can look like another event. What is known of a message besides its text
stands in brackets: before it what it answers, after it a file and that it was edited.
"""

from __future__ import annotations

from wschat_gui.archive.export.context import ALONE, Context, Quote, Written
from wschat_gui.archive.export.form import Heading, iso_time, size_text
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, Said

_INDENT = "\n    "


class Txt:
    """`TIME <NICK> TEXT`; an announcement has a star instead of a nick."""

    def __init__(self, heading: Heading) -> None:
        """Write times in the heading's zone."""
        self._heading = heading

    def begin(self) -> str:
        """Return the room's name and the time of the export."""
        exported = iso_time(self._heading.exported_ms, self._heading.zone)
        room = " ".join(self._heading.room.split())
        return f"({room}, exported {exported})\n"

    def entry(self, entry: Written, context: Context = ALONE) -> str:
        """Return one line, or several where the text has several."""
        match entry:
            case Said():
                who, text = f"<{entry.nick}>", _with_brackets(entry, context.quote)
            case Announced():
                who, text = "*", entry.text
            case SeqRange():
                return f"({len(entry):,} deleted)\n"
        # splitlines knows all characters that some program shows as a new line.
        text = _INDENT.join(text.splitlines())
        return f"{iso_time(entry.at_ms, self._heading.zone)} {who} {text}\n"

    def end(self) -> str:
        """Return nothing."""
        return ""


def _with_brackets(said: Said, quote: Quote | None) -> str:
    parts = [said.text] if said.text else []
    if quote is not None:
        parts.insert(0, f'[reply to {quote.nick or "the host"}: "{quote.words}"]')
    elif said.reply_to:
        parts.insert(0, "[reply to a deleted message]")
    if said.file is not None:
        parts.append(f"[file {said.file.name}, {size_text(said.file.size_bytes)}]")
    if said.edited_ms:
        parts.append("[edited]")
    return " ".join(parts)
