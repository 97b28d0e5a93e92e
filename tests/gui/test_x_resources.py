"""What the desktop says in its resources, as the X library reads it."""

from __future__ import annotations

import subprocess

import pytest

from tests.require import require_program
from tests.screen import virtual_screen
from wschat_gui.gui.x_resources import x_resource

pytestmark = pytest.mark.window


def test_resource_is_read_and_may_be_missing() -> None:
    xrdb = require_program("xrdb")
    with virtual_screen(200, 100):
        assert x_resource("Xft", "dpi") == ""
        subprocess.run([xrdb, "-merge"], input=b"Xft.dpi: 144\n", check=True)
        assert x_resource("Xft", "dpi") == "144"
        assert x_resource("Xft", "no-such-name") == ""


def test_without_a_screen_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":no-such-screen")
    with pytest.raises(OSError, match="no X server"):
        x_resource("Xft", "dpi")
