"""What the host does, as its guests see it: paused, slowed, shut, muted, thrown out, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.page.conftest import DESKTOP, PHONE, Visit
from tests.page.guest import guest
from tests.page.steered import SteeredHost
from wschat_gui.bridge.commands import (
    Ban,
    BanLength,
    BanScope,
    Kick,
    LiftBan,
    Mute,
    Reinstate,
    RenameClient,
    SetRoomState,
    TellPrivately,
    Unmute,
)
from wschat_gui.bridge.events import BansChanged

pytestmark = pytest.mark.browser

FREE = SetRoomState(frozen=False, slow_s=0, locked=False)
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def host() -> Iterator[SteeredHost]:
    """Return a real server in the stand-in's place."""
    with SteeredHost() as steered:
        yield steered


@SIZES
def test_a_frozen_room_keeps_the_draft_and_says_why(
    visit: Visit, host: SteeredHost, size: tuple[int, int]
) -> None:
    ada = visit(size=size, join="Ada")
    ada.say("before")
    ada.composer.fill("a draft")
    host.post(SetRoomState(frozen=True, slow_s=0, locked=False))
    hint = ada.page.get_by_role("status").filter(has_text="The host has paused the chat")
    expect(hint).to_be_visible()
    expect(ada.composer).not_to_be_editable()
    expect(ada.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    ada.composer.press("Enter")
    ada.bubble("before").hover()
    ada.bubble("before").locator("#act").click()
    menu = ada.page.get_by_role("dialog")
    expect(menu.get_by_role("button")).to_have_text(["Copy text", "Delete"])
    ada.page.keyboard.press("Escape")
    host.post(FREE)
    expect(hint).to_be_hidden()
    expect(ada.composer).to_have_value("a draft")
    ada.composer.press("Enter")
    expect(ada.texts).to_have_text(["before", "a draft"])


def test_slow_mode_counts_down_on_the_button(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    host.post(SetRoomState(frozen=False, slow_s=3, locked=False))
    expect(ada.page.locator("#hint")).to_have_text("Slow mode: one message every 3 seconds.")
    ada.say("one")
    button = ada.page.get_by_role("button", name="Send", exact=True)
    expect(button).to_have_attribute("data-wait", re.compile("[123]"))
    ada.composer.fill("two")
    expect(button).to_be_disabled()
    expect(button).to_be_enabled()
    ada.composer.press("Enter")
    expect(ada.bubble("two").get_by_title("Sent", exact=True)).to_be_visible()
    expect(ada.page.locator(".failed")).to_have_count(0)


def test_a_locked_room_says_so_and_lets_in_once_it_is_open(visit: Visit, host: SteeredHost) -> None:
    visit(join="Ada")
    host.post(SetRoomState(frozen=False, slow_s=0, locked=True))
    host.client_id("Ada")
    page = visit().page
    page.get_by_label("Your name").fill("Bob")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="The room is locked")).to_be_visible()
    host.post(FREE)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("#status")).to_have_text("Online")


