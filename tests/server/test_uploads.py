"""Files on their way up: whole, in place and said, or nothing of them anywhere."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.frames.wire import frame
from tests.server.files import patterned, png
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.archive.file_store import FileStore, PartialFile
from wschat_gui.bridge.commands import Announce, EverybodyOut, Kick, Mute, SetRoomState
from wschat_gui.bridge.events import (
    ArchiveTrouble,
    ClientMuted,
    LineKind,
    LogLine,
    RoomStateChanged,
)
from wschat_gui.config import Limits
from wschat_gui.frames.header import Opcode

SMALL = Limits(file_bytes=300_000, all_files_bytes=500_000, flood_burst=1_000)


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[RunningServer]:
    """Run a server with small limits that keeps its files where the test can see them."""
    with RunningServer(limits=SMALL, data_dir=tmp_path) as server:
        yield server


def stored(folder: Path) -> list[int]:
    """Return the sizes of all that stands in the folder of files, ascending."""
    return sorted(path.stat().st_size for path in (folder / "files").iterdir())


def await_nothing_stored(folder: Path) -> None:
    files = folder / "files"
    wait_until(lambda: not list(files.iterdir()), PATIENCE_S, "nothing is left of the file")


def offer(client: RawClient, size_bytes: int, **more: object) -> dict[str, Any]:
    """Offer a file and return the answer."""
    fields: dict[str, object] = {"id": "f1", "name": "a.bin", "size_bytes": size_bytes, **more}
    client.send_json(type="offer", **fields)
    return client.read_json()


def send_bytes(client: RawClient, data: bytes) -> None:
    client.send(frame(Opcode.BINARY, data))


def test_a_file_goes_through_and_its_progress_is_told(keeping: RunningServer) -> None:
    content = patterned(300_000)
    with RawClient.page(keeping.port, "ada") as ada, RawClient.page(keeping.port, "bob") as bob:
        assert bob.welcome["file_bytes"] == 300_000
        ada.read_until("joined")
        granted = offer(ada, len(content), text="look", name="photo.jpg")
        assert granted == {"type": "granted", "id": "f1", "chunk_bytes": 65_536}
        for start in range(0, len(content), 65_536):
            send_bytes(ada, content[start : start + 65_536])
        progress = [ada.read_json() for _ in range(2)]
        assert [step["received_bytes"] for step in progress] == [262_144, 300_000]
        said = ada.read_json()
        assert bob.read_json() == said
        assert (said["type"], said["id"], said["text"]) == ("said", "f1", "look")
        assert said["file"]["name"] == "photo.jpg"
        assert said["file"]["media_type"] == "application/octet-stream"  # whatever its name says
        assert len(said["file"]["key"]) == 22
        (path,) = (keeping.settings.data_dir or Path()).joinpath("files").iterdir()
        assert path.read_bytes() == content
        assert path.name == said["file"]["key"]
    line = next(line for line in keeping.events(LogLine) if line.kind is LineKind.SAID)
    assert line.text == "look [photo.jpg]"


def test_a_plain_client_gets_the_address(keeping: RunningServer) -> None:
    with RawClient.plain(keeping.port, "ada") as ada, RawClient.page(keeping.port, "bob") as bob:
        assert ada.read_text() == "Welcome, bob !"
        said = bob.share("a b.png", png(), text="see")
        assert ada.read_text().endswith(
            f"bob say: see [file a b.png, {len(png())} B: /files/{said['file']['key']}/a%20b.png]"
        )


def test_the_order_of_other_messages_is_kept_while_a_file_is_saved(keeping: RunningServer) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        ada.send_file("a.bin", patterned(200_000))
        for number in range(5):
            ada.send_json(type="say", id=f"s{number}", text=str(number))
        said = [ada.read_until("said") for _ in range(6)]
        assert [event["seq"] for event in said] == list(range(1, 7))
        assert [event["text"] for event in said if "file" not in event] == list("01234")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\r\nSet-Cookie: x=1", "Set-Cookie_ x=1"),
        ("", "file"),
        ("a" * 500 + ".jpeg", "a" * 115 + ".jpeg"),
    ],
)
def test_names_are_made_harmless(keeping: RunningServer, name: str, cleaned: str) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        said = ada.share(name, b"x", id="f1")
        assert said["file"]["name"] == cleaned
        assert len(stored(keeping.settings.data_dir or Path())) == 1


@pytest.mark.parametrize(
    ("size_bytes", "code"),
    [(0, "file_broken"), (300_001, "file_too_large"), (10**15, "file_too_large")],
)
def test_what_is_too_large_is_refused_before_it_comes(
    keeping: RunningServer, size_bytes: int, code: str
) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        refused = offer(ada, size_bytes)
        assert (refused["code"], refused["id"]) == (code, "f1")
        send_bytes(ada, b"anyway")
        assert ada.read_json()["code"] == "binary_unexpected"


def test_the_quota_counts_what_is_under_way(keeping: RunningServer) -> None:
    with RawClient.page(keeping.port, "ada") as ada, RawClient.page(keeping.port, "bob") as bob:
        ada.read_until("joined")
        assert offer(ada, 300_000)["type"] == "granted"
        assert offer(bob, 300_000)["code"] == "files_full"
        ada.send_json(type="cancel", id="f1")
        ada.send_json(type="say", id="s", text="cancelled")
        assert bob.read_until("said")["text"] == "cancelled"
        assert bob.share("b.bin", patterned(300_000), id="f2")["file"]["size_bytes"] == 300_000
        ada.send_json(type="offer", id="f3", name="c.bin", size_bytes=300_000)
        assert ada.read_until("refused")["code"] == "files_full"


def test_files_can_be_switched_off_and_on() -> None:
    with RunningServer(files_allowed=False) as server, RawClient.page(server.port, "ada") as ada:
        assert ada.welcome["file_bytes"] == 0
        assert offer(ada, 10)["code"] == "files_off"
        server.post(replace(server.settings, files_allowed=True))
        server.post(Announce("You may"))
        ada.read_until("announced")
        assert ada.share("a.bin", b"now")["file"]["size_bytes"] == 3


def test_who_has_not_joined_can_send_no_file(keeping: RunningServer) -> None:
    with RawClient(keeping.port) as lurker:
        lurker.upgrade("/", ("Sec-WebSocket-Protocol: wschat.v1",))
        assert offer(lurker, 10)["code"] == "not_joined"


def test_one_file_at_a_time(keeping: RunningServer) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        assert offer(ada, 10)["type"] == "granted"
        second = offer(ada, 10, id="f2")
        assert (second["code"], second["id"]) == ("file_broken", "f2")
        send_bytes(ada, b"0123456789")
        assert ada.read_until("said")["id"] == "f1"


def test_an_offer_that_was_said_already_is_answered_with_it(keeping: RunningServer) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        said = ada.share("a.bin", b"once", id="f1")
        assert offer(ada, 4) == said
        assert stored(keeping.settings.data_dir or Path()) == [4]


def test_more_than_announced_breaks_it_off(keeping: RunningServer, tmp_path: Path) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        assert offer(ada, 10)["type"] == "granted"
        send_bytes(ada, b"0123456789x")
        refused = ada.read_json()
        assert (refused["code"], refused["id"]) == ("file_broken", "f1")
        await_nothing_stored(tmp_path)


@pytest.mark.parametrize("how", ["cancel", "drop", "close", "kick", "everybody out"])
def test_of_a_broken_upload_nothing_is_left(
    keeping: RunningServer, tmp_path: Path, how: str
) -> None:
    with RawClient.page(keeping.port, "bob") as bob:
        with RawClient.page(keeping.port, "ada") as ada:
            assert offer(ada, 100_000)["type"] == "granted"
            send_bytes(ada, bytes(50_000))
            wait_until(lambda: stored(tmp_path) == [50_000], PATIENCE_S, "half of it is there")
            match how:
                case "cancel":
                    ada.send_json(type="cancel", id="f1")
                case "close":
                    ada.close()
                case "kick":
                    keeping.post(Kick(ada.welcome["client_id"], ""))
                case "everybody out":
                    keeping.post(EverybodyOut(""))
                case _:
                    ada.socket.close()
            await_nothing_stored(tmp_path)
        assert not [e for e in bob.welcome["history"] if "file" in e]


def test_cancelling_another_upload_is_nothing(keeping: RunningServer) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        assert offer(ada, 10)["type"] == "granted"
        ada.send_json(type="cancel", id="f0")
        send_bytes(ada, b"0123456789")
        assert ada.read_until("said")["id"] == "f1"


def test_a_stalled_upload_is_dropped_and_its_late_bytes_are_overlooked(tmp_path: Path) -> None:
    limits = Limits(upload_stall_s=0.1)
    with (
        RunningServer(limits=limits, data_dir=tmp_path) as server,
        RawClient.page(server.port, "ada") as ada,
    ):
        assert offer(ada, 100)["type"] == "granted"
        send_bytes(ada, bytes(50))
        refused = ada.read_until("refused")
        assert (refused["code"], refused["id"]) == ("file_broken", "f1")
        assert not stored(tmp_path)
        send_bytes(ada, bytes(50))
        send_bytes(ada, b"x")
        assert ada.read_json()["code"] == "binary_unexpected"


def test_a_restart_leaves_no_half_files(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / ("K" * 22 + ".part")).write_bytes(b"half")
    with RunningServer(data_dir=tmp_path):
        assert stored(tmp_path) == []


def test_a_file_under_way_when_files_are_switched_off_is_not_said(
    keeping: RunningServer, tmp_path: Path
) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        assert offer(ada, 10)["type"] == "granted"
        keeping.post(replace(keeping.settings, files_allowed=False))
        assert ada.read_until("limits")["file_bytes"] == 0
        send_bytes(ada, b"0123456789")
        assert ada.read_until("refused")["code"] == "files_off"
        await_nothing_stored(tmp_path)


@pytest.mark.parametrize("command", [Mute(1, None, ""), SetRoomState(True, 0, False)])
def test_who_may_not_speak_any_more_has_no_file_said(
    keeping: RunningServer, tmp_path: Path, command: Mute | SetRoomState
) -> None:
    with RawClient.page(keeping.port, "ada") as ada:
        assert offer(ada, 10)["type"] == "granted"
        keeping.post(command)
        keeping.event(ClientMuted if isinstance(command, Mute) else RoomStateChanged)
        send_bytes(ada, b"0123456789")
        assert ada.read_until("refused")["id"] == "f1"
        await_nothing_stored(tmp_path)


def test_a_full_disk_is_told_and_the_room_goes_on(
    keeping: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with RawClient.page(keeping.port, "ada") as ada:
        assert offer(ada, 10)["type"] == "granted"
        monkeypatch.setattr(os, "fsync", no_room)
        send_bytes(ada, b"0123456789")
        refused = ada.read_until("refused")
        assert (refused["code"], refused["id"]) == ("file_broken", "f1")
        assert "not being saved" in keeping.event(ArchiveTrouble).sentence
        assert not stored(tmp_path)
        monkeypatch.undo()
        assert ada.share("b.bin", b"later")["seq"] == 1
        assert keeping.event(ArchiveTrouble, 2).sentence == ""


def test_who_leaves_while_its_file_is_being_saved_has_said_nothing(
    keeping: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = PartialFile.finish

    def finish_late(part: PartialFile, file: object) -> None:
        wait_until(lambda: not keeping.figures().members, PATIENCE_S, "she has left")
        finish(part, file)  # type: ignore[arg-type]

    monkeypatch.setattr(PartialFile, "finish", finish_late)
    with RawClient.page(keeping.port, "ada") as ada:
        assert offer(ada, 10)["type"] == "granted"
        send_bytes(ada, b"0123456789")
        assert ada.read_json()["received_bytes"] == 10
    await_nothing_stored(tmp_path)
    with RawClient.page(keeping.port, "bob") as bob:
        assert bob.welcome["history"] == []


def test_who_leaves_while_its_refused_file_is_being_removed_is_told_nothing(
    keeping: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = FileStore.remove
    removing = threading.Event()

    def remove_late(store: FileStore, keys: Collection[str]) -> None:
        removing.set()
        wait_until(lambda: not keeping.figures().members, PATIENCE_S, "she has left")
        remove(store, keys)

    monkeypatch.setattr(FileStore, "remove", remove_late)
    with RawClient.page(keeping.port, "ada") as ada:
        assert offer(ada, 10)["type"] == "granted"
        keeping.post(Mute(1, None, ""))
        keeping.event(ClientMuted)
        send_bytes(ada, b"0123456789")
        assert removing.wait(PATIENCE_S)
    await_nothing_stored(tmp_path)
