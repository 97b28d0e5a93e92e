"""The fan-out: one frame built once a message, one write a client and loop tick.

A system call for each client and message is what other servers pay; here all frames of a tick are
joined and written together. The hub knows connections and frames; what they say is decided before.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.frames.observer import BroadcastObserver
from wschat_gui.server.connection import ClientConnection
from wschat_gui.server.frame_watch import FrameWatch
from wschat_gui.server.line_up import LineUp

V = TypeVar("V")

_PAUSE = 1.0
"""Of the time that writing a tick took, as the longest pause until the next is written.

A full server writes most of the time. In the pause it only reads: whatever comes meanwhile goes out
together, in one write a client instead of several. It ends as soon as a look has brought nothing,
so where little is said there is none. What one client alone gets does not wait: it may be the last
before its connection ends.
"""
_LONGEST_PAUSE_S = 0.01
"""A tick that took longer than its writes do was held up, by a disk or a computer that slept."""


class Stream:
    """What all clients of one dialect get alike, and who they are."""

    __slots__ = ("_line_up", "followers", "frames", "observer")

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self.followers: dict[ClientConnection, None] = {}
        """In the order of coming; changed by `add` and `remove`."""
        self.frames: list[bytes] = []
        """Of this tick: broadcast, but not written yet."""
        self.observer = BroadcastObserver()
        self._line_up: LineUp | None = None
        """Of all followers; None when something about them has changed since."""

    def add(self, connection: ClientConnection) -> None:
        """Have one more follow."""
        self.followers[connection] = None
        connection.outlet.on_change = self._disband
        self._disband()

    def remove(self, connection: ClientConnection) -> None:
        """Have one follow no more."""
        del self.followers[connection]
        connection.outlet.on_change = None
        self._disband()

    def line_up(self, without: Collection[ClientConnection]) -> LineUp:
        """Return all who follow now, but for some."""
        if without:
            return LineUp(each for each in self.followers if each not in without)
        if self._line_up is None:
            self._line_up = LineUp(self.followers)
        return self._line_up

    def _disband(self) -> None:
        self._line_up = None

    def take(self) -> list[bytes]:
        """Return the frames of this tick; what comes now belongs to the next."""
        frames, self.frames = self.frames, []
        return frames


class _Detour:
    """What one client gets in this tick, where that is not just what all get."""

    __slots__ = ("_cursor", "_segments", "dismissal", "stream")

    def __init__(self, stream: Stream | None) -> None:
        self.stream = stream
        self.dismissal: tuple[int, str, LeaveCause] | None = None
        self._segments: list[bytes] = []
        self._cursor = 0
        """How many of the stream's frames of this tick are dealt with."""

    def join(self, stream: Stream) -> None:
        """Take part in what is broadcast from now on."""
        self.stream = stream
        self._cursor = len(stream.frames)

    def catch_up(self) -> None:
        """Take in what was broadcast until now."""
        if self.stream is not None:
            self._segments += self.stream.frames[self._cursor :]
            self._cursor = len(self.stream.frames)

    def append(self, frame: bytes) -> None:
        """Take in a frame that nobody else gets."""
        self.catch_up()
        self._segments.append(frame)

    def joined(self) -> bytes:
        """Return everything in its order, as one piece."""
        self.catch_up()
        return b"".join(self._segments)


