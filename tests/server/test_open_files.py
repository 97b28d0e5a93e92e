"""The system's limit on open files and sockets: raised at the start, survived when reached."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.commands import Announce
from wschat_gui.bridge.events import HostAddress
from wschat_gui.config import Limits
from wschat_gui.server import addresses, reach, serving
from wschat_gui.server.house import House
from wschat_gui.server.open_files import TASK, AcceptWatch, ask_for_open_files
from wschat_gui.server.witness import Witness

NO_MORE = OSError(errno.EMFILE, "Too many open files")
ACCEPT = {"message": "socket.accept() out of system resource", "exception": NO_MORE}


class FakeLoop:
    """Has a clock, and an exception handler of its own."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.passed_on: list[str] = []

    def time(self) -> float:
        return self.now_s

    def default_exception_handler(self, context: dict[str, object]) -> None:
        self.passed_on.append(str(context["message"]))


def test_a_hundred_failed_tries_are_told_once_and_their_end_too() -> None:
    told: list[tuple[str, bool]] = []
    watch, loop = AcceptWatch(lambda task, said: told.append((task, bool(said)))), FakeLoop()
    for _ in range(100):
        watch.handle(loop, ACCEPT)  # type: ignore[arg-type]
    watch.look(101.0)
    loop.now_s = 102.0
    watch.handle(loop, ACCEPT)  # type: ignore[arg-type]
    watch.look(104.9)
    assert told == [(TASK, True)]
    watch.look(105.0)
    watch.look(106.0)
    assert told == [(TASK, True), (TASK, False)]
    assert loop.passed_on == []


@pytest.mark.parametrize(
    "context",
    [
        {"message": "a bug", "exception": ValueError()},
        {"message": "a bug"},
        {"message": "socket.accept() failed", "exception": OSError(errno.EINVAL, "a bug")},
        {"message": "elsewhere", "exception": NO_MORE},
    ],
)
def test_all_else_goes_on_to_the_loop(context: dict[str, object]) -> None:
    told: list[str] = []
    watch, loop = AcceptWatch(lambda task, _said: told.append(task)), FakeLoop()
    watch.handle(loop, context)  # type: ignore[arg-type]
    assert (told, loop.passed_on) == ([], [context["message"]])


def test_a_server_that_cannot_list_its_addresses_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_ADDRESSES_EVERY_S", 0.01)
    tries = 0

    def no_file_left() -> list[addresses.InterfaceAddress]:
        nonlocal tries
        tries += 1
        raise NO_MORE

    with RunningServer() as server, monkeypatch.context() as patch:
        patch.setattr(addresses, "scan", no_file_left)
        wait_until(lambda: tries >= 3, PATIENCE_S, "it has tried some times")
        with RawClient.plain(server.port, "ada"):
            pass


def test_an_own_address_that_cannot_be_tried_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_file_left(*_: object, **__: object) -> socket.socket:
        raise NO_MORE

    witness = Witness()
    with asyncio.Runner() as runner:
        runner.get_loop()  # needs sockets of its own
        monkeypatch.setattr(socket, "socket", no_file_left)
        url = "http://127.0.0.1:1/"
        runner.run(reach.try_own_addresses([HostAddress(url, "lo")], witness))
        assert addresses.default_route_ip() == ""
        monkeypatch.undo()
    news = witness.news((), ())
    assert news is not None
    assert news.reached[0].trouble == "Too many open files"


@pytest.fixture
def busy_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningServer]:
    """Run a server whose loop hangs in an announcement until the test is over."""
    hangs, go_on = threading.Event(), threading.Event()

    def hang(_house: House, _text: str) -> None:
        hangs.set()
        go_on.wait(PATIENCE_S)

    monkeypatch.setattr(House, "announce", hang)
    with RunningServer() as server:
        server.post(Announce("wait"))
        assert hangs.wait(PATIENCE_S)
        yield server
        go_on.set()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems queue otherwise")
def test_a_whole_hall_connects_while_the_server_is_busy(busy_server: RunningServer) -> None:
    with ExitStack() as stack:
        for _ in range(300):  # asyncio's own queue would hold 100
            address = ("127.0.0.1", busy_server.port)
            stack.enter_context(socket.create_connection(address, timeout=0.9))


def test_who_opens_connections_and_says_nothing_takes_only_so_many() -> None:
    limits = Limits(clients_per_address=2, open_timeout_s=60.0)
    with RunningServer(limits=limits) as server:
        with ExitStack() as stack:
            silent = [stack.enter_context(RawClient(server.port)) for _ in range(30)]
            served = sum(_is_served(client) for client in silent)
        # Six for each client; the server's own look at its door may be one of them.
        assert 11 <= served < 20
        wait_until(lambda: _is_served_anew(server.port), PATIENCE_S, "it is served again")


def _is_served(client: RawClient) -> bool:
    try:
        client.request("/")
        return client.read_to_end() != b""
    except ConnectionError:
        return False


def _is_served_anew(port: int) -> bool:
    with RawClient(port) as client:
        return _is_served(client)


def test_more_open_files_are_asked_for_and_too_few_are_told() -> None:
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        assert ask_for_open_files(500) == ""
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 1_200
        assert ask_for_open_files(100) == ""
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 1_200
        if hard != resource.RLIM_INFINITY and hard < 1_000_000:
            wanting = ask_for_open_files(1_000_000)
            assert wanting == "" or f"{hard} files and connections" in wanting
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
