"""What becomes of a message after it was said, and what is said to one alone, on real sockets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from wschat_gui.bridge.commands import DeleteOfClient, TellPrivately
from wschat_gui.bridge.events import Forgotten, LineKind, LogLine
from wschat_gui.config import Limits


def say(client: RawClient, text: str) -> int:
    """Say something and return its `seq`."""
    client.send_json(type="say", id=f"id {text}", text=text)
    seq: int = client.read_until("said")["seq"]
    return seq


@pytest.mark.parametrize("archived", [True, False])
def test_an_edit_is_seen_by_all_and_by_who_comes_later(tmp_path: Path, archived: bool) -> None:
    with (
        RunningServer(data_dir=tmp_path if archived else None) as server,
        RawClient.page(server.port, "ada") as ada,
        RawClient.plain(server.port, "bob") as bob,
    ):
        ada.read_until("joined")
        seq = say(ada, "teh cat")
        assert bob.read_text().endswith("teh cat")
        ada.send_json(type="edit", seq=seq, text="the cat")
        edited = ada.read_json()
        assert (edited["type"], edited["seq"], edited["target"]) == ("edited", 2, seq)
        assert re.fullmatch(r"\* \d\d:\d\d:\d\d ada corrected: the cat", bob.read_text())
        with RawClient.page(server.port, "carol") as carol:
            said, amended = carol.welcome["history"]
            assert (said["text"], said["edited_ms"]) == ("the cat", edited["at_ms"])
            assert amended["target"] == seq
        line = next(line for line in server.events(LogLine) if line.kind is LineKind.EDITED)
        assert (line.seq, line.nick, line.text) == (seq, "ada", "the cat")


def test_only_who_said_it_may_change_it(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada, RawClient.page(server.port, "bob") as bob:
        seq = say(ada, "mine")
        bob.read_until("said")
        for request in ("edit", "retract"):
            more = {"text": "yours"} if request == "edit" else {}
            bob.send_json(type=request, seq=seq, **more)
            assert bob.read_json()["code"] == "not_yours"


def test_an_edit_comes_too_late() -> None:
    with (
        RunningServer(limits=Limits(edit_s=0)) as server,
        RawClient.page(server.port, "ada") as ada,
    ):
        ada.send_json(type="edit", seq=say(ada, "stands"), text="falls")
        assert ada.read_json()["code"] == "too_late"


@pytest.mark.parametrize("archived", [True, False])
def test_a_message_is_taken_back_with_all_that_is_about_it(tmp_path: Path, archived: bool) -> None:
    with (
        RunningServer(data_dir=tmp_path if archived else None) as server,
        RawClient.page(server.port, "ada") as ada,
        RawClient.page(server.port, "bob") as bob,
    ):
        ada.read_until("joined")
        seq = say(ada, "oops")
        bob.send_json(type="react", seq=seq, emoji="👍", on=True)
        ada.send_json(type="edit", seq=seq, text="oops!")
        ada.read_until("edited")
        ada.send_json(type="retract", seq=seq)
        assert ada.read_until("deleted")["ranges"] == [[1, 3]]
        assert server.event(Forgotten).ranges == ((1, 3),)
        with RawClient.page(server.port, "carol") as carol:
            assert carol.welcome["history"] == []
            assert carol.welcome["gone"] == [[1, 3]]


@pytest.mark.parametrize("archived", [True, False])
def test_all_that_a_person_said_goes_with_it_as_whatever_client(
    tmp_path: Path, archived: bool
) -> None:
    with (
        RunningServer(data_dir=tmp_path if archived else None) as server,
        RawClient.page(server.port, "bob") as bob,
    ):
        for _ in range(2):
            with RawClient.page(server.port, "ada", device="phone") as ada:
                say(ada, "again")
        say(bob, "stays")
        server.post(DeleteOfClient(client_id=3))
        assert bob.read_until("deleted")["ranges"] == [[1, 2]]


def test_a_reaction_reaches_pages_and_no_terminal(server: RunningServer) -> None:
    with (
        RawClient.plain(server.port, "bob") as bob,
        RawClient.page(server.port, "ada") as ada,
    ):
        assert bob.read_text() == "Welcome, ada !"
        seq = say(ada, "nice")
        ada.send_json(type="react", seq=seq, emoji="👍", on=True)
        reacted = ada.read_json()
        assert (reacted["type"], reacted["target"], reacted["emoji"]) == ("reacted", seq, "👍")
        ada.send_json(type="typing")
        assert ada.read_json() == {"type": "typing", "client_id": 2}
        say(ada, "next")
        assert bob.read_text().endswith("ada say: nice")
        assert bob.read_text().endswith("ada say: next")
        kinds = [line.kind for line in server.events(LogLine)]
        assert kinds == [LineKind.JOINED] * 2 + [LineKind.SAID] * 2


def test_a_whisper_reaches_one_person_and_nobody_else(tmp_path: Path) -> None:
    with (
        RunningServer(data_dir=tmp_path) as server,
        RawClient.page(server.port, "eve") as eve,
        RawClient.page(server.port, "ada") as ada,
        RawClient.plain(server.port, "bob") as bob,
    ):
        people = {person["nick"]: person for person in ada.welcome["roster"]}
        bob_joined = ada.read_until("joined")
        ada.send_json(type="whisper", id="w1", to=bob_joined["person_id"], text="just you")
        whispered = ada.read_json()
        assert (whispered["type"], whispered["text"]) == ("whispered", "just you")
        assert (whispered["sender"]["nick"], whispered["recipient"]["nick"]) == ("ada", "bob")
        assert re.fullmatch(r"\* \d\d:\d\d:\d\d ada whispers: just you", bob.read_text())
        # Sent again after a drop of the line, it is answered and not said twice.
        ada.send_json(type="whisper", id="w1", to=bob_joined["person_id"], text="just you")
        assert ada.read_json() == whispered
        ada.send_json(type="whisper", id="w2", to="nobody..", text="hello?")
        assert ada.read_json()["code"] == "nobody_there"
        assert people.keys() == {"eve", "ada"}
        say(ada, "aloud")
        while (heard := eve.read_json())["type"] != "said":
            assert "just you" not in str(heard)
        lines = [line for line in server.events(LogLine) if line.kind is LineKind.WHISPERED]
        assert [(line.nick, line.text) for line in lines] == [("ada", "ada → bob")]
        token = ada.welcome["token"]
        with RawClient.page(server.port, "ada", token=token) as again:
            assert again.welcome["whispers"] == [whispered]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"just you" in path.read_bytes() for path in files)


def test_the_host_whispers_too(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        server.await_clients(1)
        server.post(TellPrivately(1, "Please mute your phone"))
        whispered = ada.read_json()
        assert whispered["text"] == "Please mute your phone"
        assert whispered["sender"]["client_id"] == 0
        line = server.event(LogLine, 2)
        assert (line.kind, line.text) == (LineKind.WHISPERED, "Host → ada")
