"""The frames that the inspector shows, and what it asks the capture next.

One question at a time: the next goes out when the answer is there. Rows go on where the last answer
stopped; after a pause, or with another filter, they are asked for again as a whole. Who asks, and
when, is the widgets' business.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from wschat_gui.bridge.frame_commands import ListFrames
from wschat_gui.bridge.frame_words import CaptureExtent, FilterFault, FrameRow, FramesListed

SHOWN_ROWS = 5_000
"""More nobody scrolls through, and a text of so many is refilled in the blink of an eye."""
NEXT_ROWS = 50
"""Asked for at once while following: what a reader cannot read anyway is left out and counted."""


class Gap(Struct, frozen=True):
    """So many matching frames came between two rows, too fast to be shown."""

    frames: int


Item = FrameRow | Gap


class FrameBook(Struct):
    """What was asked, and what came of it."""

    filter: str = ""
    items: list[Item] = field(default_factory=list)
    """The oldest first."""
    older: int = 0
    """Matching frames before the first item."""
    shown: int = 0
    """Frames among the items."""
    added: int = 0
    """Items ever added since the last `revision`."""
    revision: int = 0
    """Grows when the items are others than before."""
    fault: FilterFault | None = None
    extent: CaptureExtent | None = None
    is_paused: bool = False
    _after: int = 0
    _request: int = 0
    _is_waiting: bool = False
    _is_whole: bool = True
    """Whether the next answer takes the place of all items."""

    def ask(self) -> ListFrames | None:
        """Give the next question; None while one is under way, or nothing is to be asked."""
        if self._is_waiting or self.is_paused or (self.fault is not None and not self._is_whole):
            return None
        self._request += 1
        self._is_waiting = True
        limit = SHOWN_ROWS if self._is_whole else NEXT_ROWS
        after = 0 if self._is_whole else self._after
        return ListFrames(request=self._request, filter=self.filter, after=after, limit=limit)

    def narrow(self, text: str) -> bool:
        """Show what another filter lets through; False if it is the same."""
        if text == self.filter:
            return False
        self.filter = text
        self.begin_again()
        return True

    def pause(self, *, is_paused: bool) -> None:
        """Stay as it is, or go on: then all is asked for again, since much has come meanwhile."""
        if self.is_paused and not is_paused:
            self.begin_again()
        self.is_paused = is_paused

    def begin_again(self) -> None:
        """Ask for everything anew; what is shown stays until the answer comes."""
        self._is_whole = True
        self._is_waiting = False
        self._request += 1  # an answer that is under way finds nobody waiting

    def begin_run(self) -> None:
        """Expect a new run of the server, which numbers its frames anew."""
        self.begin_again()
        self._replace(())
        self.older, self.extent, self.fault = 0, None, None

    def give_up(self) -> None:
        """Nobody will answer any more."""
        self._is_waiting = False

    def answer(self, answer: FramesListed) -> bool:
        """Take over an answer; False if it is to an older question."""
        if answer.request != self._request or not self._is_waiting:
            return False
        self._is_waiting = False
        self.extent = answer.extent
        self.fault = answer.fault
        if answer.fault is not None:
            self._is_whole = False  # asked again when the filter is another
            self._replace(())
            self.older = 0
            return True
        if self._is_whole:
            self._is_whole = False
            self._replace(answer.rows)
            self.older = answer.left_out
        else:
            self._append(answer)
        self._after = answer.looked_at
        return True

    def number_at(self, place: int) -> int:
        """Give the number of the frame at a place among the items; 0 for a gap."""
        item = self.items[place] if 0 <= place < len(self.items) else None
        return item.number if isinstance(item, FrameRow) else 0

    def _replace(self, rows: Iterable[FrameRow]) -> None:
        self.items = list(rows)
        self.added = self.shown = len(self.items)
        self.revision += 1

    def _append(self, answer: FramesListed) -> None:
        fresh: list[Item] = [Gap(answer.left_out)] if answer.left_out else []
        fresh += answer.rows
        self.items += fresh
        self.added += len(fresh)
        self.shown += len(answer.rows)
        surplus = len(self.items) - SHOWN_ROWS
        if surplus > 0:
            gone = self.items[:surplus]
            gaps = [each.frames for each in gone if isinstance(each, Gap)]
            self.shown -= surplus - len(gaps)
            self.older += surplus - len(gaps) + sum(gaps)
            del self.items[:surplus]
