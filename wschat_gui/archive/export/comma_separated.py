"""CSV by RFC 4180 for spreadsheets, UTF-8 with a byte order mark, by which Excel knows it as such.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, which may call
programs and addresses. So a cell that begins with one of these, or with white space, or with an
apostrophe, gets an apostrophe before it; whoever reads the file by program takes one leading
apostrophe off each nick, text and file name, and has exactly what was written.
"""

from __future__ import annotations

import csv
import io

from wschat_gui.archive.export.context import ALONE, Context, Quote, Written
from wschat_gui.archive.export.form import Heading, iso_time
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, Said

COLUMNS = (
    *("seq", "last_seq", "time", "kind", "client_id", "nick", "text"),
    *("edited", "reply_to", "reply_nick", "reply_words", "file_name", "file_bytes"),
)
_NOTHING_MORE = ("",) * 6
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_DANGEROUS = frozenset("=+-@＝＋－＠'")
"""The wide ones are formulas too in East Asian versions."""


class CommaSeparated:
    """One row an entry; `last_seq` differs from `seq` where a row stands for deleted ones."""

    def __init__(self, heading: Heading) -> None:
        """Write times in the heading's zone."""
        self._zone = heading.zone
        self._buffer = io.StringIO()
        self._writer = csv.writer(self._buffer, lineterminator="\r\n")

    def begin(self) -> str:
        """Return the names of the columns."""
        return _BYTE_ORDER_MARK + self._line(COLUMNS)

    def entry(self, entry: Written, context: Context = ALONE) -> str:
        """Return one row; a text of several lines is one quoted cell."""
        match entry:
            case Said(seq=seq):
                time = iso_time(entry.at_ms, self._zone)
                nick, text = harmless(entry.nick), harmless(entry.text)
                first = (seq, seq, time, "said", entry.client_id, nick, text)
                return self._line((*first, *self._more(entry, context.quote)))
            case Announced(seq=seq):
                time = iso_time(entry.at_ms, self._zone)
                text = harmless(entry.text)
                return self._line((seq, seq, time, "announced", "", "", text, *_NOTHING_MORE))
            case SeqRange():
                marker = (entry.first, entry.last, "", "deleted", "", "", "")
                return self._line((*marker, *_NOTHING_MORE))

    def _more(self, said: Said, quote: Quote | None) -> tuple[int | str, ...]:
        """Return the cells from `edited` on."""
        if not (said.edited_ms or said.reply_to or said.file):
            return _NOTHING_MORE
        return (
            iso_time(said.edited_ms, self._zone) if said.edited_ms else "",
            said.reply_to or "",
            harmless(quote.nick) if quote else "",
            harmless(quote.words) if quote else "",
            harmless(said.file.name) if said.file else "",
            said.file.size_bytes if said.file else "",
        )

    def end(self) -> str:
        """Return nothing."""
        return ""

    def _line(self, cells: tuple[int | str, ...]) -> str:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.writerow(cells)
        return self._buffer.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    first = cell[:1]
    return f"'{cell}" if first in _DANGEROUS or first.isspace() else cell
