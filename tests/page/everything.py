"""A room on the real server with one of everything that its log can show, as Ada sees it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.page.conftest import Visitor
from tests.page.keeping_host import KeepingHost
from tests.page.sending import HOLD_BYTES, send, uploads
from tests.server.files import patterned, png
from tests.server.raw_client import RawClient
from wschat_gui.bridge.commands import Announce, DeleteMessage, TellPrivately
from wschat_gui.config import Limits

LIMITS = Limits(file_bytes=2 * 1024 * 1024, flood_burst=10_000)
"""For the host of such a room: small files, and no reproach for a lively script."""

CODE = "```\ndef celsius(volts: float) -> float:\n    return 100 * (volts - 0.5)\n```"

# What the host refuses and no row of one's own can show: sent by the page's socket, unasked.
_ASK_THE_IMPOSSIBLE = """() => {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    WebSocket.prototype.send = send;
    send.call(this, data);
    send.call(this, '{"type":"react","seq":999999,"emoji":"👍","on":true}');
  };
}"""

# As when another tab is in front; the test's page goes on drawing all the same.
LOOK_AWAY = """away => {
  Object.defineProperty(document, "hidden", { value: away, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def say(client: RawClient, text: str, reply_to: int = 0) -> int:
    """Speak as this client; return the `seq` of what was said."""
    client.send_json(type="say", id=f"id {text}"[:64], text=text, reply_to=reply_to)
    while (said := client.read_until("said"))["text"] != text:
        pass
    seq: int = said["seq"]
    return seq


def fill(host: KeepingHost, grace: RawClient, ada: Visitor) -> None:
    """Let the two of them and the host do everything; Ada has just joined, after Grace.

    At the end Ada looks away, so that the line above what she has not read stays.
    """
    person_id = grace.read_until("joined")["person_id"]
    _talk(host, grace, ada)
    _whisper(host, grace, ada, person_id)
    _fail(host, ada)
    _upload(ada)
    ada.page.evaluate(LOOK_AWAY, True)
    say(grace, "Still there?")
    expect(ada.page.locator(".unread")).to_be_visible()
    expect(ada.bubble("Still there?")).to_be_visible()


def _talk(host: KeepingHost, grace: RawClient, ada: Visitor) -> None:
    first = say(grace, "Good morning @Ada, see https://example.org/lab?a=1")
    slip = say(grace, "It is at nin")
    say(grace, "what was said by mistake")
    grace.send_json(type="edit", seq=slip, text="It is at nine")
    ada.say("Who brings the sensors?")
    question = grace.read_until("said")["seq"]
    say(grace, "I do", question)
    for seq in (first, question):
        grace.send_json(type="react", seq=seq, emoji="👍", on=True)
    expect(ada.page.locator(".reactions button")).to_have_count(2)
    ada.page.locator(".reactions button").first.click()
    expect(ada.page.locator("[aria-pressed=true]")).to_have_count(1)
    say(grace, f"Run this:\n{CODE}\nand `celsius(0.75)` is 25")
    ada.say("🎉🎉")
    grace.share("readings.csv", patterned(12_000))
    grace.share("lab.png", png(640, 360), text="The bench")
    host.post(Announce("The lab opens at ten."))
    host.post(DeleteMessage(slip + 1))
    with host.guest("Ken") as ken:
        ken.send_json(type="rename", nick="Kenneth")
        ken.read_until("renamed")
    expect(ada.page.get_by_text("Ken is now called Kenneth")).to_be_visible()
    expect(ada.page.locator(".deleted")).to_be_visible()


def _whisper(host: KeepingHost, grace: RawClient, ada: Visitor, person_id: str) -> None:
    grace.send_json(type="whisper", id="w1", to=person_id, text="I have your book")
    host.post(TellPrivately(host.client_id("Ada"), "Please stay after class."))
    expect(ada.page.locator(".private")).to_have_count(2)
    to_grace = ada.bubble("I have your book")
    to_grace.focus()
    ada.page.keyboard.press("Enter")
    menu = ada.page.get_by_role("dialog", name="Message actions")
    menu.get_by_role("button", name="Private message to Grace").click()
    ada.say("Thank you!")
    expect(ada.page.locator(".private.own")).to_have_count(1)
    ada.page.keyboard.press("Escape")


def _fail(host: KeepingHost, ada: Visitor) -> None:
    ada.page.evaluate(_ASK_THE_IMPOSSIBLE)
    mallory = ada.page.locator(".person", has_text="Mallory")
    with host.guest("Mallory"):
        # By script: on a phone the button is in the sheet.
        mallory.locator("button").dispatch_event("click")
    expect(mallory).not_to_be_attached()
    ada.say("What do you want?")
    expect(ada.page.locator(".failed")).to_contain_text("This person is no longer here.")
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator(".notice.note")).to_be_visible()


def _upload(ada: Visitor) -> None:
    ada.page.evaluate(HOLD_BYTES, 256 * 1024)
    send(ada, ("film.mp4", bytes(LIMITS.file_bytes + 1)), ("data.bin", patterned(1024 * 1024)))
    expect(uploads(ada)).to_have_count(2)
    expect(uploads(ada).locator("progress").last).to_have_js_property("value", 0.25)
