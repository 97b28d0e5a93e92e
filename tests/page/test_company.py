"""Whom one talks to, on a real server: mentions, whispers, who is writing, what one has missed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.page.acting import choose, sent
from tests.page.conftest import Visit
from tests.page.guest import guest
from tests.page.steered import SteeredHost

pytestmark = pytest.mark.browser


@pytest.fixture
def host() -> Iterator[SteeredHost]:
    """Return a real server in the stand-in's place."""
    with SteeredHost() as steered:
        yield steered


# Mentions ----------------------------------------------------------------------------------------


def test_a_mention_is_completed_and_stands_out_for_who_is_meant(visit: Visit) -> None:
    ada, bob = visit(join="Ada"), visit(join="Bob Hope")
    ada.composer.press_sequentially("ask @bo")
    expect(ada.page.locator("#mentions li")).to_have_text(["Bob Hope"])
    ada.page.keyboard.press("Enter")
    expect(ada.composer).to_have_value("ask @Bob Hope ")
    ada.page.keyboard.press("Enter")
    expect(bob.page.locator(".to-me .mention.me")).to_have_text("@Bob Hope")
    expect(ada.page.locator(".mention")).to_have_text("@Bob Hope")
    expect(ada.page.locator(".to-me")).to_have_count(0)


# In private --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["roster", "menu"])
def test_what_is_said_in_private_is_seen_by_two_and_marked(visit: Visit, way: str) -> None:
    ada, bob, carol = visit(join="Ada"), visit(join="Bob"), visit(join="Carol")
    sent(bob, "hello all")
    if way == "roster":
        ada.page.locator("#roster").get_by_title("Private message to Bob").click()
    else:
        choose(ada, "hello all", "Private message to Bob")
    expect(ada.page.locator("#mode-text")).to_have_text("Privately to \u2068Bob\u2069")
    sent(ada, "psst")
    expect(ada.bubble("psst").locator(".privacy")).to_have_text("privately to Bob")
    expect(bob.bubble("psst").locator(".privacy")).to_have_text("privately to you")
    expect(bob.bubble("psst").locator(".nick").first).to_have_text("Ada")
    expect(ada.page.locator("#mode")).to_be_visible()
    sent(bob, "all again")
    expect(carol.texts).to_have_text(["hello all", "all again"])
    choose(bob, "psst", "Private message to Ada")
    sent(bob, "yes?")
    expect(ada.bubble("yes?").locator(".privacy")).to_have_text("privately to you")
    ada.page.reload()
    expect(ada.bubble("psst")).to_be_visible()
    expect(ada.page.locator("#mode-text")).to_have_text("Privately to \u2068Bob\u2069")


def test_what_was_meant_for_one_is_never_left_to_be_sent_to_all(visit: Visit) -> None:
    ada, _bob = visit(join="Ada"), visit(join="Bob")
    ada.composer.fill("for all")
    ada.page.get_by_title("Private message to Bob").click()
    expect(ada.composer).to_have_value("")
    ada.composer.fill("for Bob")
    ada.page.reload()
    expect(ada.page.locator("#mode-text")).to_have_text("Privately to \u2068Bob\u2069")
    expect(ada.composer).to_have_value("for Bob")
    ada.composer.press("Escape")
    expect(ada.page.locator("#mode")).to_be_hidden()
    expect(ada.composer).to_have_value("for all")


def test_a_whisper_to_somebody_who_left_is_given_back(visit: Visit) -> None:
    ada, bob = visit(join="Ada"), visit(join="Bob")
    ada.page.get_by_title("Private message to Bob").click()
    bob.page.goto("about:blank")
    expect(ada.page.locator("#roster .person")).to_have_count(1)
    ada.say("still there?")
    expect(ada.page.get_by_text("Not sent. This person is no longer here.")).to_be_visible()


def test_nobody_whispers_to_oneself(visit: Visit) -> None:
    ada = visit(join="Ada")
    expect(ada.page.locator("#roster .person")).to_have_count(1)
    expect(ada.page.locator("#roster button")).to_be_hidden()


# Who is writing ----------------------------------------------------------------------------------


def test_the_others_see_who_is_writing_but_not_in_private(visit: Visit) -> None:
    ada, bob, carol = visit(join="Ada"), visit(join="Bob"), visit(join="Carol")
    line = carol.page.locator("#typing")
    ada.page.get_by_title("Private message to Bob").click()
    ada.composer.press_sequentially("psst")
    bob.composer.press_sequentially("x")
    expect(line).to_have_text("\u2068Bob\u2069 is writing…")
    ada.page.keyboard.press("Escape")
    ada.composer.press_sequentially("y")
    expect(line).to_have_text(re.compile("Ada\u2069 and \u2068Bob\u2069 are writing…"))
    expect(bob.page.locator("#typing")).to_have_text("\u2068Ada\u2069 is writing…")
    ada.composer.press("Enter")
    bob.composer.press("Enter")
    expect(line).to_have_text("")


# What is new -------------------------------------------------------------------------------------


def test_a_line_stands_above_what_came_while_one_was_away(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    with guest(host.url, "Grace") as grace:
        grace.say("seen")
        expect(ada.texts).to_have_text(["seen"])
        hide = """hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
        ada.page.evaluate(hide, True)
        grace.say("missed")
        grace.say("missed too")
        expect(ada.texts).to_have_count(3)
        ada.page.evaluate(hide, False)
        line = ada.page.locator(".rows .unread")
        expect(line).to_have_text("New")
        expect(ada.page.locator(".unread + .message .text")).to_have_text("missed")
        sent(ada, "I am back")
        expect(line).to_have_count(0)


def test_comings_share_a_line(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    with (
        guest(host.url, "Bob"),
        guest(host.url, "Carol"),
        guest(host.url, "Dan"),
        guest(host.url, "Eve"),
    ):
        expect(ada.page.locator(".notice.joined")).to_have_text("Bob, Carol and 2 more joined")
