"""The two thread-safe queues, the only way between the window's thread and the server's.

What is carried is in `commands.py` and `events.py`; when each thread reads is its own business.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from itertools import count
from typing import Generic, TypeVar

from msgspec import Struct

from wschat_gui.bridge.events import (
    Answer,
    ClientClosed,
    ClientNamed,
    ClientOpened,
    Event,
    Figures,
    Lifecycle,
    LogLine,
    Membership,
)

C = TypeVar("C")


class QueueClosed(RuntimeError):
    """Posted to a server that has stopped: nobody will read it."""


class CommandQueue(Generic[C]):
    """Commands from the window to the server; posting wakes the server's loop.

    Closed before the loop ends, so that a late post fails loudly instead of vanishing.
    """

    def __init__(self, wake: Callable[[], object]) -> None:
        """Remember `wake`: thread-safe, called after each post while the queue is open."""
        self._lock = threading.Lock()
        self._wake = wake
        self._waiting: deque[C] = deque()
        self._closed = False

    def post(self, command: C) -> None:
        """Hand over one command. Any thread.

        Raises:
            QueueClosed: the server no longer reads.
        """
        with self._lock:
            if self._closed:
                raise QueueClosed(f"the server has stopped; {command!r} was not carried out")
            self._waiting.append(command)
            # Under the lock: once close() has returned, the loop behind `wake` may be gone.
            self._wake()

    def drain(self) -> tuple[C, ...]:
        """Take all that waits, oldest first."""
        with self._lock:
            taken = tuple(self._waiting)
            self._waiting.clear()
        return taken

    def close(self) -> tuple[C, ...]:
        """Refuse all further posts and take what still waits."""
        with self._lock:
            self._closed = True
        return self.drain()


class Drained(Struct, frozen=True):
    """What had happened since the last drain."""

    events: tuple[Event, ...] = ()
    """Lifecycle and membership as they came, then the figures."""
    lines: tuple[LogLine, ...] = ()
    """Of the log, to be taken in behind the events: in one piece, since they may be thousands."""
    lost_lines: int = 0
    """Log lines that made room for newer ones meanwhile."""


class EventQueue:
    """Events from the server to the window; bounded, and posting never waits for the window.

    Lifecycle and membership share one lane, because their order tells which clients a failed server
    took with it. That lane loses nothing that would still show: a client that opened and closed
    unseen leaves no trace, and of several nicks taken unseen the last one counts. So it is bounded
    by the open clients even while a window hangs in a connect storm.
    """

    def __init__(self, max_lines: int, *, takes_figures: bool = True) -> None:
        """Keep at most `max_lines` log lines for a window that does not drain.

        Without `takes_figures` nobody will look at figures: they need not be worked out.
        """
        self.takes_figures = takes_figures
        self._lock = threading.Lock()
        self._serial = count()
        self._lasting: dict[int, Lifecycle | Answer | Membership] = {}
        self._unseen: dict[int, list[int]] = {}
        """Serials in `_lasting` of each client's waiting events, its opening first if unseen."""
        self._lines: deque[LogLine] = deque()
        self._max_lines = max_lines
        self._lost_lines = 0
        self._figures: dict[type[Figures], Figures] = {}

    def post_lifecycle(self, event: Lifecycle | Answer) -> None:
        """Tell of the server itself, or answer the host. Never lost."""
        with self._lock:
            self._lasting[next(self._serial)] = event

    def post_membership(self, event: Membership) -> None:
        """Tell of one client. Never lost, save what a later event has made invisible."""
        with self._lock:
            unseen = self._unseen.setdefault(event.client_id, [])
            if isinstance(event, ClientClosed):
                self._post_closed(event, unseen)
                return
            if isinstance(event, ClientNamed) and unseen:
                newest = self._lasting[unseen[-1]]
                if isinstance(newest, ClientNamed):
                    self._lasting[unseen[-1]] = event
                    return
            self._append(event, unseen)

    def _append(self, event: Membership, unseen: list[int]) -> None:
        serial = next(self._serial)
        self._lasting[serial] = event
        unseen.append(serial)

    def _post_closed(self, event: ClientClosed, unseen: list[int]) -> None:
        opened_unseen = bool(unseen) and isinstance(self._lasting[unseen[0]], ClientOpened)
        if not opened_unseen:
            self._append(event, unseen)
            return
        for serial in unseen:
            del self._lasting[serial]
        del self._unseen[event.client_id]

    def post_lines(self, lines: Iterable[LogLine]) -> None:
        """Add to the log, one call for a whole tick; the oldest unseen lines make room."""
        with self._lock:
            self._lines.extend(lines)
            surplus = len(self._lines) - self._max_lines
            for _ in range(surplus):
                self._lines.popleft()
            self._lost_lines += max(0, surplus)

    def post_figures(self, figures: Figures) -> None:
        """Replace the figures of this kind that nobody has seen yet."""
        with self._lock:
            self._figures[type(figures)] = figures

    def drain(self) -> Drained:
        """Take everything that waits. The window's thread calls this every few milliseconds."""
        with self._lock:
            lasting, self._lasting = self._lasting, {}
            self._unseen = {}
            lines, self._lines = self._lines, deque()
            lost_lines, self._lost_lines = self._lost_lines, 0
            figures, self._figures = self._figures, {}
        # The locked part only swaps containers, so that a full queue never holds the server up.
        return Drained((*lasting.values(), *figures.values()), tuple(lines), lost_lines)
