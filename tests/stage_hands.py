"""A pytest plugin: the screen and the browser that tests of several folders share, one of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.require import require_program
from tests.screen import virtual_screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """Run an X server without a screen, and name it in DISPLAY for as long as tests run."""
    require_program("Xvfb")
    with virtual_screen(1400, 1000) as name:
        yield name


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return Playwright, of which there can be one at a time."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (most runs need no browser)

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return the system's Chromium, one for the whole run."""
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
    yield browser
    browser.close()


def chromium_path() -> Path:
    """Return where the system's Chromium is."""
    return require_program("chromium", "chromium-browser", "google-chrome")
