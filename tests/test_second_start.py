"""Two starts of the program over one folder, as two clicks make them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.framebuffer import Framebuffer
from tests.require import require_program
from tests.screen import virtual_screen
from tests.waiting import wait_until
from wschat_gui.window_claim import CALL_NAME

pytestmark = pytest.mark.window

PATIENCE_S = 40.0
SCREEN = (1280, 830)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[tuple[str, Framebuffer]]:
    require_program("Xvfb")
    folder = tmp_path / "screen"
    folder.mkdir()
    with virtual_screen(*SCREEN, framebuffer=folder) as name, Framebuffer(folder) as content:
        yield name, content


@contextmanager
def started(display: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen(
        [sys.executable, "-m", "wschat_gui", "--bind", "127.0.0.1", *arguments],
        env={**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield program
    finally:
        program.terminate()
        program.communicate(timeout=PATIENCE_S)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def test_second_start_brings_the_first_window_to_the_front_and_ends(
    screen: tuple[str, Framebuffer], tmp_path: Path
) -> None:
    display, content = screen
    folder, port = str(tmp_path / "data"), str(free_port())
    with started(display, "--data-dir", folder, "--port", port) as first:
        content.wait_for_code(first, PATIENCE_S)
        cover = subprocess.Popen(
            [sys.executable, "-c", COVER], env={**os.environ, "DISPLAY": display}
        )
        try:
            wait_until(lambda: is_covered(content), PATIENCE_S, "the window is covered")
            with started(display, "--data-dir", folder, "--port", port) as second:
                said, _ = second.communicate(timeout=PATIENCE_S)
            assert second.returncode == 0
            assert "it is in front now" in said
            assert "--data-dir" in said, "it tells how to get a second room"
            wait_until(lambda: not is_covered(content), PATIENCE_S, "the first is in front")
        finally:
            cover.terminate()
            cover.wait()
        assert first.poll() is None
        assert not (tmp_path / "data" / CALL_NAME).exists()


COVER = """
import tkinter
root = tkinter.Tk()
root.configure(background="#ff00ff")
root.geometry("1280x830+0+0")
root.mainloop()
"""


def is_covered(content: Framebuffer) -> bool:
    return content.picture().getpixel((SCREEN[0] // 2, 300)) == (255, 0, 255)


def test_another_folder_has_a_window_of_its_own_and_the_next_port(
    screen: tuple[str, Framebuffer], tmp_path: Path
) -> None:
    display, content = screen
    port = free_port()
    with started(display, "--data-dir", str(tmp_path / "one"), "--port", str(port)) as first:
        seen = content.wait_for_code(first, PATIENCE_S)
        with started(display, "--data-dir", str(tmp_path / "two"), "--port", str(port)) as second:
            wait_until(
                lambda: content.wait_for_code(second, PATIENCE_S).text != seen.text,
                PATIENCE_S,
                "a second window with another address",
            )
            assert first.poll() is None


def test_host_without_a_window_is_not_held_up_by_one(
    screen: tuple[str, Framebuffer], tmp_path: Path
) -> None:
    """It hosts on the next free port, and says that it cannot keep its messages in that folder."""
    display, content = screen
    arguments = ("--data-dir", str(tmp_path / "data"), "--port", str(free_port()))
    with started(display, *arguments) as first:
        content.wait_for_code(first, PATIENCE_S)
        with started(display, "--headless", *arguments) as second:
            assert second.stdout is not None
            said = [second.stdout.readline() for _ in range(2)]
            assert any(line.startswith("listening on http://127.0.0.1:") for line in said), said
            assert any("another WSChat host uses the same folder" in line for line in said), said
        assert first.poll() is None
