"""Filters are printed as they are read, and mean what a naive reading of the bytes says."""

from __future__ import annotations

import re
from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from tests.frames.filter_scene import DIRECTORY, FACTS, SNAPSHOT
from tests.frames.wire import KEY
from wschat_gui.frames.captured import CapturedFrames
from wschat_gui.frames.display_filter import Filter, parse
from wschat_gui.frames.facts import FrameFacts
from wschat_gui.frames.filter_fields import FIELDS, FieldKind, Value
from wschat_gui.frames.filter_parser import (
    AllOf,
    AnyOf,
    Comparison,
    Expression,
    Membership,
    Not,
    Operator,
    Present,
)
from wschat_gui.frames.pieces import Direction
from wschat_gui.frames.violations import failing

TEXTS = st.sampled_from(["", "hello", "bye now", "5.2", "5", "a\\b", 'say "x"', "é", "in", "out"])
NAMES = st.sampled_from(["kitchen-tablet", "ännä", "10.0.0.9:5003", "out", "in", "10.0."])
VALUES: dict[FieldKind, st.SearchStrategy[Value]] = {
    FieldKind.FLAG: st.integers(0, 1),
    FieldKind.WHOLE: st.integers(0, 16) | st.sampled_from([200, 4001, (1 << 64) - 1]),
    FieldKind.REAL: st.sampled_from([0.0, 0.001, 0.0055, 2.0, 1e6]),
    FieldKind.TEXT: TEXTS,
    FieldKind.NAME: NAMES,
    FieldKind.BYTES: st.sampled_from([b"", b"H", b"Hello", KEY, b"\xff\xfe"]),
}
ORDERINGS = [Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST]
OPERATORS = {
    FieldKind.FLAG: [Operator.EQUAL, Operator.UNEQUAL],
    FieldKind.WHOLE: [Operator.EQUAL, Operator.UNEQUAL, *ORDERINGS],
    FieldKind.REAL: [Operator.EQUAL, Operator.UNEQUAL, *ORDERINGS],
    FieldKind.TEXT: [Operator.EQUAL, Operator.UNEQUAL, Operator.CONTAINS, Operator.MATCHES],
    FieldKind.NAME: [Operator.EQUAL, Operator.UNEQUAL, Operator.CONTAINS, Operator.MATCHES],
    FieldKind.BYTES: [Operator.EQUAL, Operator.UNEQUAL, Operator.CONTAINS],
}


@st.composite
def field_tests(draw: st.DrawFn) -> Expression:
    field = draw(st.sampled_from(list(FIELDS.values())))
    values = VALUES[field.kind]
    match draw(st.integers(0, 3)):
        case 0:
            return Present(field.name)
        case 1:
            items: list[Value | tuple[Value, Value]] = list(
                draw(st.lists(values, min_size=1, max_size=3))
            )
            if field.kind in {FieldKind.WHOLE, FieldKind.REAL}:
                low, high = sorted((draw(values), draw(values)), key=float)
                items.append((low, high))
            return Membership(field.name, tuple(items))
        case _:
            operator = draw(st.sampled_from(OPERATORS[field.kind]))
            if operator is Operator.MATCHES:
                return Comparison(
                    field.name, operator, draw(st.sampled_from(["h", "^b.e", r"\d$"]))
                )
            return Comparison(field.name, operator, draw(values))


def compounds(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return several.map(AllOf) | several.map(AnyOf) | inner.map(Not)


EXPRESSIONS = st.recursive(field_tests(), compounds, max_leaves=8)


@given(EXPRESSIONS)
def test_printed_filter_is_read_as_the_same(expression: Expression) -> None:
    printed = str(Filter(expression))
    assert parse(printed).expression == expression
    assert str(parse(printed)) == printed


@given(EXPRESSIONS)
def test_filter_agrees_with_a_naive_reading(expression: Expression) -> None:
    matches = Filter(expression).matches
    for facts in FACTS:
        assert matches(facts) == holds(expression, facts, SNAPSHOT)


def holds(expression: Expression, facts: FrameFacts, snapshot: CapturedFrames) -> bool:
    match expression:
        case Not(term):
            return not holds(term, facts, snapshot)
        case AllOf(terms):
            return not [term for term in terms if not holds(term, facts, snapshot)]
        case AnyOf(terms):
            return bool([term for term in terms if holds(term, facts, snapshot)])
    values = values_of(expression.field, facts, snapshot)
    match expression:
        case Present(name):
            return any(values) if FIELDS[name].kind is FieldKind.FLAG else len(values) > 0
        case Comparison(_, Operator.UNEQUAL, value):
            return len(values) > 0 and all(found != value for found in values)
        case Comparison(_, operator, value):
            return any(compares(found, operator, value) for found in values)
        case Membership(_, items):
            return any(
                found == item
                if not isinstance(item, tuple)
                else float(item[0]) <= float(found) <= float(item[1])
                for found in values
                for item in items
            )


def compares(found: Value, operator: Operator, value: Value) -> bool:
    match operator:
        case Operator.MATCHES:
            return re.search(str(value), str(found), re.IGNORECASE) is not None
        case Operator.CONTAINS if isinstance(found, bytes):
            return found.find(bytes(value)) >= 0  # type: ignore[arg-type]
        case Operator.CONTAINS:
            return str(found).find(str(value)) >= 0
        case Operator.EQUAL:
            return found == value
        case _:
            difference = float(found) - float(value)
            return {
                Operator.LESS: difference < 0,
                Operator.AT_MOST: difference <= 0,
                Operator.GREATER: difference > 0,
                Operator.AT_LEAST: difference >= 0,
            }[operator]


def values_of(name: str, facts: FrameFacts, snapshot: CapturedFrames) -> Collection[Value]:
    """Read a field off the wire bytes, by another way than the filter does."""
    wire = snapshot.wire_of(facts.number)
    seen, piece = facts.frame, facts.piece
    client_ids = [piece.client_id] if piece.client_id else [w.client_id for w in piece.writes]
    names = [name for i in client_ids for name in (DIRECTORY[i].nick, DIRECTORY[i].address)]
    payload = snapshot.payload_of(facts.number).unmasked
    is_close = facts.number == 11
    text = ["compressed hello"] if facts.number == 5 else []
    if not text and wire[0] % 16 in {0, 1}:
        text = [payload.decode()]
    readings: dict[str, Collection[Value]] = {
        "frame.number": [facts.number],
        "frame.time": [piece.at_s],
        "frame.direction": ["in" if piece.direction is Direction.IN else "out"],
        "client": [name.casefold() for name in names if name],
        "client.id": client_ids,
        **{
            f"websocket.{bit}": [int(f"{wire[0]:08b}"[i])]
            for i, bit in enumerate(("fin", "rsv1", "rsv2", "rsv3"))
        },
        "websocket.opcode": [wire[0] % 16],
        "websocket.mask": [wire[1] // 128],
        "websocket.masking_key": [wire[: seen.header_length][-4:]] if wire[1] >= 128 else [],
        "websocket.payload_length": [len(wire) - seen.header_length],
        "websocket.length_bits": [{126: 16, 127: 64}.get(wire[1] % 128, 7)],
        "websocket.payload": [payload] if payload else [],
        "websocket.payload.text": text,
        "websocket.payload.close.status_code": [4001] if is_close else [],
        "websocket.payload.close.reason": ["bye now"] if is_close else [],
        "websocket.violation": [violation.section for violation in seen.violations],
        "refused": [int(failing(seen.violations) is not None)],
    }
    return readings[name]
