"""The housekeeper's thread: what it does by itself, what it is told, and that it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.archive.making import (
    NOW_MS,
    bytes_of_all_files,
    edited,
    fill,
    key_of,
    open_transcript,
    said,
    search_file,
    seqs,
    shared,
    transcript_file,
    upload,
)
from tests.waiting import wait_until
from wschat_gui.archive import housekeeper as module
from wschat_gui.archive.deletion import (
    ClientsMessages,
    Days,
    Everything,
    Forever,
    OneMessage,
    Retention,
    UntilClose,
)
from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task
from wschat_gui.archive.housekeeper import Housekeeper
from wschat_gui.archive.search import Search
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.archive.transcript import Transcript

PATIENCE_S = 10.0


class Heard:
    """What the housekeeper has told."""

    def __init__(self) -> None:
        self.gone: list[SeqRange] = []
        self.faults: list[ArchiveFault] = []
        self.recovered: list[Task] = []


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have rounds come as fast as tests want them."""
    monkeypatch.setattr(module, "_ROUND_S", 0.005)
    monkeypatch.setattr(module, "_CHECKPOINT_EVERY_S", 0.01)


@contextmanager
def kept(
    transcript: Transcript,
    heard: Heard,
    retention: Retention | None = None,
    remove_files: Callable[[Sequence[str]], object] | None = None,
) -> Iterator[Housekeeper]:
    housekeeper = Housekeeper(
        transcript.files.folder,
        transcript.epoch,
        retention=retention,
        on_gone=heard.gone.extend,
        on_fault=heard.faults.append,
        on_recovered=heard.recovered.append,
        remove_files=remove_files,
        now_ms=lambda: NOW_MS,
    )
    housekeeper.start()
    try:
        yield housekeeper
    finally:
        housekeeper.stop()


def test_messages_get_into_the_index_and_out_of_the_log(tmp_path: Path) -> None:
    heard = Heard()
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        with kept(transcript, heard):
            transcript.append([said(seq, f"number {seq}") for seq in range(1, 2_001)])
            wait_until(lambda: reader.indexed_through() == 2_000, PATIENCE_S, "all is indexed")
            before = transcript_file(tmp_path).stat().st_size
            transcript.append([said(2_001, "x" * 100_000)])
            wait_until(
                lambda: transcript_file(tmp_path).stat().st_size > before + 90_000,
                PATIENCE_S,
                "the log is moved into the file",
            )
        assert seqs(reader.search(Search(words="number 2000"))) == [2_000]
    assert heard.faults == []


@contextmanager
def indexing(folder: Path) -> Iterator[tuple[Housekeeper, Callable[[int], None]]]:
    """Begin with 1,200 messages that are in no index; give what waits until so many are."""
    fill(folder, [said(seq) for seq in range(1, 1_201)])
    with (
        open_transcript(folder) as transcript,
        transcript.reader() as reader,
        kept(transcript, Heard()) as housekeeper,
    ):

        def await_indexed(through_seq: int) -> None:
            wait_until(
                lambda: reader.indexed_through() == through_seq,
                PATIENCE_S,
                f"{through_seq} are indexed",
            )

        yield housekeeper, await_indexed


def test_index_catches_up_with_what_was_said_before_a_crash(tmp_path: Path) -> None:
    with indexing(tmp_path) as (_, await_indexed):
        await_indexed(1_200)


def test_beside_a_busy_server_the_index_is_filled_a_step_a_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUSY", -1.0)
    monkeypatch.setattr(module, "_ROUND_S", 1_000.0)
    with indexing(tmp_path) as (housekeeper, await_indexed):
        for through_seq in (500, 1_000, 1_200):
            await_indexed(through_seq)
            housekeeper.keep(Forever())  # an order begins the next round


def test_an_index_far_behind_is_filled_however_busy_the_server_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUSY", -1.0)
    monkeypatch.setattr(module, "_ROUND_S", 1_000.0)
    monkeypatch.setattr(module, "_MOST_BEHIND", 300)
    with indexing(tmp_path) as (_, await_indexed):
        await_indexed(1_000)


