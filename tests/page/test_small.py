"""Phones of every size, either way up, with large text, a keyboard on the screen, and no motion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Visit, Visitor
from tests.page.everything import LIMITS, fill
from tests.page.keeping_host import KeepingHost
from tests.server.running import PATIENCE_S
from tests.waiting import wait_until
from wschat_gui.bridge.commands import Kick

pytestmark = pytest.mark.browser

SIZES = {
    "small phone": (320, 568),
    "phone": (390, 844),
    "landscape": (844, 390),
    "desktop": (1280, 800),
}
SIZED = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
TAP_PX = 44

# Whatever can be pressed, is seen, and is smaller than a finger; links in text are excepted, as
# WCAG 2.2 does in success criterion 2.5.8.
TOO_SMALL = """min =>
  [...document.querySelectorAll("button, input, select, textarea, a, [role=option]")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => !element.closest("[inert]") && !element.closest(".text a"))
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, { width, height }]) => width && (width < min - 0.01 || height < min - 0.01))
  .map(([{ outerHTML }, { width, height }]) => `${width}x${height} ${outerHTML.slice(0, 90)}`)"""

# Whatever reaches out of the screen sideways, and pages or boxes that scroll sideways.
SIDEWAYS = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }));
  const boxes = all("html, body, #log, .cover, #composer, #people, #menu")
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .map((box) => `${box.id || box.tagName} scrolls: ${box.scrollWidth} in ${box.clientWidth}`);
  const parts = all(".rows *, .composer *, .top *, .bar *, .card *, #menu *")
    .filter((part) => part.offsetWidth > 1 && !part.closest(".unseen, [inert]"))
    .map((part) => [part, part.getBoundingClientRect()])
    .filter(([, { left, right }]) => left < -1 || right > innerWidth + 1)
    .map(([{ outerHTML }, { left, right }]) => `${left} to ${right}: ${outerHTML.slice(0, 90)}`);
  return [...boxes, ...parts];
}"""

# Buttons and sentences of which something does not fit into their own box.
CUT_OFF = """() =>
  [...document.querySelectorAll(".button, .small, h1, h2, label, .card p, .hint, .said")]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }))
  .filter((part) => part.offsetWidth > 1 && !part.matches(".nick, .quote"))
  .filter((part) => getComputedStyle(part).overflow === "hidden" || part.matches(".button"))
  .filter((part) =>
    part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 2)
  .map(({ outerHTML }) => outerHTML.slice(0, 120))"""

OPEN_KEYBOARD = """([height, offsetTop]) => {
  Object.defineProperty(visualViewport, "height", { value: height, configurable: true });
  Object.defineProperty(visualViewport, "offsetTop", { value: offsetTop, configurable: true });
  visualViewport.dispatchEvent(new Event("resize"));
}"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KeepingHost]:
    """Run the real server."""
    with KeepingHost(tmp_path, limits=LIMITS) as running:
        yield running


def assert_fits(visitor: Visitor) -> None:
    """See that nothing is out of the screen, nor too small for a finger."""
    assert visitor.page.evaluate(SIDEWAYS) == []
    assert visitor.page.evaluate(TOO_SMALL, TAP_PX) == []


def double_text(visitor: Visitor) -> None:
    """Set the browser's own size of text to twice the usual, as people do in its settings."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def bottom_px(visitor: Visitor, selector: str) -> float:
    """Return where the lower edge of an element is."""
    box = visitor.page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def look_around(visitor: Visitor, size: tuple[int, int]) -> None:
    """Open whatever opens, and see that it fits."""
    page = visitor.page
    assert_fits(visitor)
    page.get_by_role("log").evaluate("log => { log.scrollTop = 0; }")
    assert_fits(visitor)
    visitor.composer.press_sequentially("@gra")
    expect(page.locator("#mentions li")).to_have_count(1)
    assert_fits(visitor)
    page.keyboard.press("Escape")
    visitor.composer.fill("")
    visitor.bubble("Still there?").focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name="Message actions")
    expect(menu).to_be_visible()
    assert_fits(visitor)
    for button in menu.get_by_role("button").all():
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=0.99)
    page.get_by_role("button", name="Reply").click()
    expect(visitor.composer).to_be_in_viewport(ratio=0.99)
    assert_fits(visitor)
    page.locator(".picture").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#lightbox").get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
    assert_fits(visitor)
    page.keyboard.press("Escape")
    if page.locator("#people-button").is_visible():
        page.locator("#people-button").click()
        expect(page.locator("#people-close")).to_be_focused()
    page.locator("#rename-open").click()
    assert_fits(visitor)
    choice = page.locator("#people select").last
    choice.scroll_into_view_if_needed()
    expect(choice).to_be_in_viewport(ratio=0.99)


