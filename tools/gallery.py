"""Takes the pictures of all scenes of the window, on three kinds of screens, in both modes.

The scenes are `preview/scenes.py`'s. The pictures are for looking at, one by one, for cut text,
overlaps and colours that cannot be read; they are not committed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from PIL import ImageGrab

from tests.screen import virtual_screen
from tools.preview.scenes import SCENES, Scene
from tools.preview.staging import set_scene
from wschat_gui.gui.palette import Mode

_SIZE = (1220, 790)
_OTHER_LANGUAGES = ("de", "ja")


@dataclass(frozen=True, slots=True)
class Screen:
    """A kind of screen that people have."""

    name: str
    factor: int
    """How many pixels there are for one at 96 dots per inch."""
    dpi: int
    """As the X server says."""
    xft_dpi: int | None = None
    """As the desktop says; None: nothing."""


SCREENS = (
    Screen("1x", 1, 96),
    Screen("2x", 2, 192),
    Screen("xft", 2, 96, xft_dpi=192),
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to be taken."""

    scene: Scene
    mode: Mode
    language: str

    @property
    def file(self) -> str:
        """What it is called."""
        tongue = "" if self.language == "en" else f"-{self.language}"
        return f"{self.scene.name}-{self.mode}{tongue}.png"


def take_all(folder: Path, wanted: Sequence[str] = ()) -> int:
    """Take the pictures whose names have any of `wanted` in them, or all; count them.

    Each screen has a folder, and a process: Tk lets go of a screen with its process only, and dies
    with a screen that is taken away.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        return sum(processes.map(partial(_take_on, folder, wanted), SCREENS))


def _take_on(folder: Path, wanted: Sequence[str], screen: Screen) -> int:
    inside = folder / screen.name
    shots = [shot for shot in _shots(screen) if _is_wanted(f"{screen.name}/{shot.file}", wanted)]
    if shots:
        inside.mkdir(parents=True, exist_ok=True)
        with _opened(screen) as display:
            for shot in shots:
                _take(shot, display, inside / shot.file)
    return len(shots)


def _is_wanted(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(part in name for part in wanted)


def _shots(screen: Screen) -> Iterator[Shot]:
    """Other languages on the first screen only: there the letters are as wide for their boxes."""
    for scene in SCENES:
        for mode in (Mode.LIGHT, Mode.DARK):
            yield Shot(scene, mode, "en")
        if scene.is_wide and screen == SCREENS[0]:
            for language in _OTHER_LANGUAGES:
                yield Shot(scene, Mode.LIGHT, language)


def _take(shot: Shot, display: str, path: Path) -> None:
    stage = set_scene(shot.scene, mode=shot.mode, language=shot.language, size=_SIZE)
    ImageGrab.grab(xdisplay=display).save(path)
    stage.driver.destroy()


@contextmanager
def _opened(screen: Screen) -> Iterator[str]:
    """Start such a screen.

    Raises:
        FileNotFoundError: Xvfb or xrdb is not installed.
    """
    width, height = (each * screen.factor for each in _SIZE)
    with virtual_screen(width, height, dpi=screen.dpi) as display:
        if screen.xft_dpi is not None:
            xrdb = shutil.which("xrdb")
            if xrdb is None:
                raise FileNotFoundError("xrdb")
            resource = f"Xft.dpi: {screen.xft_dpi}\n".encode()
            environment = {**os.environ, "DISPLAY": display}
            subprocess.run([xrdb, "-merge"], input=resource, env=environment, check=True)
        yield display
