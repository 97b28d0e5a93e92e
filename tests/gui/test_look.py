"""Light and dark, contrast, scale, and that each part takes on the colours in force."""

from __future__ import annotations

import itertools
import subprocess
import tkinter

import pytest
from msgspec.structs import asdict, replace

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import client_figures, listening, opened, room_figures, said
from tests.require import require_program
from wschat_gui.gui.palette import DARK, LIGHT, PALETTES, Mode, Tone


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.1."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("mode", "tone"), list(itertools.product(Mode, Tone)), ids=lambda value: value or "Normal"
)
def test_text_can_be_read_on_every_background_it_stands_on(mode: Mode, tone: Tone) -> None:
    palette = PALETTES[mode]
    colour = tone.colour(palette)

    for background in (palette.panel, palette.chrome, palette.zebra):
        assert contrast(colour, background) >= 4.5
    assert contrast(palette.text, palette.selection) >= 4.5


def test_palettes_are_written_as_colours() -> None:
    for palette in (LIGHT, DARK):
        for colour in asdict(palette).values():
            assert len(colour) == 7
            assert luminance(colour) >= 0


@pytest.mark.window
def test_switch_recolours_every_part(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1), opened(2), said("hi"))
    host.say(room_figures(client_figures(1, backlog_bytes=10**6)))
    window.redraw()
    parts = window.window

    def colours() -> list[str]:
        tree, text = parts.clients.table.tree, parts.log.view.text
        return [
            str(parts.root.cget("background")),
            str(text.cget("background")),
            str(text.tag_cget("Accent", "foreground")),
            str(tree.tag_configure("slow", "foreground")),
            str(tree.tag_configure("odd", "background")),
        ]

    assert colours() == [LIGHT.chrome, LIGHT.panel, LIGHT.accent, LIGHT.warning, LIGHT.zebra]
    window.press(window.root, "<Alt-t>")
    assert colours() == [DARK.chrome, DARK.panel, DARK.accent, DARK.warning, DARK.zebra]
    window.click(parts.toolbar.mode_button)
    assert colours() == [LIGHT.chrome, LIGHT.panel, LIGHT.accent, LIGHT.warning, LIGHT.zebra]


@pytest.mark.window
def test_switch_keeps_rows_selection_and_counts(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1), said("hi"))
    window.redraw()
    tree = window.window.clients.table.tree
    tree.selection_set("1")

    window.press(window.root, "<Alt-t>")
    window.redraw()

    assert tree.selection() == ("1",)
    assert len(window.window.log.view.rows) == 1


@pytest.mark.window
def test_desktop_scale_reaches_letters_and_boxes_alike(
    make_window: MakeWindow, display: str
) -> None:
    """Xft.dpi doubles fonts by itself; boxes must follow."""
    xrdb = require_program("xrdb")
    plain = make_window(FakeHost())
    before = (plain.window.look.px(100), plain.window.look.measure("0" * 20))
    plain.destroy()
    subprocess.run([xrdb, "-merge"], input=b"Xft.dpi: 192\n", check=True)
    try:
        scaled = make_window(FakeHost())
        after = (scaled.window.look.px(100), scaled.window.look.measure("0" * 20))
        scaled.destroy()
    finally:
        # Tk goes on seeing a resource that was removed, but not one that was changed.
        subprocess.run([xrdb, "-merge"], input=b"Xft.dpi: 96\n", check=True)

    assert before[0] == 100
    assert after[0] == 200
    assert after[1] == pytest.approx(2 * before[1], rel=0.1)


@pytest.mark.window
def test_chosen_scale_wins_over_that_of_the_desktop(make_window: MakeWindow, display: str) -> None:
    xrdb = require_program("xrdb")
    host = FakeHost()
    host.preferences = replace(host.preferences, scale=1.0)

    def sizes() -> tuple[int, int]:
        driver = make_window(host)
        found = (driver.window.look.px(100), driver.window.look.measure("0" * 20))
        driver.destroy()
        return found

    before = sizes()
    subprocess.run([xrdb, "-merge"], input=b"Xft.dpi: 192\n", check=True)
    try:
        assert sizes() == before
    finally:
        # Tk goes on seeing a resource that was removed, but not one that was changed.
        subprocess.run([xrdb, "-merge"], input=b"Xft.dpi: 96\n", check=True)


@pytest.mark.window
@pytest.mark.parametrize("scale", [0.75, 1.25])
def test_chosen_scale_reaches_letters_and_boxes_alike(
    make_window: MakeWindow, scale: float
) -> None:
    def sizes(of_scale: float) -> tuple[int, int]:
        host = FakeHost()
        host.preferences = replace(host.preferences, scale=of_scale)
        driver = make_window(host)
        look = driver.window.look
        found = (look.px(1_000), look.measure("0" * 100))
        driver.destroy()
        return found

    plain, scaled = sizes(1.0), sizes(scale)

    assert plain[0] == 1_000
    assert scaled[0] == round(1_000 * scale)
    assert scaled[1] == pytest.approx(scale * plain[1], rel=0.1)


@pytest.mark.window
def test_scale_that_the_screen_has_no_room_for_is_lowered(
    make_window: MakeWindow, host: FakeHost
) -> None:
    host.preferences = replace(host.preferences, scale=3.0)
    driver = make_window(host)
    driver.window.settings_desk.open()
    driver.root.update()
    dialog = driver.window.dialog
    assert dialog is not None
    frame, root = dialog.frame, driver.root
    assert root.winfo_rootx() <= frame.winfo_rootx()
    assert frame.winfo_rootx() + frame.winfo_reqwidth() <= root.winfo_screenwidth()
    assert frame.winfo_rooty() + frame.winfo_reqheight() <= root.winfo_screenheight()


@pytest.mark.window
def test_every_control_can_be_reached_by_tab(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1))
    window.redraw()
    parts = window.window
    wanted = {
        parts.toolbar.start_button,
        parts.toolbar.address,
        parts.toolbar.copy_button,
        parts.toolbar.join_button,
        parts.toolbar.open_button,
        parts.toolbar.chooser,
        parts.toolbar.mode_button,
        parts.toolbar.settings_button,
        parts.toolbar.menu_button,
        parts.clients.table.tree,
        parts.log.filter_entry,
        parts.log.kinds,
        parts.log.follow_switch,
        parts.log.view.text,
        parts.log.announce_entry,
        parts.log.announce_button,
    }
    reached: set[tkinter.Misc] = set()
    widget: tkinter.Misc | None = parts.toolbar.start_button
    for _ in range(40):
        assert widget is not None
        reached.add(widget)
        widget = widget.tk_focusNext()

    assert wanted <= reached
