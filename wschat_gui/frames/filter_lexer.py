"""The words of a display filter, each with its place. Their grammar is in `filter_parser.py`."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

MAX_FILTER_CHARACTERS = 2_000


class FilterError(ValueError):
    """Why a text is no display filter, and where it stops being one."""

    def __init__(self, position: int, length: int, sentence: str) -> None:
        """Take what a window underlines: `length` is at least 1, also at the end of the text."""
        super().__init__(sentence)
        self.position = position
        self.length = max(1, length)
        self.sentence = sentence


class TokenKind(Enum):
    """What sort of word it is."""

    NAME = "a name"
    NUMBER = "a number"
    BYTES = "bytes"
    STRING = "a string"
    SYMBOL = "an operator"
    END = "the end"


class Token(Struct, frozen=True):
    """One word."""

    kind: TokenKind
    text: str
    """As written; of a STRING what it means."""
    position: int
    length: int

    def error(self, sentence: str) -> FilterError:
        """Return the complaint about this word."""
        return FilterError(self.position, self.length, sentence)


_PATTERN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<bytes>[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+(?![\w.:]))
  | (?P<number>0[xX][0-9A-Fa-f]+(?!\w)|\d+(?:\.\d+)*(?![\w:]))
  | (?P<name>[A-Za-z_]\w*(?:\.\w+)*)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<symbol>==|!=|<=|>=|&&|\|\||\.\.|[<>!(){},~])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r'\\([\\"])')


def tokens_of(text: str) -> list[Token]:
    """Split a filter into its words; the last is always END.

    Raises:
        FilterError: something in it is no word.
    """
    if len(text) > MAX_FILTER_CHARACTERS:
        sentence = f"A filter may have {MAX_FILTER_CHARACTERS:,} characters at most."
        raise FilterError(MAX_FILTER_CHARACTERS, len(text) - MAX_FILTER_CHARACTERS, sentence)
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            raise _no_word(text, position)
        if match.lastgroup != "space":
            kind = TokenKind[(match.lastgroup or "").upper()]
            written = match.group()
            meant = _meaning(written) if kind is TokenKind.STRING else written
            tokens.append(Token(kind, meant, position, len(written)))
        position = match.end()
    tokens.append(Token(TokenKind.END, "", len(text), 1))
    return tokens


def quoted(text: str) -> str:
    """Write a string as the filter language does."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _meaning(written: str) -> str:
    # Only before these two: so a regular expression may be written as it is.
    return _ESCAPE.sub(r"\1", written[1:-1])


def _no_word(text: str, position: int) -> FilterError:
    character = text[position]
    if character == '"':
        return FilterError(position, len(text) - position, "The string has no closing quote.")
    if character == "'":
        return FilterError(position, 1, 'Strings stand between double quotes: "…".')
    if character.isdigit():
        end = re.compile(r"[\w.:]+").match(text, position)
        length = end.end() - position if end else 1
        return FilterError(position, length, "This is neither a number nor bytes such as 48:65.")
    if character in "=&|":
        hint = {"=": "==", "&": "&&", "|": "||"}[character]
        return FilterError(position, 1, f"Write {hint} here.")
    return FilterError(position, 1, "This character means nothing in a filter.")
