"""The thread that keeps a transcript's files up while the room is open: when what is done.

What is done is in `upkeep.py`. It is told things through a queue and tells through callbacks, which
it calls on its own thread.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from wschat_gui.archive.deletion import Deletion, Forever, Occasion, Retention, due
from wschat_gui.archive.eraser import Stopped
from wschat_gui.archive.faults import ArchiveFault, Task
from wschat_gui.archive.other_threads import OtherThreads
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.archive.upkeep import Upkeep

_ROUND_S = 0.25
"""Between two looks at what is new: a message can be searched by its index so soon."""
_CHECKPOINT_EVERY_S = 2.0
"""A power cut costs no more than this, and the log stays short."""
_RETENTION_EVERY_S = 3600.0
_FORGET_EVERY_S = 30.0
"""Between two times that what edits have replaced is taken from the files: in a large transcript
each takes seconds, and edits are frequent."""
_BUSY = 0.5
"""Of a processor: while the rest of the program uses more, filling the index is one step a round.
What the index does not have is read one by one, so searching finds the same."""
_MOST_BEHIND = 100_000
"""Messages that are read in a tenth of a second; with more to read the index does not wait."""
_STEP_PAUSE_S = 0.002
"""Between two steps: the loop's commit that waits for the first gets in before the second."""
_CLOSING_S = 1.5
"""For deleting when the room closes: everything has to be over in three seconds. What is not done
by then is done when the room is opened again."""


class _Keep(Struct, frozen=True):
    """A new retention, in the queue."""

    retention: Retention


class _Wake(Struct, frozen=True):
    """Nothing but that there is a reason to look up."""


_Order: TypeAlias = Deletion | _Keep | _Wake


def wall_ms() -> int:
    """Read the wall's clock."""
    return time.time_ns() // 1_000_000


