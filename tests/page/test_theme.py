"""Light, dark, or as the system is: chosen in the room, at once, and remembered."""

from __future__ import annotations

import pytest

from tests.page.conftest import Visit, Visitor

pytestmark = pytest.mark.browser

LIGHT, DARK = "rgb(243, 245, 248)", "rgb(25, 29, 37)"


def ground(visitor: Visitor) -> str:
    """Return the colour behind everything."""
    return str(visitor.page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_colours_follow_the_system_until_somebody_chooses(visit: Visit) -> None:
    ada = visit(join="Ada", scheme="dark")
    assert ground(ada) == DARK
    ada.page.get_by_label("Colours").select_option("Light")
    assert ground(ada) == LIGHT
    ada.page.reload()
    ada.status("Online").wait_for()
    assert ground(ada) == LIGHT
    ada.page.get_by_label("Colours").select_option("Dark")
    ada.page.emulate_media(color_scheme="light")
    assert ground(ada) == DARK
    ada.page.get_by_label("Colours").select_option("As the system")
    assert ground(ada) == LIGHT
