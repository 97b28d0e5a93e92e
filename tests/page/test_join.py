"""Getting in: the form, the nick, the room code, and one's place after a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Host, Visit
from tests.page.guest import guest

pytestmark = pytest.mark.browser


def test_a_newcomer_is_offered_a_nick_and_joins_with_one_key(visit: Visit, host: Host) -> None:
    page = visit().page
    nick = page.get_by_label("Your name")
    expect(nick).not_to_have_value("")
    offered = nick.input_value()
    nick.press("Enter")
    expect(page.locator("#room-name")).to_have_text("Physics 7b")
    assert host.nicks == [offered]


def test_another_nick_is_offered_at_a_tap(visit: Visit) -> None:
    page = visit().page
    nick = page.get_by_label("Your name")
    nick.fill("")
    page.get_by_role("button", name="Suggest another name").click()
    expect(nick).not_to_have_value("")


def test_the_nick_is_remembered_for_the_next_visit(visit: Visit, host: Host) -> None:
    visitor = visit(join="Ada")
    visitor.page.evaluate("sessionStorage.clear()")
    second = visitor.page.context.new_page()
    second.goto(host.url)
    expect(second.get_by_label("Your name")).to_have_value("Ada")


def test_a_taken_nick_offers_a_free_one(visit: Visit, host: Host) -> None:
    with guest(host.url, "Ada"):
        page = visit().page
        page.get_by_label("Your name").fill("ada")
        page.get_by_role("button", name="Join", exact=True).click()
        expect(page.get_by_role("alert").filter(has_text="has this name already")).to_be_visible()
        page.get_by_role("button", name="Use “ada 2”").click()
        expect(page.locator("#status")).to_have_text("Online")
        assert host.nicks == ["Ada", "ada 2"]


def test_the_room_code_is_asked_for_when_it_is_wrong(visit: Visit, host: Host) -> None:
    host.code = "4711"
    page = visit().page
    expect(page.get_by_label("Room code")).to_be_hidden()
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_label("Room code")).to_be_focused()
    expect(page.get_by_text("This room asks for its code.")).to_be_visible()
    page.keyboard.type("1234")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The room code is wrong.")).to_be_visible()
    expect(page.get_by_label("Room code")).to_be_focused()
    page.keyboard.type("4711")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text("Online")


def test_the_room_code_is_taken_from_the_link(visit: Visit, host: Host) -> None:
    host.code = "47 11&"
    visit(fragment="#code=47+11%26", join="Ada")
    assert host.nicks == ["Ada"]


def test_a_reload_takes_the_same_place_without_asking(visit: Visit, host: Host) -> None:
    visitor = visit(join="Ada")
    visitor.say("before")
    expect(visitor.bubble("before").get_by_title("Sent", exact=True)).to_be_visible()
    visitor.composer.fill("half a thought")
    visitor.page.reload()
    expect(visitor.status("Online")).to_be_visible()
    expect(visitor.bubble("before").get_by_title("Sent", exact=True)).to_be_visible()
    expect(visitor.composer).to_have_value("half a thought")
    assert host.nicks == ["Ada"]


def test_leaving_the_page_is_seen_at_once(visit: Visit, host: Host) -> None:
    ada = visit(join="Ada")
    grace = visit(join="Grace")
    expect(ada.page.locator("#roster .nick")).to_have_text(["Ada", "Grace"])
    grace.page.goto("about:blank")
    expect(ada.page.locator("#roster .nick")).to_have_text(["Ada"])


def test_without_storage_the_page_works_all_the_same(visit: Visit, host: Host) -> None:
    visitor = visit()
    visitor.page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, { get() { throw new Error("forbidden"); } });"""
    )
    visitor.page.reload()
    visitor.join("Ada")
    visitor.say("hello")
    expect(visitor.bubble("hello").get_by_title("Sent", exact=True)).to_be_visible()


def test_a_host_that_refuses_the_socket_is_tried_again(visit: Visit, host: Host) -> None:
    host.refuse_upgrades = True
    page = visit().page
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("#join-status")).to_contain_text("The host does not answer.")
    host.refuse_upgrades = False
    expect(page.locator("#room-name")).to_have_text("Physics 7b")
