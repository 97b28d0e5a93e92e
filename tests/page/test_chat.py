"""Talking: what is said reaches everybody once, in order, and harms nobody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Host, Visit
from tests.page.guest import guest
from wschat_gui.chat.vocabulary import RefusalCode

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script>&amp;"
BIDI = "\u202egnp.exe\u202c \u2066\u2067 abc \u200f!"
CONTROLS = "a\u0000b\u0007c\u001b[31md\u0085e\ufffe"
LONG_WORD = "w" * 4_000
GOODBYE_MS = 10_000
"""So long it waits whether who left is back soon."""


def test_everybody_sees_the_same_messages_in_the_same_order(visit: Visit) -> None:
    pages = [visit(join="Ada"), visit(join="Grace")]
    for number in range(5):
        for visitor in pages:
            visitor.say(f"{number}")
    expect(pages[0].texts).to_have_count(10)
    expect(pages[1].texts).to_have_count(10)
    own_first = [visitor.page.locator(".message.own").count() for visitor in pages]
    assert own_first == [5, 5]
    assert pages[0].texts.all_text_contents() == pages[1].texts.all_text_contents()


def test_a_newcomer_sees_what_was_said_before(visit: Visit, host: Host) -> None:
    with guest(host.url, "Grace") as grace:
        for number in range(30):
            grace.say(f"{number}")
        ada = visit(join="Ada")
        expect(ada.texts).to_have_text([str(number) for number in range(30)])
        expect(ada.bubble("29")).to_be_in_viewport()


def test_an_own_message_is_shown_as_sending_and_then_as_sent(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    host.freeze("Ada")
    ada.say("slow")
    expect(ada.bubble("slow").get_by_title("Sending…")).to_be_visible()
    host.cut("Ada")
    expect(ada.bubble("slow").get_by_title("Sent", exact=True)).to_be_visible()
    expect(ada.texts).to_have_text(["slow"])


def test_a_refused_message_can_be_tried_again_or_given_up(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    host.refuse_says = (RefusalCode.MUTED, "You are muted for 30 s.")
    ada.say("let me speak")
    ada.say("or not")
    expect(ada.page.get_by_text("Not sent. You are muted for a while.")).to_have_count(2)
    host.refuse_says = None
    ada.bubble("or not").get_by_role("button", name="Discard").click()
    ada.bubble("let me speak").get_by_role("button", name="Try again").click()
    expect(ada.bubble("let me speak").get_by_title("Sent", exact=True)).to_be_visible()
    expect(ada.texts).to_have_text(["let me speak"])


@pytest.mark.parametrize("text", [MARKUP, BIDI, CONTROLS, LONG_WORD], ids="mbcl")
def test_what_is_said_is_shown_as_text_and_nothing_else(
    visit: Visit, host: Host, text: str
) -> None:
    ada = visit(join="Ada", size=(320, 568))
    with guest(host.url, text[:40]) as other:
        other.say(text)
        expect(ada.texts).to_have_count(1)
        assert ada.texts.text_content() == text
        assert ada.page.title() == "Physics 7b"
        assert ada.page.locator(".rows img, .rows script, .roster img").count() == 0
        width = ada.page.evaluate("document.documentElement.scrollWidth")
        assert width == 320
        assert ada.page.evaluate("document.querySelector('#log').scrollWidth") <= 320


def test_a_nick_cannot_turn_the_words_around_it(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    with guest(host.url, "\u202eevil"):
        notice = ada.page.locator(".notice")
        expect(notice).to_contain_text("joined")
        isolated = notice.locator("bdi").evaluate(
            "element => getComputedStyle(element).unicodeBidi"
        )
        assert isolated == "isolate"


def test_line_breaks_are_kept_and_shown(visit: Visit) -> None:
    ada = visit(join="Ada")
    ada.composer.press_sequentially("one")
    ada.composer.press("Shift+Enter")
    ada.composer.press_sequentially("two")
    ada.composer.press("Enter")
    expect(ada.texts).to_have_count(1)
    assert ada.texts.inner_text() == "one\ntwo"


def test_an_input_method_keeps_its_enter(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    ada.composer.fill("にほん")
    for composing in ("isComposing: true", "keyCode: 229"):
        ada.composer.evaluate(
            "field => field.dispatchEvent(new KeyboardEvent('keydown', "
            f"{{ key: 'Enter', bubbles: true, cancelable: true, {composing} }}))"
        )
    expect(ada.composer).to_have_value("にほん")
    ada.composer.press("Enter")
    expect(ada.texts).to_have_text(["にほん"])
    assert len(host.said_ids) == 1


def test_white_space_alone_is_not_sent(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    ada.say("  \n ")
    ada.composer.fill("")
    ada.say("seen")
    expect(ada.texts).to_have_text(["seen"])
    assert len(host.said_ids) == 1


def test_the_limit_is_counted_near_and_held_beyond(visit: Visit, host: Host) -> None:
    host.message_chars = 20
    ada = visit(join="Ada")
    ada.composer.fill("x" * 10)
    expect(ada.page.locator("#count")).to_be_hidden()
    ada.composer.fill("😀" * 20)
    expect(ada.page.locator("#count")).to_have_text("20 of 20 characters")
    ada.composer.fill("😀" * 21)
    expect(ada.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    ada.composer.press("Enter")
    expect(ada.composer).to_have_value("😀" * 21)


def test_an_announcement_stands_out(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    host.announce("Pizza is here.\n<b>Come!</b>")
    announcement = ada.page.locator(".announcement")
    expect(announcement).to_contain_text("Announcement from the host")
    expect(announcement.locator(".text")).to_have_text("Pizza is here.\n<b>Come!</b>")


def test_the_roster_follows_who_comes_goes_and_changes_the_name(visit: Visit, host: Host) -> None:
    ada = visit(clock=True, join="Ada")
    people = ada.page.locator("#roster .nick")
    expect(people).to_have_text(["Ada"])
    with guest(host.url, "Grace") as grace:
        expect(people).to_have_text(["Ada", "Grace"])
        grace.rename("Hopper")
        expect(people).to_have_text(["Ada", "Hopper"])
        expect(ada.page.get_by_role("heading", name="2 people here")).to_be_visible()
    expect(people).to_have_text(["Ada"])
    notices = ["Grace joined", "Grace is now called Hopper"]
    expect(ada.page.locator(".notice")).to_have_text(notices)
    ada.page.clock.run_for(GOODBYE_MS)
    expect(ada.page.locator(".notice")).to_have_text([*notices, "Hopper left"])


def test_one_changes_the_own_name(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    with guest(host.url, "Grace"):
        ada.page.get_by_role("button", name="Change my name").click()
        ada.page.get_by_label("New name").fill("Grace")
        ada.page.keyboard.press("Enter")
        expect(ada.page.get_by_text("Somebody here has this name already")).to_be_visible()
        ada.page.get_by_role("button", name="Use “Grace 2”").click()
        expect(ada.page.get_by_text("You are now called Grace 2")).to_be_visible()
        expect(ada.page.get_by_label("New name")).to_be_hidden()
        assert host.nicks == ["Grace 2", "Grace"]


def test_a_name_cannot_be_changed_while_offline(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    ada.page.get_by_role("button", name="Change my name").click()
    host.close()
    expect(ada.status("Offline")).to_be_visible()
    ada.page.get_by_label("New name").fill("Lovelace")
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()


def test_a_reader_further_up_keeps_the_place_and_is_told(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    with guest(host.url, "Grace") as grace:
        for number in range(60):
            grace.say(f"number {number}")
        expect(ada.bubble("number 59")).to_be_in_viewport()
        ada.bubble("number 10").evaluate("row => row.scrollIntoView()")
        expect(ada.bubble("number 59")).not_to_be_in_viewport()
        before = ada.bubble("number 12").bounding_box()
        grace.say("news")
        grace.say("more news")
        more = ada.page.get_by_role("button", name="2 new")
        expect(more).to_be_visible()
        assert ada.bubble("number 12").bounding_box() == before
        more.click()
        expect(ada.bubble("more news")).to_be_in_viewport()
        expect(more).to_be_hidden()


def test_the_log_on_the_page_is_bounded(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    with guest(host.url, "Grace") as grace:
        for number in range(1_050):
            grace.say(f"{number}")
        expect(ada.texts.last).to_have_text("1049")
        expect(ada.texts).to_have_count(400)
        expect(ada.texts.first).to_have_text("650")


def test_times_are_local_with_the_full_date_in_the_title(visit: Visit) -> None:
    ada = visit(join="Ada")
    ada.say("now")
    time = ada.bubble("now").locator("time")
    at_ms, shown, title = time.evaluate(
        "element => [Date.parse(element.dateTime), element.textContent, element.title]"
    )
    local = ada.page.evaluate(
        "at_ms => [new Date(at_ms).getHours(), new Date(at_ms).getFullYear()]", at_ms
    )
    assert shown.startswith(f"{local[0]:02}:")
    assert str(local[1]) in title