def test_deletion_is_told_when_it_is_done_and_is_in_no_file_soon(tmp_path: Path) -> None:
    heard = Heard()
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(1), said(2, "the xylophone"), said(3, client_id=9)])
        with kept(transcript, heard) as housekeeper:
            housekeeper.delete(OneMessage(2))
            housekeeper.delete(ClientsMessages((9,)))
            wait_until(lambda: sum(map(len, heard.gone)) == 2, PATIENCE_S, "two are gone")
            wait_until(
                lambda: b"xylo" not in bytes_of_all_files(tmp_path), PATIENCE_S, "no byte is left"
            )
        assert seqs(transcript.last(5)) == [1]
        assert transcript.gone() == (SeqRange(2, 3),)


def test_deletion_that_was_told_just_before_the_end_is_done(tmp_path: Path) -> None:
    heard = Heard()
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(1), said(2)])
        with kept(transcript, heard) as housekeeper:
            housekeeper.delete(Everything())

        assert heard.gone == [SeqRange(1, 2)]
        assert transcript.last(5) == []


DAY_MS = 86_400_000


def test_retention_deletes_what_is_too_old(tmp_path: Path) -> None:
    heard = Heard()
    ages = [40, 31, 29, 1]
    with open_transcript(tmp_path) as transcript:
        transcript.append(
            [said(seq, at_ms=NOW_MS - age * DAY_MS) for seq, age in enumerate(ages, start=1)]
        )
        with kept(transcript, heard, Days(30)) as housekeeper:
            wait_until(lambda: heard.gone == [SeqRange(1, 2)], PATIENCE_S, "two are too old")
            housekeeper.keep(Forever())
            housekeeper.keep(Days(7))
            wait_until(lambda: len(heard.gone) == 2, PATIENCE_S, "the third is too old now")
        assert seqs(transcript.last(5)) == [4]


def test_retention_is_looked_at_again_every_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_RETENTION_EVERY_S", 0.01)
    heard = Heard()
    with open_transcript(tmp_path) as transcript, kept(transcript, heard, Days(1)):
        transcript.append([said(1, at_ms=NOW_MS - 2 * DAY_MS)])
        wait_until(lambda: heard.gone == [SeqRange(1, 1)], PATIENCE_S, "it is too old")


def test_until_close_leaves_nothing_when_the_room_closes(tmp_path: Path) -> None:
    heard = Heard()
    with open_transcript(tmp_path) as transcript:
        with kept(transcript, heard, UntilClose()):
            transcript.append([said(1, "the xylophone"), said(2)])
        assert transcript.last(5) == []
        assert heard.gone == [SeqRange(1, 2)]
        assert transcript.last_seq == 2

    assert b"xylo" not in bytes_of_all_files(tmp_path)


def test_until_close_deletes_what_a_crash_has_left(tmp_path: Path) -> None:
    fill(tmp_path, [said(1)])
    heard = Heard()
    with open_transcript(tmp_path) as transcript, kept(transcript, heard, UntilClose()):
        wait_until(lambda: heard.gone == [SeqRange(1, 1)], PATIENCE_S, "the old run's is gone")
        transcript.append([said(2)])
        assert seqs(transcript.last(5)) == [2]


def test_fault_is_told_once_and_so_is_that_it_is_over(tmp_path: Path) -> None:
    fill(tmp_path, [said(1)])
    in_the_way = search_file(tmp_path)
    in_the_way.mkdir()
    heard = Heard()
    with (
        open_transcript(tmp_path) as transcript,
        transcript.reader() as reader,
        kept(transcript, heard),
    ):
        wait_until(lambda: heard.faults, PATIENCE_S, "the fault is told")
        transcript.append([said(2)])
        in_the_way.rmdir()
        wait_until(lambda: heard.recovered, PATIENCE_S, "it is over")
        wait_until(lambda: reader.indexed_through() == 2, PATIENCE_S, "all is indexed")
    assert [fault.task for fault in heard.faults] == [Task.INDEXING]
    assert heard.recovered == [Task.INDEXING]


