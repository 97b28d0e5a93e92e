"""What the inspector offers to type is what the server's display filters know."""

from __future__ import annotations

import pytest

from wschat_gui.frames.display_filter import parse
from wschat_gui.frames.filter_fields import FIELDS as KNOWN
from wschat_gui.model.filter_help import EXAMPLES, FIELDS


def test_names_are_those_that_filters_know() -> None:
    assert set(FIELDS) == set(KNOWN)


@pytest.mark.parametrize("example", [example for example, _meaning in EXAMPLES])
def test_examples_can_be_parsed(example: str) -> None:
    parse(example)
