"""What may be a nick, how long it is to a reader, and which nicks are too alike for one room."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.nicknames import (
    MAX_GRAPHEMES,
    NickInvalid,
    clean_nick,
    free_nick,
    nick_key,
)

JOINER = "\u200d"
NON_JOINER = "\u200c"
PERSIAN_WORD = f"\u0645\u06cc{NON_JOINER}\u062e\u0648\u0627\u0647\u0645"

ONE_TO_A_READER = {
    "letter": "a",
    "composed accent": "é",
    "accent that NFKC composes": "e\u0301",
    "accent that nothing composes": "x\u0323\u0301",
    "Hangul syllable": "한",
    "Hangul syllable of three jamo": "\u1112\u1161\u11ab",
    "Devanagari consonant with vowel": "\u0928\u093f",
    "emoji": "👍",
    "emoji with skin tone": "👍🏽",
    "heart with selector": "\u2764\ufe0f",
    "keycap": "1\ufe0f\u20e3",
    "flag": "🇩🇪",
    "rainbow flag": f"🏳\ufe0f{JOINER}🌈",
    "family": f"👩{JOINER}👩{JOINER}👧{JOINER}👦",
    "couple that kisses, with skin tones": f"👩🏽{JOINER}\u2764\ufe0f{JOINER}💋{JOINER}👨🏽",
    "shaken head": f"🙂{JOINER}\u2194\ufe0f",
    "emoji of Unicode 15": "\U0001fae8",
    "emoji that is not yet given out": "\U0001faef",
    "Hebrew letter with a point": "\u05e9\u05c1",
    "Thai letter with vowel and tone": "\u0e01\u0e35\u0e49",
}


@pytest.mark.parametrize("one", ONE_TO_A_READER.values(), ids=ONE_TO_A_READER)
def test_length_is_what_a_reader_counts(one: str) -> None:
    assert clean_nick(one * MAX_GRAPHEMES)
    with pytest.raises(NickInvalid, match="at most 24 characters; this one has 25"):
        clean_nick(one * (MAX_GRAPHEMES + 1))


@pytest.mark.parametrize(
    "chain",
    [
        JOINER.join("a" * 25),
        NON_JOINER.join("a" * 25),
        JOINER.join(["🇩🇪"] * 25),
        JOINER.join("👍" * 100),
        JOINER.join(["\u0628"] * 25),
    ],
    ids=["letters", "letters that must not join", "flags", "emoji", "Arabic letters"],
)
def test_joiners_do_not_make_a_long_nick_short(chain: str) -> None:
    with pytest.raises(NickInvalid, match="at most 24 characters"):
        clean_nick(chain)


def test_half_a_flag_counts_as_one_and_no_more() -> None:
    assert clean_nick("🇩🇪" * 23 + "🇫") == "🇩🇪" * 23 + "🇫"
    with pytest.raises(NickInvalid, match="this one has 25"):
        clean_nick("🇩🇪" * 24 + "🇫")


@pytest.mark.parametrize(
    "marks",
    ["\u0315" * 250_000 + "\u0300" * 250_000, "a" * 1_000_000],
    ids=["marks that normalising would sort", "letters"],
)
def test_what_is_far_too_long_is_refused_at_once(marks: str) -> None:
    with pytest.raises(NickInvalid, match="far more"):
        clean_nick("a" + marks)


def test_what_comes_may_be_twenty_times_as_long_as_what_is_shown() -> None:
    assert clean_nick(" " * 479 + "a") == "a"
    with pytest.raises(NickInvalid, match="far more"):
        clean_nick(" " * 480 + "a")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("Ｂｏｂ", "Bob"),
        ("ﬁnn", "finn"),
        ("①", "1"),
        ("e\u0301va", "éva"),
        ("  Ann   Lee ", "Ann Lee"),
        ("\u3000Ann\u00a0Lee\n", "Ann Lee"),
        (PERSIAN_WORD, PERSIAN_WORD),
        ("<b>O'Neil & Co</b>", "<b>O'Neil & Co</b>"),
    ],
)
def test_nick_is_shown_in_its_plain_form(wanted: str, shown: str) -> None:
    assert clean_nick(wanted) == shown


@pytest.mark.parametrize(
    ("wanted", "because"),
    [
        ("", "at least one visible"),
        (" \t ", "at least one visible"),
        ("\u0301Ann", "begin with an accent"),
        (" \ufe0f", "begin with an accent"),
        ("a\nb", "control characters"),
        ("a\tb", "control characters"),
        ("a\x00", "control characters"),
        ("\x1b[2Ja", "control characters"),
        ("a\x9b2J", "control characters"),
        ("a\u2028b", "line breaks"),
        ("a\u2029b", "line breaks"),
        ("\ue000", "private characters"),
        ("\ud83d", "broken characters"),
        ("\u0378", "unknown characters"),
        *(
            (nick, "invisible characters")
            for nick in (
                "a\u200bb",  # zero width space
                "a\u00adb",  # soft hyphen
                "a\ufeff",
                "a\u2060b",  # word joiner
                "a\u202eb",  # right-to-left override
                "a\u200fb",
                "\u2066a\u2069",  # isolates
                "a\U000e0041",  # tag letter
                "\u3164",  # Hangul filler
                "\u1160",
                "\u2800",  # Braille blank
                JOINER,
                f"{JOINER}a",
                f"a{NON_JOINER}",
                f"a{JOINER}{NON_JOINER}b",
                f"a {JOINER} b",
            )
        ),
    ],
)
def test_what_deceives_a_reader_is_refused_with_the_reason(wanted: str, because: str) -> None:
    with pytest.raises(NickInvalid, match=because):
        clean_nick(wanted)


@pytest.mark.parametrize(
    "pile",
    [
        "Z" + "\u0321" * 5,
        "Z" + f"{chr(0x321) * 4}{NON_JOINER}" * 9 + "x",
        "👍" + "🏽" * 5,
        "1" + "\u20dd" * 5,
    ],
    ids=["marks", "marks between joiners", "skin tones", "circles"],
)
def test_piles_of_marks_are_refused(pile: str) -> None:
    with pytest.raises(NickInvalid, match="accents"):
        clean_nick(pile)


def test_vietnamese_and_tibetan_are_no_piles() -> None:
    assert clean_nick("Nguye\u0302\u0303n")
    assert clean_nick("\u0f66\u0f92\u0fb2\u0f74\u0f56")


# Alike -------------------------------------------------------------------------------------------

CAPITALS_ALIKE = {
    "A": "АΑ",
    "B": "ВΒ",
    "C": "С",
    "E": "ЕΕ",
    "H": "НΗ",
    "I": "ІΙӀ1l|!",
    "J": "Ј",
    "K": "КΚ",
    "M": "МΜ",
    "O": "ОΟ0",
    "P": "РΡ",
    "S": "Ѕ",
    "T": "ТΤ",
    "X": "ХΧ",
    "Y": "УҮ",
    "Z": "Ζ",
}


@pytest.mark.parametrize(("latin", "others"), CAPITALS_ALIKE.items())
def test_capitals_that_look_the_same_are_the_same(latin: str, others: str) -> None:
    assert {nick_key(f"{other}da") for other in others} == {nick_key(f"{latin}da")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bob", "BOB"),
        ("Bob", "Воb"),
        ("paypal", "раураl"),
        ("Bill", "Bi1l"),
        ("Will", "WiII"),
        ("Bob", "B0b"),
        ("alpha", "αlphα"),
        ("straße", "STRASSE"),
        ("Νίκος", "ΝΙΚΟΣ"),
        ("José", "Jose"),
        ("José", "JOSE\u0301"),
        ("x\u0336y", "xy"),
        ("\u05e9\u05c1\u05dc", "\u05e9\u05dc"),
        ("modern", "modem"),
        ("vvill", "will"),
        ("Ann Lee", "AnnLee"),
        ("Ann", f"A{NON_JOINER}nn"),
        ("Ann", "A\u034fnn"),
        ("\u2764\ufe0f", "\u2764"),
    ],
)
def test_nicks_that_a_reader_could_confuse_have_one_key(one: str, other: str) -> None:
    assert nick_key(clean_nick(one)) == nick_key(clean_nick(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "Anne"),
        ("Bob", "Bob 2"),
        ("Anna 4", "Anna 5"),
        ("Νίκος", "Νίκη"),
        ("たいき", "だいき"),
        ("राम", "रमा"),
        ("रीमा", "रमा"),
        ("민준", "민지"),
        ("มี", "มา"),
        ("👍🏽", "👍🏿"),
        ("🇩🇪", "🇪🇩"),
        ("127.0.0.1:50123", "127.0.0.1:50124"),
    ],
)
def test_names_that_differ_to_who_can_read_them_have_two_keys(one: str, other: str) -> None:
    assert nick_key(clean_nick(one)) != nick_key(clean_nick(other))


# A free one --------------------------------------------------------------------------------------


def test_free_nick_is_the_wanted_one_where_it_can_be() -> None:
    assert free_nick("Anna", set()) == "Anna"


def test_taken_nick_gets_the_next_free_number() -> None:
    taken = {nick_key(nick) for nick in ("anna", "Anna 2", "Аnna 3")}
    assert free_nick("Anna", taken) == "Anna 4"


def test_long_nick_makes_room_for_its_number() -> None:
    assert free_nick("x" * 24, {nick_key("x" * 24)}) == "x" * 22 + " 2"


def test_shortened_nick_ends_in_no_joiner() -> None:
    nick = clean_nick("x" * 21 + f"a{NON_JOINER}bc")
    assert free_nick(nick, {nick_key(nick)}) == "x" * 21 + "a 2"


NOT_YET_GIVEN_OUT = "".join(
    letter for letter in map(chr, range(0x1F000, 0x1FB00)) if unicodedata.category(letter) == "Cn"
)
"""Places that Unicode holds for emoji, as far as this Python knows."""

SOME_TEXT = st.one_of(
    st.text(),
    st.text(alphabet=list("aAbоΒ1 0é\u0301\u0323👍🏽\u200d\u200c👩\u2764\ufe0f🇩🇪한ßनि")),
)


@given(SOME_TEXT)
def test_any_text_is_a_nick_or_refused_with_a_sentence(wanted: str) -> None:
    try:
        nick = clean_nick(wanted)
    except NickInvalid as invalid:
        assert str(invalid).startswith("A nick ")
        return
    assert clean_nick(nick) == nick
    assert nick == nick.strip()
    assert nick_key(nick)
    shown = nick.translate(dict.fromkeys(map(ord, JOINER + NON_JOINER + NOT_YET_GIVEN_OUT)))
    assert {unicodedata.category(letter)[0] for letter in shown} <= set("LMNPSZ")
    assert nick.splitlines() == [nick]


@given(SOME_TEXT)
def test_free_nick_is_a_nick_and_free_however_many_want_it(wanted: str) -> None:
    try:
        nick = clean_nick(wanted)
    except NickInvalid:
        return
    taken: set[str] = set()
    for _ in range(12):
        free = free_nick(nick, taken)
        assert clean_nick(free) == free
        assert nick_key(free) not in taken
        taken.add(nick_key(free))


@given(
    st.text(
        st.sampled_from("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуαβγδεζηθικλμνξοπρστυφχψω")
    )
)
def test_case_never_tells_two_nicks_apart(nick: str) -> None:
    assert nick_key(nick) == nick_key(nick.upper()) == nick_key(nick.title())