def test_file_that_was_moved_away_is_told(tmp_path: Path) -> None:
    heard = Heard()
    with open_transcript(tmp_path) as transcript, kept(transcript, heard):
        transcript.append([said(1)])
        transcript_file(tmp_path).rename(tmp_path / "elsewhere.sqlite3")
        wait_until(lambda: heard.faults, PATIENCE_S, "the fault is told")

    assert heard.faults[0].kind is FaultKind.MOVED
    assert "Start the room again" in heard.faults[0].sentence


def test_housekeeper_that_cannot_begin_tells_why_and_ends(tmp_path: Path) -> None:
    heard = Heard()
    housekeeper = Housekeeper(
        tmp_path / "not there",
        "epoch",
        on_gone=heard.gone.extend,
        on_fault=heard.faults.append,
        on_recovered=heard.recovered.append,
    )
    housekeeper.start()
    wait_until(lambda: heard.faults, PATIENCE_S, "the fault is told")
    housekeeper.stop()

    assert [fault.kind for fault in heard.faults] == [FaultKind.MISSING]


def test_stop_waits_for_no_long_work(tmp_path: Path) -> None:
    fill(tmp_path, [said(seq, "x" * 200) for seq in range(1, 30_001)])
    with open_transcript(tmp_path) as transcript:
        with kept(transcript, Heard()):
            start_s = time.monotonic()
        assert time.monotonic() - start_s < 1.0
        assert not [each for each in threading.enumerate() if each.name == "archive-housekeeper"]


def test_what_an_edit_replaced_is_in_no_file_soon(tmp_path: Path) -> None:
    heard = Heard()
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        transcript.append([said(1), said(2, "the xylophone"), said(3)])
        with kept(transcript, heard):
            wait_until(lambda: reader.indexed_through() == 3, PATIENCE_S, "all is indexed")
            transcript.append([edited(4, 2, "the violin")])
            wait_until(
                lambda: b"xyl" not in bytes_of_all_files(tmp_path), PATIENCE_S, "no byte is left"
            )
            assert seqs(reader.search(Search(words="violin"))) == [2]
    assert heard.faults == []
    assert heard.gone == []


def test_what_an_edit_replaced_just_before_the_end_is_in_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_FORGET_EVERY_S", 1_000.0)
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        transcript.append([said(1, "the xylophone")])
        with kept(transcript, Heard()):
            wait_until(lambda: reader.indexed_through() == 1, PATIENCE_S, "it is indexed")
            transcript.append([edited(2, 1, "the xylophones")])
            wait_until(
                lambda: b"xylophone " not in search_file(tmp_path).read_bytes(),
                PATIENCE_S,
                "the first edit is at once",
            )
            transcript.append([edited(3, 1, "the violin")])
    assert b"xyl" not in bytes_of_all_files(tmp_path)


def test_files_are_removed_from_the_store_with_their_messages(tmp_path: Path) -> None:
    heard = Heard()
    with open_transcript(tmp_path) as transcript:
        store = transcript.open_files()
        upload(store, shared(1))
        upload(store, shared(2))
        transcript.append([said(1, file=shared(1)), said(2, file=shared(2))])
        with kept(transcript, heard, remove_files=store.remove) as housekeeper:
            housekeeper.delete(OneMessage(1))
            wait_until(lambda: store.total_bytes == 3, PATIENCE_S, "one is removed")
            assert store.open_for_reading(key_of(1)) is None
            assert store.open_for_reading(key_of(2)) is not None


def test_until_close_leaves_no_file_either(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        store = transcript.open_files()
        with kept(transcript, Heard(), UntilClose(), store.remove):
            upload(store, shared(1))
            transcript.append([said(1, file=shared(1))])
        assert store.total_bytes == 0
    assert list((tmp_path / "files").iterdir()) == []
