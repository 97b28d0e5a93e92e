"""Records of uploaded files."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from tests.archive.making import NOW_MS, bytes_of_all_files, fill, open_transcript
from wschat_gui.archive.files import NewFile

PICTURE = NewFile(
    at_ms=NOW_MS,
    client_id=4,
    nick="Anna 🦊",
    name="Ferien – 海.png",
    media_type="image/png",
    size_bytes=12_345,
    sha256="a" * 64,
    path="files/aa/aaaa.png",
)


def test_file_comes_back_as_it_was_recorded_also_after_a_restart(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        record = transcript.add_file(PICTURE)
        assert record.file == PICTURE

    with open_transcript(tmp_path) as transcript:
        assert transcript.get_file(record.file_id) == record
        assert transcript.get_file(record.file_id + 1) is None


def test_total_is_of_what_is_not_deleted(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        assert transcript.total_bytes() == 0
        first = transcript.add_file(PICTURE)
        transcript.add_file(replace(PICTURE, size_bytes=5, name="small"))
        assert transcript.total_bytes() == 12_350

        assert transcript.delete_file(first.file_id) == first
        assert transcript.total_bytes() == 5
        assert transcript.get_file(first.file_id) is None
        assert transcript.delete_file(first.file_id) is None


def test_number_of_a_deleted_file_is_never_given_to_another(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript:
        first = transcript.add_file(PICTURE)
        transcript.delete_file(first.file_id)

    with open_transcript(tmp_path) as transcript:
        assert transcript.add_file(PICTURE).file_id > first.file_id


def test_what_a_deleted_file_was_called_is_gone_from_the_files(tmp_path: Path) -> None:
    fill(tmp_path, [])
    with open_transcript(tmp_path) as transcript:
        transcript.delete_file(transcript.add_file(PICTURE).file_id)

    content = bytes_of_all_files(tmp_path)
    assert b"Ferien" not in content
    assert b"aaaa.png" not in content
