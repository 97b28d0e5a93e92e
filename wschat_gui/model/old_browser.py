"""Whether a browser is too old for the page, by its User-Agent header.

Only asked about a browser that got the page and went no further: the header is a claim, and a
browser that works is new enough whatever it claims.
"""

from __future__ import annotations

import re

_LEAST = (
    # On iOS every browser is the system's own inside, so the system's version is what counts.
    (re.compile(r"\bOS (\d+)_\d+(?:_\d+)? like Mac OS X"), 15),
    (re.compile(r"\bFirefox/(\d+)"), 92),
    (re.compile(r"\b(?:Chrome|Chromium)/(\d+)"), 93),
    (re.compile(r"\bVersion/(\d+)[\d.]* Safari/"), 15),
)
"""The versions that brought the last things the page cannot do without: `at()` and `hasOwn()`."""
_NEVER = re.compile(r"\b(?:MSIE |Trident/|Opera Mini|Presto/)")


def is_too_old(user_agent: str) -> bool:
    """Tell whether this browser cannot run the page; False where nobody can know."""
    if _NEVER.search(user_agent):
        return True
    for pattern, least in _LEAST:
        found = pattern.search(user_agent)
        if found:
            return int(found[1]) < least
    return False
