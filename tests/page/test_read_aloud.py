"""What a screen reader says by itself: what is new in the log, and nothing that is old."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Visit
from tests.page.everything import LIMITS, say
from tests.page.keeping_host import KeepingHost

pytestmark = pytest.mark.browser

# Notes of every row that comes into the log whether a screen reader would read it by itself.
_HEAR = """() => {
  const log = document.querySelector("#log");
  window.heard = [];
  new MutationObserver((changes) => {
    const silent = log.getAttribute("aria-live") === "off" || log.ariaBusy === "true";
    for (const { addedNodes } of changes) {
      for (const { innerText } of addedNodes) if (!silent) heard.push(innerText);
    }
  }).observe(document.querySelector("#rows"), { childList: true });
}"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KeepingHost]:
    """Run the real server."""
    with KeepingHost(tmp_path, limits=LIMITS) as running:
        yield running


def test_only_what_is_new_is_read_aloud(visit: Visit, host: KeepingHost) -> None:
    with host.guest("Grace") as grace:
        for number in range(320):
            say(grace, f"number {number}")
        ada = visit()
        page = ada.page
        page.evaluate(_HEAR)
        ada.join("Ada")
        expect(ada.bubble("number 319")).to_be_visible()
        history = page.evaluate("heard.splice(0)")
        say(grace, "brand new")
        expect(ada.bubble("brand new")).to_be_visible()
        news = page.evaluate("heard.splice(0)")
        assert len(news) == 1
        assert "brand new" in news[0]
        log = page.get_by_role("log")
        for number in (119, 19, 0):
            log.evaluate("log => log.scrollTop = 0")
            expect(ada.bubble(f"number {number}")).to_be_attached()
        older = page.evaluate("heard.splice(0)")
        say(grace, "far below")
        expect(page.locator("#new-count")).to_have_text("1 new")
        assert (older, page.evaluate("heard.splice(0)")) == ([], [])
        expect(page.locator("#new-count")).to_have_attribute("aria-live", "polite")
        assert history == []


def test_words_about_the_state_are_read_and_the_log_is_one(visit: Visit, host: KeepingHost) -> None:
    ada = visit(join="Ada")
    log = ada.page.get_by_role("log", name="Messages")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(ada.page.get_by_role("log")).to_have_count(1)
    for part in ("#status", "#told", "#hint"):
        expect(ada.page.locator(part)).to_have_role("status")
    for part in ("#join-trouble", "#rename-trouble"):
        expect(ada.page.locator(part)).to_have_role("alert")
