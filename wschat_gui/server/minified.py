"""The page's sources as they are served: without what only their readers need.

Comments and indentation are a third of the page, and a phone has no use for them. This is no build
step: the sources stay what is edited, tested and shipped, and the host makes them small as it reads
them. Nothing is renamed or rewritten, so the browser's errors still name the source's own words.
"""

from __future__ import annotations

import re

from rcssmin import cssmin
from rjsmin import jsmin

_HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_QUOTED = re.compile(r'="([\w.-]+)"(?=[ >])')
"""An attribute that is the same without its quotes (HTML Living Standard, section 13.1.2.3)."""


def minified(suffix: str, source: str) -> str:
    """Return a smaller source that means the same; unchanged where it is of another kind."""
    match suffix:
        case ".js":
            return str(jsmin(source))
        case ".css":
            return str(cssmin(source))
        case ".html":
            # Line breaks between words are spaces that show; the page has none between elements
            # that stand in a line of text.
            lines = _HTML_COMMENT.sub("", source).splitlines()
            joined = "\n".join(filter(None, map(str.strip, lines))).replace(">\n<", "><")
            return _TAG.sub(lambda tag: _QUOTED.sub(r"=\1", tag[0]), joined)
        case _:
            return source
