"""The transcript as the loop uses it: what is saved, in which order, what outlives a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.making import (
    AFTER_A_REBOOT,
    SAME_BOOT_LATER,
    announced,
    delete,
    fill,
    open_transcript,
    raw,
    said,
    seqs,
    transcript_file,
)
from wschat_gui.archive.deletion import Everything, OneMessage
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import KeptEvent, Said

DIFFICULT_TEXTS = [
    "日本語の会話、전화, العربية, עברית",
    "👩‍👩‍👧‍👦 🇩🇪 👍🏽",
    "e\u0301 \u202eflipped\u202c \u2028 \ufeff",
    "two\nlines\tand a tab",
    "'; DROP TABLE message; --",
    "x" * 4_000,
    "語" * 4_000,
    "\N{REPLACEMENT CHARACTER}",
]


@pytest.mark.parametrize("text", DIFFICULT_TEXTS, ids=ascii)
def test_event_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    events: list[KeptEvent] = [
        Said(1, 1_700_000_000_123, 7, "Ünal 🦊", "a-1", text),
        Said(2, 1_700_000_000_124, 8, "10.0.0.5:4711", "", text),
        announced(3, text),
    ]
    fill(tmp_path, events)

    with open_transcript(tmp_path) as transcript:
        assert transcript.last(10) == events


@pytest.mark.parametrize("count", [1, 15, 16, 17, 40])
def test_a_tick_of_any_size_comes_back_whole(tmp_path: Path, count: int) -> None:
    events: list[KeptEvent] = [said(seq) for seq in range(1, count + 1)]
    events[count // 2] = announced(count // 2 + 1, "by the host")
    with open_transcript(tmp_path) as transcript:
        transcript.append(events)
        assert transcript.last(100) == events


def test_reads_are_ascending_and_bounded(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(seq) for seq in range(1, 11)])

        assert seqs(transcript.last(3)) == [8, 9, 10]
        assert seqs(transcript.last(0)) == []
        assert seqs(transcript.last(-1)) == []
        assert seqs(transcript.before(4, 2)) == [2, 3]
        assert seqs(transcript.before(1, 2)) == []
        assert seqs(transcript.after(7, 2)) == [8, 9]
        assert seqs(transcript.after(10, 2)) == []
        assert transcript.count_after(7) == 3


def test_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder with spaces & 日本 #1?"
    fill(folder, [said(1)])

    with open_transcript(folder) as transcript, transcript.reader() as reader:
        assert seqs(reader.last(1)) == [1]


def test_seq_goes_on_after_a_restart(tmp_path: Path) -> None:
    fill(tmp_path, [said(1), announced(2)])

    with open_transcript(tmp_path) as transcript:
        assert transcript.last_seq == 2
        transcript.append([said(3)])
        assert seqs(transcript.last(10)) == [1, 2, 3]


@pytest.mark.parametrize("wrong", [[said(2)], [said(1)], [said(4), said(3)], [said(3), said(3)]])
def test_seq_that_does_not_ascend_is_a_mistake_and_nothing_is_saved(
    tmp_path: Path, wrong: list[Said]
) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(1), said(2)])

        with pytest.raises(ValueError, match="cannot follow"):
            transcript.append(wrong)

        assert transcript.last_seq == 2
        assert seqs(transcript.last(10)) == [1, 2]


def test_seq_may_leave_out_what_was_deleted_before_it_could_be_saved(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(1), said(4)])

        assert transcript.last_seq == 4


def test_nothing_to_save_is_no_transaction(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.append([])

        assert transcript.last_seq == 0


def test_last_seq_never_goes_back_when_the_newest_are_deleted(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        transcript.append([said(1), said(2), said(3)])
        delete(transcript, OneMessage(3), OneMessage(2))
        assert transcript.last_seq == 3

    with open_transcript(tmp_path) as transcript:
        assert transcript.last_seq == 3
        transcript.append([said(4)])
        assert seqs(transcript.last(10)) == [1, 4]
        assert transcript.gone() == (SeqRange(2, 3),)


def test_epoch_and_seq_survive_the_deletion_of_everything(tmp_path: Path) -> None:
    epoch = fill(tmp_path, [said(1), said(2)])
    with open_transcript(tmp_path) as transcript:
        delete(transcript, Everything())

    with open_transcript(tmp_path) as transcript:
        assert (transcript.epoch, transcript.last_seq) == (epoch, 2)


def test_each_folder_has_an_epoch_of_its_own(tmp_path: Path) -> None:
    assert fill(tmp_path / "one", []) != fill(tmp_path / "other", [])


def test_epoch_stays_after_a_reboot_when_the_room_was_closed(tmp_path: Path) -> None:
    epoch = fill(tmp_path, [said(1)])

    with open_transcript(tmp_path, AFTER_A_REBOOT) as transcript:
        assert transcript.epoch == epoch


def leave_open(folder: Path) -> str:
    """Leave the file as a host does that is killed, and return its epoch."""
    epoch = fill(folder, [said(1)])
    with raw(transcript_file(folder)) as connection:
        boot_s = 1_750_000_000.0 - 1_000.0
        connection.execute("INSERT INTO meta VALUES ('open_since_boot_s', ?)", (boot_s,))
    return epoch


def test_epoch_stays_when_only_the_program_died(tmp_path: Path) -> None:
    epoch = leave_open(tmp_path)

    with open_transcript(tmp_path, SAME_BOOT_LATER) as transcript:
        assert transcript.epoch == epoch


def test_epoch_is_another_when_the_machine_went_down_with_the_room_open(tmp_path: Path) -> None:
    # In a power cut the last commits may be lost, and their numbers then mean other messages.
    epoch = leave_open(tmp_path)

    with open_transcript(tmp_path, AFTER_A_REBOOT) as transcript:
        assert transcript.epoch != epoch
        assert transcript.last_seq == 1


def test_highest_client_id_is_remembered_even_if_its_messages_are_deleted(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        assert transcript.last_client_id == 0
        transcript.append([said(1, client_id=3), said(2, client_id=9), announced(3)])
        transcript.append([said(4, client_id=4)])
        assert transcript.last_client_id == 9
        delete(transcript, OneMessage(2))

    with open_transcript(tmp_path) as transcript:
        assert transcript.last_client_id == 9


def test_what_is_appended_can_be_read_by_others_at_once(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        transcript.append([said(1)])

        assert seqs(reader.last(10)) == [1]


def test_close_twice_is_close(tmp_path: Path) -> None:
    transcript = open_transcript(tmp_path)
    transcript.close()
    transcript.close()

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["transcript.lock", "transcript.sqlite3"]
