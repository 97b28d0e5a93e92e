"""Shows the settings dialog, made up, page by page, to look at it and to take its picture.

    python -m tools.settings_preview [--mode light|dark] [--scene SCENE] [--lang de] [--scale 2]
                                     [--size 1220x790] [--save FILE]

The room is that of `window_preview.py`; no server is started, and nothing is saved.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from enum import StrEnum

from PIL import ImageGrab

from tools.window_preview import MadeUpHost, Scene
from wschat_gui.gui.palette import Mode
from wschat_gui.gui.settings_dialog import SettingsDialog
from wschat_gui.gui.window import HostWindow
from wschat_gui.language import LANGUAGES, speak
from wschat_gui.model.settings_fields import Page

_SETTLE_MS = 1_200


class SettingsScene(StrEnum):
    """What is shown."""

    ROOM = "room"
    NETWORK = "network"
    LIMITS = "limits"
    FILES = "files"
    LOOK = "look"
    WRONG = "wrong"
    """Two values that cannot be."""
    RESTART = "restart"
    """A port that holds after a restart only."""
    ABOUT = "about"
    MENU = "menu"


def play(window: HostWindow, scene: SettingsScene) -> None:
    """Open what the scene is about."""
    if scene is SettingsScene.ABOUT:
        window.help_desk.show_about()
        return
    if scene is SettingsScene.MENU:
        window.toolbar.menu_button.invoke()
        return
    window.settings_desk.open()
    dialog = window.dialog
    assert isinstance(dialog, SettingsDialog)
    match scene:
        case SettingsScene.WRONG:
            dialog.show_page(Page.NETWORK)
            dialog.row("settings.port").set("70000")
            dialog.row("settings.bind").set("the other one")
        case SettingsScene.RESTART:
            dialog.show_page(Page.NETWORK)
            dialog.row("settings.port").set("8080")
        case _:
            dialog.show_page(Page[scene.name])


def main() -> None:
    """Show one scene until the window is closed, or until its picture is taken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    add = parser.add_argument
    add("--mode", type=Mode, choices=list(Mode), default=Mode.LIGHT)
    add("--scene", type=SettingsScene, choices=list(SettingsScene), default="room")
    add("--lang", choices=list(LANGUAGES), default="en")
    add("--scale", type=float, default=0.0)
    add("--size", help="such as 1220x790, in this screen's pixels")
    add("--save", help="a file for the picture, of the whole screen")
    options = parser.parse_args()
    speak(options.lang)
    host = MadeUpHost(Scene.BUSY, 24)
    host.preferences = replace(host.preferences, scale=options.scale)
    window = HostWindow(host, mode=options.mode)

    def save() -> None:
        ImageGrab.grab(xdisplay="").save(options.save)
        window.destroy()

    # The picture's timer first: a menu that is open may not come back before it is closed.
    if options.save:
        window.root.after(2 * _SETTLE_MS, save)
    window.root.after(_SETTLE_MS, lambda: play(window, options.scene))
    window.open()
    if options.size:
        window.root.geometry(options.size)
    window.root.mainloop()


if __name__ == "__main__":
    main()