def test_who_was_here_comes_back_into_a_locked_room(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    host.post(SetRoomState(frozen=False, slow_s=0, locked=True))
    ada.page.reload()
    expect(ada.status("Online")).to_be_visible()


def test_one_who_is_muted_reads_why_and_until_when(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    hint = ada.page.locator("#hint")
    host.post(Mute(host.client_id("Ada"), 300, "Let the others speak."))
    expect(hint).to_have_text(
        re.compile(r"You are muted until \d\d:\d\d:\d\d\. Let the others speak\.")
    )
    expect(ada.composer).not_to_be_editable()
    ada.page.reload()
    expect(hint).to_have_text(re.compile(r"You are muted until"))
    host.post(Mute(host.client_id("Ada"), None, ""))
    expect(hint).to_have_text("The host has muted you.")
    host.post(Unmute(host.client_id("Ada")))
    expect(hint).to_be_hidden()
    ada.say("free")
    expect(ada.bubble("free").get_by_title("Sent", exact=True)).to_be_visible()


def test_a_mute_ends_by_itself(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    host.post(Mute(host.client_id("Ada"), 2, ""))
    expect(ada.page.locator("#hint")).to_have_text(re.compile("You are muted until"))
    expect(ada.composer).to_be_editable()


def test_who_is_thrown_out_by_mistake_is_taken_back_as_if_nothing_was(
    visit: Visit, host: SteeredHost
) -> None:
    ada = visit(join="Ada")
    ada.composer.fill("half a thought")
    client_id = host.client_id("Ada")
    host.post(Kick(client_id, "slip"))
    expect(ada.page.get_by_role("heading", name="The host removed you")).to_be_visible()
    expect(ada.page.locator("#ended-reason")).to_have_text("slip")
    host.post(Reinstate(client_id))
    expect(ada.status("Online")).to_be_visible()
    expect(ada.page.locator("#ended")).to_be_hidden()
    expect(ada.composer).to_have_value("half a thought")
    expect(ada.page.locator("#roster .nick")).to_have_text(["Ada"])


@pytest.mark.parametrize("length", [BanLength.FIVE_MINUTES, BanLength.FOR_EVER])
def test_one_who_is_banned_reads_why_and_until_when(
    visit: Visit, host: SteeredHost, length: BanLength
) -> None:
    ada = visit(join="Ada")
    host.post(Ban(host.client_id("Ada"), BanScope.DEVICE, length, "Enough"))
    expect(ada.page.get_by_role("heading", name="The host banned you")).to_be_visible()
    expect(ada.page.locator("#ended-reason")).to_have_text("Enough")
    advice = ada.page.locator("#ended-advice")
    if length is BanLength.FIVE_MINUTES:
        expect(advice).to_have_text(re.compile(r"You can come back after .*\d\d:\d\d"))
    else:
        expect(advice).to_have_text("You cannot join this chat at the moment.")
    expect(ada.page.get_by_role("button", name="Join again")).to_be_hidden()
    # Neither a reload nor another name opens the door to this browser.
    ada.page.reload()
    ada.page.get_by_label("Your name").fill("Not Ada")
    ada.page.get_by_role("button", name="Join", exact=True).click()
    expect(ada.page.get_by_role("heading", name="The host banned you")).to_be_visible()


def test_a_lifted_ban_lets_in_by_itself(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    host.post(Ban(host.client_id("Ada"), BanScope.DEVICE, BanLength.HOUR, ""))
    expect(ada.page.get_by_role("heading", name="The host banned you")).to_be_visible()
    host.post(LiftBan(host.event(BansChanged, 2).bans[0].ban_id))
    expect(ada.status("Online")).to_be_visible()
    expect(ada.page.locator("#ended")).to_be_hidden()


def test_a_name_that_the_host_gives_is_told(visit: Visit, host: SteeredHost) -> None:
    ada, bob = visit(join="Ada"), visit(join="Bob")
    host.post(RenameClient(host.client_id("Ada"), "Lovelace"))
    expect(ada.page.get_by_text("The host has renamed you to Lovelace")).to_be_visible()
    expect(bob.page.get_by_text("The host has renamed Ada to Lovelace")).to_be_visible()


def test_a_private_word_of_the_host_is_marked(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    host.post(TellPrivately(host.client_id("Ada"), "See me later."))
    row = ada.bubble("See me later.")
    expect(row.locator(".privacy")).to_have_text("privately to you")
    expect(row.locator(".bubble > .nick")).to_have_text("Host")
    row.hover()
    row.locator("#act").click()
    expect(ada.page.get_by_role("dialog").get_by_role("button")).to_have_text(["Copy text"])


def test_on_return_one_hears_how_much_was_missed(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    sockets = """() => { const Real = WebSocket; window.made = [];
      window.WebSocket = class extends Real {
        constructor(...all) { super(...all); window.made.push(this); } }; }"""
    ada.page.add_init_script(f"({sockets})()")
    ada.page.reload()
    expect(ada.status("Online")).to_be_visible()
    with guest(host.url, "Grace") as grace:
        ada.page.context.set_offline(True)
        ada.page.evaluate("window.made.at(-1).close()")
        expect(ada.page.locator("#offline")).to_contain_text("Offline since")
        grace.say("one")
        grace.say("two")
        ada.page.context.set_offline(False)
        expect(ada.page.locator("#told")).to_have_text("Back online: 2 messages caught up")
        expect(ada.texts).to_have_text(["one", "two"])


def test_the_device_is_one_secret_for_all_visits(visit: Visit, host: SteeredHost) -> None:
    ada = visit(join="Ada")
    secret = ada.page.evaluate("localStorage.getItem('wschat.device')")
    assert len(secret) == 24
    ada.page.evaluate("sessionStorage.clear()")
    second = ada.page.context.new_page()
    second.goto(host.url)
    second.get_by_label("Your name").fill("Ada at her desk")
    second.get_by_role("button", name="Join", exact=True).click()
    expect(second.locator("#status")).to_have_text("Online")
    assert second.evaluate("localStorage.getItem('wschat.device')") == secret
    ada.say("from here")
    expect(second.locator(".message.own .text")).to_have_text("from here")
