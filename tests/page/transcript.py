"""What was said in the stand-in's room: numbered, given out in parts, deleted. No socket."""

from __future__ import annotations

from wschat_gui.chat import vocabulary as v
from wschat_gui.chat.gone import Gone

AT_ONCE, OLDER_AT_ONCE = 200, 100
"""Events in one welcome, and in one answer to `older`."""


class Transcript:
    """All kept events, ascending; numbers of deleted ones are not given out again."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._events: list[v.KeptEvent] = []
        self._last_seq = 0
        self._gone = Gone()

    @property
    def gone(self) -> tuple[v.SeqPair, ...]:
        """All that was ever deleted."""
        return self._gone.ranges

    def next_seq(self) -> int:
        """Give out a number."""
        self._last_seq += 1
        return self._last_seq

    def append(self, event: v.KeptEvent) -> None:
        """Keep one more."""
        self._events.append(event)

    def after(self, seq: int) -> tuple[tuple[v.KeptEvent, ...], bool]:
        """Return what a welcome has of the events above `seq`, and whether that is all."""
        events = tuple(event for event in self._events if event.seq > seq)[-AT_ONCE:]
        given = {event.seq for event in events}
        missed = range(seq + 1, self._last_seq + 1)
        return events, all(each in given or each in self._gone for each in missed)

    def before(self, seq: int) -> v.Earlier:
        """Answer an `older`."""
        older = [event for event in self._events if event.seq < seq]
        return v.Earlier(seq, tuple(older[-OLDER_AT_ONCE:]), len(older) > OLDER_AT_ONCE)

    def delete(self, ranges: tuple[v.SeqPair, ...]) -> None:
        """Delete for good."""
        self._gone.add(ranges)
        self._events = [event for event in self._events if event.seq not in self._gone]

    def forget(self) -> None:
        """Keep nothing but the last, and not as deleted."""
        self._events = self._events[-1:]
