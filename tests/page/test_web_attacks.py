"""What web pages of others try with the host, in a real browser that has both open.

What people in the room send one another is in `test_hostile.py`; requests by hand, without a
browser's manners, are in `tests/server/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.page.attacker import Attacker
from tests.page.conftest import Visit
from tests.page.everything import LIMITS
from tests.page.keeping_host import KeepingHost
from tests.require import require_program
from tests.server.files import path_of, png
from tests.stage_hands import CHROMIUM_FLAGS
from wschat_gui.bridge.events import LineKind, LogLine

pytestmark = pytest.mark.browser

# Opens a WebSocket and tells in the title how that went.
KNOCK = """<!doctype html><title>waiting</title><script>
const socket = new WebSocket("ws://{host}{path}", {subprotocols});
const tell = (how) => {{ document.title = how; }};
socket.onopen = () => tell("open");
socket.onclose = ({{ code }}) => tell(`closed ${{code}}`);
</script>"""
PATHS = [("/", '["wschat.v1"]'), ("/", "[]"), ("/echo", "[]")]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KeepingHost]:
    """Run the real server."""
    with KeepingHost(tmp_path, limits=LIMITS) as running:
        yield running


@pytest.fixture
def attacker() -> Iterator[Attacker]:
    """Run somebody else's web server."""
    with Attacker() as running:
        yield running


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Open a browser window of its own."""
    opened = chromium.new_context()
    yield opened
    opened.close()


def knock(host: KeepingHost, path: str, subprotocols: str) -> str:
    return KNOCK.format(host=f"127.0.0.1:{host.port}", path=path, subprotocols=subprotocols)


def assert_refused(host: KeepingHost, status: int) -> None:
    """See that the window was told."""
    line = host.event(LogLine)
    assert line.kind is LineKind.REFUSED
    assert f"refused with {status}" in line.text
    assert host.figures().inbound.frames == 0


@pytest.mark.parametrize(("path", "subprotocols"), PATHS)
def test_a_page_of_another_site_opens_no_websocket(
    host: KeepingHost, attacker: Attacker, context: BrowserContext, path: str, subprotocols: str
) -> None:
    attacker.pages["/"] = knock(host, path, subprotocols)
    page = context.new_page()
    page.goto(attacker.url)
    expect(page).to_have_title("closed 1006")
    assert_refused(host, 403)


@pytest.mark.parametrize("kind", ["sandboxed frame", "data: address"])
def test_a_page_without_an_origin_opens_no_websocket(
    host: KeepingHost, attacker: Attacker, context: BrowserContext, kind: str
) -> None:
    told = "parent.postMessage(how, '*');"
    inner = knock(host, "/", "[]").replace("document.title = how;", told)
    source = inner.replace("&", "&amp;").replace('"', "&quot;")
    frame = f'<iframe sandbox="allow-scripts" srcdoc="{source}"></iframe>'
    if kind == "data: address":
        frame = f'<iframe src="data:text/html,{source.replace("#", "%23")}"></iframe>'
    attacker.pages["/"] = (
        "<!doctype html><title>waiting</title><script>"
        f"onmessage = ({{ data }}) => {{ document.title = data; }};</script>{frame}"
    )
    page = context.new_page()
    page.goto(attacker.url)
    expect(page).to_have_title("closed 1006")
    assert "null" in host.event(LogLine).text
    assert_refused(host, 403)


def test_a_page_from_a_file_opens_no_websocket_until_null_is_allowed(
    host: KeepingHost, context: BrowserContext, tmp_path: Path
) -> None:
    file = tmp_path / "seed.html"
    file.write_text(knock(host, "/", "[]"))
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page).to_have_title("closed 1006")
    assert_refused(host, 403)
    host.post(replace(host.settings, allowed_origins=("null",)))
    host.figures()
    page.reload()
    expect(page).to_have_title("open")


def test_no_other_site_puts_the_page_into_a_frame(
    host: KeepingHost, attacker: Attacker, context: BrowserContext
) -> None:
    attacker.pages["/"] = (
        "<!doctype html><title>waiting</title>"
        f'<iframe src="{host.url}" onload="document.title = frames.length"></iframe>'
    )
    page = context.new_page()
    page.goto(attacker.url)
    expect(page).to_have_title("1")
    framed = page.frames[1]
    assert framed.url.startswith("chrome-error://")


def test_no_other_site_reads_or_runs_anything_of_ours(
    host: KeepingHost, attacker: Attacker, context: BrowserContext
) -> None:
    with host.guest() as guest:
        picture = path_of(guest.share("cat.png", png()))
        attacker.pages["/"] = "<!doctype html><title>ready</title>"
        page = context.new_page()
        page.goto(attacker.url)
        base = host.url.rstrip("/")
        for path in ("/", "/app.js", picture):
            assert not page.evaluate(
                "(url) => fetch(url).then(() => true, () => false)", f"{base}{path}"
            )
            assert not page.evaluate(
                """(url) => fetch(url, { mode: "no-cors" }).then(() => true, () => false)""",
                f"{base}{path}",
            )
        assert not loads(page, "script", f"{base}/app.js")
        assert not loads(page, "img", f"{base}{picture}")


def loads(page: Page, tag: str, url: str) -> bool:
    """Tell whether an element with this source loads."""
    loaded: bool = page.evaluate(
        """([tag, url]) => new Promise((done) => {
          const element = document.createElement(tag);
          element.onload = () => done(true);
          element.onerror = () => done(false);
          element.src = url;
          document.body.append(element);
        })""",
        [tag, url],
    )
    return loaded


@pytest.fixture
def deceived(chromium: Browser) -> Iterator[Browser]:
    """Run a browser whose DNS has been made to say that `rebound.example` is this machine."""
    path = require_program("chromium", "chromium-browser", "google-chrome")
    rule = "--host-resolver-rules=MAP rebound.example 127.0.0.1"
    browser = chromium.browser_type.launch(executable_path=path, args=[*CHROMIUM_FLAGS, rule])
    yield browser
    browser.close()


def test_a_rebound_name_gets_nothing(
    host: KeepingHost, attacker: Attacker, deceived: Browser
) -> None:
    rebound = f"rebound.example:{host.port}"
    page = deceived.new_page()
    response = page.goto(f"http://{rebound}/")
    assert response is not None
    assert response.status == 421
    # Its own page came from the same name before; a WebSocket asks for no leave to connect.
    attacker.pages["/"] = knock(host, "/", "[]").replace(f"127.0.0.1:{host.port}", rebound)
    page.goto(f"http://rebound.example:{attacker.port}/")
    expect(page).to_have_title("closed 1006")
    lines = [line.text for line in host.events(LogLine) if line.kind is LineKind.REFUSED]
    assert all("refused with 421" in line for line in lines)
    assert len(lines) >= 2
    assert host.figures().inbound.frames == 0


POLYGLOTS = {
    "page in a picture": (png() + b"<script>window.harmed='png'</script>", "image/png"),
    "script that is a GIF": (
        b"GIF89a/*\x01\x00\x00\x00\x00*/=1;window.harmed='gif'",
        "image/gif",
    ),
    "script in a drawing": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>parent.harmed='svg'</script></svg>",
        "application/octet-stream",
    ),
    "page": (b"<!doctype html><script>window.harmed='html'</script>", "application/octet-stream"),
    "script": (b"window.harmed='script'", "application/octet-stream"),
    "style": (b"body { display: none }", "application/octet-stream"),
}


@pytest.mark.parametrize("kind", POLYGLOTS)
def test_nothing_that_is_sent_runs_in_our_name(host: KeepingHost, visit: Visit, kind: str) -> None:
    content, media_type = POLYGLOTS[kind]
    ada = visit(join="Ada")
    with host.guest() as guest:
        said = guest.share("x.html.js.png", content)
    assert said["file"]["media_type"] == media_type
    page, url = ada.page, host.url.rstrip("/") + path_of(said)
    ada.complaints.clear()
    assert not loads(page, "script", url)
    assert page.evaluate("window.harmed") is None
    page.evaluate(
        """(url) => new Promise((done) => {
          const link = document.createElement("link");
          Object.assign(link, { rel: "stylesheet", href: url });
          link.onload = link.onerror = done;
          document.head.append(link);
        })""",
        url,
    )
    expect(ada.composer).to_be_visible()
    opened = page.context.new_page()
    if media_type.startswith("image/"):
        opened.goto(url)
        assert opened.evaluate("window.harmed") is None
    else:
        with opened.expect_download() as download:
            opened.evaluate("(url) => { location = url; }", url)
        assert download.value.suggested_filename == "x.html.js.png"
    ada.complaints.clear()  # of what it has refused to run
