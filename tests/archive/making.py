"""Made-up events and opened transcripts for the archive's tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from wschat_gui.archive.connections import ArchiveFiles
from wschat_gui.archive.deletion import Deletion
from wschat_gui.archive.file_store import FileStore
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.archive.transcript import Transcript
from wschat_gui.archive.upkeep import Upkeep
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.vocabulary import (
    Announced,
    Edited,
    KeptEvent,
    Reacted,
    Said,
    SharedFile,
)

NOW_MS = 1_750_000_000_000
BOOTED = Moment(NOW_MS, 1_000.0)
SAME_BOOT_LATER = Moment(NOW_MS + 60_000, 1_060.0)
AFTER_A_REBOOT = Moment(NOW_MS + 3_600_000, 20.0)


def said(
    seq: int,
    text: str = "hello",
    *,
    nick: str = "Anna",
    client_id: int = 1,
    at_ms: int | None = None,
    person_id: str = "",
    reply_to: int = 0,
    file: SharedFile | None = None,
) -> Said:
    at_ms = NOW_MS + seq * 1_000 if at_ms is None else at_ms
    return Said(
        seq,
        at_ms,
        client_id,
        nick,
        f"id-{seq}",
        text,
        person_id=person_id,
        reply_to=reply_to,
        file=file,
    )


def announced(seq: int, text: str = "The host speaks") -> Announced:
    return Announced(seq, NOW_MS + seq * 1_000, text)


def edited(seq: int, target: int, text: str, *, client_id: int = 1) -> Edited:
    return Edited(seq, NOW_MS + seq * 1_000, client_id, "Anna", target, text)


def reacted(
    seq: int,
    target: int,
    emoji: str = "👍",
    *,
    on: bool = True,
    person_id: str = "",
    client_id: int = 1,
) -> Reacted:
    at_ms = NOW_MS + seq * 1_000
    return Reacted(seq, at_ms, client_id, "Anna", person_id, target, emoji, on)


def key_of(number: int) -> str:
    return f"key-{number:018}"


def shared(number: int, name: str = "plan.pdf", size_bytes: int = 3) -> SharedFile:
    return SharedFile(key_of(number), name, size_bytes, "application/pdf")


def upload(store: FileStore, file: SharedFile, content: bytes = b"abc") -> None:
    """Have a file come in as a whole."""
    partial = store.begin(file.key)
    partial.write(content)
    partial.finish(file)


def seqs(events: Iterable[KeptEvent]) -> list[int]:
    return [event.seq for event in events]


def open_transcript(folder: Path, moment: Moment = BOOTED) -> Transcript:
    return Transcript.open(folder, moment)


def fill(folder: Path, events: Iterable[KeptEvent]) -> str:
    """Save events in a run of its own and return its epoch."""
    with open_transcript(folder) as transcript:
        transcript.append(list(events))
        return transcript.epoch


def do_nothing() -> None:
    pass


@contextmanager
def upkeep_of(transcript: Transcript) -> Iterator[Upkeep]:
    with closing(Upkeep(transcript.files.folder, transcript.epoch, do_nothing)) as upkeep:
        yield upkeep


def index_all(transcript: Transcript) -> None:
    with upkeep_of(transcript) as upkeep:
        while upkeep.index_some():
            pass


def index_and_forget(transcript: Transcript) -> None:
    """Do for the files what the housekeeper does after edits."""
    with upkeep_of(transcript) as upkeep:
        while upkeep.index_some():
            pass
        if upkeep.is_forgetting_due():
            upkeep.forget()
        upkeep.checkpoint()


def delete(transcript: Transcript, *deletions: Deletion) -> list[SeqRange]:
    """Delete for good, and return what is gone."""
    with upkeep_of(transcript) as upkeep:
        for deletion in deletions:
            upkeep.order(deletion)
        upkeep.erase()
        upkeep.checkpoint()
        return upkeep.take_gone()


def bytes_of_all_files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database as any other program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def search_file(folder: Path) -> Path:
    return ArchiveFiles(folder).search


def transcript_file(folder: Path) -> Path:
    return ArchiveFiles(folder).transcript
