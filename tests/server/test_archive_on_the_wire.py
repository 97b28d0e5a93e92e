"""The transcript as clients and the window meet it: restarts, scrolling back, deletion, faults."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest

from tests.frames.wire import frame
from tests.server.files import path_of
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from wschat_gui.archive import saving
from wschat_gui.archive.deletion import Deletion
from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task
from wschat_gui.archive.housekeeper import Housekeeper
from wschat_gui.archive.reader import Reader
from wschat_gui.archive.transcript import Transcript
from wschat_gui.bridge import commands
from wschat_gui.bridge.events import (
    ArchiveTrouble,
    AroundAnswered,
    ClientClosed,
    ExportEnded,
    ExportProgress,
    Forgotten,
    SearchAnswered,
)
from wschat_gui.config import Keep, KeepFor, Limits
from wschat_gui.frames.header import Opcode
from wschat_gui.model.troubles import LOST_TASK

MANY = Limits(flood_burst=10_000, history_in_memory=50)


@contextmanager
def keeping(
    folder: Path, limits: Limits = MANY, keep: Keep | None = None
) -> Iterator[RunningServer]:
    with RunningServer(limits=limits, data_dir=folder, keep=keep or Keep()) as server:
        yield server


def say(client: RawClient, texts: list[str]) -> list[int]:
    """Say all of these and return their `seq`."""
    for text in texts:
        client.send_json(type="say", id=f"id {text}"[:64], text=text)
    return [client.read_until("said")["seq"] for _ in texts]


def seqs(events: list[dict[str, object]]) -> list[object]:
    return [event["seq"] for event in events]


def test_a_page_resumes_across_a_restart_of_the_host(tmp_path: Path) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        assert say(ada, ["one", "two", "three"]) == [1, 2, 3]
        held = ada.welcome
    resume = {"token": held["token"], "epoch": held["epoch"], "last_seq": 1}
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada", **resume) as ada:
        assert ada.welcome["epoch"] == held["epoch"]
        assert seqs(ada.welcome["history"]) == [2, 3]
        assert ada.welcome["complete"] is True
        assert ada.welcome["client_id"] > held["client_id"]
        assert say(ada, ["four"]) == [4]


def test_a_newcomer_scrolls_back_to_the_beginning(tmp_path: Path) -> None:
    with keeping(tmp_path) as server:
        with RawClient.page(server.port, "ada") as ada:
            say(ada, [f"message {number}" for number in range(1, 401)])
        with RawClient.page(server.port, "bob") as bob:
            shown = seqs(bob.welcome["history"])
            assert shown == list(range(351, 401))  # all that this room holds in memory
            more = True
            while more:
                bob.send_json(type="older", before_seq=shown[0])
                earlier = bob.read_until("earlier")
                assert earlier["before_seq"] == shown[0]
                shown = seqs(earlier["events"]) + shown
                more = earlier["more"]
            assert shown == list(range(1, 401))


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Return an event: as long as it is set, the transcript cannot be read by anybody new."""
    holds = Event()
    readable = Transcript.reader

    def reader(transcript: Transcript) -> Reader:
        if holds.is_set():
            raise ArchiveFault(Task.READING, FaultKind.LOCKED, transcript.files.transcript)
        return readable(transcript)

    monkeypatch.setattr(Transcript, "reader", reader)
    return holds


def test_what_cannot_be_read_is_not_taken_for_the_beginning(
    tmp_path: Path, unreadable: Event
) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        say(ada, [f"message {number}" for number in range(1, 101)])
        unreadable.set()
        ada.send_json(type="older", before_seq=51)
        assert server.event(ArchiveTrouble).task == Task.READING
        unreadable.clear()
        assert seqs(ada.read_until("earlier")["events"]) == list(range(1, 51))
        assert server.event(ArchiveTrouble, 2) == ArchiveTrouble(Task.READING, "")  # over


def test_a_page_that_waits_for_what_cannot_be_read_may_leave(
    tmp_path: Path, unreadable: Event
) -> None:
    with keeping(tmp_path) as server:
        with RawClient.page(server.port, "ada") as ada:
            say(ada, [f"message {number}" for number in range(1, 101)])
            unreadable.set()
            ada.send_json(type="older", before_seq=51)
            server.event(ArchiveTrouble)
        # It is waited for no longer, nor does the room wait for it at its end.
        assert server.event(ClientClosed).client_id == 1


