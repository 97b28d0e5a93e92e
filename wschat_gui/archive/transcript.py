"""The transcript as the server's loop uses it: append a tick's events, read some, count them.

One connection that commits within a fraction of a millisecond. What takes longer has connections of
its own: reading much in `reader.py`, deleting and tidying in `housekeeper.py`.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from wschat_gui.archive import bans, files, markers, rows, saving
from wschat_gui.archive.connections import ArchiveFiles, transaction, truncate_log
from wschat_gui.archive.faults import Task, fault_of, translated
from wschat_gui.archive.file_store import FileStore
from wschat_gui.archive.host_lock import HostLock
from wschat_gui.archive.opening import open_checked
from wschat_gui.archive.reader import Reader
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.bans import Ban
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.vocabulary import KeptEvent

_SAME_BOOT_S = 30.0
"""Two readings of when the machine started are of one start if they differ by less: clocks are set
by seconds, but nobody restarts a machine within half a minute of its start."""


class Transcript:
    """An open transcript, of which there is one at a time for each folder.

    Used by one thread at a time. Every method but `close` raises ArchiveFault when the files fail
    it, and leaves everything as it was.
    """

    def __init__(
        self,
        archive_files: ArchiveFiles,
        lock: HostLock,
        connection: sqlite3.Connection,
        set_aside: Path | None,
    ) -> None:
        """Take over what `open` has opened."""
        self.files = archive_files
        self.set_aside = set_aside
        """Where the damaged file stands that this one replaces; None in all good cases."""
        self._lock = lock
        self._connection = connection
        self._last_seq = 0
        self._last_client_id = 0
        self._epoch = ""
        self._in_doubt = False
        """A commit failed, and what of it stands in the file is for the next one to find out."""
        self._is_marked = False
        """The file that tells of unsaved events is there."""

    @classmethod
    def open(cls, folder: Path, moment: Moment) -> Transcript:
        """Open the transcript of a data folder, both made if they are not there.

        Waits for the disk: 0.2 s for a million messages.

        Raises:
            ArchiveTooNew: the file is a newer program's; it is as it was.
            ArchiveFault: nothing can be saved here; nothing is left open.
        """
        archive_files = ArchiveFiles(folder)
        with translated(Task.SAVING, folder):
            folder.mkdir(parents=True, exist_ok=True)
        lock = HostLock(archive_files.lock)
        try:
            connection, set_aside = open_checked(archive_files.transcript, moment.wall_ms)
        except BaseException:
            lock.release()
            raise
        transcript = cls(archive_files, lock, connection, set_aside)
        try:
            with translated(Task.SAVING, archive_files.transcript):
                transcript._begin(moment)
        except BaseException:
            connection.close()
            lock.release()
            raise
        return transcript

    @property
    def epoch(self) -> str:
        """Names this numbering of `seq`.

        The same as long as the file lives: across restarts, crashes of the program, and deletion of
        everything, after which `seq` goes on where it was, so that no number ever means two
        messages. Another one if the machine went down with the file open, or the room ended while
        messages could not be saved: the last that pages have seen may then be lost and their
        numbers given out again.
        """
        return self._epoch

    @property
    def last_seq(self) -> int:
        """The highest `seq` ever given out here; it never goes back."""
        return self._last_seq

    @property
    def last_client_id(self) -> int:
        """The highest client id that ever said or did something here.

        Client ids of this run must be above it: by them one client's messages are deleted, and
        those of another run must not go with them.
        """
        return self._last_client_id

    # Writing -------------------------------------------------------------------------------------

    def append(self, events: Sequence[KeptEvent]) -> None:
        """Save a tick's events in one transaction: when this returns, a killed program has them.

        An edit changes the message as it reads from now on, and takes the place of an earlier one.

        After a fault, call again with the same events and those that came since, ascending, in this
        tick's place or a later one's; what was saved in spite of the fault is not saved twice. A
        locked file makes each call wait `LOOP_PATIENCE_S`: try about once a second then.

        Raises:
            ValueError: `seq` does not ascend from above `last_seq`.
            ArchiveFault: none of them is known to be saved.
        """
        if not events:
            return
        try:
            if self._in_doubt:
                self._last_seq = rows.last_seq(self._connection)
                events = [event for event in events if event.seq > self._last_seq]
                self._in_doubt = False
            self._require_ascending(events)
            highest = max(self._last_client_id, saving.highest_client_id(events))
            self._save(events, highest)
        except sqlite3.Error as error:
            self._in_doubt = True
            self._mark(unsaved=True)
            raise fault_of(error, Task.SAVING, self.files.transcript) from error
        self._mark(unsaved=False)
        self._last_client_id = highest
        if events:
            self._last_seq = events[-1].seq

    def _save(self, events: Sequence[KeptEvent], highest_client_id: int) -> None:
        connection = self._connection
        if (
            saving.is_one_statement(events)
            and highest_client_id == self._last_client_id
            and not connection.in_transaction
        ):
            # Nearly every tick of a room that is not busy. A statement is a transaction by itself,
            # and saves a quarter of the time that everybody waits for.
            saving.insert(connection, events)
            return
        with transaction(connection):
            saving.insert(connection, events)
            if highest_client_id > self._last_client_id:
                self._set_meta("last_client_id", highest_client_id)

    def _mark(self, *, unsaved: bool) -> None:
        """Leave a mark for the next run as long as something that was given out is not saved."""
        if unsaved == self._is_marked:
            return
        # Where not even this can be written, the fault that led here tells the host so. A mark that
        # cannot be taken away costs the pages a fresh start.
        with contextlib.suppress(OSError):
            if unsaved:
                self.files.unsaved.touch()
            else:
                self.files.unsaved.unlink(missing_ok=True)
            self._is_marked = unsaved

    def _require_ascending(self, events: Sequence[KeptEvent]) -> None:
        seq = self._last_seq
        for event in events:
            if event.seq <= seq:
                raise ValueError(f"seq {event.seq} cannot follow {seq}")
            seq = event.seq

    # Reading -------------------------------------------------------------------------------------

    def last(self, wanted: int) -> list[KeptEvent]:
        """Return the newest `wanted` events, ascending; deleted ones do not count."""
        with translated(Task.READING, self.files.transcript):
            return rows.last(self._connection, wanted)

    def before(self, seq: int, wanted: int) -> list[KeptEvent]:
        """Return the newest `wanted` events below `seq`, ascending."""
        with translated(Task.READING, self.files.transcript):
            return rows.before(self._connection, seq, wanted)

    def after(self, seq: int, wanted: int) -> list[KeptEvent]:
        """Return the oldest `wanted` events above `seq`, ascending."""
        with translated(Task.READING, self.files.transcript):
            return rows.after(self._connection, seq, wanted)

    def count_after(self, seq: int) -> int:
        """Return how many events there are above `seq`."""
        with translated(Task.READING, self.files.transcript):
            return rows.count_after(self._connection, seq)

    def gone(self) -> tuple[SeqRange, ...]:
        """Return the markers of what was deleted, ascending."""
        with translated(Task.READING, self.files.transcript):
            return markers.every(self._connection)

    def reader(self) -> Reader:
        """Open a connection of its own for another thread; it must be closed there."""
        return Reader.open(self.files.folder)

    # Files and bans ------------------------------------------------------------------------------

    def open_files(self) -> FileStore:
        """Open the store of uploaded files; what no message here has is removed from it.

        A file is recorded when its message is appended. Whoever deletes has to tell the store: see
        `Housekeeper`.
        """
        with translated(Task.READING, self.files.transcript):
            kept = files.every(self._connection)
        return FileStore(self.files.uploads, kept)

    def bans(self) -> list[Ban]:
        """Return the bans of earlier runs and of this one; those that were over are dropped."""
        with translated(Task.READING, self.files.transcript):
            return bans.every(self._connection)

    def keep_ban(self, ban: Ban) -> None:
        """Remember a ban across restarts, unless it is to end with the program."""
        with translated(Task.SAVING, self.files.transcript):
            bans.keep(self._connection, ban)

    def lift_ban(self, ban_id: int) -> None:
        """Forget a ban; none of this id is no error."""
        with translated(Task.SAVING, self.files.transcript):
            bans.lift(self._connection, ban_id)

    # Beginning and end ---------------------------------------------------------------------------

    def _begin(self, moment: Moment) -> None:
        boot_s = moment.wall_ms / 1000 - moment.monotonic_s
        left_open_boot_s = self._meta("open_since_boot_s")
        epoch = self._meta("epoch")
        went_down = (
            isinstance(left_open_boot_s, float) and abs(left_open_boot_s - boot_s) > _SAME_BOOT_S
        )
        if not isinstance(epoch, str) or went_down or self.files.unsaved.exists():
            epoch = secrets.token_urlsafe(12)
        with transaction(self._connection):
            self._set_meta("epoch", epoch)
            self._set_meta("open_since_boot_s", boot_s)
            bans.drop_expired(self._connection, moment.wall_ms)
        # Must be on the disk before any message is: after a power cut it tells that there was one.
        truncate_log(self._connection)
        self.files.unsaved.unlink(missing_ok=True)
        self._epoch = epoch
        self._last_seq = rows.last_seq(self._connection)
        last_client_id = self._meta("last_client_id")
        self._last_client_id = last_client_id if isinstance(last_client_id, int) else 0

    def close(self) -> None:
        """Give the file back, all of it on the disk. Idempotent.

        Raises:
            ArchiveFault: the last of it may not be on the disk; everything is closed all the same.
        """
        try:
            with translated(Task.SAVING, self.files.transcript):
                self._end()
        finally:
            self._connection.close()
            self._lock.release()

    def _end(self) -> None:
        try:
            with transaction(self._connection):
                self._connection.execute("DELETE FROM meta WHERE key = 'open_since_boot_s'")
        except sqlite3.ProgrammingError:
            return  # closed before
        truncate_log(self._connection)

    def _meta(self, key: str) -> object:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set_meta(self, key: str, value: str | float) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def __enter__(self) -> Self:
        """Be closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()
