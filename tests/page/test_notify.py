"""Who does not look is told: by the tab's title and icon, by a sound, by the system if it may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.conftest import PHONE, Visit, Visitor
from tests.page.keeping_host import KeepingHost
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S
from wschat_gui.bridge.commands import Announce, RenameClient
from wschat_gui.config import Limits

pytestmark = pytest.mark.browser

TITLE = "WSChat"

# What sounds, by its pitch; and what the system would show.
LISTEN = """() => {
  window.tones = [];
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...args) {
    tones.push(this.frequency.value);
    start.apply(this, args);
  };
}"""
SYSTEM = """() => {
  window.shown = [];
  window.Notification = class {
    static permission = "default";
    static answer = "granted";
    static async requestPermission() {
      return (this.permission = this.answer);
    }
    constructor(title, { body }) {
      shown.push(`${title}: ${body}`);
    }
  };
}"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KeepingHost]:
    """Run the real server."""
    with KeepingHost(tmp_path, limits=Limits(flood_burst=1_000)) as running:
        yield running


@pytest.fixture
def grace(host: KeepingHost) -> Iterator[RawClient]:
    """Return somebody else in the room, there before the page is."""
    with host.guest("Grace") as client:
        yield client


def say(client: RawClient, text: str) -> None:
    client.send_json(type="say", id=text, text=text)


def hide(visitor: Visitor, *, hidden: bool = True) -> None:
    """Put the page out of sight as another tab does, or bring it back."""
    visitor.page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def await_title(visitor: Visitor, title: str) -> None:
    expect(visitor.page).to_have_title(title)


def icon(visitor: Visitor) -> str:
    """Return where the tab's icon comes from."""
    source: str = visitor.page.evaluate("document.querySelector('link[rel=icon]').href")
    return source


def tones(visitor: Visitor) -> int:
    """Return how many have sounded."""
    count: int = visitor.page.evaluate("tones.length")
    return count


def listening(visit: Visit) -> Visitor:
    """Return a page in the room whose sound can be heard."""
    visitor = visit()
    visitor.page.evaluate(LISTEN)
    visitor.join("Ada")
    return visitor


def test_the_title_and_the_icon_count_while_nobody_looks(visit: Visit, grace: RawClient) -> None:
    ada = visit(join="Ada")
    plain = icon(ada)
    say(grace, "you are here")
    expect(ada.texts).to_have_count(1)
    assert ada.page.title() == TITLE
    hide(ada)
    say(grace, "one")
    await_title(ada, f"(1) {TITLE}")
    one = icon(ada)
    assert one.startswith("data:image/png")
    say(grace, "two")
    await_title(ada, f"(2) {TITLE}")
    assert icon(ada) not in {one, plain}
    hide(ada, hidden=False)
    await_title(ada, TITLE)
    assert icon(ada) == plain


def test_who_reads_far_up_sees_the_count_until_back_at_the_end(
    visit: Visit, grace: RawClient
) -> None:
    for number in range(60):
        say(grace, f"{number}")
    ada = visit(join="Ada", size=PHONE)
    expect(ada.bubble("59")).to_be_in_viewport()
    ada.page.locator("#log").evaluate("log => { log.scrollTop = 100; }")
    expect(ada.page.get_by_role("log")).to_have_attribute("aria-live", "off")
    say(grace, "below")
    await_title(ada, f"(1) {TITLE}")
    ada.page.locator("#new-button").click()
    await_title(ada, TITLE)


def test_the_host_counts_and_own_words_from_elsewhere_do_not(
    visit: Visit, host: KeepingHost, grace: RawClient
) -> None:
    ada = visit(join="Ada")
    hide(ada)
    ada.say("my own")
    host.post(Announce("Ten minutes left."))
    await_title(ada, f"(1) {TITLE}")


def test_comings_reactions_typing_and_new_names_are_no_news(
    visit: Visit, host: KeepingHost, grace: RawClient
) -> None:
    say(grace, "before")
    ada = listening(visit)
    hide(ada)
    with host.guest("Ken") as ken:
        grace.send_json(type="typing")
        grace.send_json(type="react", seq=1, emoji="👍", on=True)
        host.post(RenameClient(host.client_id("Ken"), "Kenneth"))
        ken.read_until("renamed")
    expect(ada.page.locator(".reactions")).to_contain_text("👍")
    say(grace, "now")
    await_title(ada, f"(1) {TITLE}")
    assert tones(ada) == 1


