"""One emoji is an emoji; anything else is not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.emoji import is_one_emoji


@pytest.mark.parametrize(
    "emoji",
    [
        *("👍", "👍🏽", "❤️", "❤", "😂", "🎉", "☺️", "✅", "⭐", "🫠", "🪿", "🐈‍⬛", "☕", "©️"),
        *("🇩🇪", "🏴‍☠️", "🏳️‍🌈", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"),
        *("1️⃣", "#⃣", "👨‍👩‍👧‍👦", "👩🏽‍🚀", "🧑🏻‍❤️‍💋‍🧑🏿", "🤷‍♀️", "🫱🏿‍🫲🏻"),
    ],
)
def test_one_emoji(emoji: str) -> None:
    assert is_one_emoji(emoji)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a", "1", "#", "ok", "é", "漢", "<", "&", "∑", "→", "☓", "\n"),
        *("👍👍", "👍 ", " 👍", "👍a", "a👍", "👍\n", "👍\u202e", "🇩", "🇩🇪🇫"),
        *("\u200d", "\ufe0f", "\u20e3", "👍\u200d", "\u200d👍", "👍\ufe0f\ufe0f", "👍\u0301"),
        *("🏴\U000e0067", "\U000e007f", "\u202e", "\ud83d", "\ufdfd", "𒐫", "꧁"),
    ],
)
def test_anything_else(text: str) -> None:
    assert not is_one_emoji(text)


@given(st.text())
def test_no_text_passes_for_an_emoji(text: str) -> None:
    if is_one_emoji(text):
        letters = {letter for letter in text if unicodedata.category(letter)[0] == "L"}
        # An information sign is a letter to Unicode, and an emoji too.
        assert letters <= {"\u2139"}
        assert len(text) <= 32
