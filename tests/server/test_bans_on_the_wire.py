"""Bans on real sockets: whom they keep out, how long, and how they are undone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.acts import AT_ONCE, PAGE, ban, moderated
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from wschat_gui.bridge.commands import BanLength, BanScope, LiftBan, Reinstate
from wschat_gui.bridge.events import ArchiveTrouble, BansChanged, ServerStopped


def test_a_ban_by_device_keeps_out_the_device_and_not_its_neighbours() -> None:
    with RunningServer(limits=AT_ONCE) as server:
        with RawClient.page(server.port, "ada", device="phone") as ada:
            server.await_clients(1)
            server.post(ban(1, BanScope.DEVICE))
            assert ada.read_json()["close_code"] == 4002
            assert ada.read_close() == (4002, "enough")
        entry = server.event(BansChanged, 2).bans[0]
        assert (entry.nick, entry.by_device, entry.ip, entry.until_ms) == ("ada", True, "", None)
        for device in ("phone", "tablet"):
            with RawClient.page(server.port, "eve", device=device) as again:
                banned = device == "phone"
                assert again.welcome["type"] == ("dismissed" if banned else "welcome")
                if banned:
                    assert (again.welcome["until_ms"], again.read_close()[0]) == (None, 4002)
        assert moderated(server) == ["ada was banned for ever, by device"]


def test_a_ban_by_address_keeps_out_all_of_it_and_throws_out_who_is_there() -> None:
    with (
        RunningServer(limits=AT_ONCE) as server,
        RawClient(server.port) as lurker,
        RawClient(server.port) as echo,
        RawClient.plain(server.port, "bob") as bob,
        RawClient.page(server.port, "ada") as ada,
    ):
        lurker.upgrade("/", PAGE)
        echo.upgrade("/echo")
        server.await_clients(4)
        ada_id = ada.welcome["client_id"]
        server.post(ban(ada_id, BanScope.ADDRESS, BanLength.HOUR))
        for page in (ada, lurker):
            assert page.read_until("dismissed")["close_code"] == 4002
            assert page.read_close() == (4002, "enough")
        assert bob.read_text() == "Welcome, ada !"
        assert bob.read_text() == "* The host has banned you: enough"
        assert bob.read_close() == (4002, "enough")
        assert echo.read_close() == (4002, "enough")
        with RawClient(server.port) as page:
            page.upgrade("/", PAGE)
            assert page.read_json()["type"] == "dismissed"  # before it asks for anything
            assert page.read_close() == (4002, "enough")
        with RawClient(server.port) as plain:
            plain.upgrade("/")
            assert plain.read_text() == "* The host has banned you: enough"
            assert plain.read_close()[0] == 4002
        entry = server.events(BansChanged)[-1].bans[0]
        assert (entry.ip, entry.by_device) == ("127.0.0.1", False)
        assert entry.until_ms == entry.since_ms + 3_600_000


def test_one_without_a_device_to_know_it_by_is_only_kicked(server: RunningServer) -> None:
    with RawClient(server.port) as lurker:
        lurker.upgrade("/", PAGE)
        server.await_clients(1)
        server.post(ban(1, BanScope.DEVICE))
        assert lurker.read_json()["close_code"] == 4001
        assert moderated(server) == []
        assert server.events(BansChanged)[-1].bans == ()


@pytest.mark.parametrize("undo", ["reinstate", "lift"])
def test_undoing_a_ban_takes_everybody_back_whom_it_threw_out(
    server: RunningServer, undo: str
) -> None:
    with RawClient.page(server.port, "ada") as ada, RawClient.page(server.port, "bob") as bob:
        ada.read_until("joined")
        server.post(ban(1, BanScope.ADDRESS))
        for page in (ada, bob):
            assert page.read_json()["close_code"] == 4002
        entry = server.event(BansChanged, 2).bans[0]
        server.post(Reinstate(1) if undo == "reinstate" else LiftBan(entry.ban_id))
        for page in (ada, bob):
            assert page.read_json() == {"type": "reinstated"}
            page.join("back", token=page.welcome["token"])
            assert page.welcome["type"] in ("welcome", "refused")
        assert server.event(BansChanged, 3).bans == ()
        assert "ada is banned no longer" in moderated(server)


def test_a_plain_client_that_was_banned_may_come_again_when_it_is_undone(
    server: RunningServer,
) -> None:
    with RawClient.plain(server.port, "ada") as ada:
        server.await_clients(1)
        server.post(ban(1, BanScope.BOTH))
        ada.read_text()
        assert ada.read_close()[0] == 4002
    server.post(Reinstate(1))
    server.event(BansChanged, 3)
    with RawClient.plain(server.port, "ada"):
        pass


def test_a_ban_ends_by_itself() -> None:
    with RunningServer(limits=AT_ONCE) as server:
        with RawClient.page(server.port, "ada", device="phone") as ada:
            server.await_clients(1)
            server.post(ban(1, BanScope.DEVICE, BanLength.FIVE_MINUTES))
            until_ms = ada.read_json()["until_ms"]
        entry = server.event(BansChanged, 2).bans[0]
        assert until_ms == entry.until_ms == entry.since_ms + 300_000


def test_bans_outlive_the_program(tmp_path: Path) -> None:
    for run in range(2):
        with RunningServer(limits=AT_ONCE, data_dir=tmp_path) as server:
            with RawClient.page(server.port, "ada", device="phone") as ada:
                assert ada.welcome["type"] == ("dismissed" if run else "welcome")
                if not run:
                    server.await_clients(1)
                    server.post(ban(1, BanScope.DEVICE))
                    assert ada.read_json()["close_code"] == 4002
            if run:
                entry = server.event(BansChanged).bans[0]
                server.post(LiftBan(entry.ban_id))
                assert server.event(BansChanged, 2).bans == ()
    with RunningServer(data_dir=tmp_path) as server:
        assert server.event(BansChanged).bans == ()


def test_a_change_of_bans_that_could_not_be_saved_at_once_is_saved_later(tmp_path: Path) -> None:
    for run in range(2):
        with RunningServer(limits=AT_ONCE, data_dir=tmp_path) as server:
            with (
                RawClient.page(server.port, "ada", device="phone") as ada,
                closing(sqlite3.connect(tmp_path / "transcript.sqlite3")) as other,
            ):
                assert ada.welcome["type"] == ("dismissed" if run else "welcome")
                if not run:  # else it may have come and gone before anybody looked
                    server.await_clients(1)
                other.isolation_level = None
                other.execute("BEGIN IMMEDIATE")
                ban_ids = [entry.ban_id for entry in server.event(BansChanged).bans]
                server.post(LiftBan(ban_ids[0]) if run else ban(1, BanScope.DEVICE))
                assert "not being saved" in server.event(ArchiveTrouble).sentence
                other.execute("ROLLBACK")
            assert server.event(ArchiveTrouble, 2).sentence == ""
    with RunningServer(data_dir=tmp_path) as server:
        assert server.event(BansChanged).bans == ()


@pytest.mark.parametrize("archived", [True, False])
def test_a_ban_until_the_program_ends_holds_when_the_room_is_opened_again(
    tmp_path: Path, archived: bool
) -> None:
    folder = tmp_path if archived else None
    with RunningServer(limits=AT_ONCE, data_dir=folder) as server:
        with RawClient.page(server.port, "ada", device="phone") as ada:
            server.await_clients(1)
            server.post(ban(1, BanScope.DEVICE, BanLength.UNTIL_STOP))
            assert ada.read_json()["until_ms"] is None
        server.thread.request_stop()
        server.event(ServerStopped)
        assert server.thread.join(PATIENCE_S)
        server.start()
        assert server.event(BansChanged).bans[0].until_stop
        with RawClient.page(server.port, "ada", device="phone") as ada:
            assert ada.welcome["close_code"] == 4002
    with RunningServer(data_dir=folder) as server:
        assert server.event(BansChanged).bans == ()
