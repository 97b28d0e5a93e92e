"""A line made worse on purpose: stands between a connection and its transport, and delays both.

Both take it for the other one. Everything comes out, in its order; only later. How much later is in
`line_pace.py`; whose line it is, and for how long, in `lab.py`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any, Protocol

from wschat_gui.server.line_pace import LineConditions, LinePace

_MOST_INWARD_BYTES = 64 * 1024
"""Held back of what comes in before nothing more is read: then TCP makes the sender wait."""


class Clock(Protocol):
    """What a line needs of an event loop."""

    def time(self) -> float:
        """Return the monotonic time, in seconds."""

    def call_at(self, when: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Have something called at a time."""


class OneWay:
    """One direction: what is on the line, and a timer for what comes out next."""

    def __init__(self, clock: Clock, random: Random) -> None:
        """Begin as good as a line can be."""
        self.waiting_bytes = 0
        """On the line just now."""
        self._clock = clock
        self._pace = LinePace(LineConditions(), random)
        self._cut_until_s = float("-inf")
        self._waiting: deque[tuple[float, int, Callable[[], object]]] = deque()
        """(when it comes out, its bytes, what is to be done then), in its order."""
        self._timer: asyncio.TimerHandle | None = None

    def change(self, conditions: LineConditions, cut_until_s: float) -> None:
        """Be as bad as this for what comes from now on; nothing comes out before `cut_until_s`."""
        self._pace.conditions = conditions
        self._cut_until_s = cut_until_s
        self._arm()

    def put(self, data: bytes, deliver: Callable[[bytes], object]) -> None:
        """Take bytes; they are delivered at once where the line is good and empty."""
        if self._is_clear():
            deliver(data)
            return
        most = self._pace.most_bytes or len(data) or 1
        for start in range(0, len(data), most):
            piece = data[start : start + most]
            self._enter(len(piece), partial(deliver, piece))

    def put_last(self, act: Callable[[], object]) -> None:
        """Have something done when all that went before has come out, such as closing."""
        if self._is_clear():
            act()
        else:
            self._enter(0, act)

    def hurry(self) -> None:
        """Have everything come out now, in its order."""
        while self._waiting:
            self._let_out()
        self._arm()

    def drop(self) -> None:
        """Forget what is on the line."""
        self._waiting.clear()
        self.waiting_bytes = 0
        self._arm()

    def _is_clear(self) -> bool:
        now_s = self._clock.time()
        return not self._waiting and self._pace.conditions.is_good and now_s >= self._cut_until_s

    def _enter(self, size_bytes: int, act: Callable[[], object]) -> None:
        due_s = self._pace.due_s(size_bytes, self._clock.time())
        self._waiting.append((due_s, size_bytes, act))
        self.waiting_bytes += size_bytes
        if self._timer is None:
            self._arm()

    def _let_out(self) -> None:
        _, size_bytes, act = self._waiting.popleft()
        self.waiting_bytes -= size_bytes
        act()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            when_s = max(self._waiting[0][0], self._cut_until_s)
            self._timer = self._clock.call_at(when_s, self._turn)

    def _turn(self) -> None:
        self._timer = None
        now_s = self._clock.time()
        while self._waiting and max(self._waiting[0][0], self._cut_until_s) <= now_s:
            self._let_out()
        self._arm()


class Shaped(Protocol):
    """A connection whose line can be made worse: asyncio's protocol, and where it writes to."""

    transport: asyncio.Transport

    def change_transport(self, transport: asyncio.Transport) -> None:
        """Write to this from now on."""

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""

    def eof_received(self) -> bool | None:
        """See asyncio.Protocol."""

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""


