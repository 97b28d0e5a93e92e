"""Sets a scene: a real window over a made-up host, shown, filled, and brought into its state."""

from __future__ import annotations

import time

from tests.gui.window_driver import WindowDriver
from tools.preview.host import MadeUpHost
from tools.preview.scenes import Scene
from tools.preview.stage import Stage
from wschat_gui.config import Layout, Preferences
from wschat_gui.gui.palette import Mode
from wschat_gui.gui.window import HostWindow
from wschat_gui.language import speak

_SETTLE_S = 0.35
"""Longer than every debounce in the window, and as long as it takes for two figures to come."""
_TOOLTIP_S = 1.0


def set_scene(
    scene: Scene, *, mode: Mode, language: str = "en", size: tuple[int, int], scale: float = 0.0
) -> Stage:
    """Open a window of this size, in unscaled pixels, and let it come to rest in its scene."""
    speak(language)
    layout = Layout(width=size[0], height=size[1])
    host = MadeUpHost(scene.room, Preferences(keep_awake=False, scale=scale, layout=layout))
    window = HostWindow(host, mode=mode, choosers=host.choosers)
    stage = Stage(WindowDriver(window), host)
    window.open()
    window.root.geometry("+0+0")
    stage.driver.wait(window.root.winfo_viewable, "the window is shown")
    # The pointer goes where nothing is under it: the last scene may have left it on a button.
    window.root.event_generate("<Motion>", warp=True, x=1, y=1)
    stage.driver.redraw()
    settle(stage)
    scene.act(stage)
    stage.driver.redraw()
    settle(stage, _TOOLTIP_S if scene.name == "tooltip" else _SETTLE_S)
    return stage


def settle(stage: Stage, for_s: float = _SETTLE_S) -> None:
    """Let the window run until it has drawn whatever was under way."""
    until_s = time.monotonic() + for_s
    while time.monotonic() < until_s:
        stage.driver.root.update()
        time.sleep(0.005)
