"""Ten pages at once, a network that fails and a host that restarts: all end with the same log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.page.conftest import PHONE, Visitor
from tests.page.everything import LIMITS
from tests.page.keeping_host import KeepingHost
from tests.page.proxy import Proxy
from tests.server.files import png
from tests.server.running import PATIENCE_S
from tests.waiting import wait_until
from wschat_gui.bridge.commands import Announce

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

NAMES = ("Ada", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hao", "Ida", "Jun")
ROUNDS = 6
SETTLED_MS = 60_000

# Of every message: who, what, whether it was edited, its reactions; in the order of the page.
LOG = """() => [...document.querySelectorAll(".message")].map((row) => [
  row.querySelector(".bubble > .nick").textContent,
  row.querySelector(".text").textContent,
  row.querySelector(".edited").textContent,
  row.querySelector("img, .file bdi")?.alt ?? "",
  ...[...row.querySelectorAll(".reactions button")].map((chip) => chip.textContent),
].join("|"))"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KeepingHost]:
    """Run the real server, with a folder to remember by."""
    with KeepingHost(tmp_path, limits=LIMITS) as running:
        yield running


@contextmanager
def visitor_of(browser: Browser, url: str, nick: str) -> Iterator[Visitor]:
    """Let somebody in with a browser of their own; at the end nothing was complained of."""
    # Ten pages that each draw how a message arrives, frame by frame, leave no time for the rest.
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, reduced_motion="reduce"
    )
    visitor = Visitor(context.new_page())
    visitor.page.set_default_timeout(20_000)
    visitor.page.goto(url)
    visitor.join(nick)
    yield visitor
    context.close()
    lost = ("ERR_", "Failed to load")
    assert [each for each in visitor.complaints if not any(word in each for word in lost)] == []


def log_of(visitor: Visitor) -> list[str]:
    """Return the log as it stands."""
    rows: list[str] = visitor.page.evaluate(LOG)
    return rows


def restart(host: KeepingHost) -> None:
    """Stop the host and start it again on its port and folder."""
    host.thread.request_stop()
    assert host.thread.join(PATIENCE_S)
    host.start()


def send_picture(visitor: Visitor) -> None:
    """Choose a picture."""
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.get_by_role("button", name="Send a file or picture").click()
    chooser.value.set_files(FilePayload(name="p.png", mimeType="", buffer=png(40, 30)))


def react(visitor: Visitor, text: str) -> None:
    """Put a thumb on somebody's message."""
    visitor.bubble(text).focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("dialog").get_by_role("button", name="👍").click()


def edit_last(visitor: Visitor, text: str) -> None:
    """Change what one said last."""
    visitor.composer.press("ArrowUp")
    visitor.composer.fill(text)
    visitor.composer.press("Enter")
    expect(visitor.page.locator("#mode")).to_be_hidden()


def is_sent(visitor: Visitor, text: str) -> None:
    """Wait until the host has confirmed one's message."""
    expect(visitor.bubble(text).get_by_title("Sent", exact=True)).to_be_visible(timeout=SETTLED_MS)


def test_ten_pages_end_with_the_same_log(chromium: Browser, host: KeepingHost) -> None:
    with ExitStack() as stack:
        network = stack.enter_context(Proxy(host.port))
        enter: Callable[[str], Visitor] = lambda nick: stack.enter_context(  # noqa: E731
            visitor_of(chromium, network.url if nick == "Cleo" else host.url, nick)
        )
        visitors = {nick: enter(nick) for nick in NAMES}
        ada, cleo, dan = (visitors[nick] for nick in ("Ada", "Cleo", "Dan"))
        for round_ in range(ROUNDS):
            if round_ == 1:
                is_sent(ada, "Ada 0")
                edit_last(ada, "Ada 0, edited")
                network.is_cut = True
                expect(cleo.page.locator("#offline")).to_be_visible()
            if round_ == 2:
                restart(host)
                # A reaction waits for no connection: the page says that the host does not answer.
                host.client_id("Dan")
                expect(dan.status("Online")).to_be_visible()
                react(dan, "Ada 0, edited")
            if round_ == 3:
                send_picture(visitors["Bob"])
                dan.page.reload()
                expect(dan.status("Online")).to_be_visible()
                network.is_cut = False
            if round_ == 4:
                host.post(Announce("Ten minutes left."))
            for nick, visitor in visitors.items():
                visitor.say(f"{nick} {round_}")
        total = len(NAMES) * ROUNDS + 1
        for nick, visitor in visitors.items():
            is_sent(visitor, f"{nick} {ROUNDS - 1}")
        for visitor in visitors.values():
            expect(visitor.texts).to_have_count(total, timeout=SETTLED_MS)
            expect(visitor.page.locator(".failed")).to_have_count(0)
            expect(visitor.page.locator(".edited", has_text="edited")).to_have_count(1)
            expect(visitor.page.locator(".reactions button")).to_have_count(1)
        logs = {nick: log_of(visitor) for nick, visitor in visitors.items()}
        assert {tuple(log) for log in logs.values()} == {tuple(logs["Ada"])}
        said = [f"{nick} {round_}" for nick in NAMES for round_ in range(ROUNDS)]
        said[said.index("Ada 0")] = "Ada 0, edited"
        shown = [row.split("|")[1] for row in logs["Ada"]]
        assert sorted(shown) == sorted([*said, ""])
        for nick in NAMES:
            own = [text for text in shown if text.startswith(nick)]
            assert own == [text for text in said if text.startswith(nick)]


@pytest.mark.parametrize("up_bytes", [1, 2, 5, 7, 40, 79])
def test_a_message_cut_in_the_middle_is_said_once(
    chromium: Browser, host: KeepingHost, up_bytes: int
) -> None:
    with (
        Proxy(host.port) as network,
        visitor_of(chromium, network.url, "Ada") as ada,
        host.guest("Grace") as grace,
    ):
        network.cut_after(up_bytes)
        ada.say("only once, however often the network fails me in the middle")
        wait_until(lambda: network.cuts == 1, PATIENCE_S, "the network was cut")
        is_sent(ada, "only once, however often the network fails me in the middle")
        ada.say("the end")
        is_sent(ada, "the end")
        heard = [grace.read_until("said")["text"] for _ in range(2)]
        assert heard == ["only once, however often the network fails me in the middle", "the end"]
        expect(ada.texts).to_have_text(heard)


def test_a_message_whose_confirmation_is_lost_is_said_once(
    chromium: Browser, host: KeepingHost
) -> None:
    with (
        Proxy(host.port) as network,
        visitor_of(chromium, network.url, "Ada") as ada,
        host.guest("Grace") as grace,
    ):
        # The host has it whole; the page never hears of it on this connection.
        ada.page.evaluate(
            """() => {
              const { send } = WebSocket.prototype;
              WebSocket.prototype.send = function (data) {
                WebSocket.prototype.send = send;
                this.addEventListener("message", (event) => event.stopImmediatePropagation(), true);
                send.call(this, data);
              };
            }"""
        )
        ada.say("once")
        assert grace.read_until("said")["text"] == "once"
        network.is_cut = True
        expect(ada.page.locator("#offline")).to_be_visible()
        network.is_cut = False
        is_sent(ada, "once")
        ada.say("the end")
        is_sent(ada, "the end")
        assert grace.read_until("said")["text"] == "the end"
        expect(ada.texts).to_have_text(["once", "the end"])
