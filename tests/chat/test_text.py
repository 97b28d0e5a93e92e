"""Any text becomes one that cannot deceive a terminal or break an encoder."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.text import clean_text

ANY_TEXT = st.text(st.characters() | st.characters(categories=["Cs", "Cc"]))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("hello", "hello"),
        ("  hello \n", "hello"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a\tb"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("a\x9b2Jb", "a\ufffd2Jb"),
        ("bell\x07, delete\x7f, null\x00, next line\x85.", "bell�, delete�, null�, next line�."),
        ("half an emoji: \ud83d", "half an emoji: \ufffd"),
        ("\u05d0\u202b\u05d1\u202c", "\u05d0\u202b\u05d1\u202c"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\u0301 👩\u200d👧", "a\u0301 👩\u200d👧"),
        (" \r\n\t ", ""),
    ],
)
def test_text_is_cleaned(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(ANY_TEXT)
def test_clean_text_has_no_control_characters_and_can_be_sent(raw: str) -> None:
    clean = clean_text(raw)
    assert {letter for letter in clean if unicodedata.category(letter) == "Cc"} <= {"\n", "\t"}
    assert clean.encode().decode() == clean
    assert clean == clean.strip()


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    clean = clean_text(raw)
    assert clean_text(clean) == clean


@given(ANY_TEXT)
def test_every_control_character_becomes_one_that_is_seen(raw: str) -> None:
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(
        "\ufffd"
        if letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs")
        else letter
        for letter in lines
    )
    assert clean_text(raw) == shown.strip()
