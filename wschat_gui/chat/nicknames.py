"""What may be a nick, and when two nicks are too alike to be in one room.

Who has which nick is in `room.py`. Grapheme clusters are counted by the rules of UAX #29 that the
standard library's data can tell, which covers what keyboards produce.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from itertools import count

MAX_GRAPHEMES = 24
_MAX_MARKS_IN_A_ROW = 4

_ZERO_WIDTH_JOINERS = frozenset("\u200c\u200d")
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by category that show nothing: Hangul fillers, the empty Braille cell."""

_REFUSED_CATEGORIES = {
    "Cc": "control characters",
    "Cf": "invisible characters",
    "Cs": "broken characters",
    "Co": "private characters",
    "Cn": "unknown characters",
    "Zl": "line breaks",
    "Zp": "line breaks",
}

# The letters of other scripts in which a Latin name can be spelled so that nobody sees it, after
# case folding. The whole table of UTS #39 is half a megabyte; a nick needs no more than this.
_LOOK_ALIKES = {
    "a": "аαɑ",
    "b": "ь",
    "c": "сϲ",
    "d": "ԁ",
    "e": "еҽ℮",
    "g": "ɡԍ",
    "h": "һ",
    "j": "јϳ",
    "k": "кκ",
    "l": "1iı|іιӏǀ!",
    "m": "м",
    "n": "ո",
    "o": "0оοօσ",
    "p": "рρ",
    "q": "ԛ",
    "r": "г",
    "s": "ѕ",
    "t": "тτ",
    "u": "υսц",
    "v": "νѵ",
    "w": "ԝωш",
    "x": "хχ×",
    "y": "уγү",
    "z": "ᴢ",
}
_SKELETON = str.maketrans({alike: letter for letter, row in _LOOK_ALIKES.items() for alike in row})


class NickInvalid(ValueError):
    """This cannot be a nick; the text is a sentence for the person who wants it."""


def clean_nick(wanted: str) -> str:
    """Return `wanted` as it will be shown: NFKC, single spaces, nothing invisible.

    Raises:
        NickInvalid: empty, too long, or with characters that deceive the reader.
    """
    nick = " ".join(unicodedata.normalize("NFKC", wanted).split(" ")).strip()
    nick = " ".join(part for part in nick.split(" ") if part)
    _refuse_deceptive(nick)
    length = _graphemes(nick)
    if length == 0:
        raise NickInvalid("A nick needs at least one visible character.")
    if length > MAX_GRAPHEMES:
        raise NickInvalid(f"A nick has at most {MAX_GRAPHEMES} characters; this one has {length}.")
    return nick


def nick_key(nick: str) -> str:
    """Return what two nicks have in common when a reader could take one for the other."""
    decomposed = unicodedata.normalize("NFKD", nick.casefold())
    visible = "".join(
        letter
        for letter in decomposed
        if letter not in _ZERO_WIDTH_JOINERS and not _is_mark(letter) and not letter.isspace()
    )
    return visible.translate(_SKELETON).replace("rn", "m").replace("vv", "w")


def free_nick(wanted: str, taken_keys: Container[str]) -> str:
    """Return `wanted`, or the first of `wanted 2`, `wanted 3`, … that nobody has."""
    if nick_key(wanted) not in taken_keys:
        return wanted
    for number in count(2):
        suffix = f" {number}"
        stem = wanted
        while _graphemes(stem) + len(suffix) > MAX_GRAPHEMES:
            stem = stem[:-1]
        candidate = stem.rstrip() + suffix
        if nick_key(candidate) not in taken_keys:
            return candidate
    raise AssertionError("count() ends only with the memory")


def _refuse_deceptive(nick: str) -> None:
    marks = 0
    for index, letter in enumerate(nick):
        marks = marks + 1 if _is_mark(letter) else 0
        if marks > _MAX_MARKS_IN_A_ROW:
            raise NickInvalid("A nick cannot stack so many accents on one letter.")
        if letter in _BLANKS:
            raise NickInvalid("A nick cannot contain invisible characters.")
        # Between two letters a joiner shapes Persian and Indic words and builds emoji families.
        if letter in _ZERO_WIDTH_JOINERS and 0 < index < len(nick) - 1:
            continue
        refused = _REFUSED_CATEGORIES.get(unicodedata.category(letter))
        if refused is not None:
            raise NickInvalid(f"A nick cannot contain {refused}.")


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Mc", "Me")


def _graphemes(text: str) -> int:
    """Count what a reader would call characters (UAX #29, GB9 to GB13)."""
    clusters = 0
    joined = False
    flag_half_open = False
    for letter in text:
        joins = letter in _ZERO_WIDTH_JOINERS
        regional = "\U0001f1e6" <= letter <= "\U0001f1ff"
        skin_tone = "\U0001f3fb" <= letter <= "\U0001f3ff"
        extends = joins or _is_mark(letter) or (skin_tone and clusters > 0)
        closes_flag = regional and flag_half_open
        if not (extends or joined or closes_flag):
            clusters += 1
        joined = letter == "\u200d"
        flag_half_open = regional and not closes_flag
    return clusters
