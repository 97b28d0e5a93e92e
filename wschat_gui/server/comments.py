"""The page's sources without their comments: those are for who reads the source, not for phones.

They are a fifth of the page. Nothing else is changed, and every line keeps its number, so that an
error that a browser reports is found in the source; a build step could do more and need more.
"""

from __future__ import annotations

import re

_PATTERNS = {
    # Whole lines only: what follows code on a line might stand in a string. No source has a
    # string of several lines, which could hold such a line: a test sees to it.
    ".js": re.compile(r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/[ \t]*)$", re.DOTALL | re.MULTILINE),
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".html": re.compile(r"<!--.*?-->", re.DOTALL),
}


def without_comments(suffix: str, source: str) -> str:
    """Return a source with its comments' lines left empty; unchanged where the suffix has none."""
    pattern = _PATTERNS.get(suffix)
    if pattern is None:
        return source
    return pattern.sub(lambda comment: "\n" * comment[0].count("\n"), source)
