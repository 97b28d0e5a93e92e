"""Files on their way down: whole however slowly they are taken, and nobody else waits for them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.server.files import path_of, patterned, png
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.commands import DeleteEverything, DeleteMessage
from wschat_gui.bridge.events import Forgotten
from wschat_gui.bridge.refusals import LimitKind
from wschat_gui.config import Limits
from wschat_gui.server import downloads
from wschat_gui.server.clients import peer_of
from wschat_gui.server.connection import ClientConnection
from wschat_gui.server.house import House

LARGE = 10 * 1024 * 1024


def fetch(
    server: RunningServer, path: str, *headers: str, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    with RawClient(server.port) as client:
        client.request(path, headers, method)
        return client.read_answer()


@pytest.fixture
def hurried() -> Iterator[RunningServer]:
    """Run a server that closes what should be closing within a blink."""
    with RunningServer(limits=Limits(open_timeout_s=0.2, close_timeout_s=0.2)) as server:
        yield server


def test_what_was_said_can_be_fetched(server: RunningServer) -> None:
    picture = png(30, 20)
    with RawClient.page(server.port, "ada") as ada:
        said = ada.share("cat.png", picture, text="my cat")
        file = said["file"]
        assert (file["media_type"], file["width"], file["height"]) == ("image/png", 30, 20)
        assert (said["text"], file["name"], file["size_bytes"]) == (
            "my cat",
            "cat.png",
            len(picture),
        )
        status, headers, body = fetch(server, path_of(said))
        assert (status, body) == (200, picture)
        assert headers["content-type"] == "image/png"
        assert fetch(server, f"/files/{file['key']}")[2] == picture
        assert fetch(server, path_of(said), "Range: bytes=2-5")[::2] == (206, picture[2:6])
        assert fetch(server, path_of(said), "Range: bytes=9999-")[0] == 416
        assert fetch(server, path_of(said), f"If-None-Match: {headers['etag']}")[::2] == (304, b"")
        status, head, body = fetch(server, path_of(said), method="HEAD")
        assert (status, head["content-length"], body) == (200, str(len(picture)), b"")


@pytest.mark.parametrize(
    "path",
    [
        *("/files/", "/files", "/files/AAAAAAAAAAAAAAAAAAAAAA/x", "/files/../config.py"),
        *("/files/%2e%2e", "/files/..%2f..%2fetc%2fpasswd", "/files//etc/passwd", "/files/\xe9"),
    ],
)
def test_what_is_not_there_is_404(server: RunningServer, path: str) -> None:
    assert fetch(server, path)[0] in (400, 404)
    assert fetch(server, path, method="POST")[0] in (400, 405)


def test_a_foreign_host_name_gets_no_file(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as ada, RawClient(server.port) as client:
        said = ada.share("cat.png", png())
        request = f"GET {path_of(said)} HTTP/1.1\r\nHost: evil.example\r\n\r\n"
        client.send(request.encode())
        assert client.read_answer()[0] == 421


@pytest.mark.parametrize("archived", [True, False])
def test_with_its_message_a_file_is_gone(tmp_path: Path, archived: bool) -> None:
    data_dir = tmp_path if archived else None
    with (
        RunningServer(data_dir=data_dir) as server,
        RawClient.page(server.port, "ada") as ada,
    ):
        first = ada.share("one.bin", b"one")
        second = ada.share("two.bin", b"two")
        server.post(DeleteMessage(first["seq"]))
        assert ada.read_until("deleted")["ranges"] == [[first["seq"], first["seq"]]]
        assert fetch(server, path_of(first))[0] == 404
        assert fetch(server, path_of(second))[2] == b"two"
        server.post(DeleteEverything())
        server.event(Forgotten, 2)
        assert fetch(server, path_of(second))[0] == 404
        assert not list((tmp_path / "files").glob("*")) or not archived


def test_a_slow_reader_gets_all_of_a_large_file(hurried: RunningServer) -> None:
    content = patterned(LARGE)
    with RawClient.page(hurried.port, "ada") as ada:
        path = path_of(ada.share("large.bin", content))
        with RawClient(hurried.port) as reader:
            # Small, so that the server cannot get rid of the file at once.
            reader.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
            reader.request(path)
            status, headers = reader.read_head()
            assert (status, headers["content-length"]) == (200, str(LARGE))
            # Longer than the server's patience with handshakes and with closing.
            await_silence(ada, 1.0)
            assert reader.read_to_end() == content


def await_silence(client: RawClient, for_s: float) -> None:
    """Wait so long with nothing coming; the reader meanwhile takes nothing."""
    client.socket.settimeout(for_s)
    with pytest.raises(TimeoutError):
        client.read_json()
    client.socket.settimeout(10.0)


def test_a_reader_that_has_only_begun_to_read_is_not_hurried_by_a_second_request(
    hurried: RunningServer,
) -> None:
    content = patterned(1024 * 1024)
    with RawClient.page(hurried.port, "ada") as ada:
        path = path_of(ada.share("file.bin", content))
        with RawClient(hurried.port) as reader:
            reader.request(path)
            reader.request(path)  # pipelined, which the answer's `Connection: close` declines
            reader.read_head()
            assert reader.read_to_end() == content


def test_fifty_readers_at_once_do_not_hold_up_a_message() -> None:
    content = patterned(1024 * 1024)
    with (
        RunningServer(limits=Limits(clients_per_address=60, flood_burst=1_000)) as server,
        RawClient.page(server.port, "ada") as ada,
        ExitStack() as stack,
    ):
        path = path_of(ada.share("large.bin", content))
        readers = [stack.enter_context(RawClient(server.port)) for _ in range(50)]
        for reader in readers:
            reader.request(path)
            assert reader.read_head()[0] == 200
        pool = stack.enter_context(ThreadPoolExecutor(len(readers)))
        reading = [pool.submit(reader.read_to_end) for reader in readers]
        ada.socket.settimeout(1.0)
        said = 0
        while said < 3 or not all(body.done() for body in reading):
            said += 1
            ada.send_json(type="say", id=f"s{said}", text="quick?")
            assert ada.read_until("said")["id"] == f"s{said}"
        assert all(body.result() == content for body in reading)


def test_more_downloads_than_connections_are_allowed_are_503() -> None:
    with (
        RunningServer(limits=Limits(clients_per_address=2)) as server,
        RawClient.page(server.port, "ada") as ada,
        ExitStack() as readers,
    ):
        said = ada.share("large.bin", patterned(LARGE))
        for _ in range(2):
            reader = readers.enter_context(RawClient(server.port))
            reader.request(path_of(said))
            reader.read_head()
        assert fetch(server, path_of(said))[0] == 503
        assert server.figures().refusals == ((LimitKind.DOWNLOADS, 1),)
        # Files keep nobody out of the room.
        with RawClient.page(server.port, "bob") as bob:
            assert bob.welcome["type"] == "welcome"
        readers.close()
        wait_until(lambda: fetch(server, path_of(said), "Range: bytes=0-0")[0] == 206, 5.0, "room")


def test_a_reader_that_stands_still_is_given_up(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[str] = []
    departed = House.departed

    def note(house: House, connection: ClientConnection) -> None:
        gone.append(peer_of(connection)[1])
        departed(house, connection)

    monkeypatch.setattr(House, "departed", note)
    monkeypatch.setattr(downloads, "STALL_S", 0.2)
    with RawClient.page(server.port, "ada") as ada, RawClient(server.port) as reader:
        said = ada.share("large.bin", patterned(LARGE))
        reader.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        reader.request(path_of(said))
        reader.read_head()
        wait_until(lambda: reader.address in gone, PATIENCE_S, "the server has given up")
        assert len(reader.read_to_end()) < LARGE


def test_stopping_ends_a_download() -> None:
    with (
        RunningServer() as server,
        RawClient.page(server.port, "ada") as ada,
        RawClient(server.port) as reader,
    ):
        said = ada.share("large.bin", patterned(LARGE))
        reader.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        reader.request(path_of(said))
        reader.read_head()
        server.thread.request_stop()
        assert server.thread.join(3.0)


def test_files_outlive_the_program(tmp_path: Path) -> None:
    with RunningServer(data_dir=tmp_path) as server, RawClient.page(server.port, "ada") as ada:
        said = ada.share("cat.png", png())
    with RunningServer(data_dir=tmp_path) as server, RawClient.page(server.port, "bob") as bob:
        assert [event["file"] for event in bob.welcome["history"]] == [said["file"]]
        assert fetch(server, path_of(said))[2] == png()
