"""The whole transcript through a format into a stream or a file, told of on the way.

Memory does not grow with the transcript, and a file is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from wschat_gui.archive.export.comma_separated import CommaSeparated
from wschat_gui.archive.export.context import with_context
from wschat_gui.archive.export.form import Form, Heading
from wschat_gui.archive.export.jsonl import Jsonl
from wschat_gui.archive.export.page import Page
from wschat_gui.archive.export.txt import Txt
from wschat_gui.archive.faults import Task, fault_of
from wschat_gui.archive.reader import Reader
from wschat_gui.archive.seq_ranges import SeqRange

_TELL_EVERY = 1_000
"""Entries between two looks at `cancelled`: some milliseconds."""


class ExportFormat(StrEnum):
    """What can be written; the value is the name on the command line and after the dot."""

    TXT = "txt"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"

    def form(self, heading: Heading) -> Form:
        """Return the format, ready for one export."""
        match self:
            case ExportFormat.TXT:
                return Txt(heading)
            case ExportFormat.JSONL:
                return Jsonl(heading)
            case ExportFormat.CSV:
                return CommaSeparated(heading)
            case ExportFormat.HTML:
                return Page(heading)


class Cancelled(Exception):
    """The export was broken off as it was asked to; no file is left."""


def _nobody_is_told(_done: int, _total: int) -> None:
    pass


def _never() -> bool:
    return False


def write(
    reader: Reader,
    stream: TextIO,
    form: Form,
    *,
    progress: Callable[[int, int], object] = _nobody_is_told,
    cancelled: Callable[[], bool] = _never,
) -> int:
    """Write all of the transcript to a stream opened with `newline=""`; count the messages.

    `progress(done, total)` is called now and then, the last time when all is done.

    Raises:
        Cancelled: `cancelled()` was true.
        ArchiveFault: the transcript cannot be read.
        OSError: the stream cannot be written.
    """
    total = reader.count()
    stream.write(form.begin())
    messages = 0
    for done, (entry, context) in enumerate(with_context(reader), start=1):
        stream.write(form.entry(entry, context))
        messages += not isinstance(entry, SeqRange)
        if done % _TELL_EVERY == 0:
            # Markers are not in the total.
            progress(min(done, total), total)
            _raise_if(cancelled)
    stream.write(form.end())
    progress(total, total)
    _raise_if(cancelled)
    return messages


def _raise_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def write_file(
    reader: Reader,
    target: Path,
    form: Form,
    *,
    progress: Callable[[int, int], object] = _nobody_is_told,
    cancelled: Callable[[], bool] = _never,
) -> int:
    """Do the same to a file, replaced only when the new one is whole.

    Raises:
        Cancelled: `cancelled()` was true; the file is as it was.
        ArchiveFault: the same, because something cannot be read or written.
    """
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("x", encoding="utf-8", newline="") as stream:
            messages = write(reader, stream, form, progress=progress, cancelled=cancelled)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(target)
    except OSError as error:
        _remove(unfinished)
        raise fault_of(error, Task.EXPORTING, target) from error
    except BaseException:
        _remove(unfinished)
        raise
    return messages


def _remove(unfinished: Path) -> None:
    # What led here is what is worth telling.
    with contextlib.suppress(OSError):
        unfinished.unlink()