def test_scrolling_back_without_an_archive_ends_with_the_memory() -> None:
    with RunningServer(limits=MANY) as server, RawClient.page(server.port, "ada") as ada:
        say(ada, [f"message {number}" for number in range(1, 101)])
        ada.send_json(type="older", before_seq=60)
        earlier = ada.read_until("earlier")
        assert (seqs(earlier["events"]), earlier["more"]) == (list(range(51, 60)), False)


def test_who_missed_more_than_is_held_is_told_so(tmp_path: Path) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        epoch = ada.welcome["epoch"]
        say(ada, [f"message {number}" for number in range(1, 101)])
        with RawClient.page(server.port, "bob", epoch=epoch, last_seq=10) as bob:
            assert bob.welcome["complete"] is False
            assert seqs(bob.welcome["history"]) == list(range(51, 101))


@pytest.mark.parametrize("archived", [True, False])
def test_a_deletion_reaches_every_page_and_those_that_come_later(
    tmp_path: Path, archived: bool
) -> None:
    folder = tmp_path if archived else None
    with (
        RunningServer(limits=MANY, data_dir=folder) as server,
        RawClient.page(server.port, "ada") as ada,
        RawClient.page(server.port, "bob") as bob,
    ):
        say(ada, ["keep 1", "drop 2", "keep 3"])
        say(bob, ["drop 4", "drop 5"])
        server.post(commands.DeleteMessage(seq=2))
        assert ada.read_until("deleted")["ranges"] == [[2, 2]]
        server.post(commands.DeleteOfClient(client_id=2))
        assert ada.read_until("deleted")["ranges"] == [[4, 5]]
        assert server.event(Forgotten, 2).ranges == ((4, 5),)
        with RawClient.page(server.port, "carol") as carol:
            assert seqs(carol.welcome["history"]) == [1, 3]
            assert carol.welcome["gone"] == [[2, 2], [4, 5]]
        assert say(ada, ["goes on"]) == [6]


def test_without_an_archive_everything_is_also_what_memory_has_forgotten() -> None:
    limits = Limits(flood_burst=100, history_in_memory=2)
    with RunningServer(limits=limits) as server, RawClient.page(server.port, "ada") as ada:
        path = path_of(ada.share("a.bin", b"secret"))
        say(ada, ["two", "three", "four"])
        server.post(commands.DeleteEverything())
        assert ada.read_until("deleted")["ranges"] == [[1, 4]]
        assert server.event(Forgotten).ranges == ((1, 4),)
        with RawClient(server.port) as asking:
            asking.request(path)
            assert asking.read_head()[0] == 404


