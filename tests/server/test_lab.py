"""The protocol lab over real sockets: who may be in it, what is sent, what is believed of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest

from tests.frames.wire import frame
from tests.server.acts import PAGE
from tests.server.lab_steps import note, notes
from tests.server.raw_client import Ended, RawClient
from tests.server.running import RunningServer
from wschat_gui.bridge.commands import Kick
from wschat_gui.bridge.events import ClientOpened
from wschat_gui.bridge.frame_commands import (
    EnterLab,
    LabBreach,
    LabBreak,
    LabFrame,
    LabLine,
    LabSend,
    LeaveLab,
)
from wschat_gui.bridge.frame_words import LabNoteKind
from wschat_gui.config import Limits
from wschat_gui.frames.header import Opcode


class Subject(RawClient):
    """A page that answers as the real one does when it is tested."""

    client_id: int

    @classmethod
    def join_room(cls, server: RunningServer, **join: object) -> Subject:
        tested = cls(server.port)
        tested.upgrade("/", PAGE)
        tested.join("ada", **join)
        tested.client_id = tested.welcome["client_id"]
        return tested

    def enter(self, server: RunningServer) -> None:
        server.post(EnterLab(self.client_id))
        self.get_ready(server)

    def get_ready(self, server: RunningServer) -> None:
        assert self.read_until("lab")["on"] is True
        begun = len(notes(server, LabNoteKind.BEGUN))
        self.observe(what="ready")
        note(server, LabNoteKind.BEGUN, begun + 1)

    def observe(self, **observed: object) -> None:
        self.send_json(type="observed", **observed)

    def refusal(self) -> str:
        code: str = self.read_until("refused")["code"]
        return code


@pytest.fixture
def ada(server: RunningServer) -> Iterator[Subject]:
    with Subject.join_room(server) as client:
        client.enter(server)
        yield client


def refused(server: RunningServer, number: int = 1) -> str:
    return note(server, LabNoteKind.REFUSED, number).text


# Who may be in it --------------------------------------------------------------------------------


def test_nobody_is_in_the_lab_until_the_host_wants_it(server: RunningServer) -> None:
    with Subject.join_room(server) as ada:
        ada.observe(what="ready")
        assert ada.refusal() == "not_in_lab"
        ada.observe(what="close", close_code=1000)
        assert ada.refusal() == "not_in_lab"
        server.post(LabSend(client_id=ada.client_id, what=LabFrame.TEXT, length=5))
        assert refused(server) == "This client is not in the lab."


def test_only_a_page_that_has_joined_can_be_in_it(server: RunningServer) -> None:
    with RawClient.plain(server.port, "bob"), RawClient(server.port) as waiting:
        waiting.upgrade("/", PAGE)
        opened = [server.event(ClientOpened, number).client_id for number in (1, 2)]
        for number, client_id in enumerate((*opened, 999), start=1):
            server.post(EnterLab(client_id))
            assert "Only a page that has joined" in refused(server, number)


def test_nothing_is_sent_before_the_page_watches(server: RunningServer) -> None:
    with Subject.join_room(server) as ada:
        server.post(EnterLab(ada.client_id))
        assert ada.read_until("lab")["on"] is True
        server.post(LabBreak(ada.client_id, LabBreach.MASKED))
        assert refused(server) == "Its page has not said yet that it watches."


def test_at_most_one_is_in_it(server: RunningServer, ada: Subject) -> None:
    with RawClient.page(server.port, "bob") as bob:
        server.post(EnterLab(bob.welcome["client_id"]))
        assert bob.read_until("lab")["on"] is True
        assert ada.read_until("lab")["on"] is False
        assert note(server, LabNoteKind.ENDED).client_id == ada.client_id
        ada.observe(what="text")
        assert ada.refusal() == "not_in_lab"


def test_leaving_ends_it(server: RunningServer, ada: Subject) -> None:
    server.post(LeaveLab(ada.client_id))
    assert ada.read_until("lab")["on"] is False
    server.post(LeaveLab(ada.client_id))
    assert refused(server) == "This client is not in the lab."


def test_who_is_kicked_is_in_it_no_more(server: RunningServer, ada: Subject) -> None:
    server.post(Kick(ada.client_id, "enough"))
    assert note(server, LabNoteKind.CLOSED).close_code == 4001
    note(server, LabNoteKind.ENDED)


# What is sent ------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 1_048_576])
@pytest.mark.parametrize("what", [LabFrame.TEXT, LabFrame.BINARY])
def test_messages_have_the_length_that_was_asked_for(
    server: RunningServer, ada: Subject, what: LabFrame, length: int
) -> None:
    server.post(LabSend(client_id=ada.client_id, what=what, length=length))
    opcode, payload = ada.read_message()
    assert opcode == {LabFrame.TEXT: Opcode.TEXT, LabFrame.BINARY: Opcode.BINARY}[what]
    assert len(payload) == length
    sent = note(server, LabNoteKind.SENT)
    assert (sent.what, sent.length, sent.frames) == (what, length, 1)
    ada.observe(what=what, length=length, crc32=zlib.crc32(payload))
    seen = note(server, LabNoteKind.SEEN)
    assert (seen.what, seen.length, seen.text) == (what, length, "")
    assert seen.rtt_ms is not None


def test_what_differs_from_what_was_sent_is_said(server: RunningServer, ada: Subject) -> None:
    server.post(LabSend(client_id=ada.client_id, what=LabFrame.TEXT, length=10))
    ada.read_message()
    ada.observe(what="text", length=10, crc32=1)
    assert note(server, LabNoteKind.SEEN).text == "It is not what was sent."


def test_more_reports_than_messages_are_refused(server: RunningServer, ada: Subject) -> None:
    for what in ("text", "binary", "close", "ready"):
        ada.observe(what=what)
        assert ada.refusal() == "not_in_lab"
    assert notes(server, LabNoteKind.SEEN) == []


def test_fragments_come_as_asked(server: RunningServer, ada: Subject) -> None:
    command = LabSend(client_id=ada.client_id, what=LabFrame.BINARY, length=10, fragments=3)
    server.post(command)
    firsts = []
    payload = b""
    for _ in range(3):
        first, part = ada.read_frame()
        firsts.append(first)
        payload += part
    assert firsts == [0x02, 0x00, 0x80]
    assert len(payload) == 10


def test_a_ping_is_answered_and_timed(server: RunningServer, ada: Subject) -> None:
    server.post(LabSend(client_id=ada.client_id, what=LabFrame.PING, length=125))
    first, payload = ada.read_frame()
    while len(payload) != 125:  # the keepalive has pings of its own
        first, payload = ada.read_frame()
    assert first == 0x80 | Opcode.PING
    ada.send(frame(Opcode.PONG, payload))
    ponged = note(server, LabNoteKind.PONGED)
    assert ponged.length == 125
    assert ponged.rtt_ms is not None
    assert ponged.rtt_ms >= 0


@pytest.mark.parametrize("code", [1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999])
def test_a_close_has_the_code_that_was_asked_for(
    server: RunningServer, ada: Subject, code: int
) -> None:
    server.post(
        LabSend(client_id=ada.client_id, what=LabFrame.CLOSE, close_code=code, close_reason="test")
    )
    assert ada.read_close() == (code, "test")
    assert note(server, LabNoteKind.CLOSED).close_code == code


NOT_SENT = [
    (LabFrame.CLOSE, {"close_code": 1005}, "no close code"),
    (LabFrame.CLOSE, {"close_code": 999}, "no close code"),
    (LabFrame.CLOSE, {"close_reason": "ä" * 62}, "123 bytes"),
    (LabFrame.PING, {"length": 126}, "0 to 125 bytes"),
    (LabFrame.TEXT, {"length": -1}, "0 to 1,048,576"),
    (LabFrame.BINARY, {"length": 1_048_577}, "0 to 1,048,576"),
    (LabFrame.TEXT, {"fragments": 0}, "1 to 1,000 fragments"),
]


@pytest.mark.parametrize(("what", "options", "sentence"), NOT_SENT)
def test_what_cannot_be_sent_is_refused_with_the_reason(
    server: RunningServer, ada: Subject, what: LabFrame, options: dict[str, object], sentence: str
) -> None:
    server.post(LabSend(client_id=ada.client_id, what=what, **options))  # type: ignore[arg-type]
    assert sentence in refused(server)


# Breaking rules ----------------------------------------------------------------------------------


def test_an_illegal_frame_is_sent_as_it_is(server: RunningServer, ada: Subject) -> None:
    server.post(LabBreak(ada.client_id, LabBreach.RESERVED_OPCODE))
    assert ada.read_frame() == (0x83, b"lab")
    assert note(server, LabNoteKind.SENT).text == "83 03 6c 61 62"
    ada.close(1002)
    assert note(server, LabNoteKind.CLOSED).close_code == 1002


def test_who_notices_nothing_is_cut_off(server: RunningServer, ada: Subject) -> None:
    server.post(LabBreak(ada.client_id, LabBreach.RESERVED_BIT))
    with pytest.raises(Ended):
        while True:
            ada.read_frame()
    assert "did not fail the connection" in note(server, LabNoteKind.SEEN).text
    assert note(server, LabNoteKind.CLOSED).close_code == 1006


# Coming back -------------------------------------------------------------------------------------


def test_a_page_that_comes_back_is_in_it_again_and_reports_the_close(
    server: RunningServer, ada: Subject
) -> None:
    server.post(LabSend(client_id=ada.client_id, what=LabFrame.CLOSE, close_code=1012))
    assert ada.read_close() == (1012, "")
    ada.close(1012)
    note(server, LabNoteKind.CLOSED)
    welcome = ada.welcome
    with Subject.join_room(server, token=welcome["token"], epoch=welcome["epoch"]) as back:
        assert back.client_id != ada.client_id
        back.get_ready(server)
        back.observe(what="close", close_code=1012, reason="restart")
        seen = note(server, LabNoteKind.SEEN)
        assert (seen.client_id, seen.what, seen.close_code) == (back.client_id, "close", 1012)
        assert seen.text == "restart"
        back.observe(what="close", close_code=1012)
        assert back.refusal() == "not_in_lab"


def test_somebody_else_does_not_come_back_in_its_place(server: RunningServer, ada: Subject) -> None:
    ada.close()
    note(server, LabNoteKind.CLOSED)
    with Subject.join_room(server) as other:
        other.observe(what="ready")
        assert other.refusal() == "not_in_lab"


# The line ----------------------------------------------------------------------------------------


def test_a_bad_line_delays_and_keeps_the_order(server: RunningServer, ada: Subject) -> None:
    server.post(LabLine(client_id=ada.client_id, delay_ms=60, jitter_ms=50, bytes_per_s=50_000))
    assert "60 ± 50 ms" in note(server, LabNoteKind.LINE).text
    with RawClient.plain(server.port, "bob") as bob:
        for number in range(8):
            bob.say(f"{number}")
        assert [ada.read_until("said")["text"] for _ in range(8)] == [str(n) for n in range(8)]
        for number in range(4):
            ada.send_json(type="say", id=f"m{number}", text=f"back {number}")
        lines = [bob.read_text() for _ in range(12)]
        said = [line.rpartition(" ")[2] for line in lines if "back" in line]
        assert said == ["0", "1", "2", "3"]


def test_a_round_trip_over_a_bad_line_takes_as_long_as_asked(
    server: RunningServer, ada: Subject
) -> None:
    server.post(LabLine(client_id=ada.client_id, delay_ms=150))
    server.post(LabSend(client_id=ada.client_id, what=LabFrame.PING, length=20))
    _, payload = ada.read_frame()
    while len(payload) != 20:
        _, payload = ada.read_frame()
    ada.send(frame(Opcode.PONG, payload))
    rtt_ms = note(server, LabNoteKind.PONGED).rtt_ms
    assert rtt_ms is not None
    assert rtt_ms >= 300


def test_leaving_brings_at_once_what_was_held_back(server: RunningServer, ada: Subject) -> None:
    server.post(LabLine(client_id=ada.client_id, cut_s=300))
    server.post(LabSend(client_id=ada.client_id, what=LabFrame.TEXT, length=9))
    note(server, LabNoteKind.SENT)
    server.post(LeaveLab(ada.client_id))
    assert len(ada.read_text()) == 9
    assert ada.read_json() == {"type": "lab", "on": False}


def test_who_cannot_keep_up_over_a_bad_line_is_closed_as_on_a_real_one() -> None:
    limits = Limits(backlog_bytes=20_000)
    with RunningServer(limits=limits) as server, Subject.join_room(server) as ada:
        ada.enter(server)
        server.post(LabLine(client_id=ada.client_id, bytes_per_s=1_000))
        note(server, LabNoteKind.LINE)
        with RawClient.plain(server.port, "bob") as bob:
            for _ in range(7):
                bob.say("x" * 4_000)
            assert note(server, LabNoteKind.CLOSED).close_code == 1013


def test_a_server_that_stops_does_not_wait_for_a_cut_line() -> None:
    with RunningServer() as server, Subject.join_room(server) as ada:
        ada.enter(server)
        server.post(LabLine(client_id=ada.client_id, delay_ms=30_000, cut_s=300))
        note(server, LabNoteKind.LINE)
        server.thread.request_stop()
        while (message := ada.read_message())[0] != Opcode.CLOSE:
            pass
        assert int.from_bytes(message[1][:2], "big") == 1001


@pytest.mark.parametrize(
    "line",
    [{"delay_ms": -1}, {"delay_ms": 40_000, "jitter_ms": 30_000}, {"cut_s": 301}],
)
def test_a_line_is_made_no_better_and_not_endlessly_bad(
    server: RunningServer, ada: Subject, line: dict[str, int]
) -> None:
    server.post(LabLine(client_id=ada.client_id, **line))
    assert refused(server)
