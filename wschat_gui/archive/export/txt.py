"""Plain text to read: one line an event, as chat logs have been written since IRC.

Every event begins with its time at the start of a line and goes on indented; a marker begins with a
bracket there. So no text can look like another event.
"""

from __future__ import annotations

from wschat_gui.archive.export.form import Heading, iso_time
from wschat_gui.archive.reader import Entry
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

    def entry(self, entry: Entry) -> str:
        """Return one line, or several where the text has several."""
        match entry:
            case Said():
                who = f"<{entry.nick}>"
            case Announced():
                who = "*"
            case SeqRange():
                return f"({len(entry):,} deleted)\n"
        # splitlines knows all characters that some program shows as a new line.
        text = _INDENT.join(entry.text.splitlines())
        return f"{iso_time(entry.at_ms, self._heading.zone)} {who} {text}\n"

    def end(self) -> str:
        """Return nothing."""
        return ""
