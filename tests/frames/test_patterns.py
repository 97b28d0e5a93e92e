"""Our regular expressions find what Python's find, and take no longer for it than the text is."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wschat_gui.frames.patterns import (
    MAX_PATTERN_CHARACTERS,
    MAX_POSITIONS,
    PatternError,
    compile_pattern,
)

ATOMS = st.sampled_from(["a", "b", "C", ".", "[ab]", "[^a]", r"\d", r"\w", r"\.", "é", "[a-c]"])


def repeated(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{1,}", "*?", "{0}"])
    return st.builds(lambda text, sign: f"({text}){sign}", inner, signs)


PATTERNS = st.recursive(
    ATOMS,
    lambda inner: (
        repeated(inner)
        | st.lists(inner, min_size=1, max_size=4).map("".join)
        | st.lists(inner, min_size=2, max_size=3).map("|".join).map("(?:{})".format)
    ),
    max_leaves=8,
)


@given(
    st.tuples(st.sampled_from(["", "^"]), PATTERNS, st.sampled_from(["", "$"])).map("".join),
    st.lists(st.text("abcABC1.é", max_size=9), min_size=1, max_size=6),
)
@example("a|^b", ["b", "cb"])
@example("(^|c)a$", ["a", "ca", "ba"])
@example("a*", [""])
@example("^$", ["", "a"])
def test_the_same_is_found_as_by_re(pattern: str, subjects: list[str]) -> None:
    try:
        is_found = compile_pattern(pattern)
    except PatternError as error:
        assert "too much" in str(error)
        return
    # `$` is the end of the text only: not before a last line feed, and there is none here.
    expected = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for subject in subjects:
        assert is_found(subject) == (expected.search(subject) is not None)


@given(st.text(r"ab()[]{}|*+?\.^$-,12:dwxé", max_size=24), st.text("ab1,", max_size=9))
def test_any_text_is_an_expression_or_is_told_why_not(pattern: str, subject: str) -> None:
    try:
        is_found = compile_pattern(pattern)
    except PatternError as error:
        assert str(error).endswith(".")
        return
    is_found(subject)


@pytest.mark.parametrize(
    "pattern",
    ["(a|a)*b", "(a|aa)+$", "(a*)*c", "(a+a+)+b", "a?" * 30 + "a" * 30, ".*.*.*=.*", "(x+x+)+y"],
)
def test_what_hangs_elsewhere_is_done_here_after_one_look(pattern: str) -> None:
    # `re` would take longer than the universe is old; the test's time limit is the measure.
    is_found = compile_pattern(pattern)
    for _ in range(20):
        is_found("a" * 4_096 + "!")


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "a)",
        "[a",
        "*a",
        "a**",
        "a{2}{3}",
        "a{3,2}",
        "a{999}",
        "\\",
        r"\1",
        r"\b",
        "(?=a)",
        "(?P<n>a)",
        "[z-a]",
        "}",
        "a" * (MAX_PATTERN_CHARACTERS + 1),
        "(a{50}){50}",
        "((((((){100}){100}){100}){100}){100}){100}",
    ],
)
def test_what_is_not_supported_is_refused_with_a_sentence(pattern: str) -> None:
    with pytest.raises(PatternError, match=r"\.$"):
        compile_pattern(pattern)


def test_counted_repetitions_are_bounded() -> None:
    compile_pattern(f"(ab){{{min(100, MAX_POSITIONS // 2)}}}")


def test_more_different_characters_than_are_remembered() -> None:
    is_found = compile_pattern("z.$")
    assert not is_found("".join(map(chr, range(0x4E00, 0x4E00 + 21_000))))
    assert is_found("".join(map(chr, range(0x4E00, 0x4E00 + 21_000))) + "zz")
