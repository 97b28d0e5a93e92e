"""When a commit fails: the host is told why, nothing is half saved, and the next one makes good."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.making import fill, open_transcript, said, seqs, transcript_file
from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task, fault_of, translated
from wschat_gui.archive.transcript import Transcript


def fill_the_disk(transcript: Transcript) -> None:
    """Let the file have no page more than it has."""
    (pages,) = transcript._connection.execute("PRAGMA page_count").fetchone()
    transcript._connection.execute(f"PRAGMA max_page_count = {pages}")


def make_room(transcript: Transcript) -> None:
    transcript._connection.execute("PRAGMA max_page_count = 1000000")


def test_full_disk_saves_nothing_of_the_tick_and_all_of_it_later(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(1)])
        fill_the_disk(transcript)
        tick = [said(seq, "x" * 4_000) for seq in range(2, 50)]

        with pytest.raises(ArchiveFault, match="not being saved: the disk is full") as caught:
            transcript.append(tick)

        assert caught.value.kind is FaultKind.FULL
        assert transcript.last_seq == 1
        assert seqs(transcript.last(100)) == [1]

        make_room(transcript)
        transcript.append([*tick, said(50)])

        assert transcript.last_seq == 50
        assert seqs(transcript.last(100)) == list(range(1, 51))


@pytest.mark.parametrize("killed", [False, True])
def test_numbers_of_what_was_never_saved_belong_to_an_epoch_that_is_over(
    tmp_path: Path, *, killed: bool
) -> None:
    with open_transcript(tmp_path) as transcript:
        epoch = transcript.epoch
        transcript.append([said(1)])
        fill_the_disk(transcript)
        with pytest.raises(ArchiveFault):
            transcript.append([said(seq, "x" * 4_000) for seq in range(2, 50)])
        if killed:
            transcript._connection.close()
            transcript._lock.release()

    with open_transcript(tmp_path) as transcript:
        later_epoch = transcript.epoch
        assert later_epoch != epoch
        assert transcript.last_seq == 1
    with open_transcript(tmp_path) as transcript:
        assert transcript.epoch == later_epoch


def test_epoch_goes_on_when_all_could_be_saved_after_all(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        epoch = transcript.epoch
        tick = [said(seq, "x" * 4_000) for seq in range(1, 50)]
        fill_the_disk(transcript)
        with pytest.raises(ArchiveFault):
            transcript.append(tick)
        make_room(transcript)
        transcript.append(tick)
    with open_transcript(tmp_path) as transcript:
        assert transcript.epoch == epoch


LOCKER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
print("free", flush=True)
"""


def test_locked_file_holds_a_tick_up_shortly_and_is_saved_when_it_is_free(tmp_path: Path) -> None:
    with (
        open_transcript(tmp_path) as transcript,
        subprocess.Popen(
            [sys.executable, "-c", LOCKER, str(transcript_file(tmp_path))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as other,
    ):
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        start_s = time.monotonic()
        with pytest.raises(ArchiveFault, match="another program") as caught:
            transcript.append([said(1)])
        assert time.monotonic() - start_s < 0.3
        assert caught.value.kind is FaultKind.LOCKED

        other.stdin.write(b"\n")
        other.stdin.flush()
        assert other.stdout.readline() == b"free\n"
        transcript.append([said(1), said(2)])
        assert seqs(transcript.last(5)) == [1, 2]


class Doubtful:
    """A connection whose next commit works, but says that it did not."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._armed = True

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        cursor = self._connection.execute(statement, tuple(parameters))
        if statement == "COMMIT" and self._armed:
            self._armed = False
            raise sqlite3.OperationalError("disk I/O error")
        return cursor


def test_what_was_saved_in_spite_of_a_fault_is_not_saved_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_transcript(tmp_path) as transcript:
        with monkeypatch.context() as patch:
            patch.setattr(transcript, "_connection", Doubtful(transcript._connection))
            with pytest.raises(ArchiveFault):
                transcript.append([said(1), said(2)])
        transcript.append([said(1), said(2), said(3)])

        assert seqs(transcript.last(10)) == [1, 2, 3]
        assert transcript.last_seq == 3


def test_retry_of_what_was_all_saved_is_no_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_transcript(tmp_path) as transcript:
        with monkeypatch.context() as patch:
            patch.setattr(transcript, "_connection", Doubtful(transcript._connection))
            with pytest.raises(ArchiveFault):
                transcript.append([said(1)])
        transcript.append([said(1)])

        assert transcript.last_seq == 1


def test_damage_that_shows_while_the_room_is_open_is_told(tmp_path: Path) -> None:
    fill(tmp_path, [said(seq, "x" * 900) for seq in range(1, 300)])
    with open_transcript(tmp_path) as transcript:
        with transcript_file(tmp_path).open("r+b") as file:
            file.seek(4096 * 4)
            file.write(b"\xff" * 4096 * 20)
        with pytest.raises(ArchiveFault, match="damaged") as caught:
            transcript.after(0, 1_000)
        assert caught.value.kind is FaultKind.DAMAGED


@pytest.mark.parametrize("task", Task)
def test_every_fault_is_said_in_a_sentence_with_the_path(task: Task) -> None:
    for kind in FaultKind:
        fault = ArchiveFault(task, kind, Path("some/where"))

        assert fault.sentence == str(fault)
        assert fault.sentence.startswith(task.value)
        assert kind.value in fault.sentence
        assert str(Path("some/where")) in fault.sentence


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, FaultKind.FULL),
        (errno.EROFS, FaultKind.READ_ONLY),
        (errno.EACCES, FaultKind.READ_ONLY),
        (errno.ENOENT, FaultKind.MISSING),
        (errno.EIO, FaultKind.BROKEN),
    ],
)
def test_errors_of_the_file_system_are_put_into_words(number: int, kind: FaultKind) -> None:
    path = Path("x")
    with pytest.raises(ArchiveFault) as caught, translated(Task.EXPORTING, path):
        raise OSError(number, "what the system says")

    assert caught.value.kind is kind
    assert "what the system says" in caught.value.detail


def test_error_without_a_code_is_put_into_words() -> None:
    fault = fault_of(sqlite3.ProgrammingError("closed"), Task.SAVING, Path("x"))

    assert fault.kind is FaultKind.BROKEN
    assert fault.detail == "ProgrammingError: closed"


def seen_from_outside(folder: Path) -> list[int]:
    """Return what another program would find."""
    with closing(sqlite3.connect(transcript_file(folder))) as other:
        return [seq for (seq,) in other.execute("SELECT seq FROM message ORDER BY seq")]


def test_single_message_waits_shortly_too_and_is_saved_when_the_file_is_free(
    tmp_path: Path,
) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(1)])
        with closing(sqlite3.connect(transcript_file(tmp_path), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ArchiveFault, match="another program"):
                transcript.append([said(2)])
        transcript.append([said(2)])
        assert seen_from_outside(tmp_path) == [1, 2]


def test_single_message_is_not_taken_for_saved_in_a_transaction_that_stayed_open(
    tmp_path: Path,
) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(1)])
        transcript._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveFault):
            transcript.append([said(2)])
        transcript.append([said(2)])
        assert seen_from_outside(tmp_path) == [1, 2]
