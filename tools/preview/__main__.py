"""Shows one scene until its window is closed: python -m tools.preview busy --mode dark

For looking and trying. Nothing is sent or saved anywhere; `python -m tools.pictures --all` takes
the pictures of all scenes.
"""

from __future__ import annotations

import argparse

from tools.preview.scenes import SCENES
from tools.preview.staging import set_scene
from wschat_gui.gui.palette import Mode
from wschat_gui.language import LANGUAGES


def main() -> None:
    """Show what the command line asks for."""
    scenes = {scene.name: scene for scene in SCENES}
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("scene", choices=list(scenes), nargs="?", default="busy", metavar="SCENE")
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.DARK)
    parser.add_argument("--language", choices=list(LANGUAGES), default="en")
    parser.add_argument("--scale", type=float, default=0.0)
    parser.add_argument("--size", default="1220x790", help="in pixels at 96 dots per inch")
    options = parser.parse_args()
    width, _x, height = options.size.partition("x")
    stage = set_scene(
        scenes[options.scene],
        mode=options.mode,
        language=options.language,
        size=(int(width), int(height)),
        scale=options.scale,
    )
    stage.window.root.mainloop()


if __name__ == "__main__":
    main()
