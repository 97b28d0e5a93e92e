"""The packaged program, built once for all tests of a run, as `make exe` builds it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.framebuffer import Framebuffer
from tests.freeze.clean_root import CleanRoot
from tests.require import require, require_program
from tests.screen import virtual_screen
from tools.freeze.__main__ import IN_FOLDER, ONE_FILE, build

SCREEN = (1280, 830)


@pytest.fixture(scope="session")
def one_file() -> Path:
    """Return the program in one file. PyInstaller builds anew what has changed only."""
    require(sys.platform == "linux", "Linux: elsewhere the release workflow tries the program")
    require_program("strip")
    require_program("objdump")
    assert build() == 0, "see above what PyInstaller said"
    return ONE_FILE


@pytest.fixture(scope="session")
def in_folder(one_file: Path) -> Path:
    """Return the program in a folder; one build makes both."""
    return IN_FOLDER


@pytest.fixture(scope="module")
def clean_root(tmp_path_factory: pytest.TempPathFactory) -> CleanRoot:
    """Return a root without Python and Tk."""
    return CleanRoot(tmp_path_factory.mktemp("clean"))


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[tuple[str, Framebuffer]]:
    """Run a screen of the test's own; give its name and what is on it."""
    require_program("Xvfb")
    with virtual_screen(*SCREEN, framebuffer=tmp_path) as name, Framebuffer(tmp_path) as content:
        yield name, content
