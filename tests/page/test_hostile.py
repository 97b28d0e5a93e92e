"""What people may send to harm others: markup, bidi overrides, floods of marks, endless words.

Everywhere that the page shows what somebody else wrote. It stays text, in its own row.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Dialog, expect

from tests.page.conftest import SMALL_PHONE, Visit, Visitor
from tests.page.everything import LIMITS
from tests.page.keeping_host import KeepingHost
from tests.server.files import png
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S
from tests.waiting import wait_until
from wschat_gui.bridge.commands import (
    Announce,
    Ban,
    BanLength,
    BanScope,
    Kick,
    Mute,
    Reinstate,
    RenameClient,
    TellPrivately,
    Unmute,
)
from wschat_gui.bridge.events import ClientNamed

pytestmark = pytest.mark.browser

WIDE = (1280, 800)
SIZES = pytest.mark.parametrize("size", [SMALL_PHONE, WIDE], ids=["320 px", "1280 px"])

MARKUP = (
    "<img src=x onerror=\"window.harmed='img'\"><script>window.harmed='script'</script>"
    "<svg/onload=window.harmed='svg'><b>bold</b>\"'>&lt; javascript:window.harmed='link'"
)
TEXTS = {
    "markup": MARKUP,
    "bidi": "\u202e\u2067\u202b drawkcab \u202e gnp.exe",
    "bidi flood": "\u202e\u2066\u2067" * 1_300,
    "rtl": "שלום עולם \u202d abc",
    "control": "a" + "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\u2029b",
    "zero width": "a" + "\u200b\u200d\u2060\ufeff" * 990 + "b",
    "long word": "W" * 4_000,
    "no break": "x\u00a0" * 2_000,
    "wide signs": "﷽" * 1_000,
    "stack": "Z" + "\u0300\u0316\u0346\u20dd" * 990,
    "lines": "\n\n".join("x" * 1_300),
    "code": "```\n" + "C" * 3_900 + "\n```",
    "inline code": "`" + "c" * 3_900 + "`",
    "link": "https://example.org/" + "a/" * 1_900,
    "joined": "👩" + "\u200d👩" * 1_900,
    "tabs": "a" + "\t" * 3_900 + "b",
}
NICKS = ("<b onclick=x>", "W" * 24, "שלום", "Z\u0316\u0300\u0346\u20dd", "&lt;img&gt;", "'\";--")
EMOJI = "👨‍👩‍👧‍👦"

# Elements of the room that reach out of the screen sideways, and boxes that scroll sideways.
SIDEWAYS = """() => {
  const out = [];
  const boxes = "html, body, #log, .cover, #composer, #people, dialog";
  for (const box of document.querySelectorAll(boxes)) {
    const seen = box.checkVisibility({ visibilityProperty: true });
    if (seen && box.scrollWidth > box.clientWidth + 1) {
      out.push(`${box.id || box.tagName} is ${box.scrollWidth} in ${box.clientWidth}`);
    }
  }
  for (const row of document.querySelectorAll(".rows > li, .bubble, .announcement > div, .quote")) {
    const { left, right } = row.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1) out.push(`${row.className}: ${left} to ${right}`);
  }
  return out;
}"""

# Of every row the clock's time, and whether its digits still run from left to right.
TURNED = """() => [...document.querySelectorAll(".rows > li time, #status")].filter((element) => {
  const [text] = element.childNodes;
  const leftOf = (at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
  };
  return leftOf(0) >= leftOf(text.length - 1);
}).map(({ textContent }) => textContent)"""

WRITE = """(field, text) => {
  field.value = text;
  field.dispatchEvent(new Event("input"));
}"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KeepingHost]:
    """Run the real server, in a room with a hostile name."""
    running = KeepingHost(tmp_path, limits=LIMITS)
    running.settings = replace(running.settings, room_name=f"\u202e{MARKUP}{'W' * 400}")
    with running:
        yield running


