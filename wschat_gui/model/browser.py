"""A User-Agent header as a person says it: `Firefox 133 / Linux`.

The header is the client's own claim: good enough to tell phones apart in a table, for nothing else.
"""

from __future__ import annotations

import re

_BROWSERS = (
    # Order matters: the later ones are part of the earlier ones' headers (RFC 9110 section 10.1.5
    # lets a browser name all it is compatible with).
    ("Edge", r"\bEdg(?:A|iOS)?/(\d+)"),
    ("Opera", r"\bOP(?:R|T|X|iOS)/(\d+)"),
    ("Samsung Internet", r"\bSamsungBrowser/(\d+)"),
    ("Vivaldi", r"\bVivaldi/(\d+)"),
    ("Yandex", r"\bYaBrowser/(\d+)"),
    ("DuckDuckGo", r"\b(?:DuckDuckGo|Ddg)/(\d+)"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"\b(?:Headless)?(?:Chrome|Chromium|CriOS)/(\d+)"),
    ("Safari", r"\bVersion/(\d+)[\d.]* (?:Mobile/\w+ )?Safari/"),
    ("WebKit", r"\bAppleWebKit/(\d+)"),
)
_SYSTEMS = (
    ("iOS", r"\b(?:iPhone|iPad|iPod)\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\b(?:Macintosh|Mac OS X)\b"),
    ("Linux", r"\b(?:Linux|X11)\b"),
)
_PRODUCT = r"([A-Za-z][\w.-]{0,23})(?:/(\d[\w.]{0,11}))?(?=\s|$)"
_COMMENT = r"\([^()]*\)"
_RUNTIMES = frozenset({"Python", "Java", "Ruby", "PHP"})


def browser_name(user_agent: str) -> str:
    """Name the program behind a User-Agent header, or return an empty string.

    A browser comes with its major version and its system; any other program as its first product
    and version, such as `websocat 1.13`.
    """
    for name, pattern in _BROWSERS:
        found = re.search(pattern, user_agent)
        if found:
            system = _system(user_agent)
            return f"{name} {found[1]}" + (f" / {system}" if system else "")
    return _product(user_agent)


def _system(user_agent: str) -> str:
    return next((name for name, pattern in _SYSTEMS if re.search(pattern, user_agent)), "")


def _product(user_agent: str) -> str:
    """The first product that is not merely the language it runs on (`Python/3.11 aiohttp/3.9`)."""
    bare = re.sub(_COMMENT, " ", user_agent)
    found = [match.groups(default="") for match in re.finditer(_PRODUCT, bare)]
    telling = [each for each in found if each[0] not in _RUNTIMES]
    for name, version in (telling or found)[:1]:
        return f"{name} {version}".strip()
    return ""
