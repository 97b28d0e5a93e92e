"""The index: filled behind, made again when in doubt, and without what was taken out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.making import (
    AFTER_A_REBOOT,
    fill,
    index_all,
    open_transcript,
    raw,
    said,
    search_file,
    seqs,
    upkeep_of,
)
from wschat_gui.archive.faults import ArchiveFault, Task
from wschat_gui.archive.search import Search
from wschat_gui.archive.search_index import open_index
from wschat_gui.archive.seq_ranges import SeqRange

MANY = [said(seq, f"message number {seq}") for seq in range(1, 1_301)]


def test_index_is_filled_in_pieces_and_goes_on_where_it_was(tmp_path: Path) -> None:
    epoch = fill(tmp_path, MANY)
    with open_transcript(tmp_path) as transcript:
        with upkeep_of(transcript) as upkeep:
            assert upkeep.index_some()
        index = open_index(search_file(tmp_path), epoch, transcript.last_seq)
        through_seq = index.through_seq
        index.close()
        assert 0 < through_seq < 1_300

        with upkeep_of(transcript) as upkeep:
            behind = [upkeep.index_some(), upkeep.index_some()]
        assert behind == [1_300 - 2 * through_seq, 0]

        with transcript.reader() as reader:
            assert seqs(reader.search(Search(words="number 1300"))) == [1300]
            assert seqs(reader.search(Search(words="number 17", limit=2))) == [1217, 1179]
            assert reader.indexed_through() == 1_300


def junk(path: Path) -> None:
    path.write_bytes(b"no database" * 500)


def older(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("PRAGMA user_version = 99")


def lacking(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("DROP TABLE progress")


def of_another_transcript(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("UPDATE progress SET epoch = 'another'")


def ahead(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("UPDATE progress SET through_seq = 5000")


@pytest.mark.parametrize("spoil", [junk, older, lacking, of_another_transcript, ahead])
def test_index_in_doubt_is_made_again(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    fill(tmp_path, MANY)
    with open_transcript(tmp_path) as transcript:
        index_all(transcript)
    spoil(search_file(tmp_path))

    with open_transcript(tmp_path) as transcript:
        index_all(transcript)
        with transcript.reader() as reader:
            assert reader.indexed_through() == 1_300
            assert seqs(reader.search(Search(words="number 1234"))) == [1234]


def test_index_is_made_again_when_the_machine_went_down(tmp_path: Path) -> None:
    # The transcript may have lost messages that the index still has, and given out their numbers.
    fill(tmp_path, MANY)
    with open_transcript(tmp_path) as transcript:
        index_all(transcript)
    with raw(tmp_path / "transcript.sqlite3") as connection:
        connection.execute("INSERT INTO meta VALUES ('open_since_boot_s', 5.0)")

    with open_transcript(tmp_path, AFTER_A_REBOOT) as transcript, transcript.reader() as reader:
        assert reader.indexed_through() == 0
        index_all(transcript)
        assert reader.indexed_through() == 1_300


def test_index_that_breaks_while_it_is_filled_is_made_again_by_the_next_try(
    tmp_path: Path,
) -> None:
    fill(tmp_path, MANY[:600])
    with open_transcript(tmp_path) as transcript, upkeep_of(transcript) as upkeep:
        while upkeep.index_some():
            pass
        with raw(search_file(tmp_path)) as connection:
            connection.execute("UPDATE words_data SET block = x'0102' WHERE id = 10")
        transcript.append(MANY[600:])

        with pytest.raises(ArchiveFault) as caught:
            while upkeep.index_some():
                pass
        assert caught.value.task is Task.INDEXING

        while upkeep.index_some():
            pass
        with transcript.reader() as reader:
            assert reader.indexed_through() == 1_300
            assert seqs(reader.search(Search(words="number 599"))) == [599]


def test_reader_finds_the_index_that_was_made_while_it_was_open(tmp_path: Path) -> None:
    fill(tmp_path, MANY)
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        assert seqs(reader.search(Search(words="number 777"))) == [777]
        assert reader.indexed_through() == 0
        index_all(transcript)
        reader.search(Search(words="anything"))
        assert reader.indexed_through() == 1_300


def test_place_where_no_index_can_be_is_told(tmp_path: Path) -> None:
    fill(tmp_path, MANY)
    search_file(tmp_path).mkdir()

    with open_transcript(tmp_path) as transcript, upkeep_of(transcript) as upkeep:
        with pytest.raises(ArchiveFault, match="found more slowly") as caught:
            upkeep.index_some()
        assert caught.value.task is Task.INDEXING
        with transcript.reader() as reader:
            assert seqs(reader.search(Search(words="number 1234"))) == [1234]


def trigrams(path: Path) -> set[str]:
    with raw(path) as connection:
        return {term for (term,) in connection.execute("SELECT term FROM trigrams")}


def test_merging_leaves_no_trigram_of_what_was_removed(tmp_path: Path) -> None:
    index = open_index(search_file(tmp_path), "epoch", 300)
    for seq in range(1, 301):
        index.add([(seq, "an xylophone" if seq == 150 else "a message")], seq)
    index.remove([SeqRange(150, 150)])
    while index.forget_some():
        pass
    assert not index.has_remains
    index.tidy()
    index.close()

    assert trigrams(search_file(tmp_path)) == {
        *("a message  "[start : start + 3] for start in range(9)),
    }
    content = search_file(tmp_path).read_bytes()
    assert b"xyl" not in content
    assert b"pho" not in content


def test_removing_what_is_not_in_it_changes_nothing(tmp_path: Path) -> None:
    index = open_index(search_file(tmp_path), "epoch", 10)
    index.add([(1, "a message")], 1)
    before = trigrams(search_file(tmp_path))
    index.remove([SeqRange(2, 9)])
    index.remove([])
    index.close()

    assert trigrams(search_file(tmp_path)) == before


def test_cleared_index_is_filled_anew(tmp_path: Path) -> None:
    index = open_index(search_file(tmp_path), "epoch", 10)
    index.add([(1, "one")], 1)
    index.clear()
    assert trigrams(search_file(tmp_path)) == set()
    index.add([(2, "two")], 2)
    index.close()

    assert trigrams(search_file(tmp_path)) == {"two", "wo ", "o  "}
