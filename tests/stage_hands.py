"""A pytest plugin: the screen and the browser that tests of several folders share, one of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.require import require_program
from tests.screen import virtual_screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
def chromium() -> Iterator[Browser]:
    """Return the system's Chromium, one for the whole run."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (most runs need no browser)

    path = require_program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
