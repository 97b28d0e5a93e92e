"""The grammar of display filters: words in, a tree out, or the place where it goes wrong.

    or      = and { ("||" | "or") and }
    and     = not { ("&&" | "and") not }
    not     = { "!" | "not" } primary
    primary = "(" or ")" | field | field comparison value | field ["not"] "in" "{" items "}"
    items   = item { [","] item }            item = value [ ".." value ]

What a tree means is in `display_filter.py`.
"""

from __future__ import annotations

from difflib import get_close_matches
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from wschat_gui.frames.filter_fields import FIELDS, Field, FieldKind, Value
from wschat_gui.frames.filter_lexer import Token, TokenKind, tokens_of
from wschat_gui.frames.filter_values import ORDERED, TEXTUAL, value_of, written
from wschat_gui.frames.patterns import PatternError, compile_pattern

MAX_DEPTH = 50
"""Of parentheses and negations inside one another."""
MAX_ITEMS = 200
"""Of a set."""


class Operator(Enum):
    """How a field is compared with a value."""

    EQUAL = "=="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    CONTAINS = "contains"
    MATCHES = "matches"


class Present(Struct, frozen=True):
    """The field is there; a flag: it is true."""

    field: str

    def __str__(self) -> str:
        """Write it as it would be typed."""
        return self.field


class Comparison(Struct, frozen=True):
    """The field compares so with the value."""

    field: str
    operator: Operator
    value: Value

    def __str__(self) -> str:
        """Write it as it would be typed."""
        return f"{self.field} {self.operator.value} {written(self.value)}"


class Membership(Struct, frozen=True):
    """The field is among the values, or between the two of one pair."""

    field: str
    items: tuple[Value | tuple[Value, Value], ...]

    def __str__(self) -> str:
        """Write it as it would be typed."""
        items = (
            f"{written(item[0])}..{written(item[1])}" if isinstance(item, tuple) else written(item)
            for item in self.items
        )
        return f"{self.field} in {{{', '.join(items)}}}"


class Not(Struct, frozen=True):
    """The opposite."""

    term: Expression

    def __str__(self) -> str:
        """Write it as it would be typed."""
        return f"not {_grouped(self.term)}"


class AllOf(Struct, frozen=True):
    """Every one of two or more."""

    terms: tuple[Expression, ...]

    def __str__(self) -> str:
        """Write it as it would be typed."""
        return " and ".join(map(_grouped, self.terms))


class AnyOf(Struct, frozen=True):
    """At least one of two or more."""

    terms: tuple[Expression, ...]

    def __str__(self) -> str:
        """Write it as it would be typed."""
        return " or ".join(map(_grouped, self.terms))


Expression: TypeAlias = Present | Comparison | Membership | Not | AllOf | AnyOf


def parse_expression(text: str) -> Expression:
    """Return the tree of a filter that is not empty.

    Raises:
        FilterError: it is no filter.
    """
    return _Parser(tokens_of(text)).whole()


def _grouped(term: Expression) -> str:
    return f"({term})" if isinstance(term, AllOf | AnyOf | Not) else str(term)