class Housekeeper:
    """Fills the search index, empties the log, deletes; from `start` to `stop`."""

    def __init__(
        self,
        folder: Path,
        epoch: str,
        *,
        retention: Retention | None = None,
        on_gone: Callable[[list[SeqRange]], object],
        on_fault: Callable[[ArchiveFault], object],
        on_recovered: Callable[[Task], object],
        remove_files: Callable[[Sequence[str]], object] | None = None,
        now_ms: Callable[[], int] = wall_ms,
    ) -> None:
        """Prepare for the open Transcript of this folder and epoch.

        `on_gone` is told what was deleted, `on_fault` what cannot be done, once until something
        else is the matter, and `on_recovered` that it can be done again. None of them may block.
        `remove_files` is the `remove` of the open FileStore; without, files are just unlinked.
        """
        self._folder = folder
        self._epoch = epoch
        self._retention: Retention = Forever() if retention is None else retention
        self._on_gone = on_gone
        self._on_fault = on_fault
        self._on_recovered = on_recovered
        self._remove_files = remove_files
        self._now_ms = now_ms
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._others = OtherThreads()
        self._stopping = threading.Event()
        self._closing_until_s: float | None = None
        self._faults: dict[Task, ArchiveFault] = {}
        self._deletions: list[Deletion] = []
        """Told to this thread, but not written down yet."""
        # What a run before has not finished is written down, and done first.
        self._erasing_due = True
        self._next_checkpoint_s = 0.0
        self._next_forgetting_s = 0.0
        self._next_retention_s = time.monotonic() + _RETENTION_EVERY_S
        # A daemon, so that a host that dies without `stop` does not live on as a process; the files
        # bear to be left at any moment.
        self._thread = threading.Thread(target=self._run, name="archive-housekeeper", daemon=True)

    # For other threads ---------------------------------------------------------------------------

    def start(self) -> None:
        """Begin. What an earlier run has left undone is done first."""
        self._thread.start()

    def delete(self, deletion: Deletion) -> None:
        """Have messages deleted; `on_gone` tells which when it is done. Any thread."""
        self._orders.put(deletion)

    def keep(self, retention: Retention) -> None:
        """Keep messages for another time from now on. Any thread."""
        self._orders.put(_Keep(retention))

    def stop(self) -> None:
        """Do what is to be done at closing, and end; returns within about two seconds."""
        self._stopping.set()
        self._orders.put(_Wake())
        self._thread.join()

    # The thread ----------------------------------------------------------------------------------

    def _run(self) -> None:
        upkeep = self._open()
        if upkeep is None:
            return
        try:
            self._apply_retention(Occasion.OPENING)
            while not self._stopping.is_set():
                self._round(upkeep)
                self._take_orders(_ROUND_S)
            self._closing_until_s = time.monotonic() + _CLOSING_S
            self._take_orders(0)
            self._apply_retention(Occasion.CLOSING)
            self._erase(upkeep)
            # No more than some: what is left waits for the next run, but an edit a moment ago is
            # in it.
            self._attempt(Task.INDEXING, upkeep.index_some)
            self._forget(upkeep)
            self._attempt(Task.TIDYING, upkeep.checkpoint)
        finally:
            upkeep.close()

    def _open(self) -> Upkeep | None:
        while True:
            try:
                return Upkeep(self._folder, self._epoch, self._pause, self._remove_files)
            except ArchiveFault as fault:
                self._tell(Task.TIDYING, fault)
            if self._stopping.wait(_CHECKPOINT_EVERY_S):
                return None

    def _round(self, upkeep: Upkeep) -> None:
        now_s = time.monotonic()
        if now_s >= self._next_retention_s:
            self._next_retention_s = now_s + _RETENTION_EVERY_S
            self._apply_retention(Occasion.RUNNING)
        self._erase(upkeep)
        self._attempt(Task.INDEXING, lambda: self._index(upkeep))
        if now_s >= self._next_forgetting_s:
            self._forget(upkeep)
        if now_s >= self._next_checkpoint_s:
            self._next_checkpoint_s = now_s + _CHECKPOINT_EVERY_S
            self._attempt(Task.TIDYING, upkeep.checkpoint)
            self._attempt(Task.SAVING, upkeep.check_in_place)

    def _take_orders(self, patience_s: float) -> None:
        """Wait for an order, and take all there are."""
        try:
            self._take(self._orders.get(timeout=patience_s))
            while True:
                self._take(self._orders.get_nowait())
        except queue.Empty:
            return

    def _take(self, order: _Order) -> None:
        match order:
            case _Keep(retention=retention):
                self._retention = retention
                self._apply_retention(Occasion.RUNNING)
            case _Wake():
                pass
            case _:
                self._deletions.append(order)

    def _apply_retention(self, occasion: Occasion) -> None:
        if deletion := due(self._retention, occasion, self._now_ms()):
            self._deletions.append(deletion)

    # Jobs ----------------------------------------------------------------------------------------

    def _index(self, upkeep: Upkeep) -> None:
        while (behind := upkeep.index_some()) and self._orders.empty():
            if behind < _MOST_BEHIND and self._others.share() > _BUSY:
                return  # the next round goes on
            self._pause()

    def _erase(self, upkeep: Upkeep) -> None:
        if not self._deletions and not self._erasing_due:
            return
        self._attempt(Task.DELETING, lambda: self._erase_all(upkeep))
        if gone := upkeep.take_gone():
            self._on_gone(gone)

    def _erase_all(self, upkeep: Upkeep) -> None:
        self._erasing_due = True
        while self._deletions:
            upkeep.order(self._deletions[0])
            self._deletions.pop(0)
        upkeep.erase()
        self._erasing_due = False
        # So that it is in no log either, without waiting for the next time.
        self._next_checkpoint_s = 0.0

    def _forget(self, upkeep: Upkeep) -> None:
        # Erasing does the same, and is tried again until it is done.
        if upkeep.is_forgetting_due() and not self._erasing_due:
            self._attempt(Task.DELETING, upkeep.forget)
            self._next_forgetting_s = time.monotonic() + _FORGET_EVERY_S
            self._next_checkpoint_s = 0.0

    def _attempt(self, task: Task, job: Callable[[], object]) -> None:
        """Do a job, and tell if it cannot be done, or can be done again."""
        try:
            job()
        except Stopped:
            return
        except ArchiveFault as fault:
            self._tell(task, fault)
        else:
            if self._faults.pop(task, None) is not None:
                self._on_recovered(task)

    def _tell(self, task: Task, fault: ArchiveFault) -> None:
        """Tell of a fault, once for as long as it stays the same."""
        known = self._faults.get(task)
        self._faults[task] = fault
        if known is None or known.kind is not fault.kind:
            self._on_fault(fault)

    def _pause(self) -> None:
        """Let others in between two steps; raises Stopped when it is time to end."""
        if self._closing_until_s is None:
            ends = self._stopping.wait(_STEP_PAUSE_S)
        else:
            ends = time.monotonic() >= self._closing_until_s
        if ends:
            raise Stopped
