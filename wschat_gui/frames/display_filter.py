"""Display filters in the manner of Wireshark: `websocket.opcode == ping and client == "anna"`.

Words are in `filter_lexer.py`, fields in `filter_fields.py`, grammar in `filter_parser.py`; here a
tree becomes a function. A comparison with a field that a frame does not have is false, also `!=`.
Where a field has several values, `!=` means that none of them is equal, everything else that any
does; Wireshark has it the same.
"""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from wschat_gui.frames.facts import FrameFacts
from wschat_gui.frames.filter_fields import FIELDS, Field, FieldKind, Value
from wschat_gui.frames.filter_lexer import FilterError
from wschat_gui.frames.filter_parser import (
    AllOf,
    AnyOf,
    Comparison,
    Expression,
    Membership,
    Not,
    Operator,
    Present,
    parse_expression,
)
from wschat_gui.frames.patterns import compile_pattern

__all__ = ["Filter", "FilterError", "parse"]

Test: TypeAlias = Callable[[FrameFacts], bool]


class Filter:
    """A display filter, ready to be put to many frames."""

    __slots__ = ("expression", "matches")

    def __init__(self, expression: Expression | None) -> None:
        """Take what was parsed; None lets every frame through."""
        self.expression = expression
        self.matches: Test = _everything if expression is None else _compiled(expression)
        """Whether a frame is let through."""

    def __str__(self) -> str:
        """Write it as it would be typed."""
        return "" if self.expression is None else str(self.expression)


def parse(text: str) -> Filter:
    """Read a display filter; one of blanks lets every frame through.

    Raises:
        FilterError: with the place where it goes wrong, and a sentence.
    """
    return Filter(parse_expression(text) if text.strip() else None)


def _everything(_facts: FrameFacts) -> bool:
    return True


def _compiled(expression: Expression) -> Test:
    match expression:
        case Present(name):
            return _presence(FIELDS[name])
        case Comparison(name, operator, value):
            return _comparison(FIELDS[name], operator, value)
        case Membership(name, items):
            return _applied(FIELDS[name], _membership(items))
        case Not(term):
            inner = _compiled(term)
            return lambda facts: not inner(facts)
        case AllOf(terms):
            return _all_of([_compiled(term) for term in terms])
        case AnyOf(terms):
            return _any_of([_compiled(term) for term in terms])


def _all_of(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda facts: first(facts) and second(facts)
    return lambda facts: all(test(facts) for test in tests)


def _any_of(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda facts: first(facts) or second(facts)
    return lambda facts: any(test(facts) for test in tests)


def _presence(field: Field) -> Test:
    many, one = field.many, field.one
    if many is not None:
        return lambda facts: bool(many(facts))
    if field.kind is FieldKind.FLAG:
        return lambda facts: bool(one(facts))
    return lambda facts: one(facts) is not None


def _comparison(field: Field, operator: Operator, value: Value) -> Test:
    if operator is Operator.UNEQUAL:
        many, one = field.many, field.one
        if many is not None:
            return lambda facts: bool(values := many(facts)) and value not in values
        return lambda facts: (found := one(facts)) is not None and found != value
    return _applied(field, _value_test(operator, value))


def _applied(field: Field, test: Callable[[Any], bool]) -> Test:
    """Return whether the test holds for the field's value, or for any of its values."""
    many, one = field.many, field.one
    if many is not None:
        return lambda facts: any(map(test, many(facts)))
    return lambda facts: (found := one(facts)) is not None and test(found)


def _value_test(operator: Operator, value: Value) -> Callable[[Any], bool]:
    if operator is Operator.MATCHES:
        return compile_pattern(str(value))
    if operator is Operator.CONTAINS:
        return lambda found: value in found
    compare = _COMPARE[operator]
    return lambda found: compare(found, value)


_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: op.eq,
    Operator.LESS: op.lt,
    Operator.AT_MOST: op.le,
    Operator.GREATER: op.gt,
    Operator.AT_LEAST: op.ge,
}


def _membership(items: Collection[Value | tuple[Value, Value]]) -> Callable[[Any], bool]:
    singles = frozenset(item for item in items if not isinstance(item, tuple))
    ranges = [item for item in items if isinstance(item, tuple)]
    if not ranges:
        return singles.__contains__
    return lambda found: found in singles or any(low <= found <= high for low, high in ranges)