class SlowLine(asyncio.Transport, asyncio.Protocol):
    """The transport of a connection, and the protocol of its transport.

    Once put in it stays until the connection ends, since the two count on each other's calls; what
    `heal` leaves behind passes everything straight on.
    """

    def __init__(self, connection: Shaped, clock: Clock, random: Random) -> None:
        """Put it in, as good as the line is."""
        super().__init__()
        self._connection = connection
        self._real = connection.transport
        self._inward = OneWay(clock, random)
        self._outward = OneWay(clock, random)
        low_bytes, self._high_bytes = self._real.get_write_buffer_limits()
        self._low_bytes = low_bytes
        self._has_paused = False
        """The connection was told that too much waits."""
        connection.change_transport(self)
        self._real.set_protocol(self)
        # So that it tells whenever its buffer has become empty; a TLS one also that it is.
        self._real.set_write_buffer_limits(0)

    def change(self, conditions: LineConditions, cut_until_s: float) -> None:
        """Be as bad as this, both ways."""
        for way in (self._inward, self._outward):
            way.change(conditions, cut_until_s)

    def heal(self) -> None:
        """Be as good as the line is, and bring at once what was held back."""
        self.change(LineConditions(), float("-inf"))
        self._outward.hurry()
        self._inward.hurry()

    # What the transport calls --------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        self._inward.put(data, self._bring_in)
        if self._inward.waiting_bytes > _MOST_INWARD_BYTES:
            self._real.pause_reading()

    def eof_received(self) -> bool | None:
        """See asyncio.Protocol. A peer that is gone is not held back."""
        self._inward.hurry()
        return self._connection.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._inward.hurry()
        self._outward.drop()
        self._connection.connection_lost(exc)

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""
        self._watch_backlog()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        self._watch_backlog()

    # What the connection calls -------------------------------------------------------------------

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        """See asyncio.Transport."""
        self._outward.put(bytes(data), self._bring_out)
        self._watch_backlog()

    def can_write_eof(self) -> bool:
        """See asyncio.Transport."""
        return self._real.can_write_eof()

    def write_eof(self) -> None:
        """See asyncio.Transport."""
        self._outward.put_last(self._end)

    def close(self) -> None:
        """See asyncio.Transport."""
        self._outward.put_last(self._real.close)

    def abort(self) -> None:
        """See asyncio.Transport."""
        self._outward.drop()
        self._real.abort()

    def is_closing(self) -> bool:
        """See asyncio.Transport."""
        return self._real.is_closing()

    def get_extra_info(self, name: str, default: object = None) -> Any:  # noqa: ANN401
        """See asyncio.Transport."""
        return self._real.get_extra_info(name, default)

    def get_write_buffer_size(self) -> int:
        """See asyncio.Transport."""
        return self._outward.waiting_bytes + self._real.get_write_buffer_size()

    def get_write_buffer_limits(self) -> tuple[int, int]:
        """See asyncio.Transport."""
        return self._low_bytes, self._high_bytes

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """See asyncio.Transport."""
        self._high_bytes = 64 * 1024 if high is None else high
        self._low_bytes = self._high_bytes // 4 if low is None else low
        self._watch_backlog()

    def pause_reading(self) -> None:
        """See asyncio.Transport."""
        self._real.pause_reading()

    def resume_reading(self) -> None:
        """See asyncio.Transport."""
        self._real.resume_reading()

    def is_reading(self) -> bool:
        """See asyncio.Transport."""
        return self._real.is_reading()

    # Inside --------------------------------------------------------------------------------------

    def _bring_in(self, data: bytes) -> None:
        self._connection.data_received(data)
        if self._inward.waiting_bytes <= _MOST_INWARD_BYTES and not self._real.is_closing():
            self._real.resume_reading()

    def _bring_out(self, data: bytes) -> None:
        self._real.write(data)
        self._watch_backlog()

    def _end(self) -> None:
        # Long after it was asked for: who is gone by then is no reason not to close, which follows.
        with contextlib.suppress(OSError):
            self._real.write_eof()

    def _watch_backlog(self) -> None:
        waiting_bytes = self.get_write_buffer_size()
        if not self._has_paused and waiting_bytes > self._high_bytes:
            self._has_paused = True
            self._connection.pause_writing()
        elif self._has_paused and waiting_bytes <= self._low_bytes:
            self._has_paused = False
            self._connection.resume_writing()
