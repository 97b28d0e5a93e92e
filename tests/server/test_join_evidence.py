"""Real faults at a real server's door, and what the join doctor makes of them."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.commands import Kick, SetRoomState
from wschat_gui.bridge.events import ClientOpened, RoomStateChanged
from wschat_gui.bridge.evidence import DeviceEvidence, JoinEvidence, Obstacle
from wschat_gui.config import Limits
from wschat_gui.model.doctor import Cause, Lamp, Stage, examine
from wschat_gui.server.witness import MOST_DEVICES, Witness

LATER_MS = 120_000
CLIENT_HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(189)
OLD_PHONE = (
    "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1"
)


def latest(server: RunningServer) -> JoinEvidence | None:
    told = server.events(JoinEvidence)
    return told[-1] if told else None


def device(server: RunningServer) -> DeviceEvidence | None:
    evidence = latest(server)
    return evidence.devices[0] if evidence and evidence.devices else None


def await_cause(server: RunningServer, cause: Cause, *, after_ms: int = LATER_MS) -> DeviceEvidence:
    """Wait until the doctor, `after_ms` from now, would say this."""

    def diagnosed() -> bool:
        seen = device(server)
        return seen is not None and examine(seen, seen.last_ms + after_ms).cause is cause

    wait_until(diagnosed, PATIENCE_S, f"{cause}, not {device(server)}")
    seen = device(server)
    assert seen is not None
    return seen


def fetch(server: RunningServer, path: str, *headers: str) -> int:
    with RawClient(server.port) as client:
        client.request(path, headers)
        return client.read_answer()[0]


def knock(server: RunningServer, *, code: str = "", nick: str = "Ada") -> RawClient:
    client = RawClient(server.port)
    client.upgrade("/", ("Sec-WebSocket-Protocol: wschat.v1",))
    client.send_json(type="join", nick=nick, code=code)
    return client


# Of the host -------------------------------------------------------------------------------------


def test_the_server_reaches_itself_and_does_not_take_itself_for_a_guest(
    server: RunningServer,
) -> None:
    def tried() -> bool:
        evidence = latest(server)
        return evidence is not None and bool(evidence.reached)

    wait_until(tried, PATIENCE_S, "the server has tried its own door")
    evidence = latest(server)
    assert evidence is not None
    assert [(reach.url, reach.trouble) for reach in evidence.reached] == [
        (f"http://127.0.0.1:{server.port}/", "")
    ]
    assert evidence.devices == ()
    assert "127.0.0.1" in evidence.own_ips
    assert not any(network.startswith("127.") for network in evidence.networks)


def test_nothing_new_is_not_told_again() -> None:
    witness = Witness(lambda: 7)
    assert witness.news((), ()) is not None
    assert witness.news((), ()) is None
    witness.connected("192.168.1.9", 50_000)
    news = witness.news((), ())
    assert news is not None
    assert news.devices[0].connected_ms == 7


def test_devices_are_bounded_and_the_longest_silent_goes_first() -> None:
    witness = Witness(lambda: 7)
    for number in range(MOST_DEVICES + 5):
        witness.connected(f"10.0.{number // 250}.{number % 250}", 50_000)
    witness.connected("10.0.0.5", 50_001)
    news = witness.news((), ())

    assert news is not None
    ips = [each.ip for each in news.devices]
    assert len(ips) == MOST_DEVICES
    assert ips[0] == "10.0.0.5"
    assert "10.0.0.4" not in ips


# Of a device -------------------------------------------------------------------------------------


def test_a_connection_without_a_request(server: RunningServer) -> None:
    with RawClient(server.port):
        seen = await_cause(server, Cause.SILENT)
        assert (seen.connections, seen.pages) == (1, 0)
        assert examine(seen, seen.connected_ms).cause is Cause.ARRIVING


def test_https_spoken_to_an_http_port(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.send(CLIENT_HELLO)
        client.socket.shutdown(1)
        seen = await_cause(server, Cause.TLS_ASKED)
    assert examine(seen, 0).lamp(Stage.PAGE) is Lamp.BAD


def test_something_that_is_no_browser(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        await_cause(server, Cause.NOT_HTTP)


def test_a_wrong_host(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.send(b"GET / HTTP/1.1\r\nHost: chat.school.example:8080\r\n\r\n")
        assert client.read_answer()[0] == 421
    seen = await_cause(server, Cause.HOST_REFUSED)
    assert examine(seen, 0).named == "chat.school.example:8080"


def test_a_host_that_was_allowed_by_its_origin_is_one_of_ours() -> None:
    with RunningServer(allowed_origins=("http://chat.school.example:8080",)) as server:
        with RawClient(server.port) as client:
            client.send(b"GET / HTTP/1.1\r\nHost: chat.school.example:8080\r\n\r\n")
            assert client.read_answer()[0] == 200
        with RawClient(server.port) as client:
            client.send(b"GET / HTTP/1.1\r\nHost: chat.school.example\r\n\r\n")
            assert client.read_answer()[0] == 421


def test_a_foreign_origin(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.ask_upgrade("/", ("Origin: https://elsewhere.example",))
        assert client.read_head()[0] == 403
    seen = await_cause(server, Cause.ORIGIN_REFUSED)
    finding = examine(seen, 0)
    assert finding.named == "https://elsewhere.example"
    assert finding.lamp(Stage.UPGRADED) is Lamp.BAD


def test_a_full_room() -> None:
    with RunningServer(limits=Limits(clients=0)) as server:
        with RawClient(server.port) as client:
            client.ask_upgrade("/")
            assert client.read_head()[0] == 503
        await_cause(server, Cause.ROOM_FULL)


def test_a_browser_that_never_asks_for_the_script(server: RunningServer) -> None:
    assert fetch(server, "/") == 200
    seen = await_cause(server, Cause.OLD_BROWSER)
    assert examine(seen, seen.page_ms).cause is Cause.READING


def test_an_old_browser_that_gets_all_and_runs_nothing(server: RunningServer) -> None:
    assert fetch(server, "/", OLD_PHONE) == 200
    assert fetch(server, "/app.js", OLD_PHONE) == 200
    await_cause(server, Cause.OLD_BROWSER)


def test_a_page_without_upgrade(server: RunningServer) -> None:
    assert fetch(server, "/") == 200
    assert fetch(server, "/app.js") == 200
    seen = await_cause(server, Cause.NO_SOCKET)
    assert (seen.pages, seen.scripts, seen.upgrades) == (1, 1, 0)
    assert examine(seen, seen.page_ms).cause is Cause.READING


@pytest.mark.parametrize("code", ["", "guess"])
def test_a_wrong_code_and_then_the_right_one(code: str) -> None:
    with RunningServer(room_code="pendulum") as server:
        with knock(server, code=code):
            seen = await_cause(server, Cause.CODE_WRONG)
            finding = examine(seen, 0)
            assert finding.lamp(Stage.UPGRADED) is Lamp.ON
            assert finding.lamp(Stage.CODE) is Lamp.BAD
        with knock(server, code="pendulum"):
            await_cause(server, Cause.JOINED)


def test_a_nick_that_is_taken(server: RunningServer) -> None:
    with ExitStack() as clients:
        clients.enter_context(knock(server, nick="Ada"))
        await_cause(server, Cause.JOINED)
        clients.enter_context(knock(server, nick="Ada"))
        seen = await_cause(server, Cause.NICK_REFUSED)
    assert seen.turned_away is not None
    assert seen.turned_away.obstacle is Obstacle.NICK


def test_a_locked_room(server: RunningServer) -> None:
    server.post(SetRoomState(frozen=False, slow_s=0, locked=True))
    server.event(RoomStateChanged)
    with knock(server):
        await_cause(server, Cause.BARRED)


def test_a_member_that_is_kicked(server: RunningServer) -> None:
    with RawClient.page(server.port, "Ada") as client:
        await_cause(server, Cause.JOINED)
        server.post(Kick(client_id=server.event(ClientOpened).client_id, reason="Enough."))
        client.read_until("dismissed")
        await_cause(server, Cause.BARRED)


def test_a_page_that_joined(server: RunningServer) -> None:
    assert fetch(server, "/", "User-Agent: Firefox") == 200
    assert fetch(server, "/app.js", "User-Agent: Firefox") == 200
    with knock(server):
        seen = await_cause(server, Cause.JOINED)
        finding = examine(seen, 0)
    assert all(finding.lamp(stage) is Lamp.ON for stage in Stage)
    assert (seen.pages, seen.scripts, seen.upgrades, seen.joins) == (1, 1, 1, 1)


def test_a_terminal_needs_no_page(server: RunningServer) -> None:
    with RawClient.plain(server.port, "ada"):
        finding = examine(await_cause(server, Cause.JOINED), 0)
    assert finding.lamp(Stage.PAGE) is Lamp.SKIPPED
    assert finding.lamp(Stage.JOINED) is Lamp.ON
