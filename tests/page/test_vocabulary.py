"""The page's vocabulary.js names exactly what chat/vocabulary.py defines."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from importlib.resources import files
from typing import Any, get_args

import msgspec
import pytest

from wschat_gui.chat import room, vocabulary

MODULE = files("wschat_gui.page").joinpath("vocabulary.js").read_text("utf-8")


def constant(name: str) -> Any:  # noqa: ANN401
    """Read an exported constant: plain literals only, so that adding quotes to keys makes JSON."""
    found = re.search(rf"^export const {name} = (.+?);$", MODULE, re.MULTILINE | re.DOTALL)
    assert found is not None, f"vocabulary.js exports no {name}"
    without_comments = re.sub(r"\s//[^\n]*", "", found[1])
    quoted = re.sub(r"(\w+):", r'"\1":', without_comments)
    return json.loads(re.sub(r",(\s*[\]}])", r"\1", quoted))


def fields_by_type(union: object) -> dict[str, list[str]]:
    """Return the field names of each struct of a union by its tag."""
    return {
        str(struct.__struct_config__.tag): list(struct.__struct_fields__)
        for struct in get_args(union)
    }


def test_subprotocol_is_the_same() -> None:
    assert constant("SUBPROTOCOL") == vocabulary.SUBPROTOCOL


@pytest.mark.parametrize(
    ("name", "union"),
    [
        ("PAGE_MESSAGES", vocabulary.PageMessage),
        ("SERVER_MESSAGES", vocabulary.ServerMessage),
    ],
)
def test_every_message_has_the_same_type_and_fields(name: str, union: object) -> None:
    assert constant(name) == fields_by_type(union)


def test_a_line_of_the_roster_has_the_same_fields() -> None:
    assert constant("PERSON") == [field.name for field in msgspec.structs.fields(vocabulary.Person)]


@pytest.mark.parametrize("enum", [vocabulary.RefusalCode, vocabulary.LeaveCause])
def test_every_code_is_the_same(enum: type[StrEnum]) -> None:
    assert constant(enum.__name__) == {member.name: member.value for member in enum}


@pytest.mark.parametrize("name", ["KICKED", "WRONG_CODE", "REPLACED"])
def test_every_private_close_code_of_the_room_is_the_same(name: str) -> None:
    assert constant("CloseCode")[name] == getattr(room, name)
