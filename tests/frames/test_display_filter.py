"""Filters mean what they say, are printed as they are read, and fail where they go wrong."""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.captures import Wiretap, deflated
from tests.frames.wire import KEY, close, frame
from wschat_gui.frames.captured import CapturedFrames
from wschat_gui.frames.display_filter import Filter, FilterError, parse
from wschat_gui.frames.facts import FrameFacts, Party, facts_of
from wschat_gui.frames.filter_fields import FIELDS, FieldKind, Value
from wschat_gui.frames.filter_lexer import MAX_FILTER_CHARACTERS
from wschat_gui.frames.filter_parser import (
    MAX_DEPTH,
    AllOf,
    AnyOf,
    Comparison,
    Expression,
    Membership,
    Not,
    Operator,
    Present,
)
from wschat_gui.frames.header import LengthEncoding, Opcode
from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.pieces import Direction
from wschat_gui.frames.terms import Compression
from wschat_gui.frames.violations import failing

DIRECTORY = {
    1: Party("kitchen-tablet", "10.0.0.7:5001"),
    2: Party("Ännä", "[fe80::7]:5002"),
    3: Party("", "10.0.0.9:5003"),
}


def scene() -> Wiretap:
    """Frames of every sort; their numbers are used below."""
    tap = Wiretap()
    tap.observers[3] = ConnectionObserver(
        compression=Compression.PERMESSAGE_DEFLATE, max_message_bytes=None
    )
    tap.received[3] = tap.sent[3] = b""
    tap.receive(1, frame(payload="Hello, Grüße!".encode()))  # 1
    tap.receive(2, frame(Opcode.BINARY, bytes(range(200))))  # 2
    tap.broadcast(frame(payload=b'{"type":"said"}', key=b""), [1, 2])  # 3
    tap.broadcast(frame(payload=b"to one", key=b""), [3])  # 4
    tap.receive(3, frame(payload=deflated(b"compressed hello"), rsv=4))  # 5
    tap.receive(1, frame(payload=b"a", fin=False) + frame(Opcode.CONT, b"bc"))  # 6, 7
    tap.send(2, frame(Opcode.PING, b"rtt", key=b""))  # 8
    tap.receive(2, frame(Opcode.PONG, b"rtt"))  # 9
    tap.receive(2, frame(payload=b"long", encoding=LengthEncoding.SIXTY_FOUR_BIT))  # 10
    tap.receive(2, close(4001, "bye now"))  # 11
    tap.receive(2, frame(payload=b"late"))  # 12
    tap.receive(1, frame(payload=b"refused", key=b""))  # 13
    tap.receive(3, frame(Opcode.CLOSE))  # 14
    return tap


SNAPSHOT = scene().snapshot()
FACTS = list(facts_of(SNAPSHOT, DIRECTORY, start_s=0.0))


