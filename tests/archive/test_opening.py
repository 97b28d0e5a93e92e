"""Opening what is damaged, in use or out of reach: said clearly, and nothing overwritten."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.archive.making import (
    BOOTED,
    NOW_MS,
    fill,
    key_of,
    open_transcript,
    raw,
    said,
    seqs,
    shared,
    transcript_file,
    upload,
)
from wschat_gui.archive.connections import ArchiveFiles
from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task
from wschat_gui.archive.reader import Reader
from wschat_gui.archive.transcript import Transcript


def stamp() -> str:
    return f"{datetime.fromtimestamp(NOW_MS / 1000).astimezone():%Y%m%d-%H%M%S}"


def junk(path: Path) -> bytes:
    path.write_bytes(b"This is a letter to my aunt, not a database.\n" * 200)
    return path.read_bytes()


def damage(path: Path) -> bytes:
    """Overwrite pages in the middle of a real transcript."""
    fill(path.parent, [said(seq, "x" * 500) for seq in range(1, 400)])
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 30] = b"\xa5" * (4096 * 27)
    path.write_bytes(content)
    return bytes(content)


def cut(path: Path) -> bytes:
    fill(path.parent, [said(seq, "x" * 500) for seq in range(1, 400)])
    content = path.read_bytes()[: 4096 * 9 + 100]
    path.write_bytes(content)
    return content


def strange(path: Path) -> bytes:
    with raw(path) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    return path.read_bytes()


def lacking(path: Path) -> bytes:
    fill(path.parent, [said(1)])
    with raw(path) as connection:
        connection.execute("DROP TABLE gone")
    return path.read_bytes()


@pytest.mark.parametrize("spoil", [junk, damage, cut, strange, lacking])
def test_what_is_no_good_transcript_is_set_aside_and_another_begun(
    tmp_path: Path, spoil: object
) -> None:
    assert callable(spoil)
    content = spoil(transcript_file(tmp_path))

    with open_transcript(tmp_path) as transcript:
        assert transcript.set_aside == tmp_path / f"transcript.corrupt-{stamp()}.sqlite3"
        assert transcript.set_aside.read_bytes() == content
        assert transcript.last_seq == 0
        transcript.append([said(1)])

    with open_transcript(tmp_path) as transcript:
        assert transcript.set_aside is None
        assert seqs(transcript.last(5)) == [1]


def test_nothing_that_was_set_aside_is_ever_overwritten(tmp_path: Path) -> None:
    asides = []
    for number in range(3):
        transcript_file(tmp_path).write_bytes(b"no database, number %d, " % number * 100)
        with open_transcript(tmp_path) as transcript:
            asides.append(transcript.set_aside)

    assert asides == [
        tmp_path / f"transcript.corrupt-{stamp()}{suffix}.sqlite3" for suffix in ("", "-2", "-3")
    ]
    for number, aside in enumerate(asides):
        assert aside is not None
        assert aside.read_bytes() == b"no database, number %d, " % number * 100


def test_log_of_a_damaged_file_goes_with_it(tmp_path: Path) -> None:
    path = transcript_file(tmp_path)
    junk(path)
    (tmp_path / "transcript.sqlite3-wal").write_bytes(b"the log")

    with open_transcript(tmp_path) as transcript:
        aside = transcript.set_aside

    assert aside is not None
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"the log"


def test_uploads_of_a_damaged_transcript_are_set_aside_with_it(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        upload(transcript.open_files(), shared(1), b"a fox")
        transcript.append([said(1, file=shared(1))])
    junk(transcript_file(tmp_path))

    with open_transcript(tmp_path) as transcript:
        assert transcript.open_files().total_bytes == 0
        assert list((tmp_path / "files").iterdir()) == []
    aside = tmp_path / f"files.corrupt-{stamp()}" / key_of(1)
    assert aside.read_bytes() == b"a fox"

    junk(transcript_file(tmp_path))
    open_transcript(tmp_path).close()
    assert [path.name for path in tmp_path.glob("files*-2")] == []


def test_empty_file_is_a_new_transcript(tmp_path: Path) -> None:
    transcript_file(tmp_path).touch()

    with open_transcript(tmp_path) as transcript:
        assert (transcript.set_aside, transcript.last_seq) == (None, 0)


def test_second_host_of_the_same_folder_is_told_so(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        with pytest.raises(ArchiveFault, match="another WSChat host") as caught:
            open_transcript(tmp_path)
        assert caught.value.kind is FaultKind.SECOND_HOST
        assert str(tmp_path) in caught.value.sentence
        transcript.append([said(1)])

    with open_transcript(tmp_path) as transcript:
        assert seqs(transcript.last(1)) == [1]


HOST = """
import sys, time
from pathlib import Path
from wschat_gui.archive.transcript import Transcript
from wschat_gui.chat.moment import Moment
transcript = Transcript.open(Path(sys.argv[1]), Moment(1750000000000, 1000.0))
print("open", flush=True)
sys.stdin.read()
"""


def test_host_in_another_process_keeps_the_folder_until_it_dies(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOST, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(ArchiveFault) as caught:
            open_transcript(tmp_path)
        assert caught.value.kind is FaultKind.SECOND_HOST
        other.kill()

    with open_transcript(tmp_path) as transcript:
        assert transcript.last_seq == 0


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()

    for folder in (tmp_path / "a file", tmp_path / "a file" / "below"):
        with pytest.raises(ArchiveFault, match=r"not being saved.*cannot be written") as caught:
            open_transcript(folder)
        assert (caught.value.task, caught.value.kind) == (Task.SAVING, FaultKind.READ_ONLY)
        assert str(folder) in caught.value.sentence


@pytest.mark.parametrize("name", ["transcript.sqlite3", "transcript.lock"])
def test_folder_in_the_place_of_a_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()

    with pytest.raises(ArchiveFault) as caught:
        Transcript.open(tmp_path, BOOTED)

    assert caught.value.kind is FaultKind.READ_ONLY
    assert ArchiveFiles(tmp_path).folder == tmp_path


def test_reader_of_a_folder_without_transcript_is_told_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ArchiveFault, match="no such file") as caught:
        Reader.open(tmp_path)

    assert caught.value.kind is FaultKind.MISSING
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("spoil", [junk, strange])
def test_reader_of_what_is_no_transcript_is_told(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(transcript_file(tmp_path))

    with pytest.raises(ArchiveFault) as caught:
        Reader.open(tmp_path)

    assert caught.value.kind is FaultKind.DAMAGED
