"""Files and pictures on the page, by the real server: sent in every way, shown, and harmless."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import FilePayload, Locator, Route, expect

from tests.page.conftest import DESKTOP, PHONE, SMALL_PHONE, Visit, Visitor
from tests.page.keeping_host import KeepingHost
from tests.page.test_look import TAP_PX, TOO_SMALL, assert_readable
from tests.server.files import patterned, png
from tests.server.running import PATIENCE_S
from tests.waiting import wait_until
from wschat_gui.bridge.commands import DeleteMessage
from wschat_gui.config import Limits

pytestmark = pytest.mark.browser

LIMITS = Limits(file_bytes=2 * 1024 * 1024, flood_burst=1_000)

# Begun with `from_bytes` of a file sent, the page's binary frames wait for `letThrough()`.
HOLD_BYTES = """from_bytes => {
  const { send } = WebSocket.prototype;
  const held = [];
  let sent_bytes = 0;
  WebSocket.prototype.send = function (data) {
    sent_bytes += data.byteLength ?? 0;
    if (data.byteLength === undefined || sent_bytes <= from_bytes) send.call(this, data);
    else held.push(() => this.readyState === WebSocket.OPEN && send.call(this, data));
  };
  window.letThrough = () => {
    WebSocket.prototype.send = send;
    for (const each of held) each();
  };
}"""

# What a hand does with files: `kind` is drop or paste. Resolves to whether the page took them.
GIVE = """([kind, files]) => {
  const data = new DataTransfer();
  for (const [name, type, bytes] of files) {
    if (name) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
    else data.setData(type, bytes);
  }
  const rest = { bubbles: true, cancelable: true };
  if (kind === "paste") {
    const event = new ClipboardEvent("paste", { clipboardData: data, ...rest });
    return !document.querySelector("#text").dispatchEvent(event);
  }
  document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer: data, ...rest }));
  const target = document.querySelector("#drop");
  window.overlayShown = target.checkVisibility();
  return !target.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...rest }));
}"""


@pytest.fixture
def host(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[KeepingHost]:
    """Run the real server, with other settings where a test is parametrized with them."""
    settings = {"limits": LIMITS, **getattr(request, "param", {})}
    with KeepingHost(tmp_path, **settings) as running:
        yield running


def send(visitor: Visitor, *files: tuple[str, bytes], media_type: str = "") -> None:
    """Choose files by the button's dialog."""
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.get_by_role("button", name="Send a file or picture").click()
    chooser.value.set_files(
        [FilePayload(name=name, mimeType=media_type, buffer=content) for name, content in files]
    )


def give(
    visitor: Visitor, kind: Literal["drop", "paste"], *files: tuple[str, str, list[int] | str]
) -> bool:
    """Drop or paste; tell whether the page kept it from the browser."""
    taken: bool = visitor.page.evaluate(GIVE, [kind, [list(file) for file in files]])
    return taken


def uploads(visitor: Visitor) -> Locator:
    """Return the rows of the files on their way."""
    return visitor.page.locator(".upload")


def links(visitor: Visitor) -> Locator:
    """Return the files in the log that are not shown."""
    return visitor.page.locator(".message a.file")


def pictures(visitor: Visitor) -> Locator:
    """Return the pictures in the log."""
    return visitor.page.locator(".message .picture img")


def expect_loaded(picture: Locator) -> None:
    """Wait until a picture has pixels."""
    picture.scroll_into_view_if_needed()
    picture.evaluate("image => image.decode()")


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
