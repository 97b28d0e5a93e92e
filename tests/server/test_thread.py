"""The server thread: starting, stopping, failing, and being told so."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from tests.frames.wire import frame
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.commands import Announce
from wschat_gui.bridge.events import (
    ClientClosed,
    LogLine,
    RoomFigures,
    ServerFailed,
    ServerListening,
    ServerStarting,
    ServerStopped,
)
from wschat_gui.bridge.evidence import JoinEvidence
from wschat_gui.bridge.queues import EventQueue, QueueClosed
from wschat_gui.config import Limits, Settings
from wschat_gui.frames.header import Opcode
from wschat_gui.server.house import House
from wschat_gui.server.thread import ServerThread


def test_it_starts_and_stops_any_number_of_times() -> None:
    with RunningServer() as server:
        for _ in range(3):
            with RawClient.plain(server.port, "ada"):
                pass
            server.thread.request_stop()
            server.event(ServerStopped)
            assert server.thread.join(PATIENCE_S)
            server.start()
        kinds = [type(event) for event in server.events(ServerStarting | ServerListening)]  # type: ignore[arg-type]
        assert kinds == [ServerStarting, ServerListening]


def test_client_ids_are_never_used_again() -> None:
    with RunningServer() as server:
        with RawClient.page(server.port, "ada") as ada:
            assert ada.welcome["client_id"] == 1
        server.thread.request_stop()
        assert server.thread.join(PATIENCE_S)
        server.start()
        with RawClient.page(server.port, "ada") as ada:
            assert ada.welcome["client_id"] == 2


def test_a_taken_port_makes_it_take_the_next_and_say_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with RunningServer(port=port) as server:
            listening = server.event(ServerListening)
            assert listening.wanted_port == port < listening.port == server.port
            assert listening.addresses[0].url == f"http://127.0.0.1:{server.port}/"
            assert f"Port {port} was taken" in server.event(LogLine).text


def _failure_of(settings: Settings) -> ServerFailed:
    queue = EventQueue(100)
    thread = ServerThread(queue)
    thread.start(settings)
    assert thread.join(PATIENCE_S)
    (failed,) = (event for event in queue.drain().events if isinstance(event, ServerFailed))
    with pytest.raises(QueueClosed):
        thread.post(Announce("too late"))
    return failed


def test_an_address_that_is_not_ours_is_a_sentence() -> None:
    failed = _failure_of(Settings(bind="192.0.2.1", port=0))
    assert failed.sentence.startswith("Cannot listen on 192.0.2.1, port 0: ")


def test_a_certificate_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no certificate")
    settings = Settings(bind="127.0.0.1", port=0, certificate=wrong, private_key=wrong)
    assert "cannot be used" in _failure_of(settings).sentence


def test_a_bug_in_the_server_is_told_and_a_restart_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_house: House, _text: str) -> None:
        raise ZeroDivisionError("a bug")

    with RunningServer() as server:
        with monkeypatch.context() as patch:
            patch.setattr(House, "announce", broken)
            with RawClient.plain(server.port, "ada") as ada:
                server.await_clients(1)
                server.post(Announce("boom"))
                failed = server.event(ServerFailed)
                assert ada.read_close()[0] == 1001
        assert "ZeroDivisionError: a bug" in failed.detail
        assert server.event(ClientClosed).client_id == 1
        assert server.thread.join(PATIENCE_S)
        server.start()
        with RawClient.plain(server.port, "ada"):
            pass


def test_a_post_without_a_server_fails_loudly() -> None:
    thread = ServerThread(EventQueue(1))
    with pytest.raises(QueueClosed):
        thread.post(Announce("nobody there"))
    thread.request_stop()  # asks nothing of nobody


def test_a_second_start_is_refused() -> None:
    with RunningServer() as server, pytest.raises(RuntimeError):
        server.thread.start(server.settings)


def test_a_stop_right_behind_the_start_is_not_lost() -> None:
    queue = EventQueue(100)
    thread = ServerThread(queue)
    thread.start(Settings(bind="127.0.0.1", port=0))
    thread.request_stop()
    assert thread.join(PATIENCE_S)
    assert isinstance(queue.drain().events[-1], ServerStopped | RoomFigures | JoinEvidence)


def test_clients_that_do_not_cooperate_cannot_hold_up_the_end() -> None:
    limits = Limits(message_chars=1_000_000, flood_burst=1_000)
    with (
        RunningServer(limits=limits) as server,
        RawClient(server.port) as never_asks,
        RawClient(server.port) as half_asked,
        RawClient.plain(server.port, "silent"),
        RawClient.plain(server.port, "stuck") as stuck,
    ):
        never_asks.send(b"G")
        half_asked.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        stuck.send(frame(Opcode.TEXT, b"x" * 900_000) * 3)  # and never reads the answers
        wait_until(lambda: server.figures().messages >= 1, PATIENCE_S, "a message said")
        started_s = time.monotonic()
        server.thread.request_stop()
        assert server.thread.join(3.0)
        assert time.monotonic() - started_s < 3.0


def test_settings_change_while_it_runs() -> None:
    with RunningServer() as server, RawClient.page(server.port, "ada") as ada:
        assert ada.welcome["room"] == "WSChat"
        settings = Settings(
            bind="127.0.0.1",
            port=0,
            room_name="Physics",
            room_code="sesame",
            allowed_origins=("null",),
        )
        server.post(settings)
        server.post(Announce("done"))
        changed = ada.read_json()
        assert (changed["type"], changed["room"]) == ("changed", "Physics")
        assert ada.read_json()["text"] == "done"
        with RawClient.page(server.port, "bob") as bob:
            assert bob.welcome["code"] == "wrong_code"
        with RawClient.page(server.port, "bob", code="sesame") as bob:
            assert bob.welcome["room"] == "Physics"


def test_pings_are_answered_and_timed() -> None:
    with RunningServer() as server, RawClient(server.port) as client:
        client.upgrade("/", ("Sec-WebSocket-Protocol: wschat.v1",))
        client.send_json(type="join", nick="ada")
        first, payload = client.read_frame()
        pinged = first == 0x80 | Opcode.PING
        while not pinged:
            first, payload = client.read_frame()
            pinged = first == 0x80 | Opcode.PING
        client.send(frame(Opcode.PONG, payload))
        wait_until(
            lambda: server.figures().clients[0].rtt_ms is not None, PATIENCE_S, "a round trip"
        )
        rtt_ms = server.figures().clients[0].rtt_ms
        assert rtt_ms is not None
        assert 0 < rtt_ms < 5_000


def test_a_client_that_answers_no_ping_is_timed_out() -> None:
    limits = Limits(ping_interval_s=0.05, ping_timeout_s=0.05)
    with RunningServer(limits=limits) as server, RawClient.plain(server.port, "deaf") as deaf:
        server.await_clients(1)
        closed = server.event(ClientClosed)
        assert (closed.cause, closed.close_code) == ("timed_out", 1011)
        assert deaf.read_close()[0] == 1011
