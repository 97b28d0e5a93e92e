"""The message log: the last rows, how many were lost on the way, and what a filter lets through.

How a row is drawn, and whether the view follows the newest, is the widget's.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from enum import Enum
from itertools import islice
from operator import lt

from msgspec import Struct
from msgspec.structs import replace

from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.model.formats import (
    DATE_TIME_CHARS,
    clock_time,
    date_time,
    one_line,
    utf16_units,
)
from wschat_gui.model.seq_ranges import SeqRanges, is_among, without


class LineGroup(Enum):
    """What the log can be narrowed to; the value is the set of kinds, None meaning all."""

    ALL = None
    MESSAGES = frozenset({LineKind.SAID, LineKind.ANNOUNCED, LineKind.EDITED, LineKind.WHISPERED})
    PEOPLE = frozenset({LineKind.JOINED, LineKind.LEFT, LineKind.RENAMED})
    PROBLEMS = frozenset({LineKind.REFUSED})
    SERVER = frozenset({LineKind.SERVER, LineKind.MODERATED})


class LogFilter(Struct, frozen=True):
    """Which lines are shown: a group of kinds, and words that nick or text contains."""

    words: str = ""
    """Any case; empty lets everything through."""
    group: LineGroup = LineGroup.ALL

    @property
    def is_open(self) -> bool:
        """Whether every line passes."""
        return not self.words and self.group is LineGroup.ALL

    def select(self, lines: Iterable[LogLine]) -> list[LogLine]:
        """Give those of the lines that pass, in their order."""
        if self.is_open:
            return list(lines)
        kinds = self.group.value
        words = self.words.casefold()
        return [
            line
            for line in lines
            if (kinds is None or line.kind in kinds)
            and (not words or words in f"{line.nick} {line.text}".casefold())
        ]


class LogBook:
    """A bounded log; a reader remembers how many of all lines ever added it has read."""

    def __init__(self, max_rows: int) -> None:
        """Keep at most `max_rows` lines."""
        self._rows: deque[LogLine] = deque(maxlen=max_rows)
        self.added = 0
        """Lines ever added."""
        self.lost = 0
        """Lines that never got here, because the window was behind."""
        self.revision = 0
        """Grows when lines that were added before have changed or gone."""
        self._newest_seq = 0
        self._gone_ahead: SeqRanges = ()
        """Deleted before they were added: lines come after lifecycle when both have waited."""

    def __len__(self) -> int:
        """Count the kept lines."""
        return len(self._rows)

    @property
    def max_rows(self) -> int:
        """How many lines are kept at most."""
        return self._rows.maxlen or 0

    def resize(self, max_rows: int) -> None:
        """Keep at most so many lines from now on; the newest stay."""
        self._rows = deque(self._rows, maxlen=max_rows)

    def extend(self, lines: Sequence[LogLine]) -> None:
        """Add the newest lines, but for those deleted meanwhile; the oldest make room."""
        numbers = [line.seq for line in lines if _is_numbered(line)]
        goes_on = all(map(lt, (self._newest_seq, *numbers), numbers))
        if self._gone_ahead or not goes_on:
            for line in lines:
                self._add(line)
            return
        self._rows.extend(lines)
        self.added += len(lines)
        self._newest_seq = numbers[-1] if numbers else self._newest_seq

    def _add(self, line: LogLine) -> None:
        if _is_numbered(line):
            if line.seq <= self._newest_seq:
                self._begin_numbering()
            self._newest_seq = line.seq
        if line.seq and is_among(self._gone_ahead, line.seq):
            return
        self._rows.append(line)
        self.added += 1

    def forget(self, ranges: SeqRanges) -> bool:
        """Let go of the lines with these `seq`; False if there are none."""
        self._gone_ahead = tuple(
            each for each in (*self._gone_ahead, *ranges) if each[1] > self._newest_seq
        )
        return self._replace(without(self._rows, ranges))

    def begin_run(self) -> None:
        """Expect a new run of the server, which may number its messages anew."""
        self._gone_ahead = ()

    def _begin_numbering(self) -> None:
        """Take the old lines' numbers, which from now on mean others.

        Without a transcript each run begins at 1.
        """
        self._gone_ahead = ()
        self._replace([replace(row, seq=0) if row.seq else row for row in self._rows])

    def _replace(self, rows: list[LogLine]) -> bool:
        if rows == list(self._rows):
            return False
        self._rows = deque(rows, maxlen=self._rows.maxlen)
        self.revision += 1
        return True

    def since(self, read: int) -> list[LogLine]:
        """Give the kept lines after the first `read` ever added, oldest first."""
        fresh = min(self.added - read, len(self._rows))
        newest_first = list(islice(reversed(self._rows), fresh))
        return newest_first[::-1]


def _is_numbered(line: LogLine) -> bool:
    """Tell whether `seq` is the line's own, and not that of the message that it is about."""
    return line.seq > 0 and line.kind is not LineKind.EDITED


SIGNS = {
    LineKind.SAID: " ",
    LineKind.ANNOUNCED: "»",
    LineKind.JOINED: "+",
    LineKind.LEFT: "-",
    LineKind.RENAMED: "~",
    LineKind.EDITED: "=",
    LineKind.WHISPERED: "@",
    LineKind.MODERATED: "#",
    LineKind.REFUSED: "!",
    LineKind.SERVER: "*",
}
"""One character before each line, so that its colour is not all that tells its kind."""

HIT_SIGN = "▶"
"""Before the line that was looked for, among those around it."""


class RowForm(Struct, frozen=True):
    """How the time stands at the beginning of a row."""

    stamp: Callable[[int, tzinfo | None], str]
    stamp_chars: int

    @property
    def nick_start(self) -> int:
        """Where the nick stands, in characters that are one UTF-16 unit each."""
        return self.stamp_chars + len(" + ")

    def row_text(self, line: LogLine, zone: tzinfo | None = None, sign: str = "") -> str:
        """Write one line as one row: time, sign (that of its kind unless given), nick, text."""
        who = f"{one_line(line.nick)} " if line.nick else ""
        stamp = self.stamp(line.at_ms, zone)
        return f"{stamp} {sign or SIGNS[line.kind]} {who}{one_line(line.text)}"


CLOCKED = RowForm(clock_time, len("14:02:42.757"))
"""For what has just happened."""
DATED = RowForm(date_time, DATE_TIME_CHARS)
"""For what may have been said on any day."""


def nick_units(line: LogLine) -> int:
    """Count the nick's UTF-16 units: what a column of a Tk text is counted in."""
    return utf16_units(one_line(line.nick))
