"""Regular expressions that cannot hang: checked before they are let loose on foreign text."""

from __future__ import annotations

import re
from collections.abc import Callable

MAX_PATTERN_CHARACTERS = 200


class PatternError(ValueError):
    """Why a regular expression is not taken, as a sentence."""


def compile_pattern(text: str) -> Callable[[str], bool]:
    """Return what tells whether the expression is found in a text, in capitals or not."""
    if len(text) > MAX_PATTERN_CHARACTERS:
        raise PatternError(f"It may have {MAX_PATTERN_CHARACTERS} characters at most.")
    try:
        compiled = re.compile(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"This is no regular expression: {error}.") from None
    search = compiled.search
    return lambda subject: search(subject) is not None