def test_deleting_everything_does_not_turn_the_numbers_back(tmp_path: Path) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        say(ada, ["secret one", "secret two"])
        server.post(commands.DeleteEverything())
        assert ada.read_until("deleted")["ranges"] == [[1, 2]]
    assert not any(b"secret" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        assert ada.welcome["history"] == []
        assert say(ada, ["after"]) == [3]


def test_kept_until_the_room_closes_is_gone_after_it(tmp_path: Path) -> None:
    until_close = Keep(how_long=KeepFor.UNTIL_CLOSE)
    with keeping(tmp_path, keep=until_close) as server, RawClient.page(server.port, "ada") as ada:
        say(ada, ["for today only"])
    assert not any(
        b"for today" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    )


def test_the_window_searches_and_sees_a_hit_in_its_context(tmp_path: Path) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        say(ada, ["nothing", "the needle is here", "nothing more", "针在这里"])
        server.post(commands.Search(number=1, words="needle"))
        answer = server.event(SearchAnswered)
        assert [(line.seq, line.text, line.nick) for line in answer.lines] == [
            (2, "the needle is here", "ada")
        ]
        server.post(commands.Search(number=2, words="针在"))
        assert [line.seq for line in server.event(SearchAnswered, 2).lines] == [4]
        server.post(commands.ShowAround(number=3, seq=2))
        around = server.event(AroundAnswered)
        assert [line.seq for line in around.lines] == [1, 2, 3, 4]


@pytest.mark.parametrize("form", ["txt", "jsonl", "csv", "html"])
def test_the_window_exports(tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    with keeping(tmp_path / "data") as server, RawClient.page(server.port, "ada") as ada:
        say(ada, ["one", "two"])
        server.post(commands.Export(str(target), form))
        assert server.event(ExportEnded).sentence == f"2 messages were written to {target}."
        assert server.events(ExportProgress)[-1] == ExportProgress(2, 2)
    assert "two" in target.read_text("utf-8")


def test_what_only_an_archive_can_do_is_answered_without_one() -> None:
    with RunningServer() as server:
        server.post(commands.Search(number=1, words="x"))
        server.post(commands.Export("nowhere", "txt"))
        assert "Nothing is saved here" in server.event(SearchAnswered).trouble
        assert "Nothing is saved here" in server.event(ExportEnded).sentence


def test_where_nothing_can_be_saved_the_chat_goes_on_and_says_so(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    with keeping(in_the_way / "data") as server, RawClient.page(server.port, "ada") as ada:
        trouble = server.event(ArchiveTrouble)
        assert trouble.sentence.startswith("Messages are not being saved: ")
        assert say(ada, ["goes on"]) == [1]


def test_a_second_host_on_the_same_folder_does_not_save(tmp_path: Path) -> None:
    with keeping(tmp_path) as first, keeping(tmp_path) as second:
        assert "another WSChat host" in second.event(ArchiveTrouble).sentence
        assert not first.events(ArchiveTrouble)
        with RawClient.page(second.port, "ada") as ada:
            assert say(ada, ["not saved"]) == [1]
    with keeping(tmp_path) as server, RawClient.page(server.port, "bob") as bob:
        assert bob.welcome["history"] == []


def test_a_damaged_transcript_is_set_aside(tmp_path: Path) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        say(ada, ["before the damage"])
    (transcript,) = tmp_path.glob("transcript.sqlite3")
    damaged = b"not a database at all" * 100
    transcript.write_bytes(damaged)
    with keeping(tmp_path) as server:
        assert "set aside" in server.event(ArchiveTrouble).sentence
        with RawClient.page(server.port, "ada") as ada:
            assert say(ada, ["after the damage"]) == [1]
    assert any(path.read_bytes() == damaged for path in tmp_path.glob("*corrupt*"))


def test_stopping_with_an_archive_is_over_in_three_seconds(tmp_path: Path) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        say(ada, [f"message {number}" for number in range(200)])
        server.post(commands.Export(str(tmp_path / "out.txt"), "txt"))
        server.thread.request_stop()
        assert server.thread.join(min(3.0, PATIENCE_S))


def test_what_could_not_be_saved_a_moment_ago_is_saved_when_the_room_closes(
    tmp_path: Path,
) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        say(ada, ["saved at once"])
        with closing(sqlite3.connect(tmp_path / "transcript.sqlite3")) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            say(ada, ["saved at last"])
            assert "not being saved" in server.event(ArchiveTrouble).sentence
            other.execute("ROLLBACK")
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        assert seqs(ada.welcome["history"]) == [1, 2]


def test_what_is_to_be_deleted_is_saved_first_so_that_it_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = Housekeeper.delete
    saved: list[int] = []

    def note_and_delete(housekeeper: Housekeeper, deletion: Deletion) -> None:
        with closing(sqlite3.connect(tmp_path / "transcript.sqlite3")) as file:
            saved.extend(file.execute("SELECT seq FROM message").fetchone() or ())
        delete(housekeeper, deletion)

    monkeypatch.setattr(Housekeeper, "delete", note_and_delete)
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        say_it = b'{"type": "say", "id": "s", "text": "oops"}'
        take_it_back = b'{"type": "retract", "seq": 1}'
        # In one piece, so that both come in before the tick ends.
        ada.send(frame(Opcode.TEXT, say_it) + frame(Opcode.TEXT, take_it_back))
        assert ada.read_until("deleted")["ranges"] == [[1, 1]]
    assert saved == [1]


def test_what_cannot_be_saved_yet_is_deleted_when_it_is(tmp_path: Path) -> None:
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        with closing(sqlite3.connect(tmp_path / "transcript.sqlite3")) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            say(ada, ["an insult"])
            server.post(commands.DeleteMessage(seq=1))
            server.figures()
            other.execute("ROLLBACK")
        assert ada.read_until("deleted")["ranges"] == [[1, 1]]


def test_what_is_lost_at_closing_is_told_and_its_number_belongs_to_an_epoch_that_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    server = RunningServer(limits=MANY, data_dir=tmp_path)
    with monkeypatch.context() as patch, server, RawClient.page(server.port, "ada") as ada:
        patch.setattr(saving, "insert", full)
        assert say(ada, ["one", "two"]) == [1, 2]
        epoch = ada.welcome["epoch"]
    lost = [trouble for trouble in server.events(ArchiveTrouble) if trouble.task == LOST_TASK]
    assert [trouble.sentence for trouble in lost] == [
        "The last 2 messages could not be saved: they are lost."
    ]
    with keeping(tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        assert say(ada, ["three"]) == [1]
        assert ada.welcome["epoch"] != epoch
        assert server.events(ArchiveTrouble) == []
