"""New styles disturb no widget that is there; another theme reaches every one."""

from __future__ import annotations

import pytest

from tests.gui.window_driver import WindowDriver
from wschat_gui.gui.palette import Tone

pytestmark = pytest.mark.window


@pytest.fixture
def told(window: WindowDriver) -> list[str]:
    """Note which widget is told that the theme is another."""
    found: list[str] = []
    window.root.bind_all("<<ThemeChanged>>", lambda event: found.append(str(event.widget)))
    return found


def test_new_style_is_no_news_to_widgets_that_are_there(
    window: WindowDriver, told: list[str]
) -> None:
    window.root.tk.call("ttk::style", "configure", "Unheard.TLabel", "-padding", 3)
    window.root.update()
    assert told == []


def test_another_mode_is_told_to_all(window: WindowDriver, told: list[str]) -> None:
    look, label = window.window.look, window.window.side.join.address
    look.switch(look.mode.other)
    window.root.update()
    assert {str(window.root), str(label)} <= set(told)
    style = f"{Tone.ACCENT.value}.TLabel"
    colour = label.tk.call("ttk::style", "lookup", style, "-foreground")
    assert str(colour) == look.palette.accent
