"""A hub with a stream, over connections that only note what is written to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from tools.fuzz.memory_transport import MemoryTransport
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.config import Limits
from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.terms import Compression
from wschat_gui.server.connection import ClientConnection
from wschat_gui.server.frame_watch import FrameWatch
from wschat_gui.server.hub import Hub, Stream
from wschat_gui.server.outlet import Outlet
from wschat_gui.server.recorder import Recorder


class FakeConnection:
    """What the hub sees of a connection."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.client_id = 7
        self.granted_bytes = self.backlog_bytes = 0
        self.dismissals: list[tuple[int, str, LeaveCause]] = []
        self.observer = ConnectionObserver(compression=Compression.NONE, max_message_bytes=None)
        self.loop = asyncio.get_running_loop()
        self.outlet = Outlet(MemoryTransport(asyncio.Protocol(), ("", 1), ("", 2)))
        self.on_write: Callable[[], bool] = lambda: True

    def write(self, frames: bytes) -> bool:
        if not self.on_write():
            return False
        self.writes.append(frames)
        return True

    def grant_backlog(self, extra_bytes: int) -> None:
        self.granted_bytes = extra_bytes

    def dismiss(self, close_code: int, reason: str, cause: LeaveCause) -> None:
        self.dismissals.append((close_code, reason, cause))

    @property
    def real(self) -> ClientConnection:
        return cast("ClientConnection", self)


class Bench:
    """A hub with a stream, and followers."""

    def __init__(self) -> None:
        self.commits = 0
        self.recorder = Recorder(Limits(), is_on=False, started_s=0.0, started_ms=0.0)
        watch = FrameWatch(self.recorder)
        self.outbound = watch.outbound
        self.hub = Hub(watch, self._commit)
        self.stream = Stream()

    def _commit(self) -> None:
        self.commits += 1

    def follower(self, welcome: bytes = b"") -> FakeConnection:
        connection = FakeConnection()
        self.hub.admit(connection.real, self.stream, welcome)
        return connection
