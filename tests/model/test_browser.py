"""User-Agent headers as they are sent, and what a person calls the program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.model.browser import browser_name

HEADERS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0": (
        "Firefox 133 / Linux"
    ),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0": (
        "Firefox 128 / Windows"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/18.1 Mobile/15E148 Safari/604.1": "Safari 18 / iOS",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.6 Safari/605.1.15": "Safari 17 / macOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1": "Chrome 131 / iOS",
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " FxiOS/133.0 Mobile/15E148 Safari/605.1.15": "Firefox 133 / iOS",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
    " Mobile Safari/537.36": "Chrome 131 / Android",
    "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko)"
    " SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36": "Samsung Internet 27 / Android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0": "Edge 131 / Windows",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Safari/537.36": "Chrome 130 / ChromeOS",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " HeadlessChrome/131.0.0.0 Safari/537.36": "Chrome 131 / Linux",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0": "Opera 115 / Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Mobile/15E148": "WebKit 605 / iOS",
    "websocat/1.13.0": "websocat 1.13.0",
    "Python/3.11 websockets/17.4": "websockets 17.4",
    "Python/3.12 aiohttp/3.9.1": "aiohttp 3.9.1",
    "Go-http-client/1.1": "Go-http-client 1.1",
    "k6/0.49.0 (https://k6.io/)": "k6 0.49.0",
    "Python/3.11": "Python 3.11",
    "curl": "curl",
    "": "",
    "(only a comment)": "",
}


@pytest.mark.parametrize(("header", "name"), HEADERS.items())
def test_header_becomes_name(header: str, name: str) -> None:
    assert browser_name(header) == name


@given(st.text(max_size=300))
def test_any_header_becomes_one_short_printable_name(header: str) -> None:
    name = browser_name(header)

    assert name.isprintable()
    assert len(name) <= 300 + len("Samsung Internet  / Android")


@given(st.text(alphabet="AZaz09/.() ;-\n", max_size=200))
def test_made_up_products_never_take_more_than_a_cell(header: str) -> None:
    assert len(browser_name(header)) <= 40
