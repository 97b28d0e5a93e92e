"""Files on their way up, by the real server: sent in every way, given up, refused, cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.conftest import DESKTOP, PHONE, Visit
from tests.page.keeping_host import KeepingHost
from tests.page.sending import (
    HOLD_BYTES,
    LIMITS,
    expect_loaded,
    give,
    links,
    pictures,
    send,
    uploads,
)
from tests.server.files import patterned, png
from tests.server.running import PATIENCE_S
from tests.waiting import wait_until
from wschat_gui.bridge.commands import DeleteMessage, Mute
from wschat_gui.config import Limits

pytestmark = pytest.mark.browser


@pytest.fixture
def host(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[KeepingHost]:
    """Run the real server, with other settings where a test is parametrized with them."""
    settings = {"limits": LIMITS, **getattr(request, "param", {})}
    with KeepingHost(tmp_path, **settings) as running:
        yield running


# --- In ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_chosen_picture_is_seen_by_everybody_with_what_was_written(
    visit: Visit, size: tuple[int, int]
) -> None:
    ada, grace = visit(size=size, join="Ada"), visit(size=size, join="Grace")
    ada.composer.fill("Our lab!")
    send(ada, ("lab.png", png(64, 48)), media_type="image/png")
    for visitor in (ada, grace):
        expect(visitor.texts).to_have_text(["Our lab!"])
        expect_loaded(pictures(visitor))
        expect(pictures(visitor)).to_have_attribute("alt", "lab.png")
    expect(uploads(ada)).to_have_count(0)
    expect(ada.composer).to_have_value("")


def test_a_dropped_file_is_sent_and_the_place_to_drop_it_shown(visit: Visit) -> None:
    ada = visit(join="Ada")
    assert give(ada, "drop", ("notes.txt", "text/plain", [65] * 2_000))
    assert ada.page.evaluate("overlayShown")
    expect(ada.page.locator("#drop")).to_be_hidden()
    expect(links(ada)).to_have_text(["notes.txt2 kB"])


def test_who_drags_a_file_away_again_sends_nothing(visit: Visit) -> None:
    ada = visit(join="Ada")
    target = ada.page.locator("#drop")
    ada.page.evaluate(
        """() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["x"], "x.txt"));
          document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer, bubbles: true }));
        }"""
    )
    expect(target).to_be_visible()
    target.dispatch_event("dragleave")
    expect(target).to_be_hidden()
    expect(uploads(ada)).to_have_count(0)


def test_a_pasted_picture_is_sent(visit: Visit) -> None:
    ada = visit(join="Ada")
    assert give(ada, "paste", ("image.png", "image/png", list(png())))
    expect_loaded(pictures(ada))


def test_text_that_is_pasted_with_a_picture_of_itself_stays_text(visit: Visit) -> None:
    ada = visit(join="Ada")
    table = [("", "text/plain", "1 2"), ("", "text/html", "<b>1 2</b>")]
    assert not give(ada, "paste", *table, ("image.png", "image/png", list(png())))
    expect(uploads(ada)).to_have_count(0)


def test_several_files_go_one_after_the_other(visit: Visit, host: KeepingHost) -> None:
    ada = visit(join="Ada")
    names = [f"{number}.txt" for number in range(4)]
    send(ada, *((name, name.encode()) for name in names))
    expect(links(ada).locator("bdi")).to_have_text(names)
    assert host.stored_bytes() == [5] * 4


@pytest.mark.parametrize("host", [{"files_allowed": False}], indirect=True)
def test_where_the_host_takes_no_files_nothing_offers_to_send_any(visit: Visit) -> None:
    ada = visit(join="Ada")
    expect(ada.page.locator("#attach")).to_be_hidden()
    # A drop that the browser keeps would replace the chat by the file.
    assert give(ada, "drop", ("a.txt", "", [1]))
    assert not give(ada, "paste", ("a.png", "image/png", list(png())))
    expect(uploads(ada)).to_have_count(0)


def test_a_private_conversation_takes_no_file_that_all_would_see(
    visit: Visit, host: KeepingHost
) -> None:
    ada = visit(join="Ada")
    with host.guest("Grace"):
        ada.page.locator(".person", has_text="Grace").get_by_role("button").click()
        expect(ada.page.locator("#attach")).to_be_disabled()
        assert not give(ada, "paste", ("a.png", "image/png", list(png())))
        expect(uploads(ada)).to_have_count(0)
        ada.page.locator("#mode-close").click()
        expect(ada.page.locator("#attach")).to_be_enabled()


# --- On the way ----------------------------------------------------------------------------------


def test_progress_is_shown_and_chat_goes_on_meanwhile(visit: Visit) -> None:
    ada, grace = visit(join="Ada"), visit(join="Grace")
    ada.page.evaluate(HOLD_BYTES, 512 * 1024)
    send(ada, ("data.bin", patterned(1024 * 1024)))
    bar = uploads(ada).locator("progress")
    expect(bar).to_have_js_property("value", 0.5)
    expect(uploads(ada)).to_contain_text("data.bin")
    expect(uploads(ada)).to_contain_text("1 MB")
    ada.say("it is on its way")
    expect(grace.texts).to_have_text(["it is on its way"])
    ada.page.evaluate("letThrough()")
    expect(links(grace)).to_have_text(["data.bin1 MB"])
    expect(uploads(ada)).to_have_count(0)


def test_a_file_can_be_given_up_on_its_way(visit: Visit, host: KeepingHost) -> None:
    ada = visit(join="Ada")
    ada.page.evaluate(HOLD_BYTES, 512 * 1024)
    ada.composer.fill("Here it comes")
    send(ada, ("data.bin", patterned(1024 * 1024)))
    expect(uploads(ada).locator("progress")).to_have_js_property("value", 0.5)
    assert len(host.stored_bytes()) == 1
    uploads(ada).get_by_role("button", name="Cancel").click()
    expect(uploads(ada)).to_have_count(0)
    expect(ada.page.locator("#attach")).to_be_focused()
    expect(ada.composer).to_have_value("Here it comes")
    wait_until(lambda: host.stored_bytes() == [], PATIENCE_S, "nothing is left of it")
    ada.say("or not")
    expect(ada.texts).to_have_text(["or not"])


def test_too_large_a_file_is_refused_with_the_limit_and_never_offered(visit: Visit) -> None:
    ada = visit(join="Ada")
    ada.composer.fill("a film")
    send(ada, ("film.mp4", bytes(LIMITS.file_bytes + 1)), ("ok.txt", b"ok"))
    row = uploads(ada).filter(has_text="film.mp4")
    expect(row).to_contain_text("Not sent. The file is too large: 2 MB at most.")
    expect(row.get_by_role("button", name="Try again")).to_be_hidden()
    expect(links(ada)).to_have_text(["ok.txt2 bytes"])
    expect(ada.texts).to_have_text(["a film"])
    row.get_by_role("button", name="Discard").click()
    expect(uploads(ada)).to_have_count(0)


SMALL = Limits(file_bytes=1_000, all_files_bytes=1_500)


@pytest.mark.parametrize("host", [{"limits": SMALL}], indirect=True)
def test_a_refused_file_can_be_tried_again(visit: Visit, host: KeepingHost) -> None:
    ada = visit(join="Ada")
    send(ada, ("one.bin", bytes(900)), ("two.bin", bytes(901)))
    full = uploads(ada).filter(has_text="Not sent. The host has no room left for files.")
    expect(full).to_contain_text("two.bin")
    host.post(DeleteMessage(1))
    expect(links(ada)).to_have_count(0)
    full.get_by_role("button", name="Try again").click()
    expect(links(ada).locator("bdi")).to_have_text(["two.bin"])
    expect(uploads(ada)).to_have_count(0)
    assert host.stored_bytes() == [901]


def test_a_file_cut_off_by_the_network_arrives_once_and_nothing_half(
    visit: Visit, host: KeepingHost
) -> None:
    content = patterned(1024 * 1024)
    ada = visit(join="Ada")
    ada.page.evaluate(HOLD_BYTES, 512 * 1024)
    send(ada, ("data.bin", content))
    expect(uploads(ada).locator("progress")).to_have_js_property("value", 0.5)
    host.thread.request_stop()
    assert host.thread.join(PATIENCE_S)
    assert host.stored_bytes() == []
    expect(uploads(ada)).to_contain_text("will be sent when you are online again")
    ada.page.evaluate("letThrough()")
    host.start()
    expect(links(ada)).to_have_text(["data.bin1 MB"], timeout=20_000)
    expect(uploads(ada)).to_have_count(0)
    assert host.stored_bytes() == [len(content)]
    stored = next(path for path in host.folder.iterdir())
    assert stored.read_bytes() == content


def test_where_nothing_can_be_done_with_a_file_no_menu_opens(
    visit: Visit, host: KeepingHost
) -> None:
    ada, bob = visit(join="Ada"), visit(join="Bob")
    send(bob, ("notes.txt", b"a"))
    expect(links(ada)).to_have_count(1)
    host.post(Mute(host.client_id("Ada"), None, ""))
    expect(ada.page.get_by_text("The host has muted you.")).to_be_visible()
    ada.page.get_by_role("log").focus()
    ada.page.keyboard.press("ArrowUp")
    ada.page.keyboard.press("Enter")
    ada.page.keyboard.press("ArrowDown")
    expect(ada.page.locator("#menu")).to_be_hidden()
