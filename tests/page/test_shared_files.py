"""Files and pictures in the log, by the real server: shown in their place, and harmless."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Route, expect

from tests.page.conftest import SMALL_PHONE, Visit
from tests.page.keeping_host import KeepingHost
from tests.page.sending import (
    LIMITS,
    expect_loaded,
    give,
    links,
    pictures,
    send,
    uploads,
)
from tests.page.test_look import TAP_PX, TOO_SMALL, assert_readable
from tests.server.files import png
from tests.server.running import PATIENCE_S
from tests.waiting import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def host(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[KeepingHost]:
    """Run the real server, with other settings where a test is parametrized with them."""
    settings = {"limits": LIMITS, **getattr(request, "param", {})}
    with KeepingHost(tmp_path, **settings) as running:
        yield running


# --- Shown ---------------------------------------------------------------------------------------


def test_a_picture_that_loads_moves_nothing(visit: Visit, host: KeepingHost) -> None:
    held: list[Route] = []
    ada = visit()
    # A method of a list takes no attributes, and Playwright gives its handlers one.
    ada.page.route("**/files/**", lambda route: held.append(route))  # noqa: PLW0108
    ada.page.evaluate(
        """() => {
          window.shifts = [];
          new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => e.value)))
            .observe({ type: "layout-shift", buffered: true });
        }"""
    )
    with host.guest() as grace:
        grace.share("wide.png", png(1_600, 800))
        grace.share("after.txt", b"x")
    ada.join("Ada")
    box = pictures(ada).bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (320, 160)
    wait_until(
        lambda: ada.page.evaluate("true") and held != [], PATIENCE_S, "the picture is asked for"
    )
    ada.page.evaluate("shifts.length = 0")
    for route in held:
        route.continue_()
    expect_loaded(pictures(ada))
    assert pictures(ada).bounding_box() == box
    ada.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert ada.page.evaluate("shifts") == []


@pytest.mark.parametrize(
    ("sides", "shown"),
    [((2_000, 1_000), (320, 160)), ((1_000, 2_000), (160, 320)), ((20, 10), (44, 44))],
)
def test_a_picture_fits_its_box_and_a_finger(
    visit: Visit, host: KeepingHost, sides: tuple[int, int], shown: tuple[int, int]
) -> None:
    with host.guest() as grace:
        grace.share("p.png", png(*sides))
    ada = visit(join="Ada")
    expect_loaded(pictures(ada))
    box = pictures(ada).bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == shown


@pytest.mark.parametrize("close", ["Escape", "tap", "button"])
def test_a_picture_is_enlarged_and_the_focus_comes_back(
    visit: Visit, host: KeepingHost, close: str
) -> None:
    with host.guest() as grace:
        grace.share("big <b>.png", png(900, 700))
    ada = visit(join="Ada")
    picture = ada.page.locator(".picture")
    picture.focus()
    ada.page.keyboard.press("Enter")
    large = ada.page.locator("#lightbox")
    expect(large).to_be_visible()
    expect(large).to_contain_text("big _b_.png")
    expect_loaded(large.locator("img"))
    expect(large.get_by_role("link", name="Download")).to_have_attribute("download", "big _b_.png")
    if close == "Escape":
        ada.page.keyboard.press("Escape")
    elif close == "tap":
        large.locator("img").click()
    else:
        large.get_by_role("button", name="Close").click()
    expect(large).to_be_hidden()
    expect(picture).to_be_focused()


def test_a_file_that_is_gone_says_so(visit: Visit, host: KeepingHost) -> None:
    with host.guest() as grace:
        grace.share("lost.txt", b"lost")
        grace.share("lost.png", png())
    for path in host.folder.iterdir():
        path.unlink()
    ada = visit(join="Ada")
    gone = ada.page.get_by_text("This file is no longer there.")
    expect(gone).to_have_count(1)
    links(ada).click()
    expect(gone).to_have_count(2)
    assert all("404" in complaint for complaint in ada.complaints)
    ada.complaints.clear()


# --- Harmless ------------------------------------------------------------------------------------

NAMES = {
    "markup": ("<img src=x onerror=alert(1)>.txt", "_img src=x onerror=alert(1)_.txt"),
    "bidi": ("invoice\u202efdp.exe", "invoicefdp.exe"),
    "path": ("../../etc/passwd", "passwd"),
    "quotes": ("a\"b'c\r\nSet-Cookie: x.txt", "a_b'cSet-Cookie_ x.txt"),
    "long": ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    "percent": ("100% #1?.txt", "100% #1_.txt"),
}


@pytest.mark.parametrize(("sent", "shown"), NAMES.values(), ids=NAMES)
def test_a_hostile_name_is_text_and_nothing_else(visit: Visit, sent: str, shown: str) -> None:
    ada = visit(join="Ada", size=SMALL_PHONE)
    # The system's own dialog could give no such names.
    assert give(ada, "drop", (sent, "", [1, 2, 3]))
    expect(links(ada).locator("bdi")).to_have_text([shown])
    assert links(ada).get_attribute("download") == shown
    with ada.page.expect_download() as download:
        links(ada).click()
    assert Path(download.value.path()).read_bytes() == b"\x01\x02\x03"
    assert ada.page.locator(".rows img").count() == 0
    assert ada.page.evaluate("document.querySelector('#log').scrollWidth") <= SMALL_PHONE[0]


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "fake.png"])
def test_what_could_hold_scripts_is_downloaded_and_never_shown(visit: Visit, name: str) -> None:
    content = b"<svg xmlns='http://www.w3.org/2000/svg'><script>top.owned = 1</script></svg>"
    ada = visit(join="Ada")
    send(ada, (name, content), media_type="image/svg+xml")
    expect(links(ada).locator("bdi")).to_have_text([name])
    assert pictures(ada).count() == 0
    with ada.page.expect_download() as download:
        links(ada).click()
    assert download.value.suggested_filename == name
    # Opened by its address it is a download as well.
    popup = ada.page.context.new_page()
    with pytest.raises(Exception, match="Download is starting"):
        popup.goto(links(ada).evaluate("link => link.href"))
    assert ada.page.evaluate("window.owned") is None


def test_a_picture_that_is_a_script_as_well_does_not_run(visit: Visit) -> None:
    polyglot = b"GIF89a/*\x01\x00" + bytes(20) + b"*/=1;window.owned=1;"
    ada = visit(join="Ada")
    send(ada, ("both.gif", polyglot), media_type="image/gif")
    expect(pictures(ada)).to_have_count(1)
    ran = ada.page.evaluate(
        """src => new Promise((done) => {
          const script = Object.assign(document.createElement("script"), { src });
          script.onload = () => done("loaded");
          script.onerror = () => done("refused");
          document.head.append(script);
        })""",
        pictures(ada).evaluate("image => image.src"),
    )
    assert ran == "refused"
    assert ada.page.evaluate("window.owned") is None
    ada.complaints.clear()  # the browser says why it was refused


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_files_can_be_read_and_tapped_on_a_small_phone(
    visit: Visit, host: KeepingHost, scheme: Literal["light", "dark"]
) -> None:
    with host.guest() as grace:
        grace.share("photograph.png", png(400, 300))
        grace.share("a very long name of a file that somebody has sent.pdf", b"x")
    ada = visit(join="Ada", size=SMALL_PHONE, scheme=scheme)
    send(ada, ("own.txt", b"x"), ("film.mp4", bytes(LIMITS.file_bytes + 1)))
    expect(links(ada)).to_have_count(2)
    expect(uploads(ada)).to_have_count(1)
    assert ada.page.evaluate(TOO_SMALL, TAP_PX) == []
    assert ada.page.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE[0]
    assert_readable(ada)
    pictures(ada).click()
    expect_loaded(ada.page.locator("#lightbox img"))
    assert ada.page.evaluate(TOO_SMALL, TAP_PX) == []
    assert_readable(ada)
