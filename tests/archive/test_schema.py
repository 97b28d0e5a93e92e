"""Versions of the transcript's file: older ones are brought up to date, newer ones left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.archive.making import (
    delete,
    edited,
    fill,
    open_transcript,
    raw,
    reacted,
    said,
    seqs,
    shared,
    transcript_file,
)
from wschat_gui.archive import schema
from wschat_gui.archive.faults import ArchiveFault, ArchiveTooNew, FaultKind
from wschat_gui.archive.reader import Reader
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, KeptEvent, Said


def make_version_1(folder: Path) -> None:
    """Write a file as the first version of this program did."""
    with raw(transcript_file(folder)) as connection:
        for statement in schema.STEPS[0]:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO meta VALUES ('epoch', 'first-epoch')")
        connection.execute(
            "INSERT INTO message VALUES (1, 1700000000000, 1, 5, 'Anna', 'id-1', 'from long ago')"
        )


def make_version_2(folder: Path) -> None:
    """Write a file as the second version did, with a deletion that it has not finished."""
    make_version_1(folder)
    with raw(transcript_file(folder)) as connection:
        for statement in schema.STEPS[1]:
            connection.execute(statement)
        connection.execute("PRAGMA user_version = 2")
        connection.execute(
            """INSERT INTO message VALUES
               (2, 1700000001000, 2, NULL, NULL, NULL, 'from the host'),
               (3, 1700000002000, 1, 5, 'Anna', 'id-3', 'to be deleted'),
               (5, 1700000004000, 1, 6, 'Bob', '', 'the last')"""
        )
        connection.execute("INSERT INTO gone VALUES (4, 4)")
        connection.execute("INSERT INTO meta VALUES ('last_client_id', 9)")
        connection.execute(
            "INSERT INTO deletion VALUES (1, 5, ?)",
            ('{"type":"clients_messages","client_ids":[5]}',),
        )


def version(folder: Path) -> int:
    with raw(transcript_file(folder)) as connection:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        return int(number)


def test_file_of_version_1_is_brought_up_to_date_with_what_is_in_it(tmp_path: Path) -> None:
    make_version_1(tmp_path)

    with open_transcript(tmp_path) as transcript:
        assert transcript.epoch == "first-epoch"
        assert transcript.last_seq == 1
        assert transcript.gone() == ()
        transcript.append([said(2)])
        assert seqs(transcript.last(5)) == [1, 2]
    assert version(tmp_path) == schema.VERSION == 3


def test_file_of_version_2_is_brought_up_to_date_with_what_is_in_it(tmp_path: Path) -> None:
    make_version_2(tmp_path)

    with open_transcript(tmp_path) as transcript:
        assert transcript.epoch == "first-epoch"
        assert (transcript.last_seq, transcript.last_client_id) == (5, 9)
        assert transcript.last(9) == [
            Said(1, 1_700_000_000_000, 5, "Anna", "id-1", "from long ago"),
            Announced(2, 1_700_000_001_000, "from the host"),
            Said(3, 1_700_000_002_000, 5, "Anna", "id-3", "to be deleted"),
            Said(5, 1_700_000_004_000, 6, "Bob", "", "the last"),
        ]
        assert transcript.bans() == []
        assert transcript.open_files().total_bytes == 0
        new: list[KeptEvent] = [
            said(6, reply_to=5, file=shared(1)),
            reacted(7, 5),
            edited(8, 5, "the very last"),
        ]
        transcript.append(new)
        assert transcript.last(3) == new
        assert delete(transcript) == [SeqRange(1, 1), SeqRange(3, 3)]
        assert seqs(transcript.last(9)) == [2, 5, 6, 7, 8]
        assert transcript.gone() == (SeqRange(1, 1), SeqRange(3, 4))
    assert version(tmp_path) == schema.VERSION


def test_migrated_file_has_the_same_tables_as_a_new_one(tmp_path: Path) -> None:
    def tables(folder: Path) -> list[tuple[str, str]]:
        with raw(transcript_file(folder)) as connection:
            return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY 1").fetchall()

    first, second, new = tmp_path / "first", tmp_path / "second", tmp_path / "new"
    first.mkdir()
    second.mkdir()
    make_version_1(first)
    make_version_2(second)
    for folder in (first, second, new):
        fill(folder, [])

    assert tables(first) == tables(second) == tables(new)


def test_step_that_fails_leaves_the_file_at_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_version_1(tmp_path)
    broken = (schema.STEPS[0], (*schema.STEPS[1], "THIS IS NO SQL"), schema.STEPS[2])
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", broken)
        with pytest.raises(ArchiveFault):
            open_transcript(tmp_path)
    assert version(tmp_path) == 1

    with open_transcript(tmp_path) as transcript:
        assert transcript.last_seq == 1


def test_newer_file_is_left_as_it_is(tmp_path: Path) -> None:
    fill(tmp_path, [said(1)])
    with raw(transcript_file(tmp_path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = transcript_file(tmp_path).read_bytes()

    with pytest.raises(ArchiveTooNew, match="newer version") as caught:
        open_transcript(tmp_path)
    with pytest.raises(ArchiveTooNew):
        Reader.open(tmp_path)

    assert caught.value.kind is FaultKind.TOO_NEW
    assert transcript_file(tmp_path).read_bytes() == before
    assert [path.name for path in tmp_path.glob("*corrupt*")] == []


def test_file_of_an_older_version_is_not_read_without_being_brought_up_to_date(
    tmp_path: Path,
) -> None:
    make_version_1(tmp_path)

    with pytest.raises(ArchiveFault, match="older version") as caught:
        Reader.open(tmp_path)

    assert caught.value.kind is FaultKind.TOO_OLD


def test_another_programs_database_is_not_ours(tmp_path: Path) -> None:
    with raw(transcript_file(tmp_path)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
        with pytest.raises(schema.NotOurs):
            schema.version_of(connection)


def test_empty_database_has_version_0() -> None:
    connection = sqlite3.connect(":memory:")
    assert schema.version_of(connection) == 0
    connection.close()
