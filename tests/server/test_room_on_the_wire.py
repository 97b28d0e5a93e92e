"""Both dialects in one room, as clients see them on the wire."""

from __future__ import annotations

import json
import re

import pytest

from tests.frames.wire import frame
from tests.server.acts import PAGE
from tests.server.raw_client import Ended, RawClient
from tests.server.running import RunningServer
from wschat_gui.bridge.commands import Announce, Kick
from wschat_gui.bridge.events import ClientClosed, ClientNamed, ClientOpened, LineKind, LogLine
from wschat_gui.config import Limits
from wschat_gui.frames.header import Opcode


def test_a_page_and_a_plain_client_hear_each_other(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as ada, RawClient.page(server.port, "bob") as bob:
        roster = [(person["client_id"], person["nick"]) for person in bob.welcome["roster"]]
        assert roster == [(1, "ada"), (2, "bob")]
        assert ada.read_text() == "Welcome, bob !"
        ada.say("from the terminal")
        said = bob.read_json()
        assert (said["type"], said["seq"], said["nick"]) == ("said", 1, "ada")
        assert re.fullmatch(r"\d\d:\d\d:\d\d ada say: from the terminal", ada.read_text())
        bob.send_json(type="say", id="b1", text="from the page")
        assert bob.read_json()["id"] == "b1"
        assert re.fullmatch(r"\d\d:\d\d:\d\d bob say: from the page", ada.read_text())


def test_quit_says_goodbye_to_all_and_closes(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as ada, RawClient.page(server.port, "bob") as bob:
        assert ada.read_text() == "Welcome, bob !"
        ada.say("quit")
        assert re.fullmatch(r"\d\d:\d\d:\d\d ada say: ada Logout", ada.read_text())
        assert ada.read_close() == (1000, "")
        assert bob.read_json() == {"type": "left", "client_id": 1, "nick": "ada", "cause": "left"}


def test_plain_commands(server: RunningServer) -> None:
    with RawClient.plain(server.port) as client:
        client.say("/nick grace")
        assert client.read_text() == f"* {client.address} is now grace."
        client.say("/who")
        assert client.read_text() == "* Here: grace"
        client.say("/help")
        assert client.read_text().startswith("* ")


def test_a_newcomer_gets_the_history_once_and_what_follows_once(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        for number in range(8):
            ada.send_json(type="say", id=f"a{number}", text=f"before {number}")
        # In one piece with the last: join and speech fall into one tick of the server.
        with RawClient.page(server.port, "bob") as bob:
            heard = [event["seq"] for event in bob.welcome["history"]]
            bob.send_json(type="say", id="b0", text="the last")
            while not heard or heard[-1] < 9:
                heard.append(bob.read_until("said")["seq"])
            assert heard == list(range(1, 10))


def test_a_page_resumes_with_just_what_it_missed(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        with RawClient.page(server.port, "bob") as bob:
            ada.send_json(type="say", id="a1", text="heard")
            assert bob.read_until("said")["seq"] == 1
            held = bob.welcome
        for number in (2, 3):
            ada.send_json(type="say", id=f"a{number}", text="missed")
        while ada.read_until("said")["seq"] < 3:
            pass
        resume = {"token": held["token"], "epoch": held["epoch"], "last_seq": 1}
        with RawClient.page(server.port, "bob", **resume) as again:
            assert [event["seq"] for event in again.welcome["history"]] == [2, 3]
            assert again.welcome["complete"] is True
            assert again.welcome["nick"] == "bob"


def test_a_resent_message_is_not_said_twice(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada, RawClient.page(server.port, "bob") as bob:
        assert ada.read_until("joined")["nick"] == "bob"
        for _ in range(3):
            ada.send_json(type="say", id="same", text="once")
        ada.send_json(type="say", id="other", text="twice")
        assert [bob.read_json()["seq"] for _ in range(2)] == [1, 2]
        # The sender is told each time that it is said, so that it can stop resending.
        assert sorted(ada.read_json()["seq"] for _ in range(4)) == [1, 1, 1, 2]


def test_ones_own_ghost_gives_the_nick_back_at_once(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ghost:
        token = ghost.welcome["token"]
        with RawClient.page(server.port, "ada", token=token) as again:
            assert again.welcome["nick"] == "ada"
            assert ghost.read_close()[0] == 4004
            roster = [(person["client_id"], person["nick"]) for person in again.welcome["roster"]]
            assert roster == [(2, "ada")]


@pytest.mark.parametrize(
    "text",
    ["no JSON", "[]", '{"type":"dance"}', '{"type":"say","text":"x"}', '{"type":"join"}', ""],
)
def test_anything_malformed_is_refused_and_the_connection_lives(
    server: RunningServer, text: str
) -> None:
    with RawClient.page(server.port, "ada") as ada:
        ada.say(text)
        refused = ada.read_json()
        assert (refused["type"], refused["code"]) == ("refused", "malformed")
        assert refused["text"]
        ada.send_json(type="say", id="1", text="still here")
        assert ada.read_json()["text"] == "still here"


def test_a_binary_message_is_refused_and_the_connection_lives(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        ada.send(frame(Opcode.BINARY, b"file?"))
        assert ada.read_json()["code"] == "binary_unexpected"


def test_who_has_not_joined_cannot_speak_or_listen(server: RunningServer) -> None:
    with RawClient(server.port) as lurker, RawClient.page(server.port, "ada") as ada:
        lurker.upgrade("/", ("Sec-WebSocket-Protocol: wschat.v1",))
        ada.send_json(type="say", id="1", text="secret")
        assert ada.read_json()["text"] == "secret"
        lurker.send_json(type="say", id="1", text="hello?")
        assert lurker.read_json()["code"] == "not_joined"


def test_kick_shows_the_reason_and_the_others_see_it() -> None:
    with (
        RunningServer(limits=Limits(undo_s=0)) as server,
        RawClient.page(server.port, "ada") as ada,
        RawClient.page(server.port, "bob") as bob,
    ):
        server.await_clients(2)
        server.post(Kick(client_id=1, reason="enough"))
        assert ada.read_until("joined")["nick"] == "bob"
        dismissed = ada.read_json()
        assert (dismissed["type"], dismissed["close_code"]) == ("dismissed", 4001)
        assert ada.read_close() == (4001, "enough")
        assert bob.read_json() == {"type": "left", "client_id": 1, "nick": "ada", "cause": "kicked"}
        closed = server.event(ClientClosed)
        assert (closed.client_id, closed.cause, closed.close_code) == (1, "kicked", 4001)


def test_a_long_kick_reason_is_cut_between_characters(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as ada:
        server.await_clients(1)
        server.post(Kick(client_id=1, reason="ü" * 100))
        assert ada.read_text() == f"* The host has kicked you: {'ü' * 100}"
        assert ada.read_close() == (4001, "ü" * 61)


def test_kicking_somebody_who_is_gone_does_nothing(server: RunningServer) -> None:
    server.post(Kick(client_id=99, reason=""))
    with RawClient.plain(server.port, "ada") as ada:
        ada.say("fine")
        assert ada.read_text().endswith("fine")


def test_an_announcement_reaches_everybody_and_is_kept(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as ada, RawClient.page(server.port, "bob") as bob:
        assert ada.read_text() == "Welcome, bob !"
        server.post(Announce("Break until ten"))
        assert ada.read_text().endswith("Announcement: Break until ten")
        announced = bob.read_json()
        assert (announced["type"], announced["seq"]) == ("announced", 1)
        with RawClient.page(server.port, "carol") as carol:
            assert [event["text"] for event in carol.welcome["history"]] == ["Break until ten"]


def test_the_room_code_is_asked_for_in_both_dialects() -> None:
    with RunningServer(room_code="sesame") as server:
        with RawClient(server.port) as plain:
            plain.upgrade("/?nick=ada")
            assert plain.read_text() == "* This room asks for its code."
            assert plain.read_close()[0] == 4003
        with RawClient.page(server.port, "bob", code="wrong") as page:
            assert page.welcome["code"] == "wrong_code"
            assert page.read_close() == (4003, "The room code is wrong.")
        with RawClient.page(server.port, "bob", code="sesame") as page:
            assert page.welcome["type"] == "welcome"
        with RawClient(server.port) as plain:
            plain.upgrade("/?nick=ada&code=sesame")
            assert plain.read_text() == "Welcome, ada !"


def test_guessing_the_code_shuts_the_door() -> None:
    limits = Limits(wrong_codes=3)
    with RunningServer(room_code="sesame", limits=limits) as server:
        for _ in range(3):
            with RawClient.page(server.port, "eve", code="guess") as eve:
                assert eve.welcome["code"] == "wrong_code"
        with RawClient.page(server.port, "eve", code="sesame") as eve:
            assert eve.welcome["text"].startswith("Too many wrong room codes.")


def test_flooding_is_warned_then_muted_and_hurts_nobody_else(server: RunningServer) -> None:
    with RawClient.page(server.port, "eve") as eve, RawClient.plain(server.port, "ada") as ada:
        eve.send(
            b"".join(
                frame(Opcode.TEXT, json.dumps({"type": "say", "id": str(n), "text": "x"}).encode())
                for n in range(12)
            )
        )
        eve.read_until("joined")
        answers = [eve.read_json() for _ in range(12)]
        refused = [(a["code"], a["id"]) for a in answers if a["type"] == "refused"]
        assert refused == [("too_fast", "8"), ("muted", "9"), ("muted", "10"), ("muted", "11")]
        ada.say("I may")
        while not ada.read_text().endswith("ada say: I may"):
            pass


def test_the_window_learns_who_is_called_what(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        opened = server.event(ClientOpened)
        assert (opened.address, opened.kind) == (ada.address, "page")
        assert server.event(ClientNamed) == ClientNamed(1, "ada")
        ada.send_json(type="rename", nick="grace")
        assert ada.read_json()["nick"] == "grace"
        assert server.event(ClientNamed, 2) == ClientNamed(1, "grace")
        lines = [(line.kind, line.nick, line.text) for line in server.events(LogLine)]
        assert lines == [
            (LineKind.JOINED, "ada", "has joined"),
            (LineKind.RENAMED, "ada", "is now grace"),
        ]


def test_an_echo_client_is_in_no_room(server: RunningServer) -> None:
    with RawClient(server.port) as echo, RawClient.page(server.port, "ada") as ada:
        echo.upgrade("/echo")
        assert [person["nick"] for person in ada.welcome["roster"]] == ["ada"]
        server.post(Announce("hello"))
        assert ada.read_json()["text"] == "hello"
        echo.say("only this")
        assert echo.read_text() == "only this"


def test_stopping_tells_everybody(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        server.await_clients(1)
        server.thread.request_stop()
        assert ada.read_close() == (1001, "The host has closed the room.")
        assert server.event(ClientClosed).cause == "server_stopped"
        with pytest.raises(Ended):
            ada.read_frame()


def test_the_last_one_to_leave_is_logged_too(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada"):
        server.await_clients(1)
    server.event(LogLine, 2)
    assert [line.kind for line in server.events(LogLine)] == [LineKind.JOINED, LineKind.LEFT]


def test_an_announcement_to_an_empty_room_is_logged_and_kept(server: RunningServer) -> None:
    server.post(Announce("Back at ten"))
    assert server.event(LogLine).text == "Back at ten"
    with RawClient.page(server.port, "ada") as ada:
        assert [event["text"] for event in ada.welcome["history"]] == ["Back at ten"]


def test_who_asks_for_a_word_gets_one(server: RunningServer) -> None:
    with RawClient(server.port) as page:
        page.upgrade("/", PAGE)
        page.send_json(type="probe")
        assert page.read_json() == {"type": "probed"}
        page.join("ada")
        page.send_json(type="probe")
        assert page.read_until("probed") == {"type": "probed"}
