"""Makes the pictures of the README from the running program: python -m tools.pictures

The real window on a virtual screen, over the real server, with real Chromium pages that talk. So
the pictures stay true. Needs what `make test` installs. With --all, it takes the pictures of all
scenes of the window instead (`gallery.py`).
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import ImageGrab
from playwright.sync_api import Browser, Page, sync_playwright

from tests.end_to_end.program import Program
from tests.screen import virtual_screen
from tests.server.raw_client import RawClient
from tests.stage_hands import CHROMIUM_FLAGS
from tools.crowd import Crowd, share_and_go
from tools.gallery import take_all
from tools.page_talk import let_talk
from wschat_gui.bridge.commands import Mute
from wschat_gui.bridge.frame_words import Direction, FrameRow
from wschat_gui.config import DEFAULT_PORT, Limits, Settings
from wschat_gui.gui.palette import Mode

Scheme = Literal["light", "dark"]

_SCREEN = (1220, 790)
_CHROMIUM = "/usr/bin/chromium"
_MUTED = "Omar"
_SAYINGS, _WAVE, _PAUSE_S = 56, 30, 0.33
"""How often the crowd speaks; it does so now faster, now slower, with so many to a wave."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody at a browser, on a device of a certain kind."""

    nick: str
    size: tuple[int, int]
    scheme: Scheme
    user_agent: str


_PHONE, _DESKTOP = (390, 844), (1100, 760)
_GUESTS = (
    Guest(
        "Mia",
        _PHONE,
        "dark",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    ),
    Guest(
        "Noah",
        _DESKTOP,
        "light",
        "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    ),
    Guest(
        "Ada",
        _PHONE,
        "light",
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/131.0.0.0 Mobile Safari/537.36",
    ),
    Guest(
        "Ken",
        _DESKTOP,
        "dark",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
    ),
)


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--all", action="store_true", help="every scene, on every kind of screen")
    parser.add_argument(
        "--only", nargs="+", default=(), metavar="PART", help="of those: 1x/kick -dark …"
    )
    parser.add_argument("--output", type=Path, help="the folder for them")
    options = parser.parse_args()
    if options.all:
        folder = options.output or Path("build/pictures")
        print(f"{take_all(folder, options.only)} pictures are in {folder}")
    else:
        make_for_readme(options.output or Path("docs/pictures"))


def make_for_readme(folder: Path) -> None:
    """Make the README's pictures, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with virtual_screen(*_SCREEN) as display, _chromium() as browser:
        settings = Settings(bind="127.0.0.1", port=DEFAULT_PORT, limits=Limits())
        program = Program(settings)
        program.driver.root.geometry(f"{_SCREEN[0]}x{_SCREEN[1]}+0+0")
        program.wait(lambda: program.window.state.figures is not None, "figures")
        _picture_window(program, display, folder / "window-empty.png")
        pages = {guest.nick: _join(browser, program, guest) for guest in _GUESTS}
        with RawClient.plain(program.port, "terminal") as terminal:
            let_talk(program, pages, terminal)
            for guest in _GUESTS:
                kind = "phone" if guest.size == _PHONE else "desktop"
                pages[guest.nick].screenshot(path=folder / f"page-{kind}-{guest.scheme}.png")
            with Crowd(program.port) as talkers:
                _let_talk(program, talkers)
                for mode in (Mode.LIGHT, Mode.DARK):
                    program.window.look.switch(mode)
                    program.driver.redraw()
                    _picture_window(program, display, folder / f"window-{mode.value}.png")
                    _picture_frames(program, display, folder, mode)
        program.close()


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _join(browser: Browser, program: Program, guest: Guest) -> Page:
    width, height = guest.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=guest.scheme,
        user_agent=guest.user_agent,
        reduced_motion="reduce",  # nothing half faded in
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(program.url)
    page.get_by_label("Your name").fill(guest.nick)
    page.get_by_role("button", name="Join", exact=True).click()
    page.locator("#status", has_text="Online").wait_for()
    _wait_for(program, guest.nick)
    return page


def _wait_for(program: Program, nick: str) -> None:
    program.wait(lambda: nick in program.nicks, f"{nick} in the table")


def _let_talk(program: Program, talkers: Crowd) -> None:
    """Let the crowd talk until there is a curve to see, and mute one of it."""
    for _ in range(Crowd.size):
        _wait_for(program, talkers.send_in())
        _pause(program, time.monotonic() + _PAUSE_S)
    share_and_go(program.port)
    muted = next(row for row in program.window.state.clients if row.nick == _MUTED)
    program.app.post(Mute(muted.client_id, None, ""))
    for said in range(_SAYINGS):
        talkers.say_something()
        hurry = math.sin(said / _WAVE * math.tau)
        _pause(program, time.monotonic() + _PAUSE_S * (1 - 0.7 * hurry))
    program.window.clients.table.select(muted.client_id)


def _pause(program: Program, until_s: float) -> None:
    program.wait(lambda: time.monotonic() >= until_s, "a pause is over")


def _picture_frames(program: Program, display: str, folder: Path, mode: Mode) -> None:
    """Picture the frames, one of them in full, and the statistics; then leave all as it was."""
    window = program.window
    inspector, xray = window.lower.frames.inspector, window.state.frames.xray
    inspector.show()
    program.wait(lambda: inspector.rows.rows, "frames")
    said = [row for row in inspector.rows.rows if isinstance(row, FrameRow) and _is_said(row)][-2]
    inspector.rows.choose_frame(said.number)
    _picture_window(program, display, folder / f"frames-{mode.value}.png")
    program.driver.press(inspector.rows.text, "<Return>")
    program.wait(lambda: xray.answer, "the X-ray")
    _picture_window(program, display, folder / f"xray-{mode.value}.png")
    if window.dialog is not None:
        window.dialog.close()
    window.clients.table.tree.selection_set()
    window.lower.frames.statistics.show()
    _picture_window(program, display, folder / f"statistics-{mode.value}.png")
    tabs = window.lower.tabs
    tabs.tk.call(tabs, "select", window.log.frame)


def _is_said(row: FrameRow) -> bool:
    return row.direction is Direction.IN and b'"say"' in row.preview


def _picture_window(program: Program, display: str, path: Path) -> None:
    program.driver.beat(20)
    ImageGrab.grab(xdisplay=display).save(path)


if __name__ == "__main__":
    main()
