"""Reading all of it in turn, from other threads and while it changes."""

from __future__ import annotations

import threading
from itertools import islice
from pathlib import Path

import pytest

from tests.archive.making import announced, delete, fill, open_transcript, said, seqs
from wschat_gui.archive import reader as module
from wschat_gui.archive.deletion import Everything, OneMessage
from wschat_gui.archive.reader import Entry, Reader
from wschat_gui.archive.seq_ranges import SeqRange


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAGE", 3)


def test_entries_are_all_events_with_markers_in_their_places(tmp_path: Path) -> None:
    events = [said(seq) for seq in range(1, 11)]
    fill(tmp_path, events)
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        assert list(reader.entries()) == events
        delete(transcript, *(OneMessage(seq) for seq in (1, 4, 5, 9, 10)))

        expected: list[Entry] = [
            SeqRange(1, 1),
            *events[1:3],
            SeqRange(4, 5),
            *events[5:8],
            SeqRange(9, 10),
        ]
        assert list(reader.entries()) == expected
        assert reader.count() == 5


def test_entries_of_a_room_where_all_is_deleted_are_one_marker(tmp_path: Path) -> None:
    fill(tmp_path, [said(1), announced(2)])
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        delete(transcript, Everything())

        assert list(reader.entries()) == [SeqRange(1, 2)]


def test_entries_end_though_the_room_goes_on(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        transcript.append([said(seq) for seq in range(1, 8)])
        entries = reader.entries()
        read = list(islice(entries, 2))
        transcript.append([said(seq) for seq in range(8, 20)])
        read += entries

        assert read == [said(seq) for seq in range(1, 8)]


def test_entries_leave_out_what_is_deleted_meanwhile(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        transcript.append([said(seq) for seq in range(1, 10)])
        entries = reader.entries()
        read = list(islice(entries, 2))
        delete(transcript, OneMessage(8))
        read += entries

        assert read == [said(seq) for seq in range(1, 10) if seq != 8]


def test_readers_work_on_threads_of_their_own_while_messages_come(tmp_path: Path) -> None:
    counts: list[list[int]] = [[], []]

    def read(counted: list[int]) -> None:
        with Reader.open(tmp_path) as reader:
            while not counted or counted[-1] < 300:
                events = reader.last(1_000)
                assert seqs(events) == list(range(1, len(events) + 1))
                counted.append(len(events))

    with open_transcript(tmp_path) as transcript:
        threads = [threading.Thread(target=read, args=(counted,)) for counted in counts]
        for thread in threads:
            thread.start()
        for seq in range(1, 301, 3):
            transcript.append([said(seq), said(seq + 1), said(seq + 2)])
        for thread in threads:
            thread.join()

    assert all(counted == sorted(counted) and counted[-1] == 300 for counted in counts)


def test_reader_cannot_write(tmp_path: Path) -> None:
    fill(tmp_path, [said(1)])
    with Reader.open(tmp_path) as reader, pytest.raises(Exception, match="readonly"):
        reader._connection.execute("DELETE FROM message")


def test_reader_reads_what_a_killed_host_has_left_in_its_log(tmp_path: Path) -> None:
    with open_transcript(tmp_path / "room") as transcript:
        transcript.append([said(1), said(2)])
        (tmp_path / "copy").mkdir()
        for path in (tmp_path / "room").iterdir():
            (tmp_path / "copy" / path.name).write_bytes(path.read_bytes())

    with Reader.open(tmp_path / "copy") as reader:
        assert seqs(reader.last(5)) == [1, 2]
