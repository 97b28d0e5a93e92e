"""What may not be imported before the window stands: each would be waited for at every start."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.layers import PACKAGE

LATE = {
    f"{PACKAGE}.archive.export.writing",
    f"{PACKAGE}.frames.display_filter",
    f"{PACKAGE}.frames.export",
    f"{PACKAGE}.gui.lab_controls",
    f"{PACKAGE}.gui.poster_drawing",
    f"{PACKAGE}.server.frame_export",
    f"{PACKAGE}.server.minified",
    *("http.cookies", "statistics", "webbrowser", "zeroconf"),
}
MODULES = sorted((Path(__file__).parent.parent / PACKAGE).rglob("*.py"))


def test_window_needs_none_of_the_late_modules() -> None:
    code = f"import sys, {PACKAGE}.__main__, {PACKAGE}.gui.window; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert LATE & set(done.stdout.split()) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_record_is_a_struct_and_no_dataclass(path: Path) -> None:
    """A dataclass is source text that is compiled whenever the program starts: a millisecond."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert "dataclasses" not in imported
