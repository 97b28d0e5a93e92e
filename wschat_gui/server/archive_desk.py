"""What is asked of the archive while the room is open: to read, search, export and delete.

All of it happens off the loop's thread, on connections of its own; answers come back to the loop.
Saving is in `keeper.py`.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from wschat_gui.archive.deletion import (
    ClientsMessages,
    Everything,
    OneMessage,
    Retention,
    SentBefore,
)
from wschat_gui.archive.deletion import Deletion as ArchiveDeletion
from wschat_gui.archive.faults import ArchiveFault, Task
from wschat_gui.archive.housekeeper import Housekeeper
from wschat_gui.archive.search import Search
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.archive.transcript import Transcript
from wschat_gui.bridge import commands
from wschat_gui.bridge.events import (
    ArchiveTrouble,
    AroundAnswered,
    ExportEnded,
    ExportProgress,
    LogLine,
    SearchAnswered,
)
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.chat.effects import Fetch
from wschat_gui.chat.vocabulary import Earlier, KeptEvent, SeqPair
from wschat_gui.server.log_lines import event_line

_CONTEXT = 20
"""Messages on each side of a hit."""
_NOT_KEPT = "Nothing is saved here, so there is nothing to search or export."
_ONE_EXPORT = "An export is under way already."
_RETRY_S = 1.0
"""After a read for a page failed: what holds it up, a locked file or a slow disk, may be over."""


class ArchiveDesk:
    """Answers with what an open transcript has."""

    def __init__(
        self,
        transcript: Transcript,
        events: EventQueue,
        retention: Retention,
        on_gone: Callable[[list[SeqPair]], None],
        remove_files: Callable[[Sequence[str]], object] | None,
    ) -> None:
        """Begin; `on_gone` is called on the loop when messages were deleted.

        `remove_files` is called on another thread with the keys of the files that go with them.
        """
        self._transcript = transcript
        self._events = events
        self._loop = asyncio.get_running_loop()
        self._on_gone = on_gone
        self._tasks: set[asyncio.Task[None]] = set()
        self._export_cancelled: threading.Event | None = None
        self._closing = asyncio.Event()
        self._housekeeper = Housekeeper(
            transcript.files.folder,
            transcript.epoch,
            retention=retention,
            on_gone=self._gone,
            remove_files=remove_files,
            on_fault=lambda fault: self._trouble(fault.task, fault.sentence),
            on_recovered=lambda task: self._trouble(task, ""),
        )
        self._housekeeper.start()

    async def close(self) -> None:
        """End what is under way, and do what is to be done at closing."""
        self._closing.set()
        self.cancel_export()
        for task in tuple(self._tasks):
            await task
        await asyncio.to_thread(self._housekeeper.stop)

    def keep(self, retention: Retention) -> None:
        """Keep messages for another time from now on."""
        self._housekeeper.keep(retention)

    # For pages -----------------------------------------------------------------------------------

    def fetch(
        self,
        wanted: Fetch,
        answer: Callable[[Earlier | None], None],
        is_wanted: Callable[[], bool],
    ) -> None:
        """Read older messages; `answer` is called on the loop.

        What cannot be read is tried again as long as `is_wanted`, and None is the answer when it no
        longer is: a page would take less than there is for the beginning of it all.
        """

        def read() -> Earlier:
            with self._transcript.reader() as reader:
                # One more than is sent tells whether there are more.
                found = reader.before(wanted.before_seq, wanted.wanted + 1)
            events = tuple(found[-wanted.wanted :])
            return Earlier(wanted.before_seq, events, more=len(found) > wanted.wanted)

        async def reading() -> None:
            answer(await self._read_if_possible(read, is_wanted))

        self._begin(reading())

    # For the window ------------------------------------------------------------------------------

    def delete(self, deletion: commands.Deletion) -> None:
        """Delete for good; `on_gone` follows."""
        self._housekeeper.delete(_archive_deletion(deletion))

    def search(self, asked: commands.Search) -> None:
        """Look for messages."""
        wanted = Search(
            words=asked.words,
            nick=asked.nick,
            since_ms=asked.since_ms,
            until_ms=asked.until_ms,
            before_seq=asked.before_seq,
        )

        def read() -> SearchAnswered:
            try:
                with self._transcript.reader() as reader:
                    return SearchAnswered(asked.number, _lines(reader.search(wanted)), "")
            except ArchiveFault as fault:
                return SearchAnswered(asked.number, (), fault.sentence)

        async def searching() -> None:
            self._events.post_lifecycle(await asyncio.to_thread(read))

        self._begin(searching())

    def show_around(self, asked: commands.ShowAround) -> None:
        """Bring a message in its context."""

        def read() -> AroundAnswered:
            try:
                with self._transcript.reader() as reader:
                    events = reader.around(asked.seq, _CONTEXT)
                    return AroundAnswered(asked.number, _lines(events), "")
            except ArchiveFault as fault:
                return AroundAnswered(asked.number, (), fault.sentence)

        async def showing() -> None:
            self._events.post_lifecycle(await asyncio.to_thread(read))

        self._begin(showing())

    def export(self, asked: commands.Export, room: str) -> None:
        """Write the transcript into a file."""
        if self._export_cancelled is not None:
            self._events.post_lifecycle(ExportEnded(_ONE_EXPORT))
            return
        cancelled = self._export_cancelled = threading.Event()

        async def exporting() -> None:
            sentence = await asyncio.to_thread(self._write, asked, room, cancelled)
            self._export_cancelled = None
            self._events.post_lifecycle(ExportEnded(sentence))

        self._begin(exporting())

    def cancel_export(self) -> None:
        """Break off the export that is under way, if there is one."""
        if self._export_cancelled is not None:
            self._export_cancelled.set()

    def _write(self, asked: commands.Export, room: str, cancelled: threading.Event) -> str:
        # Not above: the formats are many, and most runs export nothing.
        from wschat_gui.archive.export.form import Heading  # noqa: PLC0415
        from wschat_gui.archive.export.writing import (  # noqa: PLC0415
            Cancelled,
            ExportFormat,
            write_file,
        )

        heading = Heading(room, time.time_ns() // 1_000_000, _local_zone())
        target = Path(asked.path)
        try:
            with self._transcript.reader() as reader:
                written = write_file(
                    reader,
                    target,
                    ExportFormat(asked.form).form(heading),
                    progress=lambda done, total: self._events.post_lifecycle(
                        ExportProgress(done, total)
                    ),
                    cancelled=cancelled.is_set,
                )
        except Cancelled:
            return "The export was cancelled; no file was written."
        except ArchiveFault as fault:
            return fault.sentence
        return f"{written:,} messages were written to {target}."

    # Inside --------------------------------------------------------------------------------------

    async def _read_if_possible(
        self, read: Callable[[], Earlier], is_wanted: Callable[[], bool]
    ) -> Earlier | None:
        told: ArchiveFault | None = None
        while is_wanted() and not self._closing.is_set():
            try:
                found = await asyncio.to_thread(read)
            except ArchiveFault as fault:
                if told is None:
                    self._trouble(fault.task, fault.sentence)
                told = fault
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), _RETRY_S)
            else:
                if told is not None:
                    self._trouble(told.task, "")
                return found
        return None

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _gone(self, ranges: list[SeqRange]) -> None:
        """Told by the housekeeper, on its own thread."""
        pairs = [(run.first, run.last) for run in ranges]
        self._loop.call_soon_threadsafe(self._on_gone, pairs)

    def _trouble(self, task: Task, sentence: str) -> None:
        self._events.post_lifecycle(ArchiveTrouble(task, sentence))


def answer_without_archive(asked: commands.Command, events: EventQueue) -> None:
    """Answer what only an archive can do, where there is none."""
    match asked:
        case commands.Search():
            events.post_lifecycle(SearchAnswered(asked.number, (), _NOT_KEPT))
        case commands.ShowAround():
            events.post_lifecycle(AroundAnswered(asked.number, (), _NOT_KEPT))
        case commands.Export():
            events.post_lifecycle(ExportEnded(_NOT_KEPT))


def _archive_deletion(deletion: commands.Deletion) -> ArchiveDeletion:
    match deletion:
        case commands.DeleteMessage(seq=seq):
            return OneMessage(seq)
        case commands.DeleteOfClient(client_id=client_id):
            return ClientsMessages((client_id,))
        case commands.DeleteBefore(at_ms=at_ms):
            return SentBefore(at_ms)
        case commands.DeleteEverything():
            return Everything()


def _lines(events: list[KeptEvent]) -> tuple[LogLine, ...]:
    lines = (event_line(event, event.at_ms) for event in events)
    return tuple(line for line in lines if line is not None)


def _local_zone() -> tzinfo:
    zone = datetime.now().astimezone().tzinfo
    assert zone is not None, "astimezone() gives one"
    return zone