def numbers(text: str) -> list[int]:
    matches = parse(text).matches
    return [facts.number for facts in FACTS if matches(facts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", list(range(1, 15))),
        ("   ", list(range(1, 15))),
        ("websocket.opcode == 9", [8]),
        ("websocket.opcode == ping or websocket.opcode == PONG", [8, 9]),
        ('websocket.opcode == "close"', [11, 14]),
        ("websocket.opcode in {ping, pong 0x8}", [8, 9, 11, 14]),
        ("websocket.opcode not in {0..2}", [8, 9, 11, 14]),
        ('client == "kitchen-tablet"', [1, 3, 6, 7, 13]),
        ('client == "KITCHEN-tablet"', [1, 3, 6, 7, 13]),
        ('client == "ännÄ" && frame.direction == out', [3, 8]),
        ('client != "kitchen-tablet" and frame.direction == "out"', [4, 8]),
        ('client contains "10.0.0."', [1, 3, 4, 5, 6, 7, 13, 14]),
        ('client matches "^kitchen"', [1, 3, 6, 7, 13]),
        ('client in {"10.0.0.9:5003", "nobody"}', [4, 5, 14]),
        ("client.id == 3", [4, 5, 14]),
        ("client.id > 2", [4, 5, 14]),
        ("client.id in {1..2} and frame.direction == OUT", [3, 8]),
        ("frame.number >= 13", [13, 14]),
        ("frame.time < 0.001", [1]),
        ("not websocket.fin", [6]),
        ("websocket.fin == 0", [6]),
        ("websocket.fin == false", [6]),
        ("websocket.rsv1", [5]),
        ("websocket.rsv2 or websocket.rsv3", []),
        ("!websocket.mask", [3, 4, 8, 13]),
        ("websocket.masking_key == 37:fa:21:3d and client.id == 3", [5, 14]),
        ("not websocket.masking_key", [3, 4, 8, 13]),
        ("websocket.payload_length == 200", [2]),
        ("websocket.length_bits in {16 64}", [2, 10]),
        ('websocket.payload contains "Hello"', [1]),
        ("websocket.payload contains 48:65:6c", [1]),
        ("websocket.payload contains c7", [2]),
        ('websocket.payload.text contains "hello"', [5]),
        ('websocket.payload.text matches "h.llo"', [1, 5]),
        ('websocket.payload.text == "bc"', [7]),
        ("websocket.payload.text", [1, 3, 4, 5, 6, 7, 10, 12, 13]),
        ("websocket.payload.close.status_code", [11]),
        ("websocket.payload.close.status_code >= 4000", [11]),
        ("websocket.payload.close.status_code != 1000", [11]),
        ('websocket.payload.close.reason ~ "BYE"', [11]),
        ("websocket.violation", [10, 12, 13]),
        ("websocket.violation == 5.5.1", [12]),
        ('websocket.violation == "5.2"', [10]),
        ('websocket.violation contains "5."', [10, 12, 13]),
        ("refused", [13]),
        ("websocket.violation and not refused", [10, 12]),
        ("refused or frame.number == 1 and client.id == 2", [13]),
        ("(refused or frame.number == 2) and client.id == 2", [2]),
        ("!!refused", [13]),
        ("frame.number eq 1 or frame.number gt 13 or frame.number lt 0", [1, 14]),
        ("frame.number le 1 or frame.number ge 14 and frame.number ne 14", [1]),
    ],
)
def test_filter_lets_through(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "wrong", "sentence"),
    [
        ("websocket.opcode =", "=", "Write =="),
        ("websocket.opcod == 9", "websocket.opcod", "Did you mean websocket.opcode?"),
        ("ping", "ping", "There is no field ping."),
        ("websocket.opcode == pin", "pin", "a whole number, or one of cont"),
        ("websocket.opcode == 1.5", "1.5", "a whole number"),
        ("websocket.opcode == 99999999999999999999", "99999999999999999999", "64 bits"),
        ("websocket.fin == 2", "2", "true or false"),
        ("frame.time == soon", "soon", "a number such as"),
        ("websocket.masking_key == xyz", "xyz", "bytes such as"),
        ("websocket.payload contains 1234:5", "1234:5", "neither a number nor bytes"),
        ("client == 'anna'", "'", "double quotes"),
        ('client == "anna', '"anna', "no closing quote"),
        ("client < 5", "<", "no order"),
        ("websocket.opcode contains 1", "contains", "contains nothing"),
        ('websocket.opcode matches "1"', "matches", "no text"),
        ("websocket.payload.text matches abc", "abc", "between double quotes"),
        ('websocket.payload.text matches "(a"', '"(a"', "not closed"),
        ("client in 5", "5", "comes a set"),
        ("client.id in {}", "{", "An empty set"),
        ("client.id in {1,", "{", "never closed"),
        ("client.id in {5..2}", "5", "more than what it goes up to"),
        ('client in {"a".."b"}', "..", "no order"),
        ("refused refused", "refused", "'and' or 'or'"),
        ("(refused", "(", "never closed"),
        ("refused)", ")", "never opened"),
        ("(refused refused)", "refused", "closing parenthesis"),
        ("refused & refused", "&", "Write &&"),
        ("refused # why", "#", "means nothing"),
        ("== 5", "==", "a field is wanted"),
        ("and", "and", "a field is wanted"),
        ("client == and", "and", "a name is wanted"),
    ],
)
def test_error_points_at_what_is_wrong(text: str, wrong: str, sentence: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text)
    error = caught.value
    assert text[error.position : error.position + error.length] == wrong
    assert sentence in error.sentence


@pytest.mark.parametrize("text", ["refused and", "client ==", "not", "(", "client.id in"])
def test_error_may_be_that_more_is_wanted(text: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text)
    # An open parenthesis is missing its field first.
    assert caught.value.position == len(text)
    assert caught.value.length == 1


@pytest.mark.parametrize("nesting", ["(", "not ", "!", "not ("])
def test_nesting_is_bounded(nesting: str) -> None:
    with pytest.raises(FilterError, match=str(MAX_DEPTH)):
        parse(nesting * (MAX_DEPTH + 1) + "refused")


def test_length_is_bounded() -> None:
    parse("refused or " * 100 + "refused")
    with pytest.raises(FilterError, match="characters at most"):
        parse("refused or " * (MAX_FILTER_CHARACTERS // 10) + "refused")


# Anything ----------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [*FIELDS, "and", "or", "not", "!", "&&", "||", "(", ")", "{", "}", ",", "..", "in", "==", "!=",
     "<", ">=", "~", "contains", "matches", "5", "0x1f", "1.5", "5.5.1", "48:65", "ff", '"a"',
     '"[a-', "ping", "true", "out", "=", "'", "#", "é"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40))
def test_any_text_is_a_filter_or_an_error_within_it(text: str) -> None:
    try:
        found = parse(text)
    except FilterError as error:
        assert 0 <= error.position <= len(text)
        assert error.length >= 1
        assert error.position + error.length <= len(text) or error.position == len(text)
        assert error.sentence.endswith((".", "…", "?"))
    else:
        for facts in FACTS:
            assert found.matches(facts) in {True, False}


# Against a naive model ---------------------------------------------------------------------------

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


def test_every_field_has_a_meaning() -> None:
    for field in FIELDS.values():
        assert field.meaning
        assert not field.meaning.endswith(".")
