"""The list of bans as it is written and sorted."""

from __future__ import annotations

import pytest

from tests.model.made_up import ban_entry
from wschat_gui.bridge.events import BanEntry
from wschat_gui.model.bans import COLUMNS, BanOrder, by_what, cells_of, until, who

TIMED = ban_entry(1, nick="bob", reason="noise", since_ms=1_000, until_ms=301_000)
STAYS = ban_entry(2, nick="ada", ip="192.168.1.9", since_ms=2_000, until_stop=True)
EVER = ban_entry(3, nick="", ip="10.0.0.7", by_device=False, reason="Bots", since_ms=3_000)


def ids(order: BanOrder) -> list[int]:
    return [ban.ban_id for ban in order.sorted((TIMED, STAYS, EVER))]


@pytest.mark.parametrize(
    ("ban", "name", "by", "end"),
    [
        (STAYS, "ada", "device, and address 192.168.1.9", "until the program ends"),
        (EVER, "10.0.0.7", "address 10.0.0.7", "until it is lifted"),
    ],
)
def test_ban_is_told_in_words(ban: BanEntry, name: str, by: str, end: str) -> None:
    assert (who(ban), by_what(ban), until(ban)) == (name, by, end)


def test_end_is_told_to_the_minute() -> None:
    assert by_what(TIMED) == "device"
    assert len(until(TIMED)) == len("2026-11-22 14:00")


def test_cells_stand_in_the_order_of_the_columns() -> None:
    cells = dict(zip(COLUMNS, cells_of(TIMED), strict=True))

    assert cells["who"] == "bob"
    assert cells["why"] == "noise"


def test_whatever_a_ban_says_stays_in_its_row() -> None:
    assert who(ban_entry(4, nick="a\nb\u202ec")) == "a bc"


@pytest.mark.parametrize(
    ("column", "ascending"),
    [
        ("who", [3, 2, 1]),
        ("by", [3, 1, 2]),
        ("why", [2, 3, 1]),
        ("since", [1, 2, 3]),
        ("until", [1, 2, 3]),
    ],
)
def test_every_column_sorts_both_ways(column: str, ascending: list[int]) -> None:
    assert ids(BanOrder(column, is_descending=False)) == ascending
    assert ids(BanOrder(column, is_descending=True)) == ascending[::-1]


def test_newest_is_on_top_and_a_click_turns_round() -> None:
    assert ids(BanOrder()) == [3, 2, 1]
    assert BanOrder().clicked("since") == BanOrder("since", is_descending=False)
    assert BanOrder().clicked("who") == BanOrder("who", is_descending=False)
