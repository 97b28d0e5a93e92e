"""Edits, reactions, replies and files in the transcript: read back as they were appended."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.archive.making import (
    announced,
    bytes_of_all_files,
    delete,
    edited,
    fill,
    index_all,
    index_and_forget,
    open_transcript,
    reacted,
    said,
    search_file,
    seqs,
    shared,
    transcript_file,
    upkeep_of,
)
from wschat_gui.archive import files
from wschat_gui.archive.deletion import OneMessage
from wschat_gui.archive.faults import ArchiveFault
from wschat_gui.archive.search import Search
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import KeptEvent, SharedFile

PICTURE = SharedFile("k" * 22, "Ferien – 海.png", 12_345, "image/png", 640, 480)
EVENTS: list[KeptEvent] = [
    said(1, person_id="AbCd-_12"),
    announced(2),
    said(3, "", reply_to=1, file=PICTURE, client_id=7),
    reacted(4, 2, "👩‍👩‍👧‍👦", person_id="AbCd-_12"),
    reacted(5, 2, "👩‍👩‍👧‍👦", person_id="AbCd-_12", on=False),
    reacted(6, 1, "❤️", client_id=9),
    said(7, reply_to=3, person_id="ZyXw-_98"),
]


@pytest.mark.parametrize("ticks", [[7], [1] * 7, [3, 4]])
def test_events_come_back_exactly_by_every_way_of_reading(tmp_path: Path, ticks: list[int]) -> None:
    with open_transcript(tmp_path) as transcript:
        events = iter(EVENTS)
        for tick in ticks:
            transcript.append([next(events) for _ in range(tick)])
        assert transcript.last_client_id == 9

    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        assert transcript.last(10) == reader.last(10) == list(reader.entries()) == EVENTS
        assert transcript.before(5, 3) == EVENTS[1:4]
        assert transcript.after(2, 3) == EVENTS[2:5]
        assert reader.around(4, 2) == EVENTS[1:6]
        assert sorted(seqs(reader.some([7, 4, 99]))) == [4, 7]
        assert reader.amendments(1, 1) == [EVENTS[5]]
        assert reader.amendments(1, 3) == EVENTS[3:6]
        assert reader.count() == 4
        assert transcript.last_seq == 7
        assert transcript.last_client_id == 9


@pytest.mark.parametrize("in_one_tick", [True, False])
def test_edit_changes_how_the_message_reads_and_replaces_an_earlier_edit(
    tmp_path: Path, in_one_tick: bool
) -> None:
    first, second = edited(3, 1, "helo"), edited(5, 1, "hello!")
    misspelt = said(1, "heello", file=PICTURE)
    events: list[KeptEvent] = [misspelt, said(2), first, said(4), second]
    with open_transcript(tmp_path) as transcript:
        if in_one_tick:
            transcript.append(events)
        else:
            for event in events:
                transcript.append([event])
        message = replace(misspelt, text="hello!", edited_ms=second.at_ms)

        assert transcript.last(9) == [message, events[1], events[3], second]
        assert transcript.gone() == ()
        assert transcript.last_seq == 5


def test_edit_of_another_message_is_no_reason_to_drop_one(tmp_path: Path) -> None:
    events: list[KeptEvent] = [
        said(1),
        said(2),
        edited(3, 1, "one"),
        edited(4, 2, "two"),
        reacted(5, 1),
    ]
    fill(tmp_path, events)
    with open_transcript(tmp_path) as transcript:
        assert transcript.last(3) == events[2:]


def test_only_what_was_said_can_be_edited(tmp_path: Path) -> None:
    events: list[KeptEvent] = [
        announced(1),
        reacted(2, 1),
        edited(3, 1, "other"),
        edited(4, 2, "🤡"),
    ]
    fill(tmp_path, events)
    with open_transcript(tmp_path) as transcript:
        assert transcript.last(9) == events


def test_what_is_done_to_a_message_while_it_is_deleted_does_not_outlive_it(
    tmp_path: Path,
) -> None:
    fill(tmp_path, [said(1), said(2), said(3)])
    with open_transcript(tmp_path) as transcript:
        delete(transcript, OneMessage(2))
        # The room is told of it only now.
        transcript.append([said(4), edited(5, 2, "the xylophone"), reacted(6, 2), reacted(7, 3)])

        assert seqs(transcript.last(9)) == [1, 3, 4, 7]
        assert transcript.gone() == (SeqRange(2, 2), SeqRange(5, 6))
        assert transcript.last_seq == 7
        index_and_forget(transcript)
        assert b"xylo" not in bytes_of_all_files(tmp_path)


def test_newest_number_is_not_given_out_again_when_it_came_too_late(tmp_path: Path) -> None:
    fill(tmp_path, [said(1), said(2)])
    with open_transcript(tmp_path) as transcript:
        delete(transcript, OneMessage(2))
        transcript.append([edited(3, 2, "too late")])

    with open_transcript(tmp_path) as transcript:
        assert transcript.last_seq == 3
        assert seqs(transcript.last(9)) == [1]


def test_tick_that_fails_leaves_the_text_as_it_was_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    tick: list[KeptEvent] = [edited(3, 1, "hello!"), said(4, file=PICTURE, client_id=50)]
    fill(tmp_path, [said(1), edited(2, 1, "helo")])
    with open_transcript(tmp_path) as transcript:
        with monkeypatch.context() as patch:
            patch.setattr(files, "add", fail)
            with pytest.raises(ArchiveFault):
                transcript.append(tick)
        assert seqs(transcript.last(9)) == [1, 2]
        transcript.append(tick)
        assert transcript.last(9)[1:] == tick

    with open_transcript(tmp_path) as transcript:
        assert transcript.last_client_id == 50


def test_file_is_told_by_whoever_has_its_key_last(tmp_path: Path) -> None:
    fill(tmp_path, [said(1, file=shared(1)), said(2, file=shared(1))])
    with open_transcript(tmp_path) as transcript:
        assert transcript.last(9) == [said(1), said(2, file=shared(1))]


# The index ---------------------------------------------------------------------------------------

OLD, NEW = "the xylophone is under the quilt", "the violin is gone"


@pytest.mark.parametrize("indexed", [0, 1, 2, 3], ids="indexed through {}".format)
def test_search_finds_what_a_message_says_now_however_far_the_index_is(
    tmp_path: Path, indexed: int
) -> None:
    events = [said(1, "a violin"), said(2, OLD), said(3, "violins")]
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        transcript.append(events[:indexed])
        index_all(transcript)
        transcript.append([*events[indexed:], edited(4, 2, NEW), reacted(5, 2, "violin")])
        for _ in range(2):
            assert seqs(reader.search(Search(words="xylophone"))) == []
            assert seqs(reader.search(Search(words="violin"))) == [3, 2, 1]
            assert seqs(reader.search(Search(words="violin", limit=2))) == [3, 2]
            assert seqs(reader.search(Search(words="violin", before_seq=3))) == [2, 1]
            assert seqs(reader.search(Search(words="violin", before_seq=2))) == [1]
            assert seqs(reader.search(Search(words="vi"))) == [3, 2, 1]
            assert seqs(reader.search(Search(nick="anna"))) == [3, 2, 1]
            index_all(transcript)
        assert reader.indexed_through() == 5


def test_index_takes_in_every_edit_in_a_row(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        transcript.append([said(1, "word0")])
        for number in range(1, 6):
            index_all(transcript)
            transcript.append([edited(1 + number, 1, f"word{number}")])
            hits = [len(reader.search(Search(words=f"word{each}"))) for each in range(6)]
            assert hits == [int(each == number) for each in range(6)]
        index_all(transcript)
        assert [event.seq for event in reader.search(Search(words="word5"))] == [1]


@pytest.mark.parametrize("between", [index_all, lambda _transcript: None])
def test_edited_message_that_is_deleted_is_not_found_again(tmp_path: Path, between: object) -> None:
    assert callable(between)
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        transcript.append([said(1, OLD), said(2)])
        index_all(transcript)
        transcript.append([edited(3, 1, NEW)])
        between(transcript)
        delete(transcript, OneMessage(1))
        index_all(transcript)

        assert reader.search(Search(words="violin")) == []
        assert reader.search(Search(words="xylophone")) == []


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize("times", [1, 3])
def test_what_an_edit_replaced_is_gone_from_every_byte(
    tmp_path: Path, indexed: bool, times: int
) -> None:
    fill(tmp_path, [said(1), said(2, OLD), said(3)])
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        if indexed:
            index_all(transcript)
        for number in range(times):
            seq = transcript.last_seq + 1
            transcript.append([edited(seq, 2, NEW if number == times - 1 else OLD + " or not")])
        index_and_forget(transcript)

        for path in (transcript_file(tmp_path), search_file(tmp_path), tmp_path):
            content = bytes_of_all_files(path) if path.is_dir() else path.read_bytes()
            for piece in ("xylophone", "xyl", "quilt"):
                assert piece.encode() not in content, (path, piece)
        assert NEW.encode() in bytes_of_all_files(tmp_path)
        assert seqs(reader.search(Search(words="violin gone"))) == [2]


def test_what_was_edited_before_it_was_indexed_is_gone_from_the_log(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript, upkeep_of(transcript) as upkeep:
        upkeep.checkpoint()
        transcript.append([said(1, OLD)])
        transcript.append([edited(2, 1, NEW)])
        assert not upkeep.is_forgetting_due()
        while upkeep.index_some():
            pass
        upkeep.checkpoint()
        assert OLD.encode() in bytes_of_all_files(tmp_path)

        assert upkeep.is_forgetting_due()
        upkeep.forget()
        upkeep.checkpoint()

        assert not upkeep.is_forgetting_due()
        assert b"xyl" not in bytes_of_all_files(tmp_path)


def test_remains_in_the_index_are_known_to_the_next_run(tmp_path: Path) -> None:
    fill(tmp_path, [said(1), said(2, OLD), said(3)])
    with open_transcript(tmp_path) as transcript:
        index_all(transcript)
        transcript.append([edited(4, 2, NEW)])
        index_all(transcript)
        assert b"xyl" in search_file(tmp_path).read_bytes()

    with open_transcript(tmp_path) as transcript:
        index_and_forget(transcript)

    assert b"xyl" not in bytes_of_all_files(tmp_path)
