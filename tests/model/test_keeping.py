"""For how long messages are kept: names, choices, and which change deletes."""

from __future__ import annotations

import pytest

from wschat_gui.config import Keep, KeepFor
from wschat_gui.model.keeping import days_of, is_same, keep_name, loses_messages, usual_keeps

FOREVER = Keep()
UNTIL_CLOSE = Keep(how_long=KeepFor.UNTIL_CLOSE)


def days(number: int) -> Keep:
    return Keep(how_long=KeepFor.DAYS, days=number)


def test_every_setting_has_a_name() -> None:
    assert [keep_name(each) for each in (FOREVER, days(1), days(30), UNTIL_CLOSE)] == [
        "for ever",
        "1 day",
        "30 days",
        "until the room is closed",
    ]


def test_setting_in_force_is_among_the_choices_once_in_its_place() -> None:
    names = [keep_name(each) for each in usual_keeps(days(45))]

    assert names[:4] == ["for ever", "365 days", "90 days", "45 days"]
    assert len(names) == len(set(names))
    assert [keep_name(each) for each in usual_keeps(days(30))].count("30 days") == 1


def test_days_count_with_days_only() -> None:
    assert is_same(FOREVER, Keep(days=9))
    assert not is_same(days(9), days(8))


@pytest.mark.parametrize(
    ("before", "after", "loses"),
    [
        (FOREVER, days(30), True),
        (FOREVER, UNTIL_CLOSE, True),
        (days(30), days(7), True),
        (days(30), UNTIL_CLOSE, True),
        (UNTIL_CLOSE, days(30), True),
        (days(7), days(30), False),
        (days(7), FOREVER, False),
        (UNTIL_CLOSE, FOREVER, False),
        (days(7), days(7), False),
        (FOREVER, Keep(days=3), False),
    ],
)
def test_only_what_deletes_messages_is_asked_about(before: Keep, after: Keep, loses: bool) -> None:
    assert loses_messages(before, after) is loses


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *((" 45 ", 45), ("1", 1), ("36500", 36_500), ("36501", None), ("0", None), ("-1", None)),
        *(("", None), ("ten", None), ("1.5", None), ("²", None), ("9" * 99, None)),
    ],
)
def test_days_are_read_as_typed(typed: str, number: int | None) -> None:
    assert days_of(typed) == number
