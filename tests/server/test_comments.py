"""What the browser gets of the page: all of its code, on the same lines, and no comment."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from wschat_gui.server.comments import without_comments

SOURCES = sorted(
    path
    for path in Path(str(files("wschat_gui.page"))).rglob("*")
    if path.suffix in {".js", ".css", ".html"}
)


@pytest.mark.parametrize(
    ("suffix", "source", "left"),
    [
        (".js", "// why\nconst a = 1; // what\n", "\nconst a = 1; // what\n"),
        (".js", '/** Tell\n * more. */\nopen("http://host/");\n', '\n\nopen("http://host/");\n'),
        (".js", "const area = 2\n  * width;\n", "const area = 2\n  * width;\n"),
        (".css", "/* one\n two */\na { b: c }", "\n\na { b: c }"),
        (".html", "<p>a</p><!-- b --><p>c</p>", "<p>a</p><p>c</p>"),
        (".svg", "<!-- kept --><svg/>", "<!-- kept --><svg/>"),
    ],
)
def test_comments_go_and_code_stays(suffix: str, source: str, left: str) -> None:
    assert without_comments(suffix, source) == left


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_line_of_the_page_keeps_its_number(path: Path) -> None:
    source = path.read_text("utf-8")
    assert without_comments(path.suffix, source).count("\n") == source.count("\n")


@pytest.mark.parametrize("path", [each for each in SOURCES if each.suffix == ".js"], ids=str)
def test_no_string_of_the_page_has_several_lines(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        assert line.count("`") % 2 == 0, line
