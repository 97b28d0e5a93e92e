"""The modules of the page alone: run by node, and held to what each may know."""

from __future__ import annotations

import re
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from tests.require import require, require_program
from wschat_gui.server.http_answers import load_page

PAGE = Path(str(files("wschat_gui.page")))
HERE = Path(__file__).parent
# The first that takes a `.js` file for a module without being told by a package.json.
NODE_MIN = (20, 19)
WEIGHT_MAX_BYTES = 100_000
"""HTML, CSS and scripts together as they are served, uncompressed: what a phone parses."""
ON_DEMAND = {"/lab.js"}
"""Scripts that a page loads only when the host tests its connection."""

SCRIPTS = sorted(PAGE.rglob("*.js"))
VIEWS = sorted((PAGE / "view").glob("*.js"))


def code_of(path: Path) -> str:
    """Return a script without its comments."""
    return re.sub(r"^\s*(//|/\*\*|\*).*$", "", path.read_text("utf-8"), flags=re.MULTILINE)


def test_the_modules_pass_their_tests_in_node() -> None:
    node = require_program("node")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    numbers = tuple(int(part) for part in version.strip().lstrip("v").split(".")[:2])
    require(numbers >= NODE_MIN, f"node 20.19 or newer, not {version.strip()}")
    tests = [str(path) for path in sorted(HERE.glob("*.test.mjs"))]
    assert tests
    run = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    "name",
    [
        "amendments.js",
        "floor.js",
        "language.js",
        "markup.js",
        "notices.js",
        "notify.js",
        "outbox.js",
        "room.js",
        "socket.js",
        "uploads.js",
        "vocabulary.js",
    ],
)
def test_what_decides_knows_no_page(name: str) -> None:
    assert re.search(r"\b(document|window|location|localStorage)\b", code_of(PAGE / name)) is None


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.name)
def test_views_know_no_connection(path: Path) -> None:
    assert re.search(r"socket\.js|WebSocket|lifecycle\.js", code_of(path)) is None


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_writes_markup(path: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    assert re.search(forbidden, code_of(path)) is None


def test_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    html = (PAGE / "index.html").read_text("utf-8")
    assert re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", html) is None
    for path in [PAGE / "index.html", *PAGE.glob("*.css"), *SCRIPTS]:
        assert re.search(r"https?://|//[a-z]+\.[a-z]", path.read_text("utf-8")) is None, path


def test_the_page_is_light_and_asks_for_little() -> None:
    page = load_page()
    html = page["/"].body.decode()
    asked_for = ["/", *(f"/{name}" for name in re.findall(r"[\w/]+\.(?:js|css)\b", html))]
    assert len(asked_for) < 10
    weights = {path: len(page[path].body) for path in asked_for}
    assert sum(weights.values()) < WEIGHT_MAX_BYTES, weights
    assert b"import{" not in page["/app.js"].body


def test_what_is_loaded_on_demand_is_loaded_by_nothing_else() -> None:
    for path in SCRIPTS:
        for name in ON_DEMAND:
            assert f'from ".{name}"' not in path.read_text("utf-8"), path
