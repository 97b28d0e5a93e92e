"""The message log: the last rows, how many were lost on the way, and what a filter lets through.

How a row is drawn, and whether the view follows the newest, is the widget's.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from enum import Enum
from itertools import islice

from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.model.formats import clock_time, one_line


class LineGroup(Enum):
    """What the log can be narrowed to; the value is the set of kinds, None meaning all."""

    ALL = None
    MESSAGES = frozenset({LineKind.SAID, LineKind.ANNOUNCED})
    PEOPLE = frozenset({LineKind.JOINED, LineKind.LEFT, LineKind.RENAMED})
    PROBLEMS = frozenset({LineKind.REFUSED})
    SERVER = frozenset({LineKind.SERVER})


@dataclass(frozen=True, slots=True)
class LogFilter:
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

    def __len__(self) -> int:
        """Count the kept lines."""
        return len(self._rows)

    @property
    def max_rows(self) -> int:
        """How many lines are kept at most."""
        return self._rows.maxlen or 0

    def add(self, line: LogLine) -> None:
        """Add the newest line; the oldest makes room."""
        self._rows.append(line)
        self.added += 1

    def since(self, read: int) -> list[LogLine]:
        """Give the kept lines after the first `read` ever added, oldest first."""
        fresh = min(self.added - read, len(self._rows))
        return list(islice(self._rows, len(self._rows) - fresh, None))


SIGNS = {
    LineKind.SAID: " ",
    LineKind.ANNOUNCED: "»",
    LineKind.JOINED: "+",
    LineKind.LEFT: "-",
    LineKind.RENAMED: "~",
    LineKind.REFUSED: "!",
    LineKind.SERVER: "*",
}
"""One character before each line, so that its colour is not all that tells its kind."""

TIME_CHARS = len("14:02:42.757")
NICK_START = TIME_CHARS + len(" + ")
"""Where the nick stands in a written row, in characters that are one UTF-16 unit each."""


def row_text(line: LogLine, zone: tzinfo | None = None) -> str:
    """Write one line as one row: time, sign, nick, text."""
    who = f"{one_line(line.nick)} " if line.nick else ""
    return f"{clock_time(line.at_ms, zone)} {SIGNS[line.kind]} {who}{one_line(line.text)}"


def nick_units(line: LogLine) -> int:
    """Count the nick's UTF-16 units: what a column of a Tk text is counted in."""
    return len(one_line(line.nick).encode("utf-16-le", "surrogatepass")) // 2
