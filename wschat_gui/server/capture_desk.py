"""What the window asks of the capture: to list, look into, export and forget frames.

A snapshot is taken on the loop's thread; everything that takes time happens on another one. Pieces
come in by `recorder.py`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from wschat_gui.bridge.frame_commands import (
    CaptureFrames,
    ExportFrames,
    ForgetFrames,
    FrameCommand,
    ListFrames,
    WatchClient,
    XrayFrame,
)
from wschat_gui.bridge.frame_words import (
    CaptureExtent,
    FilterFault,
    FramesExported,
    FramesListed,
    FrameXray,
)
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.server.clients import Clients
from wschat_gui.server.frame_rows import CaptureView, last_rows, matching, newest_rows, xray
from wschat_gui.server.recorder import Recorder

_BREATH_S = 0.01


class CaptureDesk:
    """Answers with what is captured just now."""

    def __init__(
        self,
        recorder: Recorder,
        clients: Clients,
        events: EventQueue,
        watch: Callable[[int], None],
    ) -> None:
        """Answer to `events`; `watch` is told whose figures are wanted."""
        self._recorder = recorder
        self._clients = clients
        self._events = events
        self._watch = watch
        self._tasks: set[asyncio.Task[None]] = set()

    def carry_out(self, command: FrameCommand) -> None:
        """Do what the window asks; answers come when they are ready."""
        match command:
            case ListFrames():
                self._begin(self._list(command))
            case XrayFrame():
                self._begin(self._xray(command))
            case ExportFrames():
                self._begin(self._export(command))
            case CaptureFrames(is_on=is_on):
                self._recorder.turn(on=is_on)
            case ForgetFrames():
                self._recorder.ring.clear()
            case WatchClient(client_id=client_id):
                self._watch(client_id)

    async def close(self) -> None:
        """Finish what is under way."""
        for task in tuple(self._tasks):
            await task

    async def _list(self, command: ListFrames) -> None:
        view, extent = self._view(command.after), self._extent()
        self._events.post_lifecycle(await asyncio.to_thread(_listed, view, extent, command))

    async def _xray(self, command: XrayFrame) -> None:
        view = self._view()
        found: FrameXray = await asyncio.to_thread(xray, view, command.request, command.frame)
        self._events.post_lifecycle(found)

    async def _export(self, command: ExportFrames) -> None:
        from wschat_gui.server.frame_export import export  # noqa: PLC0415  (only when asked for)

        view = self._view()
        known = self._recorder.known(self._clients.values())
        exported: FramesExported = await asyncio.to_thread(export, view, known, command)
        self._events.post_lifecycle(exported)

    def _view(self, after: int = 0) -> CaptureView:
        recorder = self._recorder
        return CaptureView(
            recorder.ring.snapshot(after),
            recorder.directory(self._clients.values()),
            recorder.started_s,
            recorder.wall_ms,
        )

    def _extent(self) -> CaptureExtent:
        recorder = self._recorder
        ring = recorder.ring
        return CaptureExtent(
            is_on=recorder.is_on,
            frames=ring.frames,
            bytes=ring.wire_bytes,
            oldest_ms=None if ring.oldest_s is None else recorder.wall_ms(ring.oldest_s),
            newest_number=ring.newest_number,
            forgotten=ring.forgotten,
        )

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _breathe() -> None:
    time.sleep(_BREATH_S)


def _hurry() -> None:
    pass


def _listed(view: CaptureView, extent: CaptureExtent, command: ListFrames) -> FramesListed:
    # Not above: nobody looks at single frames before the window stands.
    from wschat_gui.frames.display_filter import FilterError, parse  # noqa: PLC0415

    try:
        display_filter = parse(command.filter)
    except FilterError as error:
        fault = FilterFault(error.position, error.length, error.sentence)
        return FramesListed(request=command.request, extent=extent, fault=fault)
    if display_filter.expression is None:
        rows, left_out = last_rows(view, command.after, command.limit)
    else:
        # Who follows a full room through a filter looks at every frame of it, all the time: such a
        # look may take a while, and must not take the interpreter from the server meanwhile.
        breathe = _breathe if command.after else _hurry
        found = matching(view, display_filter, breathe)
        rows, left_out = newest_rows(view, found, command.limit)
    return FramesListed(
        request=command.request,
        rows=rows,
        left_out=left_out,
        looked_at=max(extent.newest_number, command.after),
        extent=extent,
    )