def watch(visitor: Visitor) -> list[str]:
    """Return a list that fills with the dialogs that scripts open."""
    opened: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    visitor.page.on("dialog", on_dialog)
    return opened


def assert_unharmed(visitor: Visitor, by: str = "") -> None:
    """See that nothing ran, nothing reaches out sideways, and nothing is turned around."""
    page = visitor.page
    assert page.evaluate("window.harmed") is None, by
    assert page.locator("#room script, #room b:not(.nick), #rows [onclick]").count() == 0, by
    assert page.evaluate(SIDEWAYS) == [], by
    assert page.evaluate(TURNED) == [], by


def assert_log_scrolls(visitor: Visitor) -> None:
    """See that the reader gets to both ends of the log, and out of the way of the composer."""
    log = visitor.page.get_by_role("log")
    log.evaluate("log => { log.scrollTop = 0; }")
    assert log.evaluate("log => log.scrollTop") == 0
    log.evaluate("log => { log.scrollTop = log.scrollHeight; }")
    assert log.evaluate("log => log.scrollHeight - log.clientHeight - log.scrollTop") < 2
    expect(visitor.composer).to_be_in_viewport(ratio=1)


def say(client: RawClient, text: str, reply_to: int = 0) -> int:
    """Say it, and return its number."""
    client.send_json(type="say", id=uuid.uuid4().hex, text=text, reply_to=reply_to)
    seq: int = client.read_until("said")["seq"]
    return seq


def take_back(host: KeepingHost, client_id: int) -> int:
    """Let in again and unmute whom the host has just sent away; return the client that they are."""
    host.post(Reinstate(client_id))

    def returned() -> list[int]:
        named = (event.client_id for event in host.events(ClientNamed))
        return [each for each in named if each > client_id]

    wait_until(lambda: bool(returned()), PATIENCE_S, "who was sent away is back")
    back_id = returned()[-1]
    host.post(Unmute(back_id))
    return back_id


