"""Filters let through what they say, and fail where they go wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.filter_scene import FACTS
from wschat_gui.frames.display_filter import FilterError, parse
from wschat_gui.frames.filter_fields import FIELDS
from wschat_gui.frames.filter_lexer import MAX_FILTER_CHARACTERS
from wschat_gui.frames.filter_parser import (
    MAX_DEPTH,
)


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


def test_every_field_has_a_meaning() -> None:
    for field in FIELDS.values():
        assert field.meaning
        assert not field.meaning.endswith(".")
