"""The command: how the page bears a room with 10,000 messages, on a desktop and on a slow phone.

    python -m bench.page --messages 10000

A real host is filled over a socket (every 10th message edited, every 5th with a reaction, every
100th a picture), and a real Chromium joins. Measured are: from navigation until one can write and
sees the newest message; one more message, from the host's command until it is painted; the way up
through all of them, a screen every other frame; and the page's memory. The phone is Chromium with
its processor throttled to a quarter.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.window import percentile
from tests.server.files import png
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from tests.stage_hands import CHROMIUM_FLAGS
from wschat_gui.bridge.commands import Announce
from wschat_gui.config import Limits

_EDITED_EVERY, _REACTED_EVERY, _PICTURE_EVERY = 10, 5, 100
_TEXT = "The quick brown fox jumps over the lazy dog, and everybody in the room sees it. "
_FRAME_MS = 1_000 / 60
_HEADINGS = (
    *("", "usable", "one more p50", "p95", "in page p50", "p95"),
    *("frames dropped", "a page p50", "p95", "heap begin", "heap end"),
)

# Before the page's own scripts: when it is usable, when messages come in, and what `older` takes.
_WATCH = """
window.bench = { usable_ms: 0, arrived_ms: 0, asked_ms: 0, pages_ms: [] };
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (data) {
  if (typeof data === "string" && data.includes('"type":"older"')) {
    bench.asked_ms = performance.now();
  }
  if (!this.watched) {
    this.watched = true;
    this.addEventListener("message", ({ data }) => {
      bench.arrived_ms = performance.now();
      if (data.startsWith('{"type":"earlier"')) {
        const asked_ms = bench.asked_ms;
        afterPaint((now_ms) => bench.pages_ms.push(now_ms - asked_ms));
      }
    });
  }
  send.call(this, data);
};
// What a frame shows is painted after its callbacks; a task behind them is the first to know.
window.afterPaint = (act) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => act(performance.now());
  port2.postMessage(null);
});
"""

# Resolves when one can write and the message with this text is on the screen.
_USABLE = """newest => new Promise((done) => {
  const look = () => {
    const field = document.querySelector("#text");
    const row = [...document.querySelectorAll(".message, .announcement")].at(-1);
    const isThere = row?.textContent.includes(newest) &&
      row.getBoundingClientRect().bottom <= field.getBoundingClientRect().top;
    field?.focus();
    if (isThere && document.activeElement === field) afterPaint(done);
    else requestAnimationFrame(look);
  };
  look();
})"""

# Resolves to when the announcement with this text was painted, by the clock on the wall, and how
# long after its arrival.
_PAINTED = """text => new Promise((done) => {
  const list = document.querySelector("#rows");
  const observer = new MutationObserver(() => {
    if (!list.lastElementChild.textContent.includes(text)) return;
    observer.disconnect();
    const arrived_ms = bench.arrived_ms;
    afterPaint((now_ms) => done([performance.timeOrigin + now_ms, now_ms - arrived_ms]));
  });
  observer.observe(list, { childList: true });
})"""

# Up to the beginning; resolves to the times between frames.
_CLIMB = """() => new Promise((done) => {
  const log = document.querySelector("#log");
  const frames_ms = [];
  let before_ms = performance.now();
  let still = 0;
  const step = (now_ms) => {
    frames_ms.push(now_ms - before_ms);
    before_ms = now_ms;
    if (frames_ms.length % 2) log.scrollTop -= log.clientHeight;
    const isBeginning = log.scrollTop === 0 &&
      log.querySelector(".notice")?.textContent === "This is the beginning.";
    still = isBeginning ? still + 1 : 0;
    if (still < 5) requestAnimationFrame(step);
    else done(frames_ms.slice(1));
  };
  requestAnimationFrame(step);
})"""


@dataclass(frozen=True, slots=True)
class Device:
    """What the page runs on."""

    name: str
    size: tuple[int, int]
    slowdown: int
    """How many times slower than this machine its processor is."""


DEVICES = (Device("desktop", (1_280, 800), 1), Device("phone", (390, 844), 4))


@dataclass(frozen=True, slots=True)
class Borne:
    """What one device took. Times in milliseconds."""

    usable_ms: float
    announced_ms: tuple[float, ...]
    """From the host's command to the paint."""
    painted_ms: tuple[float, ...]
    """From the socket to the paint."""
    frames_ms: tuple[float, ...]
    """Between the frames of the way up."""
    pages_ms: tuple[float, ...]
    """From asking for older messages until they were painted."""
    heap_begin_bytes: int
    heap_end_bytes: int
    """With all messages loaded."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    options = _parser().parse_args(arguments)
    limits = Limits().lifted()
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        RunningServer(data_dir=Path(folder), limits=limits) as host,
        _chromium() as browser,
    ):
        fill(host.port, options.messages)
        print(f"{options.messages:,} messages in the room; Chromium {browser.version}", flush=True)
        borne, newest = {}, "the newest"
        for device in DEVICES:
            borne[device.name] = bear(browser, host, device, options.news, newest)
            newest = f"news {device.name} {options.news}"
    print(table(borne))


def fill(port: int, messages: int) -> None:
    """Say so many messages, in a room without limits."""
    with RawClient.page(port, "Grace") as grace:
        picture = png(640, 360)
        for number in range(1, messages + 1):
            text = f"{number} {_TEXT * (number % 3 + 1)}".strip()
            if number % _PICTURE_EVERY == 0:
                seq = grace.share(f"{number}.png", picture, text=text)["seq"]
            else:
                grace.send_json(type="say", id=f"{number}", text=text)
                seq = grace.read_until("said")["seq"]
            if number % _EDITED_EVERY == 0:
                grace.send_json(type="edit", seq=seq, text=f"{text} (edited)")
            if number % _REACTED_EVERY == 0:
                grace.send_json(type="react", seq=seq, emoji="👍", on=True)
        grace.send_json(type="say", id="last", text="the newest")
        while grace.read_until("said")["text"] != "the newest":
            pass


def bear(browser: Browser, host: RunningServer, device: Device, news: int, newest: str) -> Borne:
    """Join on this device a room in which `newest` was said last, and measure."""
    width, height = device.size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.set_default_timeout(300_000)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    url = f"http://127.0.0.1:{host.port}/"
    # Joined once, a tab comes back by itself: navigation alone leads to the room then.
    page.goto(url)
    page.get_by_label("Your name").fill(device.name)
    page.get_by_role("button", name="Join", exact=True).click()
    page.locator(".message").first.wait_for()
    session.send("Emulation.setCPUThrottlingRate", {"rate": device.slowdown})
    usable_ms = []
    for _ in range(5):
        page.goto("about:blank")
        page.goto(url, wait_until="commit")
        usable_ms.append(float(page.evaluate(_USABLE, newest)))
    heap_begin_bytes = _heap_bytes(session)
    arrivals = [
        _announce(page, host, f"news {device.name} {number}") for number in range(1, news + 1)
    ]
    frames_ms = page.evaluate(_CLIMB)
    pages_ms = page.evaluate("bench.pages_ms")
    heap_end_bytes = _heap_bytes(session)
    context.close()
    return Borne(
        median(usable_ms),
        tuple(announced for announced, _ in arrivals),
        tuple(painted for _, painted in arrivals),
        tuple(frames_ms),
        tuple(pages_ms),
        heap_begin_bytes,
        heap_end_bytes,
    )


def dropped(frames_ms: Sequence[float]) -> int:
    """Return how many frames of a 60 Hz screen came to nothing."""
    return sum(max(0, round(each / _FRAME_MS) - 1) for each in frames_ms)


def table(borne: dict[str, Borne]) -> str:
    """Return one line for each device."""
    rows = [_HEADINGS, *(_row(name, each) for name, each in borne.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def _row(name: str, borne: Borne) -> tuple[str, ...]:
    series = (borne.announced_ms, borne.painted_ms, borne.pages_ms)
    announced, painted, pages = (
        [f"{percentile(values, share):.0f} ms" for share in (0.5, 0.95)] if values else ["–"] * 2
        for values in series
    )
    lost, all_frames = dropped(borne.frames_ms), len(borne.frames_ms)
    return (
        *(name, f"{borne.usable_ms:.0f} ms", *announced, *painted),
        f"{lost} of {lost + all_frames}",
        *pages,
        *(f"{size / 1e6:.1f} MB" for size in (borne.heap_begin_bytes, borne.heap_end_bytes)),
    )


def _announce(page: Page, host: RunningServer, text: str) -> tuple[float, float]:
    """Let the host speak; return the times from its command, and from the socket, to the paint."""
    # Begun first, so that nothing is missed: the promise is waited for behind the command.
    handle = page.evaluate_handle(f"text => {{ window.painted = ({_PAINTED})(text); }}", text)
    handle.dispose()
    began_ms = time.time() * 1_000
    host.post(Announce(text))
    painted_at_ms, in_page_ms = page.evaluate("window.painted")
    return painted_at_ms - began_ms, in_page_ms


def _heap_bytes(session: CDPSession) -> int:
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    (size,) = (each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")
    return int(size)


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000, help="in the room")
    parser.add_argument("--news", type=int, default=50, help="messages that come one by one")
    return parser


if __name__ == "__main__":
    main()
