"""The program in one file, on a machine without Python and Tk: the main job, from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, expect

from tests.framebuffer import Framebuffer
from tests.freeze.clean_root import HOME, CleanRoot
from tests.freeze.pointer import Pointer
from tests.page.conftest import DESKTOP, Visitor
from tests.screen import virtual_screen
from wschat_gui.app import export_formats

pytestmark = [pytest.mark.window, pytest.mark.browser, pytest.mark.timeout(900)]

PATIENCE_S = 60.0
"""For a start on a busy machine."""
TABLE_X, TABLE_TOP, TABLE_BOTTOM = 200, 140, 360
"""Where the table of clients is in a window of the size that it has at first."""
CLOCK_PX = 60
"""At the lower edge, where it says for how long the room has been open."""
ALIKE = 3.0
"""Mean difference a channel, of 255, that two drawings of one window may have."""


@contextmanager
def ended(program: Popen[Any]) -> Iterator[None]:
    """Let nothing run on, whatever the test found."""
    try:
        yield
    finally:
        if program.poll() is None:
            program.terminate()
        program.wait(PATIENCE_S)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def test_root_has_no_python_and_no_tk(clean_root: CleanRoot) -> None:
    assert clean_root.foreign == []


def test_window_hosts_a_chat_on_a_machine_without_python_and_tk(
    clean_root: CleanRoot,
    one_file: Path,
    screen: tuple[str, Framebuffer],
    chromium: Browser,
    tmp_path: Path,
) -> None:
    display, content = screen
    port = free_port()
    address = ("--bind", "127.0.0.1", "--port", str(port))
    program = clean_root.start(one_file, *address, display=display)
    with ended(program):
        sight = content.wait_for_code(program, PATIENCE_S)
        assert sight.text == f"http://127.0.0.1:{port}/"
        picture = content.settled(CLOCK_PX, PATIENCE_S)
        pointer = Pointer(display, content)
        context = chromium.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
        ada = Visitor(context.new_page())
        ada.page.set_default_timeout(20_000)
        ada.page.goto(sight.text)
        ada.join("ada")
        ada.say("hello from a real browser")
        expect(ada.texts).to_have_text(["hello from a real browser"])

        pointer.select_row(TABLE_X, TABLE_TOP, TABLE_BOTTOM)
        pointer.press("alt+k")
        pointer.press("Return")
        expect(ada.page.get_by_text("The host has removed you from the room.")).to_be_visible()
        assert ada.complaints == []
        context.close()

        pointer.press("ctrl+q")
        assert program.wait(PATIENCE_S) == 0
    data = clean_root.path / f"{HOME[1:]}/.local/share/WSChat"
    assert (data / "transcript.sqlite3").is_file()
    assert " ERROR " not in (data / "wschat.log").read_text("utf-8")
    assert not list((clean_root.path / "tmp").glob("_MEI*")), "it has tidied up"
    _same_unfrozen(picture, address, tmp_path)


def _same_unfrozen(frozen: Image.Image, address: tuple[str, ...], folder: Path) -> None:
    """Hold the picture against that of the same window, run by Python."""
    (folder / "second").mkdir()
    size = (frozen.width, frozen.height)
    with (
        virtual_screen(*size, framebuffer=folder / "second") as display,
        Framebuffer(folder / "second") as content,
    ):
        data = ("--data-dir", str(folder / "data"))
        program = subprocess.Popen(
            [sys.executable, "-m", "wschat_gui", *address, *data],
            env={**os.environ, "DISPLAY": display, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
        )
        with ended(program):
            content.wait_for_code(program, PATIENCE_S)
            unfrozen = content.settled(CLOCK_PX, PATIENCE_S)
    room = (0, 0, frozen.width, frozen.height - CLOCK_PX)
    difference = ImageChops.difference(frozen.crop(room), unfrozen.crop(room))
    mean = ImageStat.Stat(difference).mean
    assert max(mean) < ALIKE, f"another picture: {mean}"


def test_command_line_is_the_same_without_a_window(
    clean_root: CleanRoot, one_file: Path, tmp_path: Path
) -> None:
    """No screen either: `export` and `--version` need none."""
    program = clean_root.start(one_file, "--version", display="")
    assert program.wait(PATIENCE_S) == 0
    for form in export_formats():
        arguments = ("export", "--format", form, "-o", f"/tmp/said.{form}")
        assert clean_root.start(one_file, *arguments, display="").wait(PATIENCE_S) == 0
        assert (clean_root.path / "tmp" / f"said.{form}").exists()
