"""Which browsers are too old for the page."""

from __future__ import annotations

import pytest

from tests.model.evidence import NEW_PHONE, OLD_PHONE
from wschat_gui.model.old_browser import is_too_old

CHROME_ON_OLD_IOS = OLD_PHONE.replace("Version/12.1.2", "CriOS/92.0.4515.90")


@pytest.mark.parametrize(
    "user_agent",
    [
        OLD_PHONE,
        CHROME_ON_OLD_IOS,
        "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/5.0 (X11; Linux x86_64; rv:78.0) Gecko/20100101 Firefox/78.0",
        "Mozilla/5.0 (Linux; Android 6.0) AppleWebKit/537.36 Chrome/66.0.3359.158 Safari/537.36",
        "Opera/9.80 (Android; Opera Mini/36.2/191.249; U; en) Presto/2.12.423 Version/12.16",
    ],
)
def test_old_ones(user_agent: str) -> None:
    assert is_too_old(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        NEW_PHONE,
        OLD_PHONE.replace("12_5_7", "15_8").replace("Version/12", "Version/15"),
        "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
        "",
        "curl/8.5",
    ],
)
def test_new_and_unknown_ones(user_agent: str) -> None:
    assert not is_too_old(user_agent)
