"""From a folder to a transcript file that can be trusted: made, checked, migrated, or set aside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path

from wschat_gui.archive import schema
from wschat_gui.archive.connections import (
    LOOP_PATIENCE_S,
    ArchiveFiles,
    companions,
    connect_onlooker,
    connect_writer,
)
from wschat_gui.archive.faults import ArchiveFault, ArchiveTooNew, FaultKind, Task, translated


def open_checked(path: Path, now_ms: int) -> tuple[sqlite3.Connection, Path | None]:
    """Open the transcript for the loop; where its file is damaged, set it aside and begin another.

    The host lock must be held. Returns the connection and where a damaged file stands now.

    Raises:
        ArchiveTooNew: the file is a newer program's; it is as it was.
        ArchiveFault: nothing can be opened here.
    """
    aside = None
    try:
        _look_at(path)
    except ArchiveFault as fault:
        if fault.kind is not FaultKind.DAMAGED:
            raise
        aside = _set_aside(path, now_ms)
    with translated(Task.SAVING, path):
        connection = connect_writer(path, LOOP_PATIENCE_S)
        try:
            schema.migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection, aside


def _look_at(path: Path) -> None:
    """Raise an ArchiveFault if the file is no good transcript, before anything is written to it.

    A writing connection changes a file by opening it, and empties its log by closing it.
    """
    if not path.is_file():
        return
    with translated(Task.SAVING, path), closing(connect_onlooker(path)) as connection:
        # Reads the whole file: 0.2 s for a million messages.
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise ArchiveFault(Task.SAVING, FaultKind.DAMAGED, path, verdict)
        try:
            schema.inspect(connection)
        except schema.NotOurs as error:
            raise ArchiveFault(Task.SAVING, FaultKind.DAMAGED, path, str(error)) from error
        except schema.TooNew as error:
            raise ArchiveTooNew(Task.SAVING, FaultKind.TOO_NEW, path, str(error)) from error


def _set_aside(path: Path, now_ms: int) -> Path:
    """Rename a damaged file, and what belongs to it, to a name that nothing has yet.

    The uploaded files belong to it too: to the transcript that is begun instead they would be
    nobody's, and be removed.
    """
    uploads = ArchiveFiles(path.parent).uploads
    at = datetime.fromtimestamp(now_ms / 1000).astimezone()
    for number in count(1):
        mark = f".corrupt-{at:%Y%m%d-%H%M%S}" + (f"-{number}" if number > 1 else "")
        aside = path.with_name(path.stem + mark + path.suffix)
        new_names = (uploads.with_name(uploads.name + mark), aside, *companions(aside))
        if not any(taken.exists() for taken in new_names):
            break
    with translated(Task.SAVING, path):
        # The uploads first: a crash in between must not leave them without their transcript.
        for old, new in zip((uploads, path, *companions(path)), new_names, strict=True):
            if old.exists() and not _is_empty_folder(old):
                old.rename(new)
    return aside


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())
