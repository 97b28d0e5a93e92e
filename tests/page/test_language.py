"""The languages of the page: the browser's to begin with, the person's from then on, everywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.page.conftest import DESKTOP, PHONE, SMALL_PHONE, Host, Visit, Visitor
from tests.page.guest import guest
from wschat_gui.chat.vocabulary import RefusalCode

pytestmark = pytest.mark.browser

LANGUAGES = ["en", "zh", "de", "es", "ja"]
JOIN = {
    "en": "Join the chat",
    "zh": "加入聊天",
    "de": "Beim Chat mitmachen",
    "es": "Entra en el chat",
    "ja": "チャットに参加",
}


def join_card(visitor: Visitor) -> Locator:
    """Return the heading of the card one joins with."""
    return visitor.page.locator("#join-heading")


def enter(visitor: Visitor, nick: str) -> None:
    """Join, whatever the language."""
    visitor.page.locator("#nick").fill(nick)
    visitor.page.locator("#join-button").click()
    expect(visitor.page.locator("#status")).to_contain_class("is-online")


def switch(visitor: Visitor, code: str, *, card: bool = False) -> None:
    """Choose a language in the room, or on the card one joins with."""
    place = "#join" if card else "#people"
    visitor.page.locator(f"{place} .language select").select_option(code)
    expect(visitor.page.locator("html")).to_have_attribute("lang", code)


def wide(visitor: Visitor) -> int:
    """Return how wide the page would like to be."""
    width: int = visitor.page.evaluate("document.documentElement.scrollWidth")
    return width


@pytest.mark.parametrize(
    ("locale", "code"),
    [("de-CH", "de"), ("zh-TW", "zh"), ("es-419", "es"), ("ja", "ja"), ("fr-FR", "en")],
)
def test_the_browser_chooses_the_language(visit: Visit, locale: str, code: str) -> None:
    visitor = visit(locale=locale)
    expect(visitor.page.locator("html")).to_have_attribute("lang", code)
    expect(join_card(visitor)).to_have_text(JOIN[code])


def test_switching_says_everything_anew_on_the_spot(visit: Visit, host: Host) -> None:
    ada = visit(locale="de-DE", size=DESKTOP)
    enter(ada, "Ada")
    page = ada.page
    ada.page.locator("#text").fill("hallo")
    ada.page.locator("#text").press("Enter")
    host.announce("Pause bis zehn.")
    with guest(host.url, "Grace"):
        notices = page.locator(".notice.joined")
        delivery = page.locator(".own .delivery")
        expect(notices).to_have_text(["Grace ist dabei"])
        expect(delivery).to_have_attribute("title", "Gesendet")
        expect(page.locator("#people-heading")).to_have_text("2 Personen hier")
        expect(page.locator(".announcement .label")).to_contain_text("Ansage vom Host")
        page.evaluate("window.stays = true")
        page.locator("#text").fill("ein Entwurf")
        page.locator("#people .language select").focus()
        switch(ada, "ja")
        expect(notices).to_have_text(["Grace さんが参加しました"])
        expect(delivery).to_have_attribute("title", "送信しました")
        expect(page.locator("#people-heading")).to_have_text("2 人が参加中")
        expect(page.locator(".announcement .label")).to_contain_text("ホストからのお知らせ")
        expect(page.locator("#suggest")).to_have_attribute("title", "別の名前を提案")
        expect(page.locator("#log")).to_have_attribute("aria-label", "メッセージ一覧")
        expect(page.locator("#text")).to_have_attribute("placeholder", "メッセージ")
        expect(page.locator("#status")).to_have_text("オンライン")
        expect(page.locator(".you:visible")).to_have_text("自分")
        expect(page.locator(".day").first).to_have_text("今日")
        expect(notices).to_have_attribute("title", _has_kanji_date())
        expect(page.locator("#text")).to_have_value("ein Entwurf")
        expect(page.locator("#people .language select")).to_be_focused()
        expect(ada.texts).to_have_text(["hallo"])
        assert page.evaluate("window.stays") is True


def _has_kanji_date() -> re.Pattern[str]:
    return re.compile(r"\d+年\d+月\d+日")


def test_the_choice_outlives_a_reload_and_the_tab(visit: Visit, host: Host) -> None:
    ada = visit(locale="de-DE")
    switch(ada, "ja", card=True)
    expect(join_card(ada)).to_have_text(JOIN["ja"])
    enter(ada, "Ada")
    ada.page.reload()
    expect(ada.page.locator("#status")).to_have_text("オンライン")
    second = ada.page.context.new_page()
    second.goto(host.url)
    expect(second.locator("#join-heading")).to_have_text(JOIN["ja"])
    expect(second.locator("#join .language select")).to_have_value("ja")


def test_switching_back_and_forth_ends_with_the_last(visit: Visit) -> None:
    ada = visit()
    ada.page.evaluate(
        """() => {
          const select = document.querySelector("#join .language select");
          for (const code of ["ja", "de", "zh", "es"]) {
            select.value = code;
            select.dispatchEvent(new Event("change"));
          }
        }"""
    )
    expect(join_card(ada)).to_have_text(JOIN["es"])
    expect(ada.page.locator("html")).to_have_attribute("lang", "es")


def test_what_the_host_refuses_is_said_in_the_language_and_said_anew(
    visit: Visit, host: Host
) -> None:
    host.code = "4711"
    ada = visit(locale="de-DE")
    ada.page.locator("#nick").fill("Ada")
    ada.page.locator("#join-button").click()
    trouble = ada.page.locator("#join-trouble")
    expect(trouble).to_have_text("Für diesen Raum brauchst du den Raumcode.")
    switch(ada, "es", card=True)
    expect(trouble).to_have_text("Para entrar en esta sala hace falta su código.")
    ada.page.locator("#code").fill("4711")
    ada.page.locator("#join-button").click()
    host.refuse_says = (RefusalCode.FROZEN, "Frozen.")
    ada.page.locator("#text").fill("hola")
    ada.page.locator("#text").press("Enter")
    failed = ada.page.locator(".failed-part .trouble")
    expect(failed).to_have_text(
        "No enviado. El anfitrión ha pausado el chat: por ahora solo puedes leer."
    )
    switch(ada, "zh")
    expect(failed).to_have_text("未发送。主持人已暂停聊天，目前只能阅读。")
    expect(ada.page.locator(".retry")).to_have_text("重试")


def test_a_language_that_does_not_come_leaves_the_one_there_is(visit: Visit, host: Host) -> None:
    ada = visit(locale="de-DE")
    ada.page.route("**/strings/ja.json", lambda route: route.abort("connectionrefused"))
    select = ada.page.locator("#join .language select")
    with ada.page.expect_event("requestfailed", lambda request: request.url.endswith("ja.json")):
        select.select_option("ja")
    expect(select).to_have_value("de")
    expect(join_card(ada)).to_have_text(JOIN["de"])
    # What the browser itself says of the failed request is not the page's complaint.
    ada.complaints[:] = [each for each in ada.complaints if "ERR_CONNECTION_REFUSED" not in each]


def test_a_reader_of_the_past_stays_there_in_another_language(visit: Visit, host: Host) -> None:
    host.tell(300)
    ada = visit(locale="de-DE", join="")
    enter(ada, "Ada")
    ada.bubble("150").evaluate("row => row.scrollIntoView()")
    before = ada.bubble("155").bounding_box()
    assert before is not None
    switch(ada, "es")
    expect(ada.page.locator("#new-count")).to_have_count(1)
    assert ada.bubble("155").bounding_box() == pytest.approx(before, abs=1)


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_cut_off_on_a_small_phone(visit: Visit, host: Host, code: str) -> None:
    ada = visit(locale=code, size=SMALL_PHONE)
    page = ada.page
    assert wide(ada) <= SMALL_PHONE[0]
    enter(ada, "Ada")
    with guest(host.url, "Grace") as grace:
        grace.rename("Hopper")
        host.announce("x")
        host.refuse_says = (RefusalCode.TOO_FAST, "Too fast.")
        page.locator("#text").fill("x")
        page.locator("#text").press("Enter")
        expect(page.locator(".failed-part")).to_be_visible()
    page.locator("#people-button").click()
    page.locator("#rename-open").click()
    page.locator("#rename-nick").fill("")
    people = page.locator("#people")
    assert people.evaluate("people => people.scrollWidth - people.clientWidth") == 0
    page.locator("#rename-cancel").click()
    page.locator("#people-close").click()
    host.close()
    expect(page.locator("#offline")).to_be_visible()
    assert wide(ada) <= SMALL_PHONE[0]
    log = page.locator("#log")
    assert log.evaluate("log => log.scrollWidth - log.clientWidth") == 0
    overflowing = """min => [...document.querySelectorAll("button, .bar, .top, .notice")]
      .filter((each) => each.checkVisibility({ visibilityProperty: true }))
      .filter((each) => each.getBoundingClientRect().right > min + 0.5)
      .map((each) => each.id || each.className)"""
    assert page.evaluate(overflowing, SMALL_PHONE[0]) == []


def test_a_language_is_chosen_by_keys_alone(visit: Visit) -> None:
    ada = visit(size=PHONE)
    select = ada.page.get_by_role("combobox", name="Language")
    select.focus()
    ada.page.keyboard.type("Deu")
    expect(join_card(ada)).to_have_text(JOIN["de"])
    expect(ada.page.get_by_role("combobox", name="Sprache")).to_be_focused()
