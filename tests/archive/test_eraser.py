"""Deleting for good: nothing of it in any file, markers in its place, finished after a crash."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.archive.making import (
    NOW_MS,
    announced,
    bytes_of_all_files,
    delete,
    fill,
    index_all,
    open_transcript,
    raw,
    said,
    search_file,
    seqs,
    transcript_file,
    upkeep_of,
)
from wschat_gui.archive import eraser
from wschat_gui.archive.deletion import (
    ClientsMessages,
    Deletion,
    Everything,
    OneMessage,
    SentBefore,
)
from wschat_gui.archive.eraser import Stopped
from wschat_gui.archive.search import Search
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.archive.upkeep import Upkeep
from wschat_gui.chat.vocabulary import KeptEvent

SECRET = "the xylophone is under the quilt"
SECRET_NICK = "Zacharias"


def room() -> list[KeptEvent]:
    """Nine messages, of which the fourth must not become known, and an announcement."""
    events: list[KeptEvent] = [
        said(seq, f"message {seq}", client_id=seq % 2 + 1) for seq in range(1, 10)
    ]
    events[3] = said(4, SECRET, client_id=77, nick=SECRET_NICK)
    return [*events, announced(10)]


DELETIONS: list[tuple[Deletion, list[SeqRange]]] = [
    (OneMessage(4), [SeqRange(4, 4)]),
    (ClientsMessages((77,)), [SeqRange(4, 4)]),
    (ClientsMessages((77, 2)), [SeqRange(1, 1), SeqRange(3, 5), SeqRange(7, 7), SeqRange(9, 9)]),
    (SentBefore(NOW_MS + 5_000), [SeqRange(1, 4)]),
    (Everything(), [SeqRange(1, 10)]),
]


@pytest.mark.parametrize(("deletion", "gone"), DELETIONS, ids=lambda value: str(value)[:30])
def test_what_is_deleted_is_gone_from_every_byte_and_a_marker_stays(
    tmp_path: Path, deletion: Deletion, gone: list[SeqRange]
) -> None:
    fill(tmp_path, room())
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        index_all(transcript)
        assert SECRET.encode() in bytes_of_all_files(tmp_path)

        assert delete(transcript, deletion) == gone

        content = bytes_of_all_files(tmp_path)
        for piece in (SECRET, SECRET_NICK, "id-4", "xyl", "qui"):
            assert piece.encode() not in content, piece
        kept = [seq for seq in range(1, 11) if not any(seq in each for each in gone)]
        assert seqs(transcript.last(20)) == seqs(reader.last(20)) == kept
        assert transcript.gone() == tuple(gone)
        assert seqs(reader.search(Search(words="message"))) == [
            seq for seq in reversed(kept) if seq not in (4, 10)
        ]


def test_what_is_deleted_before_it_was_indexed_never_gets_into_the_index(tmp_path: Path) -> None:
    fill(tmp_path, room())
    with open_transcript(tmp_path) as transcript:
        delete(transcript, OneMessage(4))
        index_all(transcript)

        assert b"xyl" not in search_file(tmp_path).read_bytes()


def stands_in_a_block(folder: Path, trigram: str) -> bool:
    """Tell whether a trigram is anywhere in the index, whether it still counts or not."""
    query = "SELECT 1 FROM words_data WHERE instr(block, CAST(? AS BLOB)) LIMIT 1"
    with raw(search_file(folder)) as connection:
        return connection.execute(query, (trigram,)).fetchone() is not None


def test_no_trigram_of_what_is_deleted_is_left_in_a_large_index(tmp_path: Path) -> None:
    chance = random.Random(1)
    texts = ["".join(chance.choices("abcdefghijklmnop", k=80)) for _ in range(8_000)]
    events = [said(seq, text) for seq, text in enumerate(texts, start=1)]
    fill(tmp_path, [*events, said(8_001, "xyzxyzxyz")])
    with open_transcript(tmp_path) as transcript:
        index_all(transcript)
        assert stands_in_a_block(tmp_path, "xyz")
        delete(transcript, OneMessage(8_001))

        assert not stands_in_a_block(tmp_path, "xyz")
        assert b"xyzxyz" not in bytes_of_all_files(tmp_path)


def test_log_is_emptied_as_soon_as_the_reader_in_the_way_is_done(tmp_path: Path) -> None:
    fill(tmp_path, room())
    with open_transcript(tmp_path) as transcript, upkeep_of(transcript) as upkeep:
        transcript.append([said(11, "a plum tree")])
        while upkeep.index_some():
            pass
        with transcript.reader() as reader:
            reader._connection.execute("PRAGMA busy_timeout = 0")
            upkeep._connection.execute("PRAGMA busy_timeout = 0")
            reader._connection.execute("BEGIN")
            reader.last(1)
            upkeep.order(OneMessage(11))
            upkeep.erase()
            upkeep.checkpoint()
            # A snapshot that somebody reads cannot be taken from under them.
            assert b"plum" in bytes_of_all_files(tmp_path)
            reader._connection.execute("COMMIT")
        upkeep.checkpoint()

        assert b"plum" not in bytes_of_all_files(tmp_path)


def test_space_is_given_back(tmp_path: Path) -> None:
    fill(tmp_path, [said(seq, "x" * 2_000) for seq in range(1, 2_001)])
    with open_transcript(tmp_path) as transcript:
        index_all(transcript)
        before = len(bytes_of_all_files(tmp_path))
        delete(transcript, Everything())

        assert len(bytes_of_all_files(tmp_path)) < before / 20


def test_file_that_cannot_shrink_is_no_reason_to_go_on_for_ever(tmp_path: Path) -> None:
    with raw(transcript_file(tmp_path)) as connection:
        # Another program has compacted the file, and did not keep what lets it shrink.
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("CREATE TABLE first (a)")
        connection.execute("DROP TABLE first")
    fill(tmp_path, [said(seq, "x" * 2_000) for seq in range(1, 101)])
    with open_transcript(tmp_path) as transcript:
        assert delete(transcript, Everything()) == [SeqRange(1, 100)]


def test_markers_that_touch_become_one(tmp_path: Path) -> None:
    fill(tmp_path, [said(seq) for seq in range(1, 11)])
    with open_transcript(tmp_path) as transcript:
        for seq in (5, 3, 9, 4, 8, 7):
            delete(transcript, OneMessage(seq))
        assert transcript.gone() == (SeqRange(3, 5), SeqRange(7, 9))

        assert delete(transcript, Everything()) == [
            SeqRange(1, 2),
            SeqRange(6, 6),
            SeqRange(10, 10),
        ]
        assert transcript.gone() == (SeqRange(1, 10),)


@pytest.mark.parametrize(
    "deletion", [OneMessage(99), ClientsMessages((99,)), ClientsMessages(()), SentBefore(0)]
)
def test_deleting_what_is_not_there_is_nothing(tmp_path: Path, deletion: Deletion) -> None:
    fill(tmp_path, room())
    with open_transcript(tmp_path) as transcript:
        assert delete(transcript, deletion) == []
        assert transcript.gone() == ()


class StopAfter:
    """A pause that ends the program's work after so many steps."""

    def __init__(self, steps: int) -> None:
        self._steps = steps

    def __call__(self) -> None:
        self._steps -= 1
        if self._steps <= 0:
            raise Stopped


