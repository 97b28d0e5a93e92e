"""The host's hand on people, on real sockets: throw out and take back, keep out, mute, close."""

from __future__ import annotations

from typing import Any

from tests.server.acts import PAGE, moderated
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.commands import (
    Announce,
    EverybodyOut,
    Kick,
    LiftBan,
    Mute,
    Reinstate,
    RenameClient,
    SetRoomState,
    Unmute,
)
from wschat_gui.bridge.events import (
    ClientClosed,
    ClientMuted,
    ClientNamed,
    ClientOpened,
    ClientUnmuted,
    RoomStateChanged,
)
from wschat_gui.config import Limits


def say(client: RawClient, text: str) -> dict[str, Any]:
    """Say something and return the room's answer."""
    client.send_json(type="say", id=f"id {text}", text=text)
    while (answer := client.read_json())["type"] not in ("said", "refused"):
        pass
    return answer


# Throwing out and taking back --------------------------------------------------------------------


def test_who_was_kicked_is_gone_at_once_and_closed_when_nobody_takes_it_back() -> None:
    with (
        RunningServer(limits=Limits(undo_s=0.2)) as server,
        RawClient.page(server.port, "bob") as bob,
        RawClient.page(server.port, "ada") as ada,
    ):
        bob.read_until("joined")
        server.await_clients(2)
        server.post(Kick(client_id=2, reason="enough"))
        dismissed = ada.read_json()
        assert dismissed == {
            "type": "dismissed",
            "close_code": 4001,
            "reason": "enough",
            "until_ms": 0,
        }
        assert bob.read_json()["cause"] == "kicked"
        closed = server.event(ClientClosed)
        assert (closed.client_id, closed.close_code, closed.close_reason) == (2, 4001, "enough")
        say(bob, "nobody hears me but I")
        assert ada.read_close() == (4001, "enough")
        assert len(server.events(ClientClosed)) == 1


def test_a_kick_is_undone_on_the_same_connection(server: RunningServer) -> None:
    with RawClient.page(server.port, "bob") as bob, RawClient.page(server.port, "ada") as ada:
        bob.read_until("joined")
        server.await_clients(2)
        server.post(Kick(client_id=2, reason="slip"))
        assert ada.read_json()["type"] == "dismissed"
        ada.send_json(type="say", id="x", text="I am ignored")
        server.event(ClientClosed)
        server.post(Reinstate(client_id=2))
        assert ada.read_json() == {"type": "reinstated"}
        assert server.event(ClientOpened, 3).client_id == 3
        ada.join("ada", token=ada.welcome["token"], epoch=ada.welcome["epoch"], last_seq=0)
        assert (ada.welcome["client_id"], ada.welcome["nick"]) == (3, "ada")
        bob.read_until("joined")
        assert say(ada, "back")["client_id"] == 3
        assert bob.read_json()["text"] == "back"
        assert ClientNamed(3, "ada") in server.events(ClientNamed)
        assert moderated(server)[-1].endswith("may come in again")


