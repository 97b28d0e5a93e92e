"""What may be a nick, and when two nicks are too alike to be in one room.

Who has which nick is in `room.py`. Grapheme clusters are counted by the rules of UAX #29 that the
standard library's data can tell, which covers what keyboards produce.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from itertools import count

MAX_GRAPHEMES = 24
_MAX_CODE_POINTS = 20 * MAX_GRAPHEMES
"""Of a nick as it comes. Twice what 24 kissing couples with skin tones take; beyond it is no nick,
and normalising takes time by the square of the marks in a row."""
_MAX_EXTENDERS_IN_A_ROW = 4
_MAX_JOINS = 3
"""In one emoji, as families of four have; a font shows longer chains as one emoji after another."""

_ZERO_WIDTH_JOINERS = frozenset("\u200c\u200d")
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by category that show nothing: Hangul fillers, the empty Braille cell."""
_LEFT_RIGHT_ARROW = "\u2194"
"""The one part of joined emoji that is a mathematical symbol by category: a shaken head has it."""

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
# case folding: some look alike as capitals only. The whole table of UTS #39 is half a megabyte; a
# nick needs no more than this.
_LOOK_ALIKES = {
    "a": "аαɑ",
    "b": "ьвβ",
    "c": "сϲ",
    "d": "ԁ",
    "e": "еҽ℮ε",
    "g": "ɡԍ",
    "h": "һнη",
    "j": "јϳ",
    "k": "кκ",
    "l": "1iı|іιӏǀ!",
    "m": "мμ",
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
    "z": "ᴢζ",
}
_SKELETON = str.maketrans({alike: letter for letter, row in _LOOK_ALIKES.items() for alike in row})


class NickInvalid(ValueError):
    """This cannot be a nick; the text is a sentence for the person who wants it."""


def clean_nick(wanted: str) -> str:
    """Return `wanted` as it will be shown: NFKC, single spaces, nothing invisible.

    Raises:
        NickInvalid: empty, too long, or with characters that deceive the reader.
    """
    if len(wanted) > _MAX_CODE_POINTS:
        raise NickInvalid(f"A nick has at most {MAX_GRAPHEMES} characters; this one has far more.")
    words = unicodedata.normalize("NFKC", wanted).strip().split(" ")
    nick = " ".join(word for word in words if word)
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
        if not (letter in _ZERO_WIDTH_JOINERS or _is_ornament(letter) or letter.isspace())
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
        candidate = stem.rstrip(" \u200c\u200d") + suffix
        if nick_key(candidate) not in taken_keys:
            return candidate
    raise AssertionError("count() ends only with the memory")


def _refuse_deceptive(nick: str) -> None:
    if nick and _is_mark(nick[0]):
        raise NickInvalid("A nick cannot begin with an accent: it would sit on what stands before.")
    extenders = 0
    for index, letter in enumerate(nick):
        extenders = extenders + 1 if _extends(letter) else 0
        if extenders > _MAX_EXTENDERS_IN_A_ROW:
            raise NickInvalid("A nick cannot stack so many accents on one letter.")
        if letter in _BLANKS:
            raise NickInvalid("A nick cannot contain invisible characters.")
        refused = _REFUSED_CATEGORIES.get(unicodedata.category(letter))
        if refused is None or _joins_neighbours(nick, index) or _is_pictograph(letter):
            continue
        raise NickInvalid(f"A nick cannot contain {refused}.")


def _joins_neighbours(nick: str, index: int) -> bool:
    """Tell whether a joiner stands here as it does in Persian and Indic words and in emoji."""
    neighbours = (nick[index - 1 : index], nick[index + 1 : index + 2])
    return nick[index] in _ZERO_WIDTH_JOINERS and not any(
        neighbour in ("", " ") or neighbour in _ZERO_WIDTH_JOINERS for neighbour in neighbours
    )


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Mc", "Me")


def _is_ornament(letter: str) -> bool:
    """Tell whether a reader may overlook it: an accent or a point, not the vowel of an Indic word.

    By canonical combining class: 1 strikes through, 10 to 36 are Hebrew and Arabic points, from 200
    on stand accents. Of class 0 are vowels, and the selectors of an emoji's look, which are not
    seen by themselves.
    """
    if not _is_mark(letter):
        return False
    place = unicodedata.combining(letter)
    if place == 0:
        return unicodedata.category(letter) == "Me" or _is_invisible_mark(letter)
    return place == 1 or 10 <= place <= 36 or place >= 200


def _is_invisible_mark(letter: str) -> bool:
    name = unicodedata.name(letter, "")
    return "VARIATION SELECTOR" in name or letter in "\u034f\u17b4\u17b5"


def _is_regional(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _is_skin_tone(letter: str) -> bool:
    return "\U0001f3fb" <= letter <= "\U0001f3ff"


def _is_pictograph(letter: str) -> bool:
    """Tell what can be joined into one emoji; the planes' free places are next year's emoji."""
    if _is_regional(letter) or _is_skin_tone(letter):
        return False
    in_plane = "\U0001f000" <= letter <= "\U0001faff"
    return in_plane or letter == _LEFT_RIGHT_ARROW or unicodedata.category(letter) == "So"


def _extends(letter: str) -> bool:
    return letter in _ZERO_WIDTH_JOINERS or _is_mark(letter) or _is_skin_tone(letter)


def _graphemes(text: str) -> int:
    """Count what a reader would call characters (UAX #29, GB9 to GB13)."""
    clusters = 0
    joins = 0
    before = ""
    base = ""
    """The letter that the cluster's extenders follow."""
    for letter in text:
        if clusters and _extends(letter):
            before = letter
            continue
        joined = before == "\u200d" and _is_pictograph(base) and _is_pictograph(letter)
        closes_flag = _is_regional(letter) and _is_regional(before)
        if joined and joins < _MAX_JOINS:
            joins += 1
        elif not closes_flag:
            clusters, joins = clusters + 1, 0
        base = letter
        # A closed flag is done: the next letter of a country opens another.
        before = "" if closes_flag else letter
    return clusters
