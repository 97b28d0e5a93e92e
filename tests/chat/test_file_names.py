"""Any name becomes one that can be shown, and saved on every system."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.file_names import clean_file_name

ANY_TEXT = st.text(st.characters() | st.characters(categories=["Cs", "Cc", "Cf"]))
NEARLY_NAMES = st.text(st.sampled_from("ab./\\: \t\u202e\u200b\x00conCON1"), max_size=300)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("photo.png", "photo.png"),
        ("Übung Nr. 3 (neu).pdf", "Übung Nr. 3 (neu).pdf"),
        ("写真.jpg", "写真.jpg"),
        ("👩\u200d🚀.png", "👩🚀.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\cat.gif", "cat.gif"),
        ("folder/", "file"),
        ("", "file"),
        ("   ", "file"),
        ("..", "file"),
        ("...", "file"),
        (".htaccess", "htaccess"),
        ("name. . .", "name"),
        ("tab\tand\nline.txt", "tabandline.txt"),
        ("a\x00b\x1b[2J.txt", "ab[2J.txt"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("half \ud83d.txt", "half .txt"),
        ('<b>"x"|?*.txt', "_b__x____.txt"),
        ("a:b", "a_b"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("console.log", "console.log"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
        ("x" * 300, "x" * 120),
        ("x." + "y" * 300, "x." + "y" * 118),
        ("x" * 300 + "." + "y" * 16, "x" * 103 + "." + "y" * 16),
    ],
)
def test_name_is_cleaned(raw: str, clean: str) -> None:
    assert clean_file_name(raw) == clean


@given(ANY_TEXT | NEARLY_NAMES)
def test_any_name_becomes_harmless(raw: str) -> None:
    name = clean_file_name(raw)
    assert 1 <= len(name) <= 120
    assert not set('/\\<>:"|?*') & set(name)
    assert {unicodedata.category(letter) for letter in name}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert name.encode()


@given(ANY_TEXT | NEARLY_NAMES)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    clean = clean_file_name(raw)
    assert clean_file_name(clean) == clean
