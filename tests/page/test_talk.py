"""What one does with messages, on a real server: answer, react, change, delete, copy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.page.acting import choose, open_menu, sent
from tests.page.conftest import DESKTOP, PHONE, SMALL_PHONE, Visit
from tests.page.guest import guest
from tests.page.steered import SteeredHost
from wschat_gui.bridge.commands import Announce, DeleteMessage

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "small phone": SMALL_PHONE, "desktop": DESKTOP}
TAP_PX = 44


@pytest.fixture
def host() -> Iterator[SteeredHost]:
    """Return a real server in the stand-in's place."""
    with SteeredHost() as steered:
        yield steered


# The menu ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_menu_fits_the_screen_and_fingers(visit: Visit, size: tuple[int, int]) -> None:
    ada = visit(size=size, join="Ada")
    for text in ("first", "last"):
        sent(ada, text)
        menu = open_menu(ada, text)
        box = menu.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert box["y"] + box["height"] <= size[1]
        for button in menu.get_by_role("button").all():
            button_box = button.bounding_box()
            assert button_box is not None
            assert min(button_box["width"], button_box["height"]) >= TAP_PX
        ada.page.keyboard.press("Escape")
        expect(menu).to_be_hidden()


def test_a_tap_on_the_bubble_opens_a_sheet_at_the_bottom(visit: Visit) -> None:
    ada = visit(size=PHONE, touch=True, join="Ada")
    sent(ada, "tap me")
    ada.bubble("tap me").locator(".said").tap()
    menu = ada.page.get_by_role("dialog", name="Message actions")
    box = menu.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, PHONE[0], PHONE[1])
    ada.page.touchscreen.tap(200, 100)
    expect(menu).to_be_hidden()


