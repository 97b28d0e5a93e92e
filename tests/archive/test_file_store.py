"""Uploaded files: there whole or not at all, and only as long as a message has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.archive.making import key_of, open_transcript, said, shared, upload
from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task
from wschat_gui.archive.file_store import FileStore
from wschat_gui.chat.vocabulary import SharedFile

PICTURE = SharedFile(key_of(1), "Ferien – 海.png", 6, "image/png", 640, 480)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def content_of(store: FileStore, key: str) -> bytes:
    found = store.open_for_reading(key)
    assert found is not None
    return found[1].read_bytes()


def test_file_is_there_when_it_is_finished_and_not_before(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    partial = store.begin(PICTURE.key)
    partial.write(b"abc")
    partial.write(b"")
    partial.write(b"def")
    assert store.open_for_reading(PICTURE.key) is None
    assert store.total_bytes == 0

    partial.finish(PICTURE)

    assert store.open_for_reading(PICTURE.key) == (PICTURE, tmp_path / PICTURE.key)
    assert content_of(store, PICTURE.key) == b"abcdef"
    assert store.total_bytes == 6
    assert names(tmp_path) == [PICTURE.key]


def test_abandoned_file_leaves_nothing_and_its_key_can_be_used_again(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    partial = store.begin(PICTURE.key)
    partial.write(b"abc")
    partial.abandon()
    partial.abandon()
    assert names(tmp_path) == []
    assert store.open_for_reading(PICTURE.key) is None

    upload(store, PICTURE, b"second")
    assert content_of(store, PICTURE.key) == b"second"


def test_abandoning_a_finished_file_changes_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    partial = store.begin(PICTURE.key)
    partial.finish(PICTURE)
    partial.abandon()

    assert content_of(store, PICTURE.key) == b""


def test_two_files_come_in_at_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    first, second = store.begin(key_of(1)), store.begin(key_of(2))
    first.write(b"1")
    second.write(b"2")
    second.finish(shared(2))
    first.finish(shared(1))

    assert (content_of(store, key_of(1)), content_of(store, key_of(2))) == (b"1", b"2")


def test_upload_is_finished_under_its_own_key_only(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    partial = store.begin(key_of(1))
    with pytest.raises(ValueError, match="cannot be finished as"):
        partial.finish(shared(2))
    partial.abandon()

    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "key",
    ["", "short", "../../../../etc/passwd", "a" * 65, "key.with.dots.in.it", "é" * 20, "a/" * 9],
)
def test_key_that_is_none_leads_nowhere(tmp_path: Path, key: str) -> None:
    store = FileStore(tmp_path / "files")
    with pytest.raises(ValueError, match="is no key"):
        store.begin(key)
    assert store.open_for_reading(key) is None
    store.remove([key])

    assert names(tmp_path) == ["files"]


def test_removing_takes_the_bytes_and_does_not_mind_what_is_gone_already(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    for number in (1, 2, 3):
        upload(store, shared(number))
    (tmp_path / key_of(2)).unlink()

    store.remove([key_of(1), key_of(2), key_of(9)])
    store.remove([key_of(1)])

    assert names(tmp_path) == [key_of(3)]
    assert store.open_for_reading(key_of(1)) is None
    assert store.total_bytes == 3


def test_file_that_somebody_else_has_taken_away_is_none(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    upload(store, PICTURE)
    (tmp_path / PICTURE.key).unlink()

    assert store.open_for_reading(PICTURE.key) is None
    assert FileStore(tmp_path, [PICTURE]).total_bytes == 0


def test_files_of_messages_are_there_after_a_restart_and_nothing_else_is(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        store = transcript.open_files()
        upload(store, PICTURE, b"abcdef")
        transcript.append([said(1, file=PICTURE)])
        upload(store, shared(2))  # A crash comes before its message.
        (tmp_path / "files" / f"{key_of(3)}.part").write_bytes(b"half of one")
        assert store.total_bytes == 9
        store.close()

    with open_transcript(tmp_path) as transcript:
        store = transcript.open_files()
        assert store.open_for_reading(PICTURE.key) == (PICTURE, tmp_path / "files" / PICTURE.key)
        assert content_of(store, PICTURE.key) == b"abcdef"
        assert store.total_bytes == 6
        assert names(tmp_path / "files") == [PICTURE.key]


def test_folder_in_the_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    FileStore(tmp_path)

    assert names(tmp_path) == ["mine"]


def test_temporary_store_is_removed_when_it_is_closed() -> None:
    store = FileStore.temporary()
    upload(store, PICTURE)
    found = store.open_for_reading(PICTURE.key)
    assert found is not None
    store.begin(key_of(2)).abandon()

    store.close()
    store.close()

    assert not found[1].parent.exists()
    assert store.open_for_reading(PICTURE.key) is None


def test_disk_that_fails_at_the_end_leaves_nothing_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    store = FileStore(tmp_path)
    partial = store.begin(PICTURE.key)
    partial.write(b"abc")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ArchiveFault, match="Uploaded files are not being saved") as caught:
        partial.finish(PICTURE)

    assert (caught.value.task, caught.value.kind) == (Task.RECEIVING, FaultKind.FULL)
    assert names(tmp_path) == []
    assert store.total_bytes == 0


def test_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").touch()
    with pytest.raises(ArchiveFault) as caught:
        FileStore(tmp_path / "files")

    assert caught.value.task is Task.RECEIVING
