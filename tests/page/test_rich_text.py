"""The text of a message as elements, and the list of whom to mention, alone in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.page.answers import SECURITY_HEADERS
from tests.page.conftest import SMALL_PHONE, Host, Visitor

pytestmark = pytest.mark.browser

TAP_PX = 44
NICKS = ["Ada", "Grace Hopper", "Grete", "赵敏", "<b>G</b>", "G\u202egnp"]
# What both modules need of the page, and nothing of its rest.
STAGE = """<!doctype html><html lang="en"><title>Stage</title><link rel="icon" href="favicon.svg">
<link rel="stylesheet" href="base.css"><link rel="stylesheet" href="room.css">
<link rel="stylesheet" href="text.css">
<div class="room">
  <main class="talk">
    <div class="log"><ol class="rows"><li class="message"><span class="avatar"></span>
      <div class="bubble"><p class="said" dir="auto"><span class="text"></span></p></div>
    </li></ol></div>
    <ul id="mentions" class="mentions" role="listbox" aria-label="People" hidden></ul>
  </main>
  <div class="composer"><textarea id="field" class="field" aria-label="Message"
    aria-autocomplete="list" aria-controls="mentions"></textarea></div>
</div>"""
SHOW = """async ([text, nicks]) => {
  const { richText } = await import("/view/rich_text.js");
  const labels = { copy: "Copy it", copied: "Copied it" };
  document.querySelector(".text").replaceChildren(richText(text, { nicks, me: "Ada", labels }));
}"""
COMPLETE = """async (nicks) => {
  const { createMentionBox } = await import("/view/mention_box.js");
  const people = () => nicks.map((nick) => ({ nick }));
  const field = document.querySelector("#field");
  window.box = createMentionBox(field, document.querySelector("#mentions"), { people });
  window.left_over = [];
  field.addEventListener("keydown", (event) => {
    if (!box.handlesKey(event)) left_over.push(event.key);
  });
}"""


@pytest.fixture
def page(chromium: Browser, host: Host) -> Iterator[Page]:
    """Return a page with an empty message and a field; at the end it may not have complained."""
    width, height = SMALL_PHONE
    context = chromium.new_context(viewport={"width": width, "height": height}, has_touch=True)
    visitor = Visitor(context.new_page())
    visitor.page.set_default_timeout(8_000)
    headers = {**SECURITY_HEADERS, "Content-Type": "text/html; charset=utf-8"}
    visitor.page.route("**/stage", lambda route: route.fulfill(body=STAGE, headers=headers))
    visitor.page.goto(f"{host.url}stage")
    yield visitor.page
    context.close()
    assert visitor.complaints == []


def show(page: Page, text: str) -> Locator:
    """Return the message that shows this text."""
    page.evaluate(SHOW, [text, NICKS])
    return page.locator(".text")


def write(page: Page, text: str) -> Locator:
    """Type into a field that completes; return what is offered."""
    page.evaluate(COMPLETE, NICKS)
    page.locator("#field").press_sequentially(text)
    return page.get_by_role("option")


def value(page: Page) -> str:
    """Return what is in the field."""
    return page.locator("#field").input_value()


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script>&amp;",
        "`<img src=x onerror=alert(1)>` @<b>G</b> www.a.example/<b>",
        "\u202egnp.exe\u202c \u2066\u2067 abc \u200f! https://a.example/\u202egnp.exe",
        "javascript:alert(1) data:text/html,<script>alert(1)</script> vbscript:x",
        "w" * 4_000,
        "http://a.example/" + "w" * 3_900,
        "http://" + "w" * 3_900 + ".example",
        "`" + "w" * 3_900 + "`",
        "a\u0000b\u0007c\u001b[31md\u0085e\ufffe",
    ],
    ids=["markup", "in parts", "bidi", "schemes", "word", "link", "host", "code", "controls"],
)
def test_hostile_text_does_no_harm(page: Page, text: str) -> None:
    message = show(page, text)
    shown = message.text_content()
    assert shown in {text, text.replace("`", "")}
    assert message.locator(":not(a, code, bdi)").count() == 0
    hrefs = message.locator("a").evaluate_all("links => links.map(({ href }) => href)")
    assert all(href.startswith(("http://", "https://")) for href in hrefs)
    assert all("%E2%80%AE" not in href for href in hrefs)
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE[0]
    assert message.evaluate("it => it.getBoundingClientRect().right") <= SMALL_PHONE[0]
    assert page.title() == "Stage"


def test_a_link_opens_apart_and_tells_nothing(page: Page) -> None:
    link = show(page, "see www.a.example.").get_by_role("link")
    expect(link).to_have_text("www.a.example")
    expect(link).to_have_attribute("href", "http://www.a.example/")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow ugc")
    expect(link).to_have_css("unicode-bidi", "isolate")


def test_a_link_in_look_alike_letters_is_unmasked(page: Page) -> None:
    link = show(page, "http://\u0430pple.example").get_by_role("link")
    expect(link).to_have_text("http://\u0430pple.example")
    expect(link).to_have_attribute("title", "http://xn--pple-43d.example/")


def test_line_breaks_are_seen(page: Page) -> None:
    message = show(page, "a\nb\n\nc")
    line_px = message.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    box = message.locator("xpath=..").bounding_box()
    assert box is not None
    assert box["height"] >= 4 * line_px


def test_only_who_is_meant_is_told_so(page: Page) -> None:
    message = show(page, "@ada and @grace hopper, @nobody")
    expect(message.locator(".mention")).to_have_text(["@ada", "@grace hopper"])
    expect(message.locator(".mention.me")).to_have_text(["@ada"])


def test_emoji_alone_are_large(page: Page) -> None:
    size_px = "it => parseFloat(getComputedStyle(it).fontSize)"
    small = show(page, "a 👍").evaluate(size_px)
    assert show(page, "👍").locator(".emoji").evaluate(size_px) > 1.5 * small


def test_code_is_copied_as_it_was_written(page: Page) -> None:
    code = "if a:\n\n    b = '<i>'  # \u05d0\n\tc"
    message = show(page, f"so\n```py\n{code}\n```\nthere")
    page.evaluate("delete Navigator.prototype.clipboard")
    assert message.locator("code").text_content() == code
    button = message.get_by_role("button", name="Copy it")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= TAP_PX
    button.click()
    expect(message.get_by_role("button")).to_have_text("Copied it")
    page.locator("#field").focus()
    page.keyboard.press("ControlOrMeta+v")
    assert value(page) == code
    expect(button).to_have_text("Copy it")


def test_an_at_and_letters_offer_who_is_meant(page: Page) -> None:
    options = write(page, "hi @")
    expect(options).to_have_count(0)
    page.keyboard.type("g")
    expect(options).to_have_text(["Grace Hopper", "Grete", "G\u202egnp"])
    page.keyboard.type("R")
    expect(options).to_have_text(["Grace Hopper", "Grete"])
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("hop")
    expect(options).to_have_text(["Grace Hopper"])
    page.keyboard.type("?")
    expect(page.locator("#mentions")).to_be_hidden()


def test_keys_choose_and_take(page: Page) -> None:
    options = write(page, "@gr")
    field = page.locator("#field")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    for key, chosen in [("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1)]:
        page.keyboard.press(key)
        expect(options.nth(chosen)).to_have_attribute("aria-selected", "true")
        expect(page.locator("[aria-selected=true]")).to_have_count(1)
        chosen_id = options.nth(chosen).get_attribute("id")
        expect(field).to_have_attribute("aria-activedescendant", str(chosen_id))
    page.keyboard.press("Enter")
    assert value(page) == "@Grete "
    expect(page.locator("#mentions")).to_be_hidden()
    page.keyboard.type("@gr")
    page.keyboard.press("Tab")
    assert value(page) == "@Grete @Grace Hopper "
    expect(field).to_be_focused()
    assert page.evaluate("left_over.filter((key) => key.length > 1)") == []


def test_keys_are_the_fields_where_nothing_is_offered(page: Page) -> None:
    write(page, "@ada")
    for key in ("Enter", "ArrowUp", "Escape"):
        page.keyboard.press(key)
    assert page.evaluate("left_over.slice(-3)") == ["Enter", "ArrowUp", "Escape"]
    assert value(page) == "@ada\n"


def test_escape_ends_the_offers_for_this_mention_alone(page: Page) -> None:
    options = write(page, "@gr")
    page.keyboard.press("Escape")
    page.keyboard.type("e")
    expect(options).to_have_count(0)
    assert value(page) == "@gre"
    page.keyboard.type(" @gr")
    expect(options).to_have_count(2)


def test_a_tap_takes_and_leaves_the_keyboard_up(page: Page) -> None:
    options = write(page, "a @gr b")
    expect(options).to_have_count(0)
    page.locator("#field").evaluate("field => field.setSelectionRange(5, 5)")
    page.locator("#field").dispatch_event("click")
    expect(options).to_have_count(2)
    box = options.nth(1).bounding_box()
    assert box is not None
    assert box["height"] >= TAP_PX
    options.nth(1).tap()
    assert value(page) == "a @Grete  b"
    expect(page.locator("#field")).to_be_focused()


def test_an_input_method_keeps_its_keys(page: Page) -> None:
    write(page, "@gr")
    enter = "fields => box.handlesKey(new KeyboardEvent('keydown', { key: 'Enter', ...fields }))"
    assert page.evaluate(enter, {"isComposing": True}) is False
    assert page.evaluate(enter, {"keyCode": 229}) is False
    assert value(page) == "@gr"
    assert page.evaluate(enter, {}) is True
    assert value(page) == "@Grace Hopper "


def test_a_mail_address_and_a_field_that_was_left_offer_nobody(page: Page) -> None:
    options = write(page, "ada@gr")
    expect(options).to_have_count(0)
    page.keyboard.type(" @gr")
    expect(options).to_have_count(2)
    page.locator("#field").blur()
    expect(page.locator("#mentions")).to_be_hidden()


def test_a_nick_is_offered_as_text(page: Page) -> None:
    options = write(page, "@<")
    expect(options).to_have_text(["<b>G</b>"])
    assert options.locator("b").count() == 0
    page.keyboard.press("Enter")
    assert value(page) == "@<b>G</b> "
