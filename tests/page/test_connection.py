"""Losing the host and finding it again, being sent away, and sockets that only look alive."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.page.acting import choose
from tests.page.conftest import Host, Visit, Visitor
from tests.page.guest import guest

pytestmark = pytest.mark.browser

BANNED = 4002
TOO_SLOW = 1013
REPLACED = 4004


def sent(visitor: Visitor, text: str) -> None:
    """Wait until the message is shown as sent."""
    expect(visitor.bubble(text).get_by_title("Sent", exact=True)).to_be_visible()


def test_after_a_drop_nothing_is_lost_and_nothing_shown_twice(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    with guest(host.url, "Grace") as grace:
        expected = []
        for round_number in range(5):
            for number in range(3):
                expected.append(f"{round_number}.{number}")
                grace.say(expected[-1])
                if number == 1:
                    host.cut("Ada")
            expect(ada.texts).to_have_text(expected)


def test_what_is_written_offline_is_sent_once_on_return(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    host.close()
    expect(ada.status("Offline")).to_be_visible()
    for text in ("one", "two", "three"):
        ada.say(text)
    expect(ada.page.get_by_title("Sending…")).to_have_count(3)
    host.open()
    for text in ("one", "two", "three"):
        sent(ada, text)
    expect(ada.texts).to_have_text(["one", "two", "three"])
    assert len(host.said_ids) == len(set(host.said_ids)) == 3


def test_the_bar_says_since_when_and_tries_at_once_on_request(visit: Visit, host: Host) -> None:
    ada = visit(clock=True, join="Ada")
    host.close()
    ada.page.clock.run_for(1_000)
    expect(ada.page.locator("#offline")).to_have_text(
        re.compile(r"The host has stopped\. Offline since \d\d:\d\d:\d\d\.")
    )
    for _ in range(20):
        ada.page.clock.run_for(1_000)
    expect(ada.page.locator("#offline")).to_have_text(re.compile(r"Trying again in \d+ s"))
    host.open()
    ada.page.get_by_role("button", name="Try now").click()
    expect(ada.status("Online")).to_be_visible()
    ada.page.clock.run_for(1_000)
    expect(ada.page.locator("#offline")).to_be_hidden()


def test_one_who_is_kicked_sees_why_and_stays_away(visit: Visit, host: Host) -> None:
    ada = visit(clock=True, join="Ada")
    sockets: list[str] = []
    ada.page.on("websocket", lambda socket: sockets.append(socket.url))
    host.kick("Ada", "<b>Too loud</b> \u202eagain")
    expect(ada.page.get_by_role("heading", name="The host removed you")).to_be_visible()
    expect(ada.page.locator("#ended-reason")).to_have_text("<b>Too loud</b> \u202eagain")
    ada.page.clock.run_for(60_000)
    ada.page.evaluate("window.dispatchEvent(new Event('online'))")
    ada.page.clock.run_for(60_000)
    assert sockets == []
    assert host.nicks == []
    ada.page.get_by_role("button", name="Join again").click()
    expect(ada.status("Online")).to_be_visible()
    expect(ada.page.locator("#ended")).to_be_hidden()


def test_one_who_is_kicked_unseen_does_not_come_back_by_itself(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    ada.page.evaluate(
        """Object.defineProperty(document, "hidden", { value: true });
           document.dispatchEvent(new Event("visibilitychange"));"""
    )
    host.kick("Ada", "Too loud")
    expect(ada.page.locator("#ended")).to_be_visible()
    # As a phone does with a page that it has thrown away meanwhile.
    ada.page.reload()
    expect(ada.page.get_by_role("heading", name="Join the chat")).to_be_visible()
    assert host.nicks == []


def test_one_who_is_banned_is_offered_no_way_back(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    host.kick("Ada", "Enough", BANNED)
    expect(ada.page.get_by_role("heading", name="The host banned you")).to_be_visible()
    expect(ada.page.get_by_text("Enough")).to_be_visible()
    expect(ada.page.get_by_role("button", name="Join again")).to_be_hidden()


def test_one_who_was_too_slow_resumes(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    host.kick("Ada", "too slow", TOO_SLOW)
    with guest(host.url, "Grace") as grace:
        grace.say("still here?")
        expect(ada.texts).to_have_text(["still here?"])


def test_one_whose_place_was_taken_by_another_tab_does_not_fight_for_it(
    visit: Visit, host: Host
) -> None:
    ada = visit(join="Ada")
    host.kick("Ada", "Your place was taken.", REPLACED)
    expect(ada.page.get_by_role("heading", name="another tab")).to_be_visible()
    ada.page.get_by_role("button", name="Use this tab").click()
    expect(ada.status("Online")).to_be_visible()


@pytest.mark.parametrize("event", ["visibilitychange", "pageshow", "online"])
def test_a_socket_that_only_looks_alive_is_replaced_on_waking(
    visit: Visit, host: Host, event: str
) -> None:
    ada = visit(clock=True, join="Ada")
    with guest(host.url, "Grace") as grace:
        grace.say("heard")
        expect(ada.texts).to_have_text(["heard"])
        host.freeze("Ada")
        grace.say("missed")
        ada.page.clock.run_for(10_000)
        expect(ada.texts).to_have_text(["heard"])
        target = "document" if event == "visibilitychange" else "window"
        ada.page.evaluate(f"{target}.dispatchEvent(new Event('{event}'))")
        expect(ada.texts).to_have_text(["heard", "missed"])


def test_a_socket_that_swallows_a_message_is_replaced(visit: Visit, host: Host) -> None:
    ada = visit(clock=True, join="Ada")
    host.freeze("Ada")
    ada.say("lost?")
    ada.page.clock.run_for(10_000)
    sent(ada, "lost?")
    expect(ada.texts).to_have_text(["lost?"])


def test_a_page_that_only_reads_notices_a_host_that_is_gone_without_a_word(
    visit: Visit, host: Host
) -> None:
    ada = visit(clock=True, join="Ada")
    with guest(host.url, "Grace") as grace:
        host.freeze("Ada")
        grace.say("missed")
        ada.page.clock.run_for(19_000)
        expect(ada.texts).to_have_text([])
        ada.page.clock.run_for(10_000)
        expect(ada.texts).to_have_text(["missed"])


def test_what_is_no_longer_kept_is_said(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    with guest(host.url, "Grace") as grace:
        grace.say("first")
        expect(ada.texts).to_have_text(["first"])
        host.close()
        expect(ada.status("Offline")).to_be_visible()
    host.open()
    expect(ada.status("Online")).to_be_visible()
    with guest(host.url, "Grace") as grace:
        host.freeze("Ada")
        grace.say("second")
        grace.say("third")
        host.forget()
        host.cut("Ada")
        expect(ada.texts).to_have_text(["third"])
        expect(ada.page.locator(".notice.gap")).to_contain_text("You missed more than is shown")
        expect(ada.page.get_by_text("Earlier messages are no longer kept.")).to_be_visible()


def test_a_host_that_begins_afresh_clears_the_log(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    ada.say("old")
    sent(ada, "old")
    host.close()
    host.begin_afresh()
    host.open()
    expect(ada.page.get_by_text("The host has started afresh")).to_be_visible()
    expect(ada.texts).to_have_count(0)
    ada.say("new")
    sent(ada, "new")


def test_an_answer_to_what_is_no_more_answers_nothing_else(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    ada.say("old")
    sent(ada, "old")
    host.close()
    expect(ada.status("Offline")).to_be_visible()
    choose(ada, "old", "Reply")
    ada.say("an answer")
    choose(ada, "old", "Reply")
    expect(ada.page.locator("#mode")).to_be_visible()
    host.begin_afresh()
    host.open()
    # It is now the first itself.
    sent(ada, "an answer")
    expect(ada.texts).to_have_text(["an answer"])
    expect(ada.page.locator(".quote:visible")).to_have_count(0)
    expect(ada.page.locator("#mode")).to_be_hidden()
