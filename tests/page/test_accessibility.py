"""No barriers: axe-core finds none in any state of the page, and keys alone do everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from msgspec.structs import replace
from playwright.sync_api import FilePayload, Locator, expect

from tests.page.axe import Inspector
from tests.page.conftest import DESKTOP, PHONE, Visit, Visitor
from tests.page.everything import LIMITS, fill, say
from tests.page.keeping_host import KeepingHost
from tests.server.files import png
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S
from wschat_gui.bridge.commands import Ban, BanLength, BanScope, Kick, Mute, SetRoomState

pytestmark = pytest.mark.browser

LANGUAGE = "[data-say-aria-label='language.label']"
Scheme = Literal["light", "dark"]

LOOKS = pytest.mark.parametrize(
    ("scheme", "size"),
    [("light", PHONE), ("light", DESKTOP), ("dark", PHONE), ("dark", DESKTOP)],
    ids=["light phone", "light desktop", "dark phone", "dark desktop"],
)


@pytest.fixture
def host(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[KeepingHost]:
    """Run the real server, with a room code where a test is parametrized with it."""
    running = KeepingHost(tmp_path, limits=LIMITS)
    running.settings = replace(running.settings, room_code=getattr(request, "param", ""))
    with running:
        yield running


# --- By axe-core ---------------------------------------------------------------------------------


@LOOKS
def test_a_room_with_everything_in_it_has_no_barriers(
    visit: Visit, host: KeepingHost, scheme: Scheme, size: tuple[int, int]
) -> None:
    with host.guest("Grace") as grace:
        ada = visit(scheme=scheme, size=size, join="Ada")
        fill(host, grace, ada)
        page, inspector = ada.page, Inspector(ada.page)
        inspector.look("newest rows")
        page.get_by_role("log").evaluate("log => log.scrollTop = 0")
        inspector.look("oldest rows")
        ada.composer.press_sequentially("@gra")
        expect(page.locator("#mentions li")).to_have_count(1)
        inspector.look("mentions")
        page.keyboard.press("Escape")
        ada.bubble("Still there?").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Message actions")).to_be_visible()
        inspector.look("menu")
        page.get_by_role("button", name="Reply").click()
        expect(page.locator("#mode")).to_be_visible()
        inspector.look("reply")
        page.locator(".picture").click()
        expect(page.locator("#lightbox")).to_be_visible()
        inspector.look("lightbox")
        page.keyboard.press("Escape")
        if size == PHONE:
            page.get_by_role("button", name="People").click()
            expect(page.locator("#people-close")).to_be_focused()
        inspector.look("people")
        page.locator("#rename-open").click()
        inspector.look("another name")
    inspector.assert_nothing_found()


@LOOKS
@pytest.mark.parametrize("host", ["open sesame"], indirect=True)
def test_the_card_that_one_joins_by_has_no_barriers(
    visit: Visit, host: KeepingHost, scheme: Scheme, size: tuple[int, int]
) -> None:
    page = visit(scheme=scheme, size=size).page
    inspector = Inspector(page)
    inspector.look("plain")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_label("Room code")).to_be_visible()
    inspector.look("asked for the code")
    page.get_by_label("Room code").fill("wrong")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="The room code is wrong")).to_be_visible()
    inspector.look("wrong code")
    with RawClient.page(host.port, "Ada", code="open sesame"):
        page.get_by_label("Room code").fill("open sesame")
        page.get_by_role("button", name="Join", exact=True).click()
        expect(page.locator("#join-suggested")).to_be_visible()
        inspector.look("name taken")
    inspector.assert_nothing_found()


@LOOKS
def test_what_the_host_does_leaves_no_barriers(
    visit: Visit, host: KeepingHost, scheme: Scheme, size: tuple[int, int]
) -> None:
    ada, bob = (visit(scheme=scheme, size=size, join=nick) for nick in ("Ada", "Bob"))
    of_ada, of_bob = Inspector(ada.page), Inspector(bob.page)
    ada.say("before")
    ada.composer.fill("a draft")
    host.post(SetRoomState(frozen=True, slow_s=0, locked=False))
    expect(ada.page.locator("#hint")).to_be_visible()
    of_ada.look("frozen")
    host.post(SetRoomState(frozen=False, slow_s=30, locked=False))
    host.post(Mute(host.client_id("Ada"), 300, "Let the others speak."))
    expect(ada.page.locator("#hint")).to_contain_text("You are muted until")
    of_ada.look("muted")
    host.post(Kick(host.client_id("Ada"), "Homework first."))
    expect(ada.page.get_by_role("heading", name="The host removed you")).to_be_visible()
    of_ada.look("kicked")
    bob.say("one")
    expect(bob.page.locator("#send")).to_have_attribute("data-wait", re.compile("[123]."))
    of_bob.look("slow mode")
    host.post(Ban(host.client_id("Bob"), BanScope.DEVICE, BanLength.HOUR, "Enough."))
    expect(bob.page.get_by_role("heading", name="The host banned you")).to_be_visible()
    of_bob.look("banned")
    of_ada.assert_nothing_found()
    of_bob.assert_nothing_found()


@LOOKS
def test_a_host_that_is_away_leaves_no_barriers(
    visit: Visit, host: KeepingHost, scheme: Scheme, size: tuple[int, int]
) -> None:
    ada = visit(scheme=scheme, size=size, join="Ada")
    inspector = Inspector(ada.page)
    host.thread.request_stop()
    assert host.thread.join(PATIENCE_S)
    expect(ada.page.locator("#offline")).to_be_visible()
    ada.say("into the void")
    expect(ada.bubble("into the void")).to_be_visible()
    inspector.look("offline")
    inspector.assert_nothing_found()


# --- By keys alone -------------------------------------------------------------------------------


class Keys:
    """A person without a mouse: presses keys, and insists to see where they go."""

    def __init__(self, visitor: Visitor) -> None:
        """Sit down at this page."""
        self.page = visitor.page

    def press(self, *keys: str) -> None:
        """Press one after the other; after each something has the focus."""
        for key in keys:
            self.page.keyboard.press(key)
            self.insist_on_focus(key)

    def type(self, text: str) -> None:
        """Write, and press Enter."""
        self.page.keyboard.type(text)
        self.press("Enter")

    def tab_to(self, target: Locator, key: str = "Tab") -> None:
        """Go there by Tab, or back by Shift+Tab, over whatever stands in between."""
        for _ in range(40):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"Tab does not lead to {target}")

    def insist_on_focus(self, after: str) -> None:
        """Wait until something has the focus, and see that it shows."""
        focus = self.page.locator(":focus")
        expect(focus, f"the focus is lost after {after}").to_have_count(1)
        message = f"the focus does not show after {after}"
        expect(focus, message).not_to_have_css("outline-style", "none")


def test_keys_alone_do_everything(visit: Visit, host: KeepingHost) -> None:
    with host.guest("Grace") as grace:
        ada = visit()
        page, keys = ada.page, Keys(ada)
        composer, log = ada.composer, page.get_by_role("log")
        menu = page.get_by_role("dialog", name="Message actions")
        keys.tab_to(page.get_by_label("Your name"))
        page.keyboard.press("ControlOrMeta+a")
        keys.type("Ada")
        expect(composer).to_be_focused()
        keys.type("hello")
        expect(composer).to_be_focused()
        grace.share("lab.png", png(64, 48), text="The bench")
        say(grace, "Who brings the sensors?")
        expect(ada.texts).to_have_count(3)
        # React: by the menu of a row.
        keys.tab_to(log, "Shift+Tab")
        keys.press("ArrowUp", "Enter")
        expect(menu.get_by_role("button", name="👍")).to_be_focused()
        keys.press("Enter")
        question = ada.bubble("Who brings the sensors?")
        expect(question).to_be_focused()
        chip = question.get_by_role("button", name="👍 1")
        keys.tab_to(chip)
        keys.press("Enter")
        expect(chip).to_have_count(0)
        expect(question).to_be_focused()
        # Reply.
        keys.press("Enter", *["ArrowDown"] * 6, "Enter")
        expect(page.locator("#mode")).to_contain_text("Replying to")
        keys.type("I do")
        expect(ada.bubble("I do").locator(".quote")).to_be_visible()
        # Go where the answer leads, and come back.
        keys.tab_to(log, "Shift+Tab")
        keys.press("ArrowUp", "Tab", "Enter")
        expect(question).to_be_focused()
        # Say something in private, and stop doing so.
        keys.press("Enter", "ArrowUp", "Enter")
        expect(page.locator("#mode")).to_contain_text("Privately to")
        keys.type("psst")
        keys.press("Escape")
        expect(page.locator("#mode")).to_be_hidden()
        # Edit.
        keys.press("ArrowUp")
        expect(composer).to_have_value("I do")
        page.keyboard.press("ControlOrMeta+a")
        keys.type("I do not")
        expect(ada.bubble("I do not").locator(".edited")).to_be_visible()


def test_keys_alone_delete_and_the_focus_stays_in_the_log(visit: Visit, host: KeepingHost) -> None:
    ada = visit(join="Ada")
    ada.say("keep")
    ada.say("delete")
    expect(ada.bubble("delete").get_by_title("Sent", exact=True)).to_be_visible()
    keys = Keys(ada)
    ada.page.get_by_role("log").focus()
    keys.press("ArrowUp", "Enter", "ArrowUp", "Enter", "Enter")
    expect(ada.texts).to_have_text(["keep"])
    keys.insist_on_focus("deleting")
    keys.press("ArrowUp", "ArrowUp", "Enter")
    expect(ada.page.get_by_role("dialog", name="Message actions")).to_be_visible()


def test_keys_alone_give_up_what_was_not_sent(visit: Visit, host: KeepingHost) -> None:
    ada = visit(join="Ada")
    keys = Keys(ada)
    with host.guest("Grace"):
        keys.tab_to(ada.page.locator("#roster").get_by_title("Private message to Grace"))
        keys.press("Enter")
    expect(ada.page.locator("#roster .person")).to_have_count(1)
    keys.type("still there?")
    failed = ada.page.locator(".failed")
    expect(failed).to_have_count(1)
    again = failed.get_by_role("button", name="Try again")
    keys.tab_to(again, "Shift+Tab")
    ada.page.keyboard.press("Enter")
    expect(again).not_to_be_focused()
    keys.insist_on_focus("trying again")
    keys.tab_to(failed.get_by_role("button", name="Discard"))
    keys.press("Enter")
    expect(failed).to_have_count(0)
    keys.insist_on_focus("discarding")


def test_keys_alone_send_and_see_files(visit: Visit, host: KeepingHost) -> None:
    ada = visit(join="Ada")
    keys, page = Keys(ada), ada.page
    attach = page.get_by_role("button", name="Send a file or picture")
    keys.press("Shift+Tab")
    expect(attach).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(FilePayload(name="lab.png", mimeType="", buffer=png(64, 48)))
    picture = page.locator(".picture")
    expect(picture).to_be_visible()
    keys.insist_on_focus("sending a file")
    keys.tab_to(picture, "Shift+Tab")
    keys.press("Enter")
    expect(page.locator("#lightbox")).to_be_visible()
    keys.press("Shift+Tab", "Escape")
    expect(picture).to_be_focused()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_keys_alone_change_the_language(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    ada = visit(size=size, join="Ada")
    ada.say("hello")
    keys, page = Keys(ada), ada.page
    if size == PHONE:
        page.locator("#people-button").focus()
        keys.press("Enter")
    choice = page.locator(f"#people {LANGUAGE}")
    keys.tab_to(choice)
    page.keyboard.type("Deutsch")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    keys.insist_on_focus("changing the language")
    expect(choice).to_be_focused()
