"""What the browser gets of the page: all that it does, and nothing that is for readers only."""

from __future__ import annotations

import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from tests.require import require_program
from wschat_gui.server.minified import minified

SCRIPTS = sorted(Path(str(files("wschat_gui.page"))).rglob("*.js"))


@pytest.mark.parametrize(
    ("suffix", "source", "left"),
    [
        (".js", "// why\nconst a = 1; // what\n", "const a=1;"),
        (".js", '/** Tell\n * more. */\nopen("http://host/");\n', 'open("http://host/");'),
        (".js", "const tail = / *$/gu;\n", "const tail=/ *$/gu;"),
        (".js", "const line = `// ${kept} `;\n", "const line=`// ${kept} `;"),
        (".css", "/* one\n two */\na { b: c }", "a{b:c}"),
        (".html", "<p>a</p>\n  <!-- b\n -->\n  <p>c</p>\n", "<p>a</p><p>c</p>"),
        (
            ".html",
            '<a id="b-1" class="c d" href="#e">f="g"</a><use href="#h"/><img alt="" width="3"/>',
            '<a id=b-1 class="c d" href="#e">f="g"</a><use href="#h"/><img alt="" width="3"/>',
        ),
        (".svg", "<!-- kept --><svg/>", "<!-- kept --><svg/>"),
    ],
)
def test_what_is_for_readers_goes_and_the_rest_stays(suffix: str, source: str, left: str) -> None:
    assert minified(suffix, source).strip() == left


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_script_of_the_page_is_still_one(path: Path, tmp_path: Path) -> None:
    node = require_program("node")
    module = tmp_path / "module.mjs"
    module.write_text(minified(".js", path.read_text("utf-8")), "utf-8")
    subprocess.run([node, "--check", str(module)], check=True, capture_output=True)
