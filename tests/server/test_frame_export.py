"""Frames of a running room in files: what other programs read in them is what went by."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.require import require_program
from tests.server.frame_steps import listed, make_traffic
from tests.server.running import RunningServer
from wschat_gui.bridge.frame_commands import ExportFrames, FrameExportForm
from wschat_gui.bridge.frame_words import FramesExported
from wschat_gui.config import Limits
from wschat_gui.server.frame_export import KEPT_WORDS


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run a server in which something has gone by, and which captures nothing more."""
    with RunningServer(captures=True, limits=Limits(flood_burst=1_000)) as running:
        ada, bob, eve = make_traffic(running)
        with ada, bob, eve:
            yield running


def exported(
    server: RunningServer,
    path: Path,
    form: FrameExportForm,
    *,
    display_filter: str = "",
    numbers: tuple[int, ...] = (),
    anonymised: bool = False,
) -> FramesExported:
    done = len(server.events(FramesExported))
    server.post(
        ExportFrames(
            path=str(path),
            form=form,
            filter=display_filter,
            numbers=numbers,
            anonymised=anonymised,
        )
    )
    return server.event(FramesExported, done + 1)


def as_tshark_sees(path: Path, port: int) -> Counter[tuple[int, int]]:
    """Count (opcode, payload length) of all frames that tshark finds."""
    done = subprocess.run(
        [
            *(require_program("tshark"), "-n", "-r", str(path), "-Y", "websocket"),
            *("-d", f"tcp.port=={port},http", "-T", "fields"),
            *("-e", "websocket.opcode", "-e", "websocket.payload_length"),
            *("-e", "websocket.payload_length_ext_16", "-e", "websocket.payload_length_ext_64"),
        ],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    found: Counter[tuple[int, int]] = Counter()
    for line in done.stdout.splitlines():
        opcodes, lengths, sixteen, sixty_four = (
            [int(part, 0) for part in field.split(",") if part] for field in line.split("\t")
        )
        for opcode, length in zip(opcodes, lengths, strict=True):
            extended = {126: sixteen, 127: sixty_four}.get(length)
            found[opcode, extended.pop(0) if extended else length] += 1
    return found


def test_tshark_reads_all_frames_of_a_real_room(server: RunningServer, tmp_path: Path) -> None:
    path = tmp_path / "room.pcapng"
    rows = listed(server).rows
    numbers = tuple(row.number for row in rows)
    done = exported(server, path, FrameExportForm.PCAPNG, numbers=numbers)
    assert done.succeeded, done.sentence
    assert done.sentence == f"{len(rows)} frames were written to {path}."
    expected: Counter[tuple[int, int]] = Counter()
    for row in rows:
        expected[row.first_byte & 0x0F, row.payload_length] += row.receivers
    assert as_tshark_sees(path, server.port) == expected


def test_each_form_has_what_the_filter_lets_through(server: RunningServer, tmp_path: Path) -> None:
    wanted = 'client == "ada" and websocket.opcode == binary'
    path = tmp_path / "binary.jsonl"
    assert exported(server, path, FrameExportForm.JSONL, display_filter=wanted).succeeded
    (line,) = path.read_text("utf-8").splitlines()
    assert json.loads(line)["payload_length"] == 70_000
    har = tmp_path / "binary.har"
    assert exported(server, har, FrameExportForm.HAR, display_filter=wanted).succeeded
    (entry,) = json.loads(har.read_text("utf-8"))["log"]["entries"]
    (message,) = entry["_webSocketMessages"]
    assert message["opcode"] == 2


@pytest.mark.parametrize("form", FrameExportForm)
def test_an_anonymised_copy_has_no_word_of_anybody(
    server: RunningServer, tmp_path: Path, form: FrameExportForm
) -> None:
    plain, anonymous = tmp_path / "plain", tmp_path / "anonymous"
    assert exported(server, plain, form).succeeded
    assert exported(server, anonymous, form, anonymised=True).succeeded
    secrets = [b"hello", b"in pieces", b"127.0.0.1", b'"ada"', b'"bob"']
    there = [secret for secret in secrets if secret in plain.read_bytes()]
    assert there
    assert [secret for secret in there if secret in anonymous.read_bytes()] == []


def test_what_cannot_be_exported_is_said(server: RunningServer, tmp_path: Path) -> None:
    path = tmp_path / "nothing.har"
    done = exported(server, path, FrameExportForm.HAR, display_filter="websocket.opcode ==")
    assert not done.succeeded
    assert done.sentence.startswith("The filter is wrong: ")
    done = exported(server, path, FrameExportForm.HAR, numbers=(999_999,))
    assert done.sentence == "There is no frame to export."
    nowhere = tmp_path / "no such folder" / "room.har"
    done = exported(server, nowhere, FrameExportForm.HAR)
    assert not done.succeeded
    assert "could not be written" in done.sentence
    assert list(tmp_path.iterdir()) == []


def test_the_words_that_may_stay_are_those_of_the_protocol() -> None:
    assert {"type", "said", "nick", "client_id", "frozen", "size_bytes"} <= KEPT_WORDS
    assert "ada" not in KEPT_WORDS
