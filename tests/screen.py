"""A screen that nobody sees: an X server of our own, for windows in tests and for pictures."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def virtual_screen(
    width: int, height: int, *, dpi: int = 96, framebuffer: Path | None = None
) -> Iterator[str]:
    """Run Xvfb, name it in DISPLAY while it runs, and give that name.

    In the folder `framebuffer`, if given, what is on the screen lies open as a file
    (`framebuffer.Framebuffer`).

    Whatever DISPLAY said before: a test must not depend on somebody's window manager, nor flash
    windows at them.

    Raises:
        FileNotFoundError: Xvfb is not installed.
    """
    reads, writes = os.pipe()
    screen = ["-screen", "0", f"{width}x{height}x24", "-dpi", str(dpi)]
    if framebuffer is not None:
        screen += ["-fbdir", str(framebuffer)]
    with os.fdopen(reads) as answers:
        try:
            server = subprocess.Popen(
                ["Xvfb", "-displayfd", str(writes), *screen, "-noreset", "-nolisten", "tcp"],
                pass_fds=[writes],
                stderr=subprocess.DEVNULL,
            )
        finally:
            os.close(writes)
        name = f":{answers.readline().strip()}"
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = name
    try:
        yield name
    finally:
        if before is None:
            del os.environ["DISPLAY"]
        else:
            os.environ["DISPLAY"] = before
        server.terminate()
        server.wait()
