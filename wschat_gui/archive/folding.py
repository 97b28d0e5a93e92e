"""What counts as the same when text is searched. Pure.

Both the index and the query go through `fold`, so SQLite only ever compares code points.
"""

from __future__ import annotations

import unicodedata

TRIGRAM = 3
"""Characters that the index knows a text by."""
PADDING = "  "
"""At the end of each text in the index, so that a trigram begins with every character of it: by
those that begin with it, a word of one or two characters is found. No word has a space in it."""
_MOST_TRIGRAMS = 32
"""Of one word: a longer one is found by these, and then compared whole."""


def fold(text: str) -> str:
    """Return `text` without differences of case, width and composition.

    `Straße` and `STRASSE` are the same, as are `ＡＢＣ` and `abc`, `ｶﾞ` and `ガ`, and an accented
    letter however it is encoded; `e` and `é` are not.
    """
    if text.isascii():
        return text.lower().replace("\0", "")
    composed = unicodedata.normalize("NFKC", text).casefold()
    # Case folding may decompose. NUL would end a string in the middle of SQLite's query parser, and
    # what a window's entry may hold of broken surrogates cannot be written as UTF-8.
    valid = unicodedata.normalize("NFKC", composed).encode("utf-8", "ignore").decode()
    return valid.replace("\0", "")


def words_of(query: str) -> tuple[str, ...]:
    """Return the words of a query, folded, each once; they are parted by white space."""
    return tuple(dict.fromkeys(fold(query).split()))


def trigrams_of(word: str) -> list[str]:
    """Return what a text that contains `word` has in the index; empty for the shortest words."""
    starts = range(min(len(word) - TRIGRAM + 1, _MOST_TRIGRAMS))
    return list(dict.fromkeys(word[start : start + TRIGRAM] for start in starts))
