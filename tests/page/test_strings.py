"""The sentences of the page: every language has them all, and every one of them is used."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import pytest

from wschat_gui.chat.vocabulary import LeaveCause, RefusalCode

PAGE = Path(str(files("wschat_gui.page")))
STRINGS = PAGE / "strings"
LANGUAGES = ["en", "zh", "de", "es", "ja"]

CATEGORIES = {
    "en": {"one", "other"},
    "zh": {"other"},
    "de": {"one", "other"},
    "es": {"one", "many", "other"},
    "ja": {"other"},
}
"""Of the cardinal numbers in CLDR; one that a sentence has no form for gets `other`."""

Sentences = dict[str, str | dict[str, str]]


def values(enum: type[StrEnum]) -> set[str]:
    """Return the words that are sent for the members."""
    return {member.value for member in enum}


BUILT: dict[str, set[str]] = {
    "refused.": values(RefusalCode),
    # When the host stops everybody goes, and no line says it of anybody.
    "left.": values(LeaveCause) - {LeaveCause.SERVER_STOPPED},
    "notice.": {
        "joined",
        "renamed",
        "renamed_by_host",
        "renamed_self",
        "renamed_self_by_host",
        "gap",
        "afresh",
    },
    "menu.": {"reply", "copy", "whisper", "edit", "delete"},
    "mode.": {"reply", "whisper", "edit"},
    "delivery.": {"queued", "sending", "failed", "sent"},
    "ended.": {
        f"{ending}.{part}"
        for ending in ("kicked", "banned", "replaced")
        for part in ("heading", "advice", "again")
    }
    - {"banned.again"},
}
"""Keys that a script puts together, by how they begin."""

EXACT = {
    "text_too_long.limit",
    "file_too_large.limit",
    "too_fast.wait",
    "muted.wait",
    "slow.wait",
    "wrong_code.wait",
}
"""Refusals that say more where the host sends a number with them."""


def sentences(code: str) -> Sentences:
    """Return what is in the file of a language; no key may be in it twice."""

    def once(pairs: list[tuple[str, str | dict[str, str]]]) -> Sentences:
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    found: Sentences = json.loads(
        (STRINGS / f"{code}.json").read_text("utf-8"), object_pairs_hook=once
    )
    return found


def places(sentence: str | dict[str, str]) -> set[str]:
    """Return the names of the places, of all forms together: one may spell out its number."""
    text = sentence if isinstance(sentence, str) else " ".join(sentence.values())
    return set(re.findall(r"\{(\w+)\}", text))


def used() -> set[str]:
    """Return every key that the page asks for."""
    html = (PAGE / "index.html").read_text("utf-8")
    found = set(re.findall(r'data-say(?:-[a-z-]+)?="([^"]+)"', html))
    for path in PAGE.rglob("*.js"):
        found |= set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', path.read_text("utf-8")))
    kept_by_browser = {key for key in found if key.startswith("wschat.")}
    built = {prefix + end for prefix, ends in BUILT.items() for end in ends}
    return (found - kept_by_browser) | built | {f"refused.{end}" for end in EXACT}


def test_there_is_a_file_for_each_language_that_the_page_offers() -> None:
    offered = re.search(r"LANGUAGES = \{(.+?)\}", (PAGE / "language.js").read_text("utf-8"))
    assert offered is not None
    assert re.findall(r"(\w+):", offered[1]) == LANGUAGES
    assert {path.name for path in STRINGS.iterdir()} == {f"{code}.json" for code in LANGUAGES}


def test_no_key_is_missing_and_none_unused() -> None:
    assert used() == set(sentences("en"))


def test_keys_are_put_together_only_as_is_known_here() -> None:
    begun = {
        beginning
        for path in PAGE.rglob("*.js")
        for beginning in re.findall(r"`([a-z_]+\.)\$\{", path.read_text("utf-8"))
    }
    assert begun == set(BUILT)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_keys_in_order(code: str) -> None:
    keys = list(sentences(code))
    assert keys == sorted(keys)
    assert set(keys) == set(sentences("en"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_has_the_same_places(code: str) -> None:
    english = sentences("en")
    other = sentences(code)
    differing = {
        key: (places(english[key]), places(other[key]))
        for key in english
        if places(english[key]) != places(other[key])
    }
    assert differing == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_plural_has_forms_that_its_language_knows(code: str) -> None:
    english = sentences("en")
    for key, sentence in sentences(code).items():
        assert isinstance(sentence, dict) == isinstance(english[key], dict), key
        if isinstance(sentence, dict):
            assert {"other"} <= set(sentence) <= CATEGORIES[code], key


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_is_there_and_tidy(code: str) -> None:
    for key, sentence in sentences(code).items():
        for form in [sentence] if isinstance(sentence, str) else sentence.values():
            assert form.strip() == form != "", key
            assert "  " not in form, key
            assert re.sub(r"\{\w+\}", "", form).isprintable(), key
            assert "..." not in form, key
