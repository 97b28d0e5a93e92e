"""The protocol lab on a real browser: what it makes of each frame, and that the page says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.page.acting import sent
from tests.page.conftest import Visit, Visitor
from tests.page.steered import SteeredHost
from tests.server.lab_steps import note, notes
from tests.server.raw_client import RawClient
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

pytestmark = pytest.mark.browser

TESTED = "The host is testing this connection."


class Laboratory:
    """A page in the lab, and the host that experiments with it."""

    def __init__(self, host: SteeredHost, visitor: Visitor) -> None:
        self.host = host
        self.visitor = visitor
        self.enter()

    @property
    def client_id(self) -> int:
        """Return the one that it has since it was ready last."""
        return notes(self.host, LabNoteKind.BEGUN)[-1].client_id

    def enter(self) -> None:
        self.host.post(EnterLab(self.host.client_id("Ada")))
        note(self.host, LabNoteKind.BEGUN)
        expect(self.mark).to_have_text(TESTED)

    @property
    def mark(self) -> Locator:
        """Return where the page says that it is tested."""
        return self.visitor.page.locator("#lab")

    def send(self, what: LabFrame, **options: object) -> None:
        self.host.post(LabSend(client_id=self.client_id, what=what, **options))  # type: ignore[arg-type]


@pytest.fixture
def host() -> Iterator[SteeredHost]:
    """Return a real server in the stand-in's place."""
    with SteeredHost() as steered:
        yield steered


@pytest.fixture
def lab(visit: Visit, host: SteeredHost) -> Laboratory:
    """Return the lab with Ada in it."""
    return Laboratory(host, visit(join="Ada"))


def test_the_page_says_that_it_is_tested_in_its_language_and_when_no_longer(
    visit: Visit, host: SteeredHost
) -> None:
    ada = visit(locale="de-DE")
    ada.page.get_by_label("Dein Name").fill("Ada")
    ada.page.get_by_role("button", name="Beitreten", exact=True).click()
    host.post(EnterLab(host.client_id("Ada")))
    mark = ada.page.get_by_role("status").filter(has_text="Der Host testet diese Verbindung.")
    expect(mark).to_be_visible()
    ada.page.locator("#people .language select").select_option("en")
    expect(ada.page.locator("#lab")).to_have_text(TESTED)
    host.post(LeaveLab(host.client_id("Ada")))
    expect(ada.page.locator("#lab")).to_have_count(0)


def test_messages_of_every_length_encoding_arrive_as_sent_and_show_nowhere(
    lab: Laboratory,
) -> None:
    wanted = [
        (what, length, fragments)
        for what in (LabFrame.TEXT, LabFrame.BINARY)
        for length in (0, 125, 126, 65_535, 65_536)
        for fragments in (1, 3)
    ]
    for what, length, fragments in wanted:
        lab.send(what, length=length, fragments=fragments)
    note(lab.host, LabNoteKind.SEEN, len(wanted))
    seen = notes(lab.host, LabNoteKind.SEEN)
    assert [(each.what, each.length) for each in seen] == [each[:2] for each in wanted]
    assert [each.text for each in seen] == [""] * len(wanted)
    sent(lab.visitor, "still here")
    expect(lab.visitor.texts).to_have_text(["still here"])


@pytest.mark.parametrize("length", [0, 1, 125])
def test_the_browser_answers_pings(lab: Laboratory, length: int) -> None:
    lab.send(LabFrame.PING, length=length)
    ponged = note(lab.host, LabNoteKind.PONGED)
    assert ponged.length == length
    assert ponged.rtt_ms is not None


CLOSE_CODES = [1000, 1001, 1002, 1003, *range(1007, 1015), 3000, 4000, 4999]


def test_after_each_close_code_the_page_comes_back_and_reports_it(lab: Laboratory) -> None:
    for number, code in enumerate(CLOSE_CODES, start=1):
        lab.send(LabFrame.CLOSE, close_code=code, close_reason=f"test {code}")
        seen = note(lab.host, LabNoteKind.SEEN, number)
        assert (seen.what, seen.close_code, seen.text) == ("close", code, f"test {code}")
        expect(lab.mark).to_be_visible()


def test_a_close_code_that_sends_away_is_reported_when_the_person_comes_back(
    lab: Laboratory,
) -> None:
    lab.send(LabFrame.CLOSE, close_code=4001, close_reason="as if kicked")
    page = lab.visitor.page
    page.get_by_role("button", name="Join again").click()
    assert note(lab.host, LabNoteKind.SEEN).close_code == 4001


@pytest.mark.parametrize("breach", LabBreach)
def test_the_browser_fails_the_connection_for_each_broken_rule_and_comes_back(
    lab: Laboratory, breach: LabBreach
) -> None:
    lab.host.post(LabBreak(lab.client_id, breach))
    seen = note(lab.host, LabNoteKind.SEEN)
    assert (seen.what, seen.close_code) == ("close", 1006), seen
    assert note(lab.host, LabNoteKind.CLOSED).close_code in {1002, 1006, 1007}
    note(lab.host, LabNoteKind.BEGUN, 2)
    sent(lab.visitor, "back again")


def test_over_a_bad_line_everything_arrives_in_order(lab: Laboratory) -> None:
    lab.host.post(LabLine(client_id=lab.client_id, delay_ms=120, jitter_ms=110, bytes_per_s=20_000))
    with RawClient.page(lab.host.port, "Grace") as grace:
        for number in range(6):
            grace.send_json(type="say", id=f"g{number}", text=f"down {number}")
        expect(lab.visitor.texts).to_have_text([f"down {number}" for number in range(6)])
        for number in range(4):
            lab.visitor.say(f"up {number}")
        assert [_next_text(grace, "up") for _ in range(4)] == [f"up {n}" for n in range(4)]


def test_over_a_cut_line_nothing_is_lost(lab: Laboratory) -> None:
    lab.host.post(LabLine(client_id=lab.client_id, cut_s=2))
    note(lab.host, LabNoteKind.LINE)
    with RawClient.page(lab.host.port, "Grace") as grace:
        grace.send_json(type="say", id="g", text="while it is cut")
        expect(lab.visitor.texts).to_have_text(["while it is cut"])
        lab.visitor.say("and back")
        assert _next_text(grace, "and") == "and back"


def _next_text(client: RawClient, beginning: str) -> str:
    while True:
        text: str = client.read_until("said")["text"]
        if text.startswith(beginning):
            return text
