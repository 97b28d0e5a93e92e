"""What was said, in the order of `seq`, as far back as memory is given for it.

Pure and in memory: what outlives the program is the archive's, who may read it the room's. Numbers
may be missing in between: of events that the host has deleted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, takewhile

from wschat_gui.chat.gone import Gone
from wschat_gui.chat.vocabulary import KeptEvent, SeqPair


class History:
    """The newest kept events."""

    def __init__(self, capacity: int, *, kept: Iterable[KeptEvent] = (), last_seq: int = 0) -> None:
        """Keep at most `capacity` events.

        `kept` are the newest of an earlier run, ascending, and `last_seq` is the highest number
        given out in it.
        """
        self._events: deque[KeptEvent] = deque(kept, maxlen=capacity)
        self._last_seq = last_seq
        self._complete_above = self._events[0].seq - 1 if self._events else last_seq
        """Of what has a higher number, everything is here."""

    @property
    def next_seq(self) -> int:
        """The `seq` that the next event must have."""
        return self._last_seq + 1

    def append(self, event: KeptEvent) -> None:
        """Keep one more; the oldest makes room."""
        if event.seq != self.next_seq:
            raise ValueError(f"seq {event.seq} cannot follow {self._last_seq}")
        if len(self._events) == self._events.maxlen:
            self._complete_above = self._events[0].seq
        self._events.append(event)
        self._last_seq = event.seq

    def last(self, wanted: int) -> Sequence[KeptEvent]:
        """Return the newest `wanted` events, oldest first."""
        start = max(0, len(self._events) - wanted)
        return tuple(islice(self._events, start, None))

    def after(self, seq: int) -> tuple[Sequence[KeptEvent], bool]:
        """Return the events above `seq`, oldest first, and whether those are all there were."""
        newest_first = takewhile(lambda event: event.seq > seq, reversed(self._events))
        return tuple(newest_first)[::-1], seq >= self._complete_above

    def before(self, seq: int, wanted: int) -> tuple[Sequence[KeptEvent], bool]:
        """Return the newest `wanted` events below `seq`, and whether none of them is missing."""
        newest_first = (event for event in reversed(self._events) if event.seq < seq)
        found = tuple(islice(newest_first, wanted))[::-1]
        return found, len(found) == wanted or self._complete_above == 0

    def get(self, seq: int) -> KeptEvent | None:
        """Return the event with this `seq`, or None if it is no longer kept."""
        found, _ = self.after(seq - 1)
        return found[0] if found and found[0].seq == seq else None

    def runs_of(self, is_meant: Callable[[KeptEvent], bool]) -> list[SeqPair]:
        """Return the numbers of some events, those that follow one another as one run."""
        gone = Gone((event.seq, event.seq) for event in self._events if is_meant(event))
        return list(gone.ranges)

    def remove(self, is_gone: Callable[[int], bool]) -> None:
        """Forget the events whose `seq` is gone."""
        remaining = [event for event in self._events if not is_gone(event.seq)]
        self._events = deque(remaining, maxlen=self._events.maxlen)
