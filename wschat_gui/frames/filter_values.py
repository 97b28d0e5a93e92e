"""The values of a display filter: read as the field's kind wants them, and written again."""

from __future__ import annotations

import re

from wschat_gui.frames.filter_fields import Field, FieldKind, Value
from wschat_gui.frames.filter_lexer import Token, TokenKind, quoted

ORDERED = frozenset({FieldKind.WHOLE, FieldKind.REAL})
"""Kinds whose values are smaller or larger than others."""
TEXTUAL = frozenset({FieldKind.TEXT, FieldKind.NAME})
"""Kinds that a regular expression can match."""

_MOST = (1 << 64) - 1
_ONE_BYTE = re.compile("[0-9A-Fa-f]{2}")


def value_of(field: Field, token: Token) -> Value:
    """Return what a word means where this field is compared with it.

    Raises:
        FilterError: it means nothing there.
    """
    match field.kind:
        case FieldKind.FLAG:
            return _flag(field, token)
        case FieldKind.WHOLE:
            return _whole(field, token)
        case FieldKind.REAL:
            return _real(field, token)
        case FieldKind.TEXT:
            return _text(token)
        case FieldKind.NAME:
            return _text(token).casefold()
        case FieldKind.BYTES:
            return _bytes(field, token)


def written(value: Value) -> str:
    """Write a value so that it is read as the same."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bytes):
        # One byte alone is read as a byte, too; none can be written as an empty string only.
        return value.hex(":") if value else '""'
    if isinstance(value, float):
        return f"{value:f}" if value != int(value) else str(int(value))
    return str(int(value))


def _flag(field: Field, token: Token) -> int:
    words = {"1": 1, "true": 1, "0": 0, "false": 0}
    if token.kind is TokenKind.STRING or token.text.lower() not in words:
        raise token.error(f"{field.name} is true or false.")
    return words[token.text.lower()]


def _whole(field: Field, token: Token) -> int:
    named = dict(field.named_values)
    text = token.text.lower()
    if named and token.kind in {TokenKind.NAME, TokenKind.STRING} and text in named:
        return named[text]
    if token.kind is not TokenKind.NUMBER or "." in text:
        words = f", or one of {', '.join(named)}" if named else ""
        raise token.error(f"{field.name} is a whole number{words}.")
    value = int(text, 16) if text.startswith("0x") else _decimal(token)
    if value > _MOST:
        raise token.error("No number on the wire has more than 64 bits.")
    return value


def _decimal(token: Token) -> int:
    if len(token.text) > 30:
        raise token.error("No number on the wire has more than 64 bits.")
    return int(token.text)


def _real(field: Field, token: Token) -> float:
    if token.kind is TokenKind.NUMBER and token.text.count(".") <= 1 and len(token.text) <= 30:
        return float(int(token.text, 16)) if token.text[:2] in {"0x", "0X"} else float(token.text)
    raise token.error(f"{field.name} is a number such as 12 or 0.5.")


def _text(token: Token) -> str:
    # A section such as 5.2, an address, a name of one word: understood without quotes too.
    return token.text


def _bytes(field: Field, token: Token) -> bytes:
    if token.kind is TokenKind.STRING:
        return token.text.encode("utf-8", "surrogatepass")
    if token.kind is TokenKind.BYTES or _ONE_BYTE.fullmatch(token.text):
        return bytes.fromhex(token.text.replace(":", ""))
    raise token.error(f'{field.name} is compared with bytes such as 48:65:6c, or with a "string".')