@SIZED
def test_everything_fits_the_screen_and_fingers(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    with host.guest("Grace") as grace:
        ada = visit(size=size)
        assert_fits(ada)
        expect(ada.page.locator("#join-button")).to_be_visible()
        ada.page.locator("#join-button").scroll_into_view_if_needed()
        expect(ada.page.locator("#join-button")).to_be_in_viewport(ratio=0.99)
        ada.join("Ada")
        fill(host, grace, ada)
        look_around(ada, size)
        host.post(Kick(host.client_id("Ada"), "Homework first."))
        expect(ada.page.locator("#ended-again")).to_be_visible()
        assert_fits(ada)


@SIZED
def test_text_twice_as_large_leaves_everything_usable(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    with host.guest("Grace") as grace:
        ada = visit(size=size)
        double_text(ada)
        assert_fits(ada)
        assert ada.page.evaluate(CUT_OFF) == []
        ada.join("Ada")
        expect(ada.composer).to_be_in_viewport(ratio=1)
        assert ada.page.locator("#log").evaluate("log => log.clientHeight") > TAP_PX
        fill(host, grace, ada)
        assert ada.page.evaluate(CUT_OFF) == []
        look_around(ada, size)
        assert ada.page.evaluate(CUT_OFF) == []
        assert ada.composer.evaluate("field => getComputedStyle(field).fontSize") == "32px"


@pytest.mark.parametrize("size", [(320, 568), (390, 844), (844, 390)])
def test_the_composer_stays_above_the_on_screen_keyboard(
    visit: Visit, host: KeepingHost, size: tuple[int, int]
) -> None:
    ada = visit(size=size, touch=True, join="Ada")
    free_px, top_px = size[1] * 0.45, 20
    with host.guest("Grace") as grace:
        for number in range(30):
            grace.send_json(type="say", id=f"{number}", text=f"number {number}")
        expect(ada.bubble("number 29")).to_be_in_viewport()
        ada.composer.tap()
        ada.page.evaluate(OPEN_KEYBOARD, [free_px, top_px])
        assert bottom_px(ada, "#composer") == pytest.approx(free_px + top_px, abs=1)
        # A long draft grows, and leaves the line that is written in sight.
        ada.composer.fill("\n".join("line" for _ in range(12)))
        assert bottom_px(ada, "#text") <= free_px + top_px
        box = ada.page.locator("#text").bounding_box()
        assert box is not None
        assert box["y"] >= top_px
        ada.composer.fill("")
        ada.say("from the phone")
        expect(ada.bubble("from the phone")).to_be_visible()
        last = ada.bubble("from the phone").bounding_box()
        assert last is not None
        assert last["y"] + last["height"] <= bottom_px(ada, "#log") + 1
        ada.page.evaluate(OPEN_KEYBOARD, [size[1], 0])
        assert bottom_px(ada, "#composer") == pytest.approx(size[1], abs=1)


def test_who_wants_no_motion_sees_none(visit: Visit, host: KeepingHost) -> None:
    with host.guest("Grace") as grace:
        ada = visit(size=SIZES["phone"])
        ada.page.emulate_media(reduced_motion="reduce")
        ada.page.evaluate(
            """() => {
              window.moved = [];
              for (const type of ["animationstart", "transitionrun"])
                document.addEventListener(type, ({ target }) => moved.push(target.outerHTML), true);
            }"""
        )
        ada.join("Ada")
        fill(host, grace, ada)
        ada.page.locator("#people-button").click()
        ada.page.locator("#people-close").click()
        ada.page.get_by_role("log").evaluate("log => { log.scrollTop = 0; }")
        grace.send_json(type="say", id="news", text="news")
        ada.page.locator("#new-button").click()
        ada.page.locator(".quote:visible").first.click()
        assert ada.page.evaluate("document.getAnimations().length") == 0
        assert ada.page.evaluate("moved") == []
        smooth = """[...document.querySelectorAll("*")]
          .filter((each) => getComputedStyle(each).scrollBehavior === "smooth").length"""
        assert ada.page.evaluate(smooth) == 0


def test_who_has_nothing_against_motion_sees_a_message_arrive(
    visit: Visit, host: KeepingHost
) -> None:
    ada = visit(join="Ada")
    ada.page.evaluate(
        """() => {
          window.moved = [];
          document.addEventListener("animationstart", (event) => moved.push(event.animationName));
        }"""
    )
    ada.say("hello")
    expect(ada.bubble("hello").get_by_title("Sent", exact=True)).to_be_visible()
    # Not by the page's own eval, which its policy forbids.
    wait_until(lambda: "arrive" in ada.page.evaluate("moved"), PATIENCE_S, "the message moves")