class Hub:
    """Collects what a tick brings, and writes it at the tick's end."""

    def __init__(
        self,
        watch: FrameWatch,
        before_write: Callable[[], None],
    ) -> None:
        """Show `watch` all that is written.

        `before_write` is called once a tick, before any client sees anything of it: the place for
        an archive's commit.
        """
        self._watch = watch
        self._before_write = before_write
        self._stream_of: dict[ClientConnection, Stream] = {}
        self._detours: dict[ClientConnection, _Detour] = {}
        self._streams: set[Stream] = set()
        """Those with frames in this tick."""
        self._tick: asyncio.Handle | None = None
        self._broadcast_count = self._looked_at_count = 0
        """Frames so far, and how many there were at the last look of a pause."""
        self._pause_ends_s = 0.0
        """Monotonic, at the latest."""

    def broadcast(self, stream: Stream, frame: bytes) -> None:
        """Give a frame to everybody who follows `stream` now."""
        if not stream.frames:
            self._streams.add(stream)
            self.end_tick_soon()
        stream.frames.append(frame)
        self._broadcast_count += 1

    def send(self, connection: ClientConnection, frame: bytes) -> None:
        """Give one client a frame, in its place among those that are broadcast."""
        self._detour(connection).append(frame)

    def admit(self, connection: ClientConnection, stream: Stream, welcome: bytes) -> None:
        """Give one client a frame, and from then on what is broadcast on `stream`."""
        connection.grant_backlog(len(welcome))
        detour = self._detour(connection)
        detour.append(welcome)
        detour.join(stream)
        stream.add(connection)
        self._stream_of[connection] = stream

    def dismiss(
        self, connection: ClientConnection, close_code: int, reason: str, cause: LeaveCause
    ) -> None:
        """Give one client nothing more, and close it when what it had coming is written."""
        self.release(connection)
        self._detour(connection).dismissal = (close_code, reason, cause)

    def release(self, connection: ClientConnection) -> None:
        """Give one client what it has coming, then nothing that is broadcast any more."""
        detour = self._detour(connection)
        detour.catch_up()
        detour.stream = None
        self._stop_following(connection)

    def drop(self, connection: ClientConnection) -> None:
        """Forget a client whose connection is gone, with what it had coming."""
        self._detours.pop(connection, None)
        self._stop_following(connection)

    def flush(self) -> None:
        """End the tick now: write to each client, once, all that the tick brought it."""
        if self._tick is not None:
            self._tick.cancel()
            self._tick = None
        began_s = time.monotonic()
        self._before_write()
        detours, self._detours = self._detours, {}
        streams, self._streams = self._streams, set()
        for connection in detours:
            # Counted by itself in this tick, since it gets more or less than all.
            connection.observer.unfollow()
        # All is taken before any is written: a write that finds its client gone makes the room
        # tell the others, and that belongs to the next tick.
        detoured = [(connection, way, way.joined()) for connection, way in detours.items()]
        shared = [(stream, stream.take()) for stream in streams]
        for stream, frames in shared:
            self._write_to_followers(stream, frames, detours)
        for connection, detour, joined in detoured:
            self._write_detour(connection, detour, joined)
        ended_s = time.monotonic()
        self._pause_ends_s = ended_s + min((ended_s - began_s) * _PAUSE, _LONGEST_PAUSE_S)

    def _write_to_followers(
        self, stream: Stream, frames: list[bytes], detours: Mapping[ClientConnection, _Detour]
    ) -> None:
        tape = self._watch.tape
        joined = b"".join(frames)
        times_s: list[float] | None = None if tape is None else []
        line_up = stream.line_up(detours)
        left = line_up.write(joined, times_s)
        gone = {place for place, rest in left if not line_up.connections[place].write(rest)}
        if tape is not None and times_s is not None:
            waiting_bytes = [0] * len(times_s)
            for place, _ in left:
                waiting_bytes[place] = line_up.connections[place].backlog_bytes
            tape.broadcast_to(
                _without(gone, line_up.client_ids),
                joined,
                stream.observer.dissected(joined),
                _without(gone, times_s),
                _without(gone, waiting_bytes),
            )
        reached = len(line_up.connections) - len(gone)
        self._watch.outbound.add(stream.observer.sent(frames), times=reached)

    def _write_detour(self, connection: ClientConnection, detour: _Detour, frames: bytes) -> None:
        if not connection.write(frames):
            return
        self._watch.sent(
            connection.client_id,
            connection.observer,
            (frames,),
            connection.loop.time(),
            connection.backlog_bytes,
        )
        if detour.dismissal is not None:
            connection.dismiss(*detour.dismissal)
        elif detour.stream is not None:
            connection.observer.follow(detour.stream.observer)

    def _detour(self, connection: ClientConnection) -> _Detour:
        detour = self._detours.get(connection)
        if detour is None:
            detour = self._detours[connection] = _Detour(self._stream_of.get(connection))
            self.end_tick_soon()
        return detour

    def _stop_following(self, connection: ClientConnection) -> None:
        stream = self._stream_of.pop(connection, None)
        if stream is not None:
            stream.remove(connection)
            connection.observer.unfollow()

    def end_tick_soon(self) -> None:
        """Have the tick end, also where nobody gets anything of it: it is saved and logged."""
        if self._tick is None:
            self._tick = asyncio.get_running_loop().call_soon(self._end_tick)

    def _end_tick(self) -> None:
        brought = self._broadcast_count - self._looked_at_count
        if brought and not self._detours and time.monotonic() < self._pause_ends_s:
            self._looked_at_count = self._broadcast_count
            # After another look at what has come. No timer: its steps are longer than the pause.
            self._tick = asyncio.get_running_loop().call_soon(self._end_tick)
        else:
            self.flush()


def _without(places: Collection[int], column: Sequence[V]) -> Sequence[V]:
    """Return a column without the values at these places."""
    if not places:
        return column
    return [value for place, value in enumerate(column) if place not in places]
