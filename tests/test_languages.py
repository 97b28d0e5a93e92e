"""The window's languages: every sentence in each of them, with its places, and nothing besides."""

from __future__ import annotations

import gettext
import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools.languages import (
    TRANSLATED,
    mo_bytes,
    po_bytes,
    po_path,
    read,
    said,
    untranslated,
    updated,
)
from wschat_gui import language
from wschat_gui.language import LANGUAGES, _, nearest, speak
from wschat_gui.model.formats import counted

PAGE_STRINGS = Path(language.__file__).parent / "page" / "strings"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    """Collect what is marked in the sources."""
    return said()


def places(text: str) -> set[str]:
    return {name for _text, name, _form, _turn in string.Formatter().parse(text) if name}


def forms(texts: object) -> tuple[str, ...]:
    """Give the forms of a sentence, one or one for each kind of number."""
    return tuple(map(str, texts)) if isinstance(texts, tuple | list) else (str(texts),)


def test_window_and_page_speak_the_same_languages() -> None:
    assert {each.stem for each in PAGE_STRINGS.glob("*.json")} == set(LANGUAGES)
    assert set(TRANSLATED) == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_left_over(code: str, sentences: Catalog) -> None:
    said_now = {message.id for message in sentences if message.id}
    known = {message.id for message in read(code) if message.id}
    assert said_now - known == set(), "run python -m tools.languages, and translate"
    assert known - said_now == set(), "run python -m tools.languages"
    assert untranslated(read(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_places_are_the_same_in_every_language(code: str) -> None:
    for message in read(code):
        if not message.id:
            continue
        ids, strings = forms(message.id), forms(message.string)
        wanted = places(ids[-1])
        # The form for one may do without the number, and name who it is instead.
        allowed = wanted | places(ids[0])
        assert places(strings[-1]) == wanted, message.id
        assert all(places(each) <= allowed for each in strings), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_sentences_end_as_the_english_ones_do(code: str) -> None:
    """A full stop, an ellipsis or a question mark says what a text is, in every language."""
    ends = {".": ".。", "?": "?？", ":": ":：", "…": "…"}
    for message in read(code):
        if isinstance(message.id, str) and message.id[-1:] in ends:
            assert str(message.string)[-1] in ends[message.id[-1]], message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_files_are_those_that_the_tool_writes(code: str, sentences: Catalog) -> None:
    catalogue = updated(code, sentences)
    assert po_path(code).read_bytes() == po_bytes(catalogue)
    assert po_path(code).with_suffix(".mo").read_bytes() == mo_bytes(catalogue)


def test_marked_sentences_are_whole_and_have_named_places(sentences: Catalog) -> None:
    for message in sentences:
        for text in forms(message.id):
            assert "{}" not in text, "other languages order places differently: name them"
            assert text == text.strip(), "a glued piece cannot be translated"


# At run time -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_can_be_spoken(code: str) -> None:
    speak(code)
    assert (_("Settings") == "Settings") == (code == "en")
    assert counted("{n} client", "{n} clients", 1_200).count("1,200") == 1


def test_number_takes_its_form() -> None:
    speak("de")
    forms = [counted("{n} day", "{n} days", number) for number in (0, 1, 2)]
    assert forms == ["0 Tage", "1 Tag", "2 Tage"]


def test_unknown_sentence_stays_english_and_nothing_stays_nothing() -> None:
    speak("ja")
    assert _("nobody ever said this") == "nobody ever said this"
    assert _("") == ""


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("de_AT.UTF-8", "de"),
        ("de", "de"),
        ("zh-Hant-TW", "zh"),
        ("ZH_cn", "zh"),
        ("ja_JP.eucJP", "ja"),
        ("es_419", "es"),
        ("en_GB", "en"),
        ("fr_FR", None),
        ("deu", None),
        ("C", None),
        ("", None),
        ("../../etc", None),
    ],
)
def test_nearest_language_of_a_locale(wanted: str, code: str | None) -> None:
    assert nearest(wanted) == code


def test_other_threads_speak_english() -> None:
    import threading  # noqa: PLC0415  (for this one test)

    speak("de")
    heard: list[str] = []
    thread = threading.Thread(target=lambda: heard.append(_("Settings")))
    thread.start()
    thread.join()
    assert heard == ["Settings"]


def test_compiled_files_have_the_plural_rules() -> None:
    for code in TRANSLATED:
        data = po_path(code).with_suffix(".mo").read_bytes()
        catalogue = gettext.GNUTranslations(io.BytesIO(data))
        rule = re.search(r"nplurals=(\d)", catalogue.info()["plural-forms"])
        assert rule is not None
        assert rule[1] == ("1" if code in {"zh", "ja"} else "2")