def test_the_keyboard_alone_leads_through_the_rows_and_the_menu(visit: Visit) -> None:
    ada = visit(join="Ada")
    for text in ("one", "two", "three"):
        sent(ada, text)
    page = ada.page
    page.get_by_role("log").focus()
    page.keyboard.press("ArrowUp")
    expect(ada.bubble("three")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(ada.bubble("two")).to_be_focused()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name="Message actions")
    expect(menu.get_by_role("button", name="👍")).to_be_focused()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("button", name="Reply")).to_be_focused()
    page.keyboard.press("Escape")
    expect(ada.bubble("two")).to_be_focused()
    page.keyboard.press("End")
    expect(ada.bubble("three")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(".rows > li").first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("button", name="Delete")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(ada.texts).to_have_text(["one", "two"])


def test_text_twice_as_large_fits_the_smallest_phone(visit: Visit, host: SteeredHost) -> None:
    ada = visit(size=SMALL_PHONE, touch=True, join="Ada")
    page = ada.page
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    with guest(host.url, "Grace Hopper") as grace:
        grace.say("a long story about cakes " * 10)
        page.locator(".message .said").tap()
        menu = page.get_by_role("dialog")
        assert menu.evaluate("menu => menu.scrollWidth <= menu.clientWidth")
        menu.get_by_role("button", name="Reply").tap()
        expect(page.get_by_role("button", name="Cancel")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE[0]
        assert page.locator("#log").evaluate("log => log.scrollWidth <= log.clientWidth")


# Answers -----------------------------------------------------------------------------------------


def test_an_answer_shows_what_it_answers_and_leads_there(visit: Visit, host: SteeredHost) -> None:
    with guest(host.url, "Grace") as grace:
        grace.say("Who brings\nthe cake?")
        ada = visit(size=PHONE, join="Ada")
        bob = visit(join="Bob")
        choose(ada, "Who brings\nthe cake?", "Reply")
        expect(ada.page.locator("#mode-text")).to_contain_text("Who brings")
        expect(ada.composer).to_be_focused()
        ada.say("I do")
        expect(ada.page.locator("#mode")).to_be_hidden()
        for visitor in (ada, bob):
            expect(visitor.bubble("I do").locator(".quote")).to_have_text(
                "GraceWho brings\nthe cake?"
            )
        sent(ada, "by the way")
        expect(ada.bubble("by the way").locator(".quote")).to_be_hidden()
        bob.bubble("I do").locator(".quote").click()
        expect(bob.page.locator(".flash .text")).to_have_text("Who brings\nthe cake?")


def test_a_way_back_loads_what_it_leads_to(visit: Visit, host: SteeredHost) -> None:
    with guest(host.url, "Grace") as grace:
        first = grace.say("the very first")
        for number in range(330):
            host.post(Announce(f"number {number}"))
        grace.hear("number 329")
        grace.say("much later", reply_to=first.seq)
        ada = visit(join="Ada")
        quote = ada.bubble("much later").locator(".quote")
        expect(quote).to_have_text("An earlier message")
        quote.click()
        expect(ada.page.locator(".flash .text")).to_have_text("the very first")
        expect(ada.bubble("the very first")).to_be_in_viewport()


def test_a_way_back_to_what_is_gone_says_so(visit: Visit, host: SteeredHost) -> None:
    with guest(host.url, "Grace") as grace:
        first = grace.say("oops")
        grace.say("what?", reply_to=first.seq)
        ada = visit(join="Ada")
        quote = ada.bubble("what?").locator(".quote")
        expect(quote).to_have_text("Graceoops")
        host.post(DeleteMessage(first.seq))
        expect(quote).to_have_text("This message was deleted.")
        quote.click()
        expect(ada.page.locator("#told")).to_have_text("This message was deleted.")


def test_escape_and_the_button_end_an_answer_and_keep_the_draft(visit: Visit) -> None:
    ada = visit(join="Ada")
    sent(ada, "hello")
    ada.composer.fill("half a thought")
    bar = ada.page.locator("#mode")
    for end in ("Escape", "button"):
        choose(ada, "hello", "Reply")
        expect(bar).to_be_visible()
        if end == "Escape":
            ada.page.keyboard.press("Escape")
        else:
            bar.get_by_role("button", name="Cancel").click()
        expect(bar).to_be_hidden()
        expect(ada.composer).to_have_value("half a thought")
        expect(ada.composer).to_be_focused()


# Reactions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_reactions_are_counted_and_taken_back(visit: Visit, size: tuple[int, int]) -> None:
    ada = visit(size=size, join="Ada")
    bob = visit(size=size, join="Bob")
    sent(ada, "cake!")
    choose(bob, "cake!", "🎉")
    chip = ada.bubble("cake!").get_by_role("button", name="🎉 1")
    expect(chip).to_have_attribute("title", "Bob")
    expect(chip).to_have_attribute("aria-pressed", "false")
    box = chip.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= TAP_PX
    chip.focus()
    ada.page.keyboard.press("Enter")
    both = ada.bubble("cake!").get_by_role("button", name="🎉 2")
    expect(both).to_have_attribute("aria-pressed", "true")
    expect(both).to_be_focused()
    expect(bob.bubble("cake!").get_by_role("button", name="🎉 2")).to_have_attribute(
        "title", "Bob, Ada"
    )
    newcomer = visit(join="Carol")
    expect(newcomer.bubble("cake!").get_by_role("button", name="🎉 2")).to_be_visible()
    both.click()
    bob.bubble("cake!").get_by_role("button", name="🎉 1").click()
    expect(bob.bubble("cake!").locator(".reactions button")).to_have_count(0)


# Changing and deleting ---------------------------------------------------------------------------


def test_one_edits_what_one_has_said(visit: Visit) -> None:
    ada, bob = visit(join="Ada"), visit(join="Bob")
    sent(ada, "helo")
    ada.composer.fill("a draft")
    choose(ada, "helo", "Edit")
    expect(ada.page.locator("#mode-text")).to_have_text("Editing your message")
    expect(ada.composer).to_have_value("helo")
    ada.composer.fill("hello")
    ada.page.keyboard.press("Enter")
    for visitor in (ada, bob):
        expect(visitor.texts).to_have_text(["hello"])
        expect(visitor.bubble("hello").locator(".edited")).to_have_text("edited")
    expect(ada.page.locator("#mode")).to_be_hidden()
    expect(ada.composer).to_have_value("a draft")


def test_the_last_message_is_edited_by_an_arrow_and_escape_leaves_it(visit: Visit) -> None:
    ada = visit(join="Ada")
    sent(ada, "one")
    sent(ada, "two")
    ada.composer.press("ArrowUp")
    expect(ada.composer).to_have_value("two")
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator("#mode")).to_be_hidden()  # nothing was changed
    ada.composer.press("ArrowUp")
    ada.composer.fill("three")
    ada.page.keyboard.press("Escape")
    expect(ada.composer).to_have_value("")
    expect(ada.texts).to_have_text(["one", "two"])


def test_a_refused_edit_is_explained_where_one_writes(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    sent(ada, "gone soon")
    choose(ada, "gone soon", "Edit")
    host.post(DeleteMessage(1))
    expect(ada.texts).to_have_count(0)
    ada.composer.fill("too late")
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator("#mode-text")).to_have_text("This message is no longer there.")
    expect(ada.composer).to_have_value("too late")


def test_one_deletes_what_one_has_said_at_a_second_press(visit: Visit) -> None:
    ada, bob = visit(join="Ada"), visit(join="Bob")
    sent(ada, "slip of the tongue")
    sent(ada, "good")
    menu = open_menu(ada, "slip of the tongue")
    menu.get_by_role("button", name="Delete").click()
    expect(ada.texts).to_have_count(2)
    menu.get_by_role("button", name="Delete it for everybody?").click()
    for visitor in (ada, bob):
        expect(visitor.texts).to_have_text(["good"])
        expect(visitor.page.locator(".notice.deleted")).to_have_text("A message was deleted")
    choose(bob, "good", "Copy text")
    expect(bob.page.locator("#told")).to_have_text("Copied")
    assert open_menu(bob, "good").get_by_role("button", name="Delete").count() == 0


def test_the_text_is_copied_as_it_was_written(visit: Visit) -> None:
    ada = visit(join="Ada")
    ada.composer.fill("see `code` at https://x.example/")
    ada.composer.press("Enter")
    row = ada.page.locator(".message")
    expect(row.get_by_title("Sent", exact=True)).to_be_visible()
    expect(row.locator("code")).to_have_text("code")
    row.hover()
    row.locator("#act").click()
    ada.page.get_by_role("button", name="Copy text").click()
    ada.composer.focus()
    ada.page.keyboard.press("ControlOrMeta+v")
    expect(ada.composer).to_have_value("see `code` at https://x.example/")
