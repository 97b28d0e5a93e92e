"""The past: older messages as one scrolls up, what the host deleted, and gaps after a drop."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.page.conftest import DESKTOP, PHONE, Host, Visit, Visitor
from tests.page.guest import guest

pytestmark = pytest.mark.browser

USABLE_MS = 1_000
"""From writing one more message, where 10,000 are, to seeing it sent; measured: about 150."""

# Every text in the log, however few have a row at a time, from the top on by scrolling down.
SCROLL_THROUGH = """async () => {
  const log = document.querySelector("#log");
  const seen = [];
  log.scrollTop = 0;
  for (let still = 0; still < 3; ) {
    await new Promise(requestAnimationFrame);
    const texts = [...document.querySelectorAll(".message .text")].map(each => each.textContent);
    const known = texts.indexOf(seen.at(-1));
    if (known === -1 && seen.length > 0) throw new Error(`a gap after ${seen.at(-1)}`);
    seen.push(...texts.slice(known + 1));
    const before = log.scrollTop;
    log.scrollTop += log.clientHeight;
    still = log.scrollTop === before ? still + 1 : 0;
  }
  return seen;
}"""

# Scrolls a step of the wheel in each frame while `more` is there, and gives the furthest that any
# row in view was away from where the scrolling alone would have put it.
SCROLL_UP_AND_WATCH = """async steps => {
  const log = document.querySelector("#log");
  const view = log.getBoundingClientRect();
  const inView = () => new Map([...document.querySelectorAll(".message")]
    .map(row => [row.querySelector(".text").textContent, row.getBoundingClientRect().bottom])
    .filter(([, bottom]) => bottom > view.top + 50 && bottom < view.bottom));
  let worst = 0;
  for (let step = 0; step < steps; step += 1) {
    const before = inView();
    const moved = Math.min(150, log.scrollTop);
    log.scrollTop -= moved;
    await new Promise(requestAnimationFrame);
    await new Promise(done => setTimeout(done));
    const after = inView();
    for (const [text, bottom] of before) {
      if (after.has(text)) worst = Math.max(worst, Math.abs(after.get(text) - bottom - moved));
    }
    if (![...before.keys()].some(text => after.has(text))) worst = Infinity;
  }
  return worst;
}"""


def to_top(visitor: Visitor) -> None:
    """Scroll to the top of what is there now."""
    visitor.page.locator("#log").evaluate("log => { log.scrollTop = 0; }")


def to_beginning(visitor: Visitor) -> None:
    """Scroll up until nothing is older."""
    to_top(visitor)
    while not visitor.page.get_by_text("This is the beginning.").is_visible():
        to_top(visitor)


def numbers(first: int, last: int) -> list[str]:
    """Return the texts that `tell` gives to these."""
    return [str(seq) for seq in range(first, last + 1)]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_scrolling_up_loads_all_that_is_older_once_and_in_order(
    visit: Visit, host: Host, size: tuple[int, int]
) -> None:
    host.tell(500)
    ada = visit(size=size, join="Ada")
    expect(ada.texts).to_have_text(numbers(301, 500))
    expect(ada.bubble("500")).to_be_in_viewport()
    assert host.asked_older == []
    to_beginning(ada)
    assert host.asked_older == [301, 201, 101]
    expect(ada.page.get_by_text("This is the beginning.")).to_have_count(1)
    expect(ada.texts.first).to_have_text("1")
    assert ada.page.evaluate(SCROLL_THROUGH) == numbers(1, 500)
    assert host.asked_older == [301, 201, 101]


def test_nothing_jumps_while_older_ones_come_in_above(visit: Visit, host: Host) -> None:
    host.tell(1_500)
    ada = visit(join="Ada")
    expect(ada.bubble("1500")).to_be_in_viewport()
    assert ada.page.evaluate(SCROLL_UP_AND_WATCH, 250) <= 1
    assert len(host.asked_older) > 5


def test_a_room_that_is_all_on_the_page_asks_nothing(visit: Visit, host: Host) -> None:
    host.tell(60)
    ada = visit(join="Ada")
    to_beginning(ada)
    expect(ada.bubble("1")).to_be_in_viewport()
    assert host.asked_older == []


def test_it_says_that_it_is_loading_and_asks_once(visit: Visit, host: Host) -> None:
    host.answers_older = False
    host.tell(300)
    ada = visit(join="Ada")
    expect(ada.page.get_by_text("Loading older messages…")).to_be_hidden()
    to_top(ada)
    expect(ada.page.get_by_text("Loading older messages…")).to_be_visible()
    ada.page.locator("#log").evaluate("log => { log.scrollTop = 300; }")
    to_top(ada)
    expect(ada.bubble("101")).to_be_in_viewport()
    assert host.asked_older == [101]


def test_what_was_asked_before_a_drop_is_asked_again(visit: Visit, host: Host) -> None:
    host.answers_older = False
    host.tell(300)
    ada = visit(join="Ada")
    to_top(ada)
    expect(ada.page.get_by_text("Loading older messages…")).to_be_visible()
    host.answers_older = True
    host.cut("Ada")
    expect(ada.texts.first).to_have_text("1")
    expect(ada.bubble("101")).to_be_in_viewport()
    assert host.asked_older == [101, 101]
    assert ada.page.evaluate(SCROLL_THROUGH) == numbers(1, 300)


def test_news_do_not_move_who_reads_the_past_and_one_button_leads_back(
    visit: Visit, host: Host
) -> None:
    host.tell(1_500)
    ada = visit(join="Ada")
    expect(ada.bubble("1500")).to_be_in_viewport()
    to_beginning(ada)
    expect(ada.bubble("1500")).to_have_count(0)
    expect(ada.page.get_by_role("button", name="Latest")).to_be_visible()
    before = ada.bubble("2").bounding_box()
    host.tell(3)
    button = ada.page.get_by_role("button", name="3 new")
    expect(button).to_be_visible()
    assert ada.bubble("2").bounding_box() == before
    button.click()
    expect(ada.bubble("1503")).to_be_in_viewport()
    expect(button).to_be_hidden()
    to_beginning(ada)
    assert ada.page.evaluate(SCROLL_THROUGH) == numbers(1, 1_503)


def test_who_writes_while_reading_the_past_sees_the_own_message(visit: Visit, host: Host) -> None:
    host.tell(1_500)
    ada = visit(join="Ada")
    to_beginning(ada)
    ada.say("back again")
    expect(ada.bubble("back again")).to_be_in_viewport()
    expect(ada.bubble("1500")).to_be_in_viewport()


def test_ten_thousand_messages_stay_usable(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    host.tell(10_000)
    expect(ada.bubble("10000")).to_be_in_viewport(timeout=60_000)  # patience, and no claim
    assert ada.page.locator("#rows > li").count() < 1_000
    started_ms = ada.page.evaluate("performance.now()")
    ada.say("one more")
    expect(ada.bubble("one more").get_by_title("Sent", exact=True)).to_be_visible()
    assert ada.page.evaluate("performance.now()") - started_ms < USABLE_MS
    assert ada.page.evaluate(SCROLL_UP_AND_WATCH, 100) <= 1


# --- Deleted -------------------------------------------------------------------------------------


def test_what_the_host_deletes_is_gone_at_once_and_marked(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    ada.say("mine")
    expect(ada.bubble("mine").get_by_title("Sent", exact=True)).to_be_visible()
    with guest(host.url, "Grace") as grace:
        for text in ("a", "b", "c"):
            grace.say(text)
        expect(ada.texts).to_have_text(["mine", "a", "b", "c"])
        markers = ada.page.locator(".deleted")
        host.delete((1, 1))
        expect(ada.texts).to_have_text(["a", "b", "c"])
        expect(markers).to_have_text("A message was deleted")
        host.delete((3, 3), (4, 4))
        expect(ada.texts).to_have_text(["a"])
        expect(markers).to_have_text(["A message was deleted", "2 messages were deleted"])
        newcomer = visit(join="Ken")
        expect(newcomer.texts).to_have_text(["a"])
        expect(newcomer.page.locator(".deleted")).to_have_count(0)


def test_what_was_deleted_while_away_is_gone_on_return(visit: Visit, host: Host) -> None:
    host.tell(5)
    ada = visit(join="Ada")
    expect(ada.texts).to_have_text(numbers(1, 5))
    host.freeze("Ada")
    host.tell(3)
    host.delete((2, 3), (7, 7))
    host.cut("Ada")
    expect(ada.texts).to_have_text(["1", "4", "5", "6", "8"])
    expect(ada.page.locator(".deleted")).to_have_text("2 messages were deleted")


def test_a_deletion_moves_nothing_that_is_being_read(visit: Visit, host: Host) -> None:
    host.tell(400)
    ada = visit(join="Ada")
    ada.bubble("300").evaluate("row => row.scrollIntoView()")
    expect(ada.bubble("400")).not_to_be_in_viewport()
    before = ada.bubble("305").bounding_box()
    assert before is not None
    host.delete((250, 260), (298, 298))
    expect(ada.page.get_by_text("11 messages were deleted")).to_be_attached()
    expect(ada.bubble("298")).to_have_count(0)
    assert ada.bubble("305").bounding_box() == pytest.approx(before, abs=1)
    to_beginning(ada)
    left = [text for text in numbers(1, 400) if not 250 <= int(text) <= 260 and text != "298"]
    assert ada.page.evaluate(SCROLL_THROUGH) == left


def test_after_all_was_deleted_the_room_goes_on(visit: Visit, host: Host) -> None:
    host.tell(300)
    ada = visit(join="Ada")
    expect(ada.bubble("300")).to_be_in_viewport()
    host.delete((1, 300))
    expect(ada.texts).to_have_count(0)
    expect(ada.page.get_by_text("200 messages were deleted")).to_be_visible()
    ada.say("anew")
    expect(ada.texts).to_have_text(["anew"])


# --- Gaps ----------------------------------------------------------------------------------------


def test_who_missed_more_than_is_shown_is_told_and_can_read_it_all(
    visit: Visit, host: Host
) -> None:
    host.tell(50)
    ada = visit(join="Ada")
    expect(ada.bubble("50")).to_be_in_viewport()
    host.freeze("Ada")
    ada.say("unsent")
    host.tell(300)
    host.cut("Ada")
    expect(ada.page.locator(".notice.gap")).to_be_in_viewport()
    expect(ada.page.locator(".notice.gap")).to_contain_text("You missed more than is shown")
    expect(ada.bubble("unsent").get_by_title("Sent", exact=True)).to_be_visible()
    to_beginning(ada)
    assert ada.page.evaluate(SCROLL_THROUGH) == [*numbers(1, 350), "unsent"]
