"""The write-ahead log: moved into the file as it goes, and cut when it has grown long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.making import open_transcript, said, transcript_file, upkeep_of
from wschat_gui.archive import upkeep as module
from wschat_gui.archive.connections import companions
from wschat_gui.archive.faults import ArchiveFault, FaultKind


def log_bytes(folder: Path) -> int:
    log, _ = companions(transcript_file(folder))
    return log.stat().st_size


def test_log_is_moved_into_the_file_and_written_anew_from_its_beginning(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript, upkeep_of(transcript) as upkeep:
        upkeep.checkpoint()
        before = transcript_file(tmp_path).stat().st_size
        for seq in range(1, 200):
            transcript.append([said(seq, "x" * 4_000)])
            upkeep.checkpoint()

        assert transcript_file(tmp_path).stat().st_size > before + 199 * 4_000
        assert 0 < log_bytes(tmp_path) < 100_000


def test_log_that_has_grown_long_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONG_LOG_BYTES", 200_000)
    with open_transcript(tmp_path) as transcript, upkeep_of(transcript) as upkeep:
        upkeep.checkpoint()
        transcript.append([said(seq, "x" * 4_000) for seq in range(1, 11)])
        upkeep.checkpoint()
        assert log_bytes(tmp_path) > 0

        transcript.append([said(seq, "x" * 4_000) for seq in range(11, 101)])
        upkeep.checkpoint()
        assert log_bytes(tmp_path) == 0


def test_file_that_was_replaced_is_noticed(tmp_path: Path) -> None:
    with open_transcript(tmp_path) as transcript, upkeep_of(transcript) as upkeep:
        upkeep.check_in_place()
        transcript_file(tmp_path).rename(tmp_path / "elsewhere")
        transcript_file(tmp_path).touch()

        with pytest.raises(ArchiveFault) as caught:
            upkeep.check_in_place()
        assert caught.value.kind is FaultKind.MOVED
