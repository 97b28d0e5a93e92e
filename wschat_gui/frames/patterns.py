"""Regular expressions for display filters, without the ones that hang.

Python's own `re` may take for ever over some text, with no other thread running meanwhile, and the
text comes from anybody. So an expression becomes an automaton here that looks at each character
once (the positions of V. M. Glushkov, 1961). What one character may be is left to `re`. There are
no back references, no looking ahead or behind, no word boundaries; capitals never matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

MAX_PATTERN_CHARACTERS = 200
MAX_POSITIONS = 500
"""Characters that an expression consists of when its counted repetitions are written out."""
_MAX_REPETITIONS = 100
_MAX_STEPS = 5_000
_MAX_KNOWN_STEPS = 20_000
_START, _END = "^", "$"

_ATOM = re.compile(
    r"""
    \[\^?\]?(?:[^\]\\]|\\.)*\]      # a set of characters
  | \\[dDsSwWntrfv]                 # a named set
  | \\x[0-9A-Fa-f]{2} | \\u[0-9A-Fa-f]{4}
  | \\[^0-9A-Za-z]                  # a character that would mean something without it
  | [^\\\[\]()|*+?{}^$]             # any other, and the full stop
    """,
    re.VERBOSE | re.DOTALL,
)
_REPETITION = re.compile(r"([*+?])\??|\{(\d{1,3})(?:(,)(\d{1,3})?)?\}\??")
_SPECIAL = re.compile(r"[\\\[\]()|*+?{}^$.]")


class PatternError(ValueError):
    """Why a regular expression is not taken, as a sentence."""


def compile_pattern(text: str) -> Callable[[str], bool]:
    """Return what tells whether the expression is found anywhere in a text.

    Raises:
        PatternError: it is none, or one that is not supported.
    """
    if len(text) > MAX_PATTERN_CHARACTERS:
        raise PatternError(
            f"A regular expression may have {MAX_PATTERN_CHARACTERS} characters at most."
        )
    if not _SPECIAL.search(text):
        search = re.compile(re.escape(text), re.IGNORECASE).search
        return lambda subject: search(subject) is not None
    return _Automaton(text).is_found_in


class _Part(Struct, frozen=True):
    """Of an expression: the positions with which it may begin and end, as sets of bits."""

    may_be_empty: bool = True
    first: int = 0
    last: int = 0


class _Automaton:
    def __init__(self, text: str) -> None:
        self._text = text
        self._atoms: list[Callable[[str], object] | str] = []
        """By position: what tells whether a character fits, or which end of the text does."""
        self._written: list[str] = []
        """By position: the same as it stands in the expression."""
        self._follow: list[int] = []
        """By position: the positions that may come next, as a set of bits."""
        self._steps = 0
        whole, end = self._alternatives(0)
        if end < len(text):
            raise PatternError("In the regular expression a parenthesis is closed, but not opened.")
        self._whole = whole
        self._skip_to_beginning = self._beginning().search
        self._known: dict[int, dict[str, int]] = {}
        self._known_steps = 0
        self._fitting: dict[str, int] = {}

    def is_found_in(self, subject: str) -> bool:
        """Go through the text once."""
        if self._whole.may_be_empty:
            return True
        last = self._whole.last
        state = self._next(0, self._fitting_end(_START))
        if state & last:
            return True
        position, end = 0, len(subject)
        while position < end:
            if not state:
                # Nothing has begun: on to where something can, at the speed of `re`.
                beginning = self._skip_to_beginning(subject, position)
                if beginning is None:
                    break
                position = beginning.start()
            character = subject[position]
            position += 1
            row = self._known.get(state)
            following = None if row is None else row.get(character)
            if following is None:
                following = self._learn(state, character)
            state = following
            if state & last:
                return True
        return bool(self._next(state, self._fitting_end(_END)) & last)

    # Running -------------------------------------------------------------------------------------

    def _next(self, state: int, fitting: int) -> int:
        reachable = self._whole.first
        while state:
            lowest = state & -state
            reachable |= self._follow[lowest.bit_length() - 1]
            state ^= lowest
        return reachable & fitting

    def _learn(self, state: int, character: str) -> int:
        if self._known_steps >= _MAX_KNOWN_STEPS:
            self._known.clear()
            self._fitting.clear()
            self._known_steps = 0
        if character not in self._fitting:
            self._fitting[character] = sum(
                1 << i
                for i, fits in enumerate(self._atoms)
                if not isinstance(fits, str) and fits(character)
            )
        following = self._next(state, self._fitting[character])
        self._known.setdefault(state, {})[character] = following
        self._known_steps += 1
        return following

    def _beginning(self) -> re.Pattern[str]:
        """Return what finds a character with which the expression may begin; just one."""
        written = {
            self._written[i]
            for i, fits in enumerate(self._atoms)
            if self._whole.first >> i & 1 and not isinstance(fits, str)
        }
        return re.compile("|".join(sorted(written)) or r"(?!)", re.IGNORECASE | re.DOTALL)

    def _fitting_end(self, end: str) -> int:
        return sum(1 << i for i, fits in enumerate(self._atoms) if fits == end)

    # Building: each takes where it begins in the text and returns where it ends ------------------

    def _alternatives(self, start: int) -> tuple[_Part, int]:
        part, position = self._sequence(start)
        while self._text[position : position + 1] == "|":
            other, position = self._sequence(position + 1)
            part = _Part(
                part.may_be_empty or other.may_be_empty,
                part.first | other.first,
                part.last | other.last,
            )
        return part, position

    def _sequence(self, start: int) -> tuple[_Part, int]:
        part, position = _Part(), start
        while position < len(self._text) and self._text[position] not in "|)":
            item, position = self._repeated(position)
            part = self._joined(part, item)
        return part, position

    def _repeated(self, start: int) -> tuple[_Part, int]:
        part, end = self._item(start)
        match = _REPETITION.match(self._text, end)
        if match is None:
            return part, end
        sign, least, comma, most = match.groups()
        if sign:
            low, high = (1 if sign == "+" else 0), (1 if sign == "?" else None)
        else:
            low = int(least)
            high = int(most) if most else (None if comma else low)
        if max(low, high or 0) > _MAX_REPETITIONS or (high is not None and high < low):
            raise PatternError(f"Here at most {_MAX_REPETITIONS} repetitions can be counted.")
        if _REPETITION.match(self._text, match.end()):
            raise PatternError("A repetition cannot be repeated without parentheses.")
        return self._times(start, part, low, high), match.end()

    def _times(self, start: int, part: _Part, low: int, high: int | None) -> _Part:
        """Write out a repetition: the item was built once, and is built again for each other."""
        if high is None:
            self._loop(part)
        if high == 0:
            return _Part()
        copies = max(low, 1) if high is None else high
        whole = _Part(part.may_be_empty or low == 0, part.first, part.last)
        for i in range(1, copies):
            copy, _ = self._item(start)
            if high is None:
                self._loop(copy)
            whole = self._joined(whole, _Part(copy.may_be_empty or i >= low, copy.first, copy.last))
        return whole

    def _item(self, start: int) -> tuple[_Part, int]:
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise PatternError("The regular expression repeats too much.")
        character = self._text[start]
        if character == "(":
            return self._group(start)
        if character in {_START, _END}:
            return self._position(character, character), start + 1
        match = _ATOM.match(self._text, start)
        if match is None:
            raise PatternError(_trouble(self._text[start:]))
        try:
            fits = re.compile(match.group(), re.IGNORECASE | re.DOTALL).fullmatch
        except re.error as error:
            raise PatternError(f"In the regular expression: {error.msg}.") from None
        return self._position(fits, match.group()), match.end()

    def _group(self, start: int) -> tuple[_Part, int]:
        inside = start + 1
        if self._text.startswith("?:", inside):
            inside += 2
        elif self._text.startswith("?", inside):
            raise PatternError("Of the groups that begin with (? only (?: is supported.")
        part, end = self._alternatives(inside)
        if end == len(self._text):
            raise PatternError("In the regular expression a parenthesis is not closed.")
        return part, end + 1

    def _position(self, fits: Callable[[str], object] | str, written: str) -> _Part:
        if len(self._atoms) == MAX_POSITIONS:
            raise PatternError("The regular expression repeats too much.")
        self._atoms.append(fits)
        self._written.append(written)
        self._follow.append(0)
        bit = 1 << (len(self._atoms) - 1)
        return _Part(may_be_empty=False, first=bit, last=bit)

    def _joined(self, one: _Part, other: _Part) -> _Part:
        self._connect(one.last, other.first)
        return _Part(
            one.may_be_empty and other.may_be_empty,
            one.first | (other.first if one.may_be_empty else 0),
            other.last | (one.last if other.may_be_empty else 0),
        )

    def _loop(self, part: _Part) -> None:
        self._connect(part.last, part.first)

    def _connect(self, last: int, first: int) -> None:
        while last:
            lowest = last & -last
            self._follow[lowest.bit_length() - 1] |= first
            last ^= lowest


def _trouble(rest: str) -> str:
    if rest[0] == "\\" and rest[1:2].isalnum():
        return f"{rest[:2]} is not supported in a regular expression here."
    if rest[0] == "\\":
        return "The regular expression ends in the middle of an escape."
    if rest[0] == "[":
        return "In the regular expression a [ is not closed."
    if rest[0] in "*+?{":
        return f"In the regular expression {rest[0]} repeats nothing."
    return f"In the regular expression, write \\{rest[0]} for this character."