@SIZES
def test_texts_stay_text_in_their_rows(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    ada = visit(size=size, join="Ada")
    dialogs = watch(ada)
    with host.guest("Grace") as grace:
        for text in TEXTS.values():
            say(grace, "before")
            seq = say(grace, text)
            say(grace, "an answer", seq)
            host.post(Announce(text))
        say(grace, "the end")
        expect(ada.bubble("the end")).to_be_visible()
        assert_unharmed(ada)
        assert_log_scrolls(ada)
        assert ada.page.get_by_text(MARKUP, exact=True).count() == 2
    assert dialogs == []


@SIZES
def test_own_texts_do_no_harm_while_they_are_written_and_answered(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    ada = visit(size=size, join="Ada")
    for text in TEXTS.values():
        # Typed in, a thousand lines take Chromium's own editor half a minute on an empty page.
        ada.composer.evaluate(WRITE, text)
        assert_unharmed(ada)
        expect(ada.page.locator("#send")).to_be_in_viewport(ratio=1)
    ada.composer.evaluate(WRITE, "")
    with host.guest("Grace") as grace:
        for text in (TEXTS["markup"], TEXTS["long word"], TEXTS["bidi"]):
            say(grace, text)
            row = ada.page.locator(".message").last
            expect(row.locator(".text")).to_have_text(text, use_inner_text=False)
            row.focus()
            ada.page.keyboard.press("Enter")
            ada.page.get_by_role("button", name="Reply").click()
            expect(ada.page.locator("#mode")).to_be_visible()
            assert_unharmed(ada)
            expect(ada.composer).to_be_in_viewport(ratio=1)


@SIZES
def test_nicks_do_no_harm_wherever_they_stand(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    ada = visit(size=size, join="Ada")
    dialogs = watch(ada)
    first = 0
    for nick in NICKS:
        with host.guest(nick) as guest:
            seq = say(guest, f"I am number {NICKS.index(nick)}")
            first = first or seq
            guest.send_json(type="react", seq=first, emoji=EMOJI, on=True)
            guest.read_until("reacted")
            say(guest, "an answer", first)
            say(guest, f"@{nick} look")
            guest.send_json(type="typing")
            expect(ada.bubble(f"I am number {NICKS.index(nick)}")).to_be_visible()
            ada.page.locator(".person", has_text=nick).locator("button").dispatch_event("click")
            expect(ada.page.locator("#mode")).to_be_visible()
            ada.say(f"psst {nick}")
            expect(ada.page.locator(".private")).to_have_count(NICKS.index(nick) + 1)
            ada.page.keyboard.press("Escape")
            ada.composer.press_sequentially(f"@{nick[:1]}")
            assert_unharmed(ada)
            ada.composer.fill("")
            guest.send_json(type="rename", nick=f"{nick[:20]}2")
            guest.read_until("renamed")
    assert ada.page.locator(".reactions button").get_attribute("title") == ", ".join(NICKS)
    if size == SMALL_PHONE:
        ada.page.get_by_role("button", name="People").click()
    assert_unharmed(ada)
    assert dialogs == []


@SIZES
def test_file_names_and_captions_do_no_harm(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    ada = visit(size=size, join="Ada")
    dialogs = watch(ada)
    with host.guest("Grace") as grace:
        for at, (kind, text) in enumerate(TEXTS.items()):
            name = text[:900].replace("\n", "")
            grace.share(name, b"x", id=f"t{at}", text=text)
            grace.share(f"{name}.png", png(2_000, 20), id=f"p{at}", text=kind)
        expect(ada.page.locator(".picture")).to_have_count(len(TEXTS))
        assert_unharmed(ada)
        assert_log_scrolls(ada)
        for picture in ada.page.locator(".picture").all()[:2]:
            picture.click()
            expect(ada.page.locator("#lightbox")).to_be_visible()
            assert_unharmed(ada)
            ada.page.keyboard.press("Escape")
    assert dialogs == []


@SIZES
def test_private_words_do_no_harm(visit: Visit, host: KeepingHost, size: tuple[int, int]) -> None:
    with host.guest("Grace") as grace:
        ada = visit(size=size, join="Ada")
        person_id = grace.read_until("joined")["person_id"]
        for at, text in enumerate(TEXTS.values()):
            grace.send_json(type="whisper", id=f"w{at}", to=person_id, text=text)
            host.post(TellPrivately(host.client_id("Ada"), text))
        expect(ada.page.locator(".private")).to_have_count(2 * len(TEXTS))
        assert_unharmed(ada)
        assert_log_scrolls(ada)


@SIZES
def test_reasons_do_no_harm(visit: Visit, host: KeepingHost, size: tuple[int, int]) -> None:
    ada = visit(size=size, join="Ada")
    dialogs = watch(ada)
    client_id = host.client_id("Ada")
    for kind, text in TEXTS.items():
        host.post(RenameClient(client_id, text[:20]))
        host.post(Mute(client_id, 300, text))
        expect(ada.page.locator("#hint")).to_contain_text("You are muted until")
        assert_unharmed(ada, kind)
        expect(ada.page.locator("#log")).to_be_in_viewport()
        if kind in {"markup", "long word"}:
            host.post(Ban(client_id, BanScope.DEVICE, BanLength.HOUR, text))
        else:
            host.post(Kick(client_id, text))
        expect(ada.page.locator("#ended")).to_be_visible()
        assert_unharmed(ada, kind)
        again = ada.page.locator("#ended-advice")
        again.scroll_into_view_if_needed()
        expect(again).to_be_in_viewport()
        client_id = take_back(host, client_id)
        expect(ada.page.locator("#hint")).to_be_hidden()
    assert dialogs == []


@SIZES
def test_a_room_with_a_hostile_name_can_be_joined(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    ada = visit(size=size, join="Ada")
    assert_unharmed(ada)
    expect(ada.page.locator("#people-count")).to_have_text("1")
    expect(ada.composer).to_be_in_viewport(ratio=1)
    assert MARKUP in ada.page.title()
