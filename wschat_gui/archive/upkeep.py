"""What has to be done to the files beside the running room, in pieces. No thread, no clock.

When each is done is decided in `housekeeper.py`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from wschat_gui.archive import eraser
from wschat_gui.archive.connections import (
    WORKER_PATIENCE_S,
    ArchiveFiles,
    companions,
    connect_writer,
    truncate_log,
)
from wschat_gui.archive.deletion import Deletion
from wschat_gui.archive.eraser import Eraser
from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task, translated
from wschat_gui.archive.file_store import unlink
from wschat_gui.archive.rows import RowKind, last_seq
from wschat_gui.archive.search_index import SearchIndex, open_index
from wschat_gui.archive.seq_ranges import SeqRange, joined

_BATCH = 500
"""Messages that are indexed in one transaction: some milliseconds."""
_LONG_LOG_BYTES = 32 * 1024 * 1024
"""A log that is written without a pause is never done with by itself: from here on it is made to
be, which lets the loop's commits wait for the disk once."""


class Upkeep:
    """The files of a transcript that a host has open, kept up by one other thread.

    Every method but `close` raises ArchiveFault.
    """

    def __init__(
        self,
        folder: Path,
        epoch: str,
        pause: Callable[[], None],
        remove_files: Callable[[Sequence[str]], object] | None = None,
    ) -> None:
        """Open the transcript's file; `epoch` is the Transcript's. `pause` as for the Eraser.

        `remove_files` takes the keys of files whose messages are deleted: the FileStore's `remove`,
        if there is one.
        """
        self._files = ArchiveFiles(folder)
        self._remove_files = remove_files or partial(unlink, self._files.uploads)
        self._epoch = epoch
        self._pause = pause
        with translated(Task.TIDYING, self._files.transcript):
            self._identity = _identity_of(self._files.transcript)
            self._connection = connect_writer(self._files.transcript, WORKER_PATIENCE_S)
        self._index: SearchIndex | None = None
        self._eraser: Eraser | None = None
        self._gone: list[SeqRange] = []
        # A run that was killed may have left something deleted in a log.
        self._empty_logs_due = True
        self._is_old_text_in_log = False
        self._unlinking: list[str] = []
        """Keys of files whose messages are deleted, and that are still there."""

    # Index ---------------------------------------------------------------------------------------

    def index_some(self) -> int:
        """Take some messages into the index; return how many are not in it yet, 0 when all are."""
        with translated(Task.INDEXING, self._files.search), self._replacing_a_broken_index():
            index = self._open_index()
            found = self._connection.execute(
                "SELECT seq, kind, refers_to, text FROM message WHERE seq > ? ORDER BY seq LIMIT ?",
                (index.through_seq, _BATCH),
            ).fetchall()
            if not found:
                return 0
            spoken = [(seq, text) for seq, kind, _, text in found if kind <= RowKind.ANNOUNCED]
            targets = {target for _, kind, target, _ in found if kind == RowKind.EDITED}
            index.add(spoken, found[-1][0], self._texts(targets, index.through_seq))
            # What stood there before an edit still stands in the log.
            self._is_old_text_in_log = self._is_old_text_in_log or bool(targets)
            return last_seq(self._connection) - index.through_seq

    def _texts(self, seqs: Iterable[int], through_seq: int) -> list[tuple[int, str]]:
        """Return how these messages read now, but for those that were deleted since."""
        query = "SELECT seq, text FROM message WHERE seq = ?"
        found = (
            self._connection.execute(query, (seq,)).fetchone() for seq in seqs if seq <= through_seq
        )
        return [row for row in found if row is not None]

    def _open_index(self) -> SearchIndex:
        if self._index is None:
            self._index = open_index(self._files.search, self._epoch, last_seq(self._connection))
        return self._index

    @contextmanager
    def _replacing_a_broken_index(self) -> Iterator[None]:
        """Have an index that proves damaged made again by the next try; this one fails."""
        try:
            yield
        except sqlite3.Error:
            if self._index is not None and self._index.is_broken:
                self._gone = self.take_gone()
                index, self._index, self._eraser = self._index, None, None
                with closing(index):
                    index.condemn()
            raise

    # Deleting ------------------------------------------------------------------------------------

    def order(self, deletion: Deletion) -> None:
        """Write down what is to be deleted, unless there is nothing of it."""
        with translated(Task.DELETING, self._files.transcript):
            eraser.order(self._connection, deletion)

    def erase(self) -> None:
        """Delete what was ordered, in this run or before; see `take_gone`.

        Raises:
            Stopped: by `pause`.
        """
        with translated(Task.DELETING, self._files.transcript), self._replacing_a_broken_index():
            if eraser.is_ordered(self._connection):
                self._empty_logs_due = True
                open_eraser = self._open_eraser()
                try:
                    open_eraser.carry_out()
                finally:
                    self._unlinking += open_eraser.take_file_keys()
        self._unlink()

    def _unlink(self) -> None:
        """Remove the files of messages that are deleted."""
        while self._unlinking:
            self._remove_files(self._unlinking[:1])
            self._unlinking.pop(0)

    def take_gone(self) -> list[SeqRange]:
        """Return what was deleted since this was last asked, ascending."""
        gone, self._gone = self._gone, []
        if self._eraser is not None:
            gone += self._eraser.take_gone()
        return joined(sorted(gone))

    def _open_eraser(self) -> Eraser:
        if self._eraser is None:
            self._eraser = Eraser(self._connection, self._open_index(), self._pause)
        return self._eraser

    # Forgetting -----------------------------------------------------------------------------------

    def is_forgetting_due(self) -> bool:
        """Tell whether what an edit has replaced may still be read in some byte of the files."""
        has_remains = self._index is not None and self._index.has_remains
        return has_remains or self._is_old_text_in_log

    def forget(self) -> None:
        """Drop what edits have replaced from the index, and with the next `checkpoint` from logs.

        Rewrites the whole index: seconds for a million messages.

        Raises:
            Stopped: by `pause`.
        """
        with translated(Task.DELETING, self._files.search), self._replacing_a_broken_index():
            index = self._open_index()
            while index.forget_some():
                self._pause()
            self._is_old_text_in_log = False
            self._empty_logs_due = True

    # Tidying -------------------------------------------------------------------------------------

    def check_in_place(self) -> None:
        """Raise an ArchiveFault if what is written no longer goes where it will be looked for."""
        path = self._files.transcript
        try:
            in_place = _identity_of(path) == self._identity
        except FileNotFoundError:
            in_place = False
        if not in_place:
            raise ArchiveFault(Task.SAVING, FaultKind.MOVED, path)

    def checkpoint(self) -> None:
        """Move what the log has into the file. Waits for the disk, but lets nobody else wait."""
        with translated(Task.TIDYING, self._files.transcript):
            log, _ = companions(self._files.transcript)
            if self._empty_logs_due:
                self._empty_logs_due = not self._empty_logs()
            elif log.exists() and log.stat().st_size > _LONG_LOG_BYTES:
                truncate_log(self._connection)
            else:
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _empty_logs(self) -> bool:
        """Let what was deleted be nowhere any more; False where a reader still needs it."""
        emptied = truncate_log(self._connection)
        return (self._index is None or self._index.tidy()) and emptied

    def close(self) -> None:
        """Close the files. Idempotent."""
        if self._index is not None:
            self._index.close()
        self._connection.close()


def _identity_of(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_dev, stat.st_ino
