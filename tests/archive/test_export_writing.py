"""The whole transcript into a stream or a file: there whole or not at all, in little memory."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC
from pathlib import Path

import pytest

from tests.archive.making import NOW_MS, delete, fill, open_transcript, said
from wschat_gui.archive.deletion import OneMessage
from wschat_gui.archive.export.form import Heading
from wschat_gui.archive.export.writing import Cancelled, ExportFormat, write, write_file
from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task
from wschat_gui.archive.reader import Reader

HEADING = Heading("The room", NOW_MS, UTC)


@pytest.mark.parametrize("wanted", ExportFormat)
def test_every_format_writes_all_to_a_file_as_to_a_stream(
    tmp_path: Path, wanted: ExportFormat
) -> None:
    fill(tmp_path, [said(seq, f"message {seq} 日本") for seq in range(1, 3_001)])
    target = tmp_path / f"out.{wanted}"
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        delete(transcript, OneMessage(7))
        told: list[tuple[int, int]] = []
        messages = write_file(
            reader,
            target,
            wanted.form(HEADING),
            progress=lambda done, total: told.append((done, total)),
        )
        stream = io.StringIO(newline="")
        write(reader, stream, wanted.form(HEADING))

    assert messages == 2_999  # the marker of the deleted one is none
    assert told == [(1_000, 2_999), (2_000, 2_999), (2_999, 2_999), (2_999, 2_999)]
    assert target.read_bytes() == stream.getvalue().encode()
    assert "message 3000 日本" in stream.getvalue()
    assert "message 7 " not in stream.getvalue()


def parts(folder: Path) -> list[Path]:
    return list(folder.glob(".*.part"))


@pytest.mark.parametrize("asked", [1, 2, 3, 4])
def test_cancelled_export_leaves_what_was_there(tmp_path: Path, asked: int) -> None:
    fill(tmp_path, [said(seq) for seq in range(1, 3_501)])
    target = tmp_path / "out.txt"
    target.write_text("an older export")
    answers = iter([False] * (asked - 1) + [True])
    with Reader.open(tmp_path) as reader, pytest.raises(Cancelled):
        write_file(reader, target, ExportFormat.TXT.form(HEADING), cancelled=lambda: next(answers))

    assert target.read_text() == "an older export"
    assert parts(tmp_path) == []


def test_export_replaces_an_older_one(tmp_path: Path) -> None:
    fill(tmp_path, [said(1)])
    target = tmp_path / "out.txt"
    target.write_text("an older export")
    with Reader.open(tmp_path) as reader:
        write_file(reader, target, ExportFormat.TXT.form(HEADING))

    assert "hello" in target.read_text()
    assert parts(tmp_path) == []


def test_export_that_fails_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    fill(tmp_path, [said(1)])
    target = tmp_path / "out.txt"

    def fail(_done: int, _total: int) -> None:
        raise RuntimeError("the window is gone")

    with Reader.open(tmp_path) as reader, pytest.raises(RuntimeError):
        write_file(reader, target, ExportFormat.TXT.form(HEADING), progress=fail)

    assert not target.exists()
    assert parts(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "kind"), [("missing/out.txt", FaultKind.MISSING), ("file/out", FaultKind.READ_ONLY)]
)
def test_place_that_cannot_be_written_is_told(tmp_path: Path, name: str, kind: FaultKind) -> None:
    fill(tmp_path, [said(1)])
    (tmp_path / "file").touch()
    with (
        Reader.open(tmp_path) as reader,
        pytest.raises(ArchiveFault, match="export was not written") as caught,
    ):
        write_file(reader, tmp_path / name, ExportFormat.TXT.form(HEADING))

    assert (caught.value.task, caught.value.kind) == (Task.EXPORTING, kind)


def test_full_disk_is_told(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    fill(tmp_path, [said(1)])
    with (
        Reader.open(tmp_path) as reader,
        full.open("w", encoding="utf-8", newline="") as stream,
    ):
        write(reader, stream, ExportFormat.TXT.form(HEADING))
        with pytest.raises(OSError, match="No space"):
            stream.flush()
        with pytest.raises(OSError, match="No space"):
            stream.close()


def peak_bytes(folder: Path, wanted: ExportFormat) -> int:
    with Reader.open(folder) as reader:
        tracemalloc.start()
        try:
            write_file(reader, folder / "out", wanted.form(HEADING))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_memory_does_not_grow_with_the_transcript(tmp_path: Path) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    fill(few, [said(seq, "x" * 50) for seq in range(1, 5_001)])
    with open_transcript(many) as transcript:
        for first in range(1, 40_001, 5_000):
            transcript.append([said(seq, "x" * 50) for seq in range(first, first + 5_000)])
    few_bytes = peak_bytes(few, ExportFormat.JSONL)
    many_bytes = peak_bytes(many, ExportFormat.JSONL)

    assert many_bytes < 4_000_000
    assert many_bytes < few_bytes * 1.2