_COMPARISONS = {
    **{operator.value: operator for operator in Operator},
    "eq": Operator.EQUAL,
    "ne": Operator.UNEQUAL,
    "lt": Operator.LESS,
    "le": Operator.AT_MOST,
    "gt": Operator.GREATER,
    "ge": Operator.AT_LEAST,
    "~": Operator.MATCHES,
}
_ORDERING = frozenset({Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST})
_OR, _AND, _NOT = ("||", "or"), ("&&", "and"), ("!", "not")
_WORDS = frozenset({"or", "and", "not", "in", *_COMPARISONS})


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    def whole(self) -> Expression:
        expression = self._any_of()
        if self._next.kind is not TokenKind.END:
            if self._next.text == ")":
                raise self._next.error("This parenthesis was never opened.")
            raise self._next.error("Here 'and' or 'or' is wanted, or the end.")
        return expression

    # Terms ---------------------------------------------------------------------------------------

    def _any_of(self) -> Expression:
        terms = [self._all_of()]
        while self._took(*_OR):
            terms.append(self._all_of())
        return terms[0] if len(terms) == 1 else AnyOf(tuple(terms))

    def _all_of(self) -> Expression:
        terms = [self._negated()]
        while self._took(*_AND):
            terms.append(self._negated())
        return terms[0] if len(terms) == 1 else AllOf(tuple(terms))

    def _negated(self) -> Expression:
        opening = self._next
        if self._took(*_NOT):
            self._deeper(opening)
            term = Not(self._negated())
            self._depth -= 1
            return term
        if self._took("("):
            self._deeper(opening)
            inner = self._any_of()
            if not self._took(")"):
                if self._next.kind is TokenKind.END:
                    raise opening.error("This parenthesis is never closed.")
                raise self._next.error("Here 'and', 'or' or a closing parenthesis is wanted.")
            self._depth -= 1
            return inner
        return self._test()

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise token.error(f"More than {MAX_DEPTH} parentheses and negations are too many.")

    def _test(self) -> Expression:
        field = self._field()
        operator_token = self._next
        if self._took("in"):
            return self._membership(field)
        if operator_token.text == "not" and self._tokens[self._position + 1].text == "in":
            self._position += 2
            return Not(self._membership(field))
        operator = None
        if operator_token.kind in {TokenKind.NAME, TokenKind.SYMBOL}:
            operator = _COMPARISONS.get(operator_token.text)
        if operator is None:
            return Present(field.name)
        self._position += 1
        _check_operator(field, operator, operator_token)
        return Comparison(field.name, operator, self._operand(field, operator))

    def _membership(self, field: Field) -> Membership:
        opening = self._next
        if not self._took("{"):
            raise opening.error("Behind 'in' comes a set: {1, 2, 8..10}.")
        items: list[Value | tuple[Value, Value]] = []
        while not self._took("}"):
            if self._next.kind is TokenKind.END:
                raise opening.error("This brace is never closed.")
            if len(items) == MAX_ITEMS:
                raise self._next.error(f"A set may have {MAX_ITEMS} items at most.")
            items.append(self._item(field))
            if self._took(",") and self._next.text == "}":
                raise self._next.error("Behind the comma another value is wanted.")
        if not items:
            raise opening.error("An empty set holds nothing.")
        return Membership(field.name, tuple(items))

    def _item(self, field: Field) -> Value | tuple[Value, Value]:
        first_token = self._next
        first = self._value(field)
        range_token = self._next
        if not self._took(".."):
            return first
        if field.kind not in ORDERED:
            raise range_token.error(f"{field.name} has no order, so there is no from and to.")
        last = self._value(field)
        if first > last:  # type: ignore[operator]  # both numbers
            raise first_token.error("This is more than what it goes up to.")
        return first, last

    # Words ---------------------------------------------------------------------------------------

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    def _took(self, *texts: str) -> bool:
        token = self._next
        if token.kind in {TokenKind.NAME, TokenKind.SYMBOL} and token.text in texts:
            self._position += 1
            return True
        return False

    def _field(self) -> Field:
        token = self._next
        if token.kind is TokenKind.END:
            raise token.error("Here a field is wanted, such as websocket.opcode.")
        if token.kind is not TokenKind.NAME or token.text in _WORDS:
            raise token.error("Here a field is wanted, such as websocket.opcode or client.")
        field = FIELDS.get(token.text)
        if field is None:
            raise token.error(f"There is no field {token.text}.{_hint(token.text)}")
        self._position += 1
        return field

    def _value(self, field: Field) -> Value:
        token = self._next
        if token.kind in {TokenKind.END, TokenKind.SYMBOL} or (
            token.kind is TokenKind.NAME and token.text in _WORDS - {"in"}
        ):
            raise token.error(f"Here {field.kind.value} is wanted.")
        value = value_of(field, token)
        self._position += 1
        return value

    def _operand(self, field: Field, operator: Operator) -> Value:
        token = self._next
        if operator is not Operator.MATCHES:
            return self._value(field)
        if token.kind is not TokenKind.STRING:
            raise token.error('Here a regular expression is wanted, between double quotes: "…".')
        try:
            compile_pattern(token.text)
        except PatternError as error:
            raise token.error(str(error)) from None
        self._position += 1
        return token.text


def _check_operator(field: Field, operator: Operator, token: Token) -> None:
    if operator in _ORDERING and field.kind not in ORDERED:
        raise token.error(f"{field.name} has no order; use == or !=.")
    if operator is Operator.MATCHES and field.kind not in TEXTUAL:
        raise token.error(f"{field.name} is no text that a regular expression could match.")
    if operator is Operator.CONTAINS and field.kind not in TEXTUAL | {FieldKind.BYTES}:
        raise token.error(f"{field.name} is a number and contains nothing; use ==.")


def _hint(name: str) -> str:
    """Return the field that was meant, perhaps, as a sentence to append."""
    close = get_close_matches(name.lower(), FIELDS, n=1)
    return f" Did you mean {close[0]}?" if close else ""
