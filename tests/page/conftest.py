"""Fixtures of the page's tests: a host, and visitors in a real Chromium that may not complain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from tests.page.stand_in import StandIn
from wschat_gui.chat.vocabulary import RefusalCode

# The browser's own note that a socket could not be opened: what a host that is away looks like.
CONNECTION_FAILED = re.compile(r"WebSocket connection to '\S+' failed")

PHONE = (390, 844)
SMALL_PHONE = (320, 568)
DESKTOP = (1280, 800)


class Host(Protocol):
    """What the tests do with a host; the real server may stand here in place of the stand-in."""

    code: str
    refuse_upgrades: bool
    refuse_says: tuple[RefusalCode, str] | None
    message_chars: int
    answers_older: bool
    said_ids: list[str]
    asked_older: list[int]

    @property
    def url(self) -> str: ...
    @property
    def nicks(self) -> list[str]: ...
    def open(self) -> None: ...
    def close(self) -> None: ...
    def kick(self, nick: str, reason: str, close_code: int = 4001) -> None: ...
    def cut(self, nick: str) -> None: ...
    def freeze(self, nick: str) -> None: ...
    def announce(self, text: str) -> None: ...
    def tell(self, count: int) -> None: ...
    def delete(self, *ranges: tuple[int, int]) -> None: ...
    def forget(self) -> None: ...
    def begin_afresh(self) -> None: ...


class Visitor:
    """One browser page; collects whatever the browser complains of."""

    def __init__(self, page: Page) -> None:
        """Begin to listen, before the page is loaded."""
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def join(self, nick: str) -> None:
        """Join by the form."""
        self.page.get_by_label("Your name").fill(nick)
        self.page.get_by_role("button", name="Join", exact=True).click()
        self.status("Online").wait_for()

    def say(self, text: str) -> None:
        """Write and press Enter."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def status(self, word: str) -> Locator:
        """Return the line under the room's name, if it says this."""
        return self.page.locator("#status", has_text=word)

    @property
    def composer(self) -> Locator:
        """Return where one writes."""
        return self.page.get_by_role("textbox", name="Message")

    @property
    def texts(self) -> Locator:
        """Return the texts of all messages in the log, in order."""
        return self.page.locator(".message .text")

    def bubble(self, text: str) -> Locator:
        """Return the row of the message with this text."""
        return self.page.locator(".message", has=self.page.get_by_text(text, exact=True))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not CONNECTION_FAILED.search(message.text):
            self.complaints.append(message.text)


Visit = Callable[..., Visitor]


@pytest.fixture
def host() -> Iterator[Host]:
    """Return an open room without a code."""
    stand_in = StandIn()
    yield stand_in
    stand_in.shut_down()


@pytest.fixture
def visit(chromium: Browser, host: Host) -> Iterator[Visit]:
    """Open the page as often as wanted; at the end no page may have complained."""
    visitors: list[Visitor] = []

    def open_page(
        *,
        size: tuple[int, int] = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
        touch: bool = False,
        clock: bool = False,
        fragment: str = "",
        join: str = "",
        locale: str = "en-GB",
    ) -> Visitor:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            has_touch=touch,
            is_mobile=touch,
            locale=locale,
        )
        visitor = Visitor(context.new_page())
        visitors.append(visitor)
        visitor.page.set_default_timeout(8_000)
        if clock:
            visitor.page.clock.install()
        visitor.page.goto(host.url + fragment)
        visitor.page.wait_for_selector(
            "html[lang]", state="attached"
        )  # before that nothing is to be seen
        if join:
            visitor.join(join)
        return visitor

    yield open_page
    complaints = [visitor.complaints for visitor in visitors]
    for visitor in visitors:
        visitor.page.context.close()
    assert complaints == [[] for _ in visitors]
