"""The page's vocabulary.js names exactly what chat/vocabulary.py defines."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from importlib.resources import files
from typing import Any, get_args

import msgspec
import pytest

from wschat_gui.chat import requests, room, vocabulary

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


def documented(sender: str) -> dict[str, list[str]]:
    """Return the fields of each message as a comment has them: comments weigh nothing on phones."""
    found = re.search(rf"^/\*\* What {sender} sends[^\n]*\n(.*?)^ \*/$", MODULE, re.M | re.DOTALL)
    assert found is not None
    lines = re.sub(r"\n \*     ", " ", found[1])
    return {name: fields.split() for name, fields in re.findall(r"^ \*   (\w+):(.*)$", lines, re.M)}


def test_every_message_of_the_host_has_the_same_type_and_fields() -> None:
    assert documented("the host") == fields_by_type(vocabulary.ServerMessage)


def test_every_message_of_the_page_has_the_same_type_and_fields() -> None:
    assert documented("a page") == fields_by_type(requests.PageMessage)


def test_a_line_of_the_roster_has_the_same_fields() -> None:
    fields = " ".join(field.name for field in msgspec.structs.fields(vocabulary.Person))
    assert f"// A line of a roster: {fields}.\n" in MODULE


@pytest.mark.parametrize("enum", [vocabulary.RefusalCode, vocabulary.LeaveCause])
def test_every_code_is_the_same(enum: type[StrEnum]) -> None:
    named = constant(enum.__name__)
    assert named
    assert named.items() <= {member.name: member.value for member in enum}.items()


@pytest.mark.parametrize("name", ["KICKED", "WRONG_CODE", "REPLACED"])
def test_every_private_close_code_of_the_room_is_the_same(name: str) -> None:
    assert constant("CloseCode")[name] == getattr(room, name)
