"""The page's files: all read at the start, each made ready when it is asked for."""

from __future__ import annotations

import gzip

import pytest

from wschat_gui.server.http_answers import Page, load_page

SOURCES = {
    "index.html": "<p>a</p>\n  <!-- why -->\n  <p>b</p>\n",
    "app.js": "// why\n" + "go();\n" * 99,
}


def test_page_is_what_its_folder_holds_and_index_is_its_root() -> None:
    page = Page(SOURCES)
    assert set(page) == {"/", "/app.js"}
    assert len(page) == 2
    assert page["/"].body == b"<p>a</p><p>b</p>"
    assert page["/"].content_type.startswith("text/html")
    assert gzip.decompress(page["/app.js"].compressed) == page["/app.js"].body


@pytest.mark.parametrize("path", ["/nothing.js", "/app", "app.js", "/index.html", "", "//"])
def test_what_the_page_has_not_is_not_there(path: str) -> None:
    page = Page(SOURCES)
    assert page.get(path) is None
    assert path not in page


def test_file_is_made_once() -> None:
    page = Page(SOURCES)
    assert page["/app.js"] is page["/app.js"]


def test_every_path_of_the_real_page_gives_a_file() -> None:
    page = load_page()
    assert len(page) > 20
    assert all(page[path].body and page[path].etag for path in page)
