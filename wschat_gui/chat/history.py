"""What was said, in the order of `seq`, as far back as memory is given for it.

Pure and in memory: what outlives the program is the archive's, who may read it the room's. Numbers
may be missing in between: of events that were deleted, and of edits that a later one replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, takewhile
from typing import TypeAlias

from wschat_gui.chat.gone import Gone
from wschat_gui.chat.vocabulary import Announced, Edited, KeptEvent, Reacted, Said, SeqPair

_ABOUT_ANOTHER = (Edited, Reacted)
"""Events that tell something of an earlier one. A tuple, for this is asked at every message."""
_Matter: TypeAlias = tuple[int] | tuple[int, str, str]
"""What a later event replaces an earlier one in: the text of a message, or somebody's emoji."""


class History:
    """The newest kept events."""

    def __init__(self, capacity: int, *, kept: Iterable[KeptEvent] = (), last_seq: int = 0) -> None:
        """Keep at most `capacity` events.

        `kept` are the newest of an earlier run, ascending, and `last_seq` is the highest number
        given out in it.
        """
        self._capacity = capacity
        self._events: dict[int, KeptEvent] = {}
        """By `seq`, ascending."""
        self._newest_on: dict[_Matter, int] = {}
        """The `seq` of the last word on each matter, of those in memory."""
        self._last_seq = last_seq
        newest = list(kept)[-capacity:]
        self._complete_above = newest[0].seq - 1 if newest else last_seq
        """Of what has a higher number, everything is here."""
        for event in newest:
            self._take(event)

    @property
    def next_seq(self) -> int:
        """The `seq` that the next event must have."""
        return self._last_seq + 1

    def append(self, event: KeptEvent) -> None:
        """Keep one more; the oldest makes room."""
        if event.seq != self._last_seq + 1:
            raise ValueError(f"seq {event.seq} cannot follow {self._last_seq}")
        if len(self._events) == self._capacity:
            self._forget_oldest()
        self._take(event)
        self._last_seq = event.seq

    def last(self, wanted: int, *, at_most: int) -> Sequence[KeptEvent]:
        """Return the newest `wanted` messages and announcements with all since, oldest first.

        Where that is more than `at_most` events, the newest of them.
        """
        found: list[KeptEvent] = []
        start = 0
        for event in islice(reversed(self._events.values()), at_most):
            if wanted == 0:
                break
            found.append(event)
            if isinstance(event, Said | Announced):
                start = len(found)
                wanted -= 1
        if len(found) < at_most:
            # Edits and reactions before the first message: of nothing that is shown.
            del found[start:]
        return tuple(reversed(found))

    def after(self, seq: int) -> tuple[Sequence[KeptEvent], bool]:
        """Return the events above `seq`, oldest first, and whether those are all there were."""
        newest_first = takewhile(
            lambda event: event.seq > seq,
            reversed(self._events.values()),
        )
        return tuple(newest_first)[::-1], seq >= self._complete_above

    def before(self, seq: int, wanted: int) -> tuple[Sequence[KeptEvent], bool]:
        """Return the newest `wanted` events below `seq`, and whether none of them is missing."""
        newest_first = (event for event in reversed(self._events.values()) if event.seq < seq)
        found = tuple(islice(newest_first, wanted))[::-1]
        return found, len(found) == wanted or self._complete_above == 0

    def get(self, seq: int) -> KeptEvent | None:
        """Return the event with this `seq`, or None if it is no longer kept."""
        return self._events.get(seq)

    def has_forgotten(self, seq: int) -> bool:
        """Tell whether an event with this `seq` would be too old for memory."""
        return seq <= self._complete_above

    # Edits and reactions -------------------------------------------------------------------------

    def replace(self, said: Said) -> None:
        """Put another version in the place of a message that is in memory."""
        if said.seq not in self._events:
            raise KeyError(said.seq)
        self._events[said.seq] = said

    def drop_edit(self, target: int) -> None:
        """Forget the last edit of a message, for there is a newer one."""
        seq = self._newest_on.pop((target,), None)
        if seq is not None:
            del self._events[seq]

    def reaction(self, target: int, person_id: str, emoji: str) -> Reacted | None:
        """Return somebody's last word on an emoji, None where memory has none."""
        seq = self._newest_on.get((target, person_id, emoji))
        event = None if seq is None else self._events[seq]
        return event if isinstance(event, Reacted) else None

    # Deletion ------------------------------------------------------------------------------------

    def runs_of(self, is_meant: Callable[[KeptEvent], bool]) -> list[SeqPair]:
        """Return the numbers of some events and of all edits of and reactions to them, as runs."""
        meant = {event.seq for event in self._events.values() if is_meant(event)}
        about = (event.seq for event in self._events.values() if _target_of(event) in meant)
        return list(Gone((seq, seq) for seq in {*meant, *about}).ranges)

    def runs_of_all(self) -> list[SeqPair]:
        """Return the numbers of everything, what memory has forgotten included, as runs."""
        forgotten = [(1, self._complete_above)] if self._complete_above else []
        return list(Gone([*forgotten, *self.runs_of(lambda _: True)]).ranges)

    def person_of(self, client_id: int) -> str:
        """Return the person id under which this client last spoke, empty where that is unknown."""
        found = (
            event.person_id
            for event in reversed(self._events.values())
            if isinstance(event, Said) and event.client_id == client_id
        )
        return next(found, "")

    def remove(self, is_gone: Callable[[int], bool]) -> None:
        """Forget the events whose `seq` is gone, and all edits and reactions of such."""
        leaving = [
            event
            for event in self._events.values()
            if is_gone(event.seq) or is_gone(_target_of(event))
        ]
        for event in leaving:
            del self._events[event.seq]
            self._forget_matter(event)

    # Inside --------------------------------------------------------------------------------------

    def _take(self, event: KeptEvent) -> None:
        self._events[event.seq] = event
        if isinstance(event, _ABOUT_ANOTHER):
            self._newest_on[_matter_of(event)] = event.seq

    def _forget_oldest(self) -> None:
        # Nearly always the next number. A dict that has forgotten thousands looks long for its
        # first; one that keeps an order for that takes as long with every message.
        seq = self._complete_above + 1
        if seq not in self._events:
            seq = next(iter(self._events))
        self._complete_above = seq
        self._forget_matter(self._events.pop(seq))

    def _forget_matter(self, event: KeptEvent) -> None:
        if isinstance(event, _ABOUT_ANOTHER):
            matter = _matter_of(event)
            if self._newest_on.get(matter) == event.seq:
                del self._newest_on[matter]


def _matter_of(event: Edited | Reacted) -> _Matter:
    if isinstance(event, Edited):
        return (event.target,)
    return (event.target, event.person_id, event.emoji)


def _target_of(event: KeptEvent) -> int:
    """Return the `seq` of the message that an event is about, 0 for one that stands for itself."""
    return event.target if isinstance(event, _ABOUT_ANOTHER) else 0
