"""What was said, in the order of `seq`, as far back as memory is given for it.

Pure and in memory: what outlives the program is the archive's, who may read it the room's.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import islice

from wschat_gui.chat.vocabulary import KeptEvent


class History:
    """The newest kept events; `seq` grows by one from each to the next."""

    def __init__(self, capacity: int) -> None:
        """Keep at most `capacity` events."""
        self._events: deque[KeptEvent] = deque(maxlen=capacity)
        self._last_seq = 0

    @property
    def next_seq(self) -> int:
        """The `seq` that the next event must have."""
        return self._last_seq + 1

    def append(self, event: KeptEvent) -> None:
        """Keep one more; the oldest makes room."""
        if event.seq != self.next_seq:
            raise ValueError(f"seq {event.seq} cannot follow {self._last_seq}")
        self._events.append(event)
        self._last_seq = event.seq

    def last(self, wanted: int) -> Sequence[KeptEvent]:
        """Return the newest `wanted` events, oldest first."""
        start = max(0, len(self._events) - wanted)
        return tuple(islice(self._events, start, None))

    def after(self, seq: int) -> tuple[Sequence[KeptEvent], bool]:
        """Return the events above `seq`, and whether those are all there were."""
        # A page may claim any number, also one that was never given out.
        missed = max(0, self._last_seq - seq)
        return self.last(missed), missed <= len(self._events)

    def get(self, seq: int) -> KeptEvent | None:
        """Return the event with this `seq`, or None if it is no longer kept."""
        index = len(self._events) - 1 - (self._last_seq - seq)
        return self._events[index] if 0 <= index < len(self._events) else None