@pytest.mark.parametrize("steps", [1, 2, 7, 20, 45, 46, 47, 48, 60])
@pytest.mark.parametrize("deletion", [Everything(), ClientsMessages((1,))])
def test_interrupted_deletion_is_finished_by_the_next_run_and_spares_what_came_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int, deletion: Deletion
) -> None:
    monkeypatch.setattr(eraser, "_STEP", 10)
    events = [said(seq, f"secret {seq}", client_id=seq % 2) for seq in range(1, 901)]
    epoch = fill(tmp_path, events)
    gone: list[SeqRange] = []
    with open_transcript(tmp_path) as transcript:
        index_all(transcript)
        with closing(Upkeep(tmp_path, epoch, StopAfter(steps))) as upkeep:
            upkeep.order(deletion)
            with suppress(Stopped):
                upkeep.erase()
            gone += upkeep.take_gone()

    with open_transcript(tmp_path) as transcript:
        transcript.append([said(901, "secret but later", client_id=1)])
        gone += delete(transcript)

        kept = {seq for seq in range(1, 901) if seq % 2 == 0 and deletion != Everything()}
        assert set(seqs(transcript.last(1_000))) == kept | {901}
        assert sum(map(len, gone)) == 900 - len(kept)
        with transcript.reader() as reader:
            index_all(transcript)
            found = reader.search(Search(words="secret", limit=2_000))
            assert set(seqs(found)) == kept | {901}


def test_large_deletion_never_makes_a_tick_fail(tmp_path: Path) -> None:
    fill(tmp_path, [said(seq, "x" * 100) for seq in range(1, 8_001)])
    with open_transcript(tmp_path) as transcript:
        index_all(transcript)
        upkeep = Upkeep(tmp_path, transcript.epoch, lambda: None)
        upkeep.order(Everything())
        thread = threading.Thread(target=upkeep.erase)
        thread.start()
        ticks = 0
        while thread.is_alive():
            transcript.append([said(transcript.last_seq + 1)])
            ticks += 1
            thread.join(timeout=0.001)
        upkeep.close()

        assert ticks > 0
        assert transcript.count_after(0) == ticks


def test_pause_is_between_steps_when_others_can_write(tmp_path: Path) -> None:
    fill(tmp_path, [said(seq) for seq in range(1, 601)])
    with open_transcript(tmp_path) as transcript:
        pauses: list[int] = []

        def write_meanwhile() -> None:
            transcript.append([said(transcript.last_seq + 1)])
            pauses.append(transcript.last_seq)

        pause: Callable[[], None] = write_meanwhile
        with closing(Upkeep(tmp_path, transcript.epoch, pause)) as upkeep:
            upkeep.order(Everything())
            upkeep.erase()

        assert len(pauses) >= 3
        assert seqs(transcript.last(1_000)) == pauses
