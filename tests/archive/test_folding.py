"""What counts as the same in a search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.archive.folding import fold, trigrams_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hello", "hELLO"),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ＡＢＣ１２３", "abc123"),
        ("ｶﾞｷﾞｸﾞ", "ガギグ"),
        ("e\u0301te\u0301", "ÉTÉ"),
        ("한국", "한국"),
        ("ﬁne", "FINE"),
    ],
)
def test_same_but_for_case_width_or_composition(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("cafe", "café"), ("か", "が"), ("я", "r"), ("ı", "i"), ("a b", "ab")]
)
def test_not_the_same(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(st.characters(exclude_categories=())))
def test_folding_gives_what_a_database_can_take_and_folding_again_changes_nothing(
    text: str,
) -> None:
    folded = fold(text)

    assert "\0" not in folded
    folded.encode()
    assert fold(folded) == folded


def test_words_are_parted_by_any_white_space_and_each_counts_once() -> None:
    assert words_of("  One\ttwo\nONE　three ") == ("one", "two", "three")
    assert words_of(" \n ") == ()


def test_short_word_has_no_trigram_and_a_long_one_not_too_many() -> None:
    assert trigrams_of("ab") == []
    assert trigrams_of("abcd") == ["abc", "bcd"]
    assert trigrams_of("aaaa") == ["aaa"]
    assert len(trigrams_of("".join(chr(0x4E00 + number) for number in range(4_000)))) == 32