def test_what_was_missed_while_cut_off_counts(
    visit: Visit, host: KeepingHost, grace: RawClient
) -> None:
    ada = visit(join="Ada")
    say(grace, "before")
    expect(ada.texts).to_have_count(1)
    hide(ada)
    ada.page.context.set_offline(True)
    host.thread.request_stop()
    assert host.thread.join(PATIENCE_S)
    host.start()
    with host.guest("Ken") as ken:
        say(ken, "while you were away")
        ken.read_until("said")
    ada.page.context.set_offline(False)
    expect(ada.texts).to_have_count(2, timeout=20_000)
    await_title(ada, f"(1) {TITLE}")


def test_a_message_out_of_sight_sounds_and_one_in_sight_does_not(
    visit: Visit, grace: RawClient
) -> None:
    ada = listening(visit)
    say(grace, "seen")
    expect(ada.texts).to_have_count(1)
    assert tones(ada) == 0
    hide(ada)
    say(grace, "heard")
    await_title(ada, f"(1) {TITLE}")
    assert tones(ada) == 1


def test_a_burst_sounds_once_and_what_is_for_oneself_at_once_and_twice(
    visit: Visit, grace: RawClient
) -> None:
    ada = listening(visit)
    hide(ada)
    for number in range(3):
        say(grace, f"{number}")
    await_title(ada, f"(3) {TITLE}")
    assert tones(ada) == 1
    say(grace, "hello @Ada!")
    await_title(ada, f"(4) {TITLE}")
    assert tones(ada) == 3
    to = grace.read_until("joined")["person_id"]
    grace.send_json(type="whisper", id="w", to=to, text="between us")
    await_title(ada, f"(5) {TITLE}")
    assert tones(ada) == 5


def test_the_sound_can_be_switched_off_for_good(visit: Visit, grace: RawClient) -> None:
    ada = listening(visit)
    sound = ada.page.get_by_role("switch", name="Sound for new messages")
    expect(sound).to_be_checked()
    sound.click()
    expect(sound).not_to_be_checked()
    hide(ada)
    say(grace, "quiet")
    await_title(ada, f"(1) {TITLE}")
    assert tones(ada) == 0
    ada.page.reload()
    ada.page.wait_for_selector("html[lang]", state="attached")
    expect(sound).not_to_be_checked()


def test_the_system_notifies_where_the_person_wants_it(visit: Visit, grace: RawClient) -> None:
    ada = visit()
    ada.page.add_init_script(f"({SYSTEM})()")
    ada.page.reload()
    ada.page.wait_for_selector("html[lang]", state="attached")
    ada.join("Ada")
    switch = ada.page.get_by_role("switch", name="Notifications")
    expect(switch).not_to_be_checked()
    hide(ada)
    say(grace, "not yet")
    await_title(ada, f"(1) {TITLE}")
    assert ada.page.evaluate("shown") == []
    switch.click()
    expect(switch).to_be_checked()
    say(grace, "hello @Ada")
    await_title(ada, f"(2) {TITLE}")
    assert ada.page.evaluate("shown") == ["Grace: hello @Ada"]
    switch.click()
    expect(switch).not_to_be_checked()
    ada.page.evaluate("Notification.answer = 'denied'")
    switch.click()
    expect(switch).to_be_hidden()


@pytest.mark.parametrize(
    "lack",
    [
        "Object.defineProperty(window, 'isSecureContext', { value: false })",
        "delete window.Notification",
        "Notification = class { static permission = 'denied'; }",
    ],
)
def test_where_the_system_cannot_notify_there_is_no_switch_for_it(visit: Visit, lack: str) -> None:
    ada = visit()
    ada.page.add_init_script(lack)
    ada.page.reload()
    ada.page.wait_for_selector("html[lang]", state="attached")
    ada.join("Ada")
    expect(ada.page.locator("#sound")).to_be_visible()
    expect(ada.page.locator("#notify")).to_be_hidden()
