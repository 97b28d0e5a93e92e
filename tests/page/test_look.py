"""The page at every size and in both schemes: nothing cut off, readable, usable by keys alone."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.page.conftest import DESKTOP, PHONE, SMALL_PHONE, Host, Visit, Visitor
from tests.page.guest import guest
from tests.server.running import PATIENCE_S
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "small phone": SMALL_PHONE, "desktop": DESKTOP}
TAP_PX = 44
CONTRAST_MIN = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA."""

# The contrast of every piece of text that is shown: [ratio, text], the worst first.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], a: a / 255 };
  };
  const over = (top, under) => top.rgb.map((each, at) => each * top.a + under[at] * (1 - top.a));
  const ground = (element) => {
    if (element === null) return [255, 255, 255];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own.a === 1 ? own.rgb : over(own, ground(element.parentElement));
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const unseen = element.offsetWidth === 1; // for screen readers only
    const shown = element.checkVisibility({ visibilityProperty: true }) && !unseen;
    if (!shown || texts.currentNode.data.trim() === "" || element.closest(":disabled")) continue;
    const behind = ground(element);
    const front = over(rgba(getComputedStyle(element).color), behind);
    const [a, b] = [luminance(front), luminance(behind)].sort((x, y) => y - x);
    found.push([(a + 0.05) / (b + 0.05), texts.currentNode.data.trim()]);
  }
  return found.sort((x, y) => x[0] - y[0]);
}"""

# Every control that is shown and smaller than a finger.
TOO_SMALL = """min => [...document.querySelectorAll("button, input, select, textarea")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => !element.closest("[inert]"))
  .map((element) => [element.id, element.getBoundingClientRect()])
  .filter(([, box]) => box.width < min || box.height < min)
  .map(([id, box]) => `${id} ${box.width}x${box.height}`)"""


def assert_readable(visitor: Visitor) -> None:
    """Hold every text on the page to the contrast that AA asks for."""
    worst = visitor.page.evaluate(CONTRASTS)
    assert worst, "no text on the page"
    assert [entry for entry in worst if entry[0] < CONTRAST_MIN] == []


def lively(visit: Visit, host: Host, scheme: Literal["light", "dark"]) -> Visitor:
    """Return a page with one of everything on it."""
    ada = visit(size=PHONE, scheme=scheme, join="Ada")
    for nick in ("Grace", "Ken", "赵敏", "Edsger", "Barbara", "Donald"):
        with guest(host.url, nick) as other:
            other.say(f"I am {nick}.")
    host.announce("The lab opens at ten.")
    ada.say("See you there.")
    expect(ada.bubble("See you there.").get_by_title("Sent", exact=True)).to_be_visible()
    return ada


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast_enough(
    visit: Visit, host: Host, scheme: Literal["light", "dark"]
) -> None:
    assert_readable(visit(scheme=scheme))
    ada = lively(visit, host, scheme)
    ground = ada.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == {"light": "rgb(243, 245, 248)", "dark": "rgb(25, 29, 37)"}[scheme]
    assert_readable(ada)
    ada.page.get_by_role("button", name="People").click()
    expect(ada.page.get_by_role("button", name="Close")).to_be_focused()
    assert_readable(ada)
    host.close()
    expect(ada.page.locator("#offline")).to_be_visible()
    assert_readable(ada)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_nothing_is_cut_off_and_every_control_fits_a_finger(
    visit: Visit, size: tuple[int, int]
) -> None:
    ada = visit(size=size)
    assert ada.page.evaluate(TOO_SMALL, TAP_PX) == []
    ada.join("Ada")
    assert ada.page.evaluate(TOO_SMALL, TAP_PX) == []
    scroll = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert ada.page.evaluate(scroll) == list(size)
    expect(ada.composer).to_be_in_viewport(ratio=1)


def test_fields_are_large_enough_that_ios_does_not_zoom(visit: Visit) -> None:
    ada = visit(size=PHONE)
    size_px = "fields => fields.map(field => parseFloat(getComputedStyle(field).fontSize))"
    assert min(ada.page.locator(".field").evaluate_all(size_px)) >= 16


def test_a_wide_screen_shows_the_people_at_the_side(visit: Visit) -> None:
    ada = visit(size=DESKTOP, join="Ada")
    expect(ada.page.locator("#roster")).to_be_in_viewport()
    expect(ada.page.get_by_role("button", name="People")).to_be_hidden()


def test_a_phone_shows_the_people_in_a_sheet(visit: Visit) -> None:
    ada = visit(size=PHONE, touch=True, join="Ada")
    expect(ada.page.locator("#roster")).not_to_be_in_viewport()
    button = ada.page.get_by_role("button", name="People")
    expect(button).to_have_text("People: 1")
    button.tap()
    expect(ada.page.locator("#roster")).to_be_in_viewport()
    ada.page.touchscreen.tap(20, 400)
    expect(ada.page.locator("#roster")).not_to_be_in_viewport()
    expect(button).to_be_focused()


def test_the_composer_stays_above_the_on_screen_keyboard(visit: Visit, host: Host) -> None:
    ada = visit(size=PHONE, touch=True, join="Ada")
    with guest(host.url, "Grace") as grace:
        for number in range(30):
            grace.say(f"{number}")
    expect(ada.bubble("29")).to_be_in_viewport()
    ada.page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, "height", { value: 480 });
          Object.defineProperty(visualViewport, "offsetTop", { value: 40 });
          visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    box = ada.page.locator("#composer").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(520, abs=1)
    # The newest message is still right above it.
    below = "document.querySelector('#log').getBoundingClientRect().bottom"
    last = "[...document.querySelectorAll('.message')].at(-1).getBoundingClientRect().bottom"
    wait_until(lambda: ada.page.evaluate(f"{last} <= {below}"), PATIENCE_S, "the newest is seen")


def test_everything_can_be_done_by_keys_alone(visit: Visit, host: Host) -> None:
    page = visit(size=DESKTOP).page
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your name")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    text = page.get_by_role("textbox", name="Message")
    expect(text).to_be_focused()
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    expect(page.locator(".message .text")).to_have_text(["hello"])
    expect(text).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("log")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("x")
    for name in ("Send", "Change my name"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    page.keyboard.press("Enter")
    page.keyboard.type("Lovelace")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are now called Lovelace")).to_be_visible()
    expect(page.get_by_role("button", name="Change my name")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_label("New name")).to_be_hidden()
    assert host.nicks == ["Lovelace"]


def test_what_is_covered_by_a_card_takes_no_focus(visit: Visit) -> None:
    page = visit(size=DESKTOP).page
    seen = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id"))
    assert seen <= {"nick", "suggest", "join-button", ""}


def test_the_log_is_read_politely(visit: Visit) -> None:
    log = visit(join="Ada").page.get_by_role("log", name="Messages")
    expect(log).to_have_attribute("aria-live", "polite")


def test_who_wants_no_motion_gets_none(visit: Visit) -> None:
    ada = visit(join="Ada")
    ada.page.emulate_media(reduced_motion="reduce")
    ada.say("still")
    row = ada.bubble("still")
    expect(row).to_be_visible()
    assert row.evaluate("row => getComputedStyle(row).animationName") == "none"


def test_a_page_without_a_secure_context_works(visit: Visit, host: Host) -> None:
    ada = visit()
    ada.page.add_init_script(
        """for (const name of ["Notification", "caches"]) delete window[name];
           for (const name of ["clipboard", "serviceWorker", "wakeLock", "share"])
             delete Navigator.prototype[name];
           delete Crypto.prototype.randomUUID; delete Crypto.prototype.subtle;"""
    )
    ada.page.reload()
    ada.join("Ada")
    ada.say("plain")
    expect(ada.bubble("plain").get_by_title("Sent", exact=True)).to_be_visible()