def test_undoing_what_is_over_does_nothing(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        for client_id in (1, 99):
            server.post(Reinstate(client_id))
        server.post(LiftBan(99))
        assert say(ada, "still here")["text"] == "still here"


def test_one_who_is_held_and_leaves_is_forgotten(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        server.await_clients(1)
        server.post(Kick(client_id=1, reason=""))
        assert ada.read_json()["type"] == "dismissed"
        ada.close()
        assert ada.read_close()[0] == 1000
    server.post(Reinstate(1))
    with RawClient.page(server.port, "bob") as bob:
        assert [person["nick"] for person in bob.welcome["roster"]] == ["bob"]
        assert len(server.events(ClientOpened)) == 2


def test_a_plain_client_is_closed_at_once(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada") as ada:
        server.await_clients(1)
        server.post(Kick(client_id=1, reason="enough"))
        assert ada.read_text() == "* The host has kicked you: enough"
        assert ada.read_close() == (4001, "enough")


def test_those_who_are_held_count_among_the_clients() -> None:
    with (
        RunningServer(limits=Limits(clients=1)) as server,
        RawClient.page(server.port, "ada") as ada,
        RawClient(server.port) as second,
    ):
        server.await_clients(1)
        server.post(Kick(client_id=1, reason=""))
        assert ada.read_json()["type"] == "dismissed"
        second.ask_upgrade()
        assert second.read_answer()[0] == 503


def test_stopping_closes_those_who_are_held_as_what_they_are() -> None:
    with RunningServer() as server, RawClient.page(server.port, "ada") as ada:
        server.await_clients(1)
        server.post(Kick(client_id=1, reason="enough"))
        assert ada.read_json()["type"] == "dismissed"
        server.thread.request_stop()
        assert ada.read_close() == (4001, "enough")


# Reading only ------------------------------------------------------------------------------------


def test_a_mute_is_told_and_holds_until_it_is_lifted(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada", device="phone") as ada:
        server.await_clients(1)
        server.post(Mute(1, None, "too loud"))
        assert ada.read_json() == {"type": "muted", "until_ms": None, "reason": "too loud"}
        assert server.event(ClientMuted) == ClientMuted(1, None)
        assert say(ada, "but")["code"] == "muted"
    with RawClient.page(server.port, "not ada", device="phone") as ada:
        assert ada.welcome["muted_until_ms"] is None
        assert server.event(ClientMuted, 2) == ClientMuted(2, None)
        server.post(Unmute(2))
        assert ada.read_json() == {"type": "unmuted"}
        assert server.event(ClientUnmuted) == ClientUnmuted(2)
        assert say(ada, "thanks")["text"] == "thanks"
    assert moderated(server)[-1] == "not ada may speak again"


def test_a_mute_ends_by_itself(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        server.await_clients(1)
        server.post(Mute(1, 0.1, ""))
        assert ada.read_json()["type"] == "muted"
        assert ada.read_json() == {"type": "unmuted"}
        assert server.event(ClientUnmuted) == ClientUnmuted(1)


def test_the_window_is_told_of_those_who_flood() -> None:
    limits = Limits(flood_burst=1, flood_mute_s=0.1)
    with RunningServer(limits=limits) as server, RawClient.page(server.port, "eve") as eve:
        answers = [say(eve, str(number)) for number in range(3)]
        assert [a.get("code") for a in answers] == [None, "too_fast", "muted"]
        assert server.event(ClientMuted).client_id == 1
        assert server.event(ClientUnmuted) == ClientUnmuted(1)


# The whole room ----------------------------------------------------------------------------------


def test_a_frozen_room_hears_the_host_only(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada, RawClient.plain(server.port, "bob") as bob:
        ada.read_until("joined")
        server.post(SetRoomState(frozen=True, slow_s=0, locked=False))
        assert ada.read_json()["state"] == {"frozen": True, "slow_s": 0, "locked": False}
        assert "frozen" in bob.read_text()
        assert server.event(RoomStateChanged) == RoomStateChanged(True, 0, False)
        assert say(ada, "may I?")["code"] == "frozen"
        server.post(Announce("No."))
        assert ada.read_json()["text"] == "No."
        server.post(SetRoomState(frozen=False, slow_s=0, locked=False))
        assert ada.read_json()["state"]["frozen"] is False
        assert say(ada, "thanks")["text"] == "thanks"
        assert moderated(server) == [
            "The room: only the host may speak.",
            "The room: everybody may speak again.",
        ]


def test_slow_mode_lets_each_speak_now_and_then(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        server.await_clients(1)
        server.post(SetRoomState(frozen=False, slow_s=60, locked=False))
        ada.read_until("changed")
        assert say(ada, "one")["text"] == "one"
        refused = say(ada, "two")
        assert (refused["code"], refused["wait_s"]) == ("slow", 60)


def test_a_locked_door_opens_to_who_was_here_only(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada:
        token = ada.welcome["token"]
        server.post(SetRoomState(frozen=False, slow_s=0, locked=True))
        ada.read_until("changed")
        with RawClient.page(server.port, "bob") as bob:
            assert bob.welcome["code"] == "locked"
            with RawClient.page(server.port, "ada", token=token) as again:
                assert again.welcome["state"]["locked"] is True
            server.post(SetRoomState(frozen=False, slow_s=0, locked=False))
            server.event(RoomStateChanged, 2)
            bob.join("bob")
            assert bob.welcome["type"] == "welcome"


def test_everybody_out_empties_the_room_and_locks_it(server: RunningServer) -> None:
    with (
        RawClient.page(server.port, "ada") as ada,
        RawClient.plain(server.port, "bob") as bob,
        RawClient(server.port) as lurker,
        RawClient(server.port) as echo,
    ):
        lurker.upgrade("/", PAGE)
        echo.upgrade("/echo")
        server.await_clients(4)
        server.post(EverybodyOut("Good night"))
        assert ada.read_until("dismissed")["reason"] == "Good night"
        assert lurker.read_json()["reason"] == "Good night"
        assert bob.read_text() == "* The host has kicked you: Good night"
        assert bob.read_close()[0] == echo.read_close()[0] == 4001
        assert server.event(RoomStateChanged).locked
        server.event(ClientClosed, 4)
        with RawClient.page(server.port, "carol") as carol:
            assert carol.welcome["code"] == "locked"
        server.post(Reinstate(ada.welcome["client_id"]))
        assert ada.read_json() == {"type": "reinstated"}
        ada.join("ada", token=ada.welcome["token"])
        assert ada.welcome["type"] == "welcome"


def test_the_host_renames(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada, RawClient.page(server.port, "bob"):
        ada.read_until("joined")
        server.post(RenameClient(1, "bob"))
        renamed = ada.read_json()
        assert (renamed["type"], renamed["by_host"]) == ("renamed", True)
        assert renamed["nick"] != "bob"
        named = ClientNamed(1, renamed["nick"])
        wait_until(lambda: named in server.events(ClientNamed), PATIENCE_S, "the new nick is told")
