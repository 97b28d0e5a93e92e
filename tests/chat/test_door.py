"""The room code opens the door, and guessing shuts it for the address that guesses."""

from __future__ import annotations

import pytest

from wschat_gui.chat.door import Door, DoorRule, DoorVerdict

RULE = DoorRule(wrong_codes=6, window_s=300.0, refusal_s=600.0)
OPEN, CLOSED = DoorVerdict.OPEN, DoorVerdict.CLOSED
WRONG, SHUT = DoorVerdict.WRONG, DoorVerdict.SHUT


@pytest.fixture
def door() -> Door:
    return Door("sesame", RULE)


def guess(door: Door, times: int, *, at_s: float, address: str = "10.0.0.5") -> list[DoorVerdict]:
    return [door.knock(address, "guess", at_s) for _ in range(times)]


@pytest.mark.parametrize("code", ["", "sesame", "anything"])
def test_room_without_code_is_open_to_all(code: str) -> None:
    assert Door("", RULE).knock("10.0.0.5", code, 0.0) is OPEN


@pytest.mark.parametrize("code", ["Sesame", "sesame ", "sesam", "sesame\x00", "🗝️"])
def test_only_the_code_itself_opens(door: Door, code: str) -> None:
    assert door.knock("10.0.0.5", code, 0.0) is WRONG
    assert door.knock("10.0.0.5", "sesame", 0.0) is OPEN


def test_knocking_without_a_code_is_no_guess(door: Door) -> None:
    assert [door.knock("10.0.0.5", "", 0.0) for _ in range(20)] == [CLOSED] * 20
    assert guess(door, 7, at_s=0.0) == [WRONG] * 6 + [SHUT]
    assert door.knock("10.0.0.5", "", 1.0) is SHUT


def test_code_may_be_of_any_letters() -> None:
    assert Door("Пароль 🗝️", RULE).knock("10.0.0.5", "Пароль 🗝️", 0.0) is OPEN


def test_six_wrong_codes_shut_out_even_the_right_one(door: Door) -> None:
    assert guess(door, 7, at_s=0.0) == [WRONG] * 6 + [SHUT]
    assert door.knock("10.0.0.5", "sesame", 599.9) is SHUT
    assert door.knock("10.0.0.5", "sesame", 600.0) is OPEN


def test_shut_out_address_is_told_for_how_long(door: Door) -> None:
    guess(door, 6, at_s=0.0)
    assert door.shut_for_s("10.0.0.5", 100.0) == 500.0
    assert door.shut_for_s("10.0.0.5", 700.0) == 0.0
    assert door.shut_for_s("10.0.0.6", 100.0) == 0.0


def test_other_rule_counts_from_the_next_guess_on(door: Door) -> None:
    door.change_rule(DoorRule(wrong_codes=2, window_s=300.0, refusal_s=60.0))
    assert guess(door, 3, at_s=0.0) == [WRONG] * 2 + [SHUT]
    assert door.knock("10.0.0.5", "sesame", 60.0) is OPEN


def test_knocking_while_shut_out_does_not_prolong_it(door: Door) -> None:
    guess(door, 50, at_s=0.0)
    guess(door, 50, at_s=599.0)
    assert door.knock("10.0.0.5", "sesame", 600.0) is OPEN


def test_after_the_refusal_there_are_six_guesses_again(door: Door) -> None:
    guess(door, 6, at_s=0.0)
    assert guess(door, 7, at_s=600.0) == [WRONG] * 6 + [SHUT]


def test_other_addresses_are_let_in_meanwhile(door: Door) -> None:
    guess(door, 6, at_s=0.0)
    assert door.knock("10.0.0.6", "sesame", 1.0) is OPEN


def test_only_wrong_codes_within_the_window_count(door: Door) -> None:
    guess(door, 1, at_s=0.0)
    guess(door, 4, at_s=200.0)
    # Six, but the first was more than five minutes ago.
    assert guess(door, 2, at_s=300.1) == [WRONG, WRONG]
    assert guess(door, 1, at_s=300.2) == [SHUT]


def test_window_includes_its_last_moment(door: Door) -> None:
    guess(door, 5, at_s=0.0)
    assert guess(door, 2, at_s=300.0) == [WRONG, SHUT]


def test_right_code_wipes_out_the_wrong_ones(door: Door) -> None:
    for round_s in (0.0, 10.0, 20.0):
        assert guess(door, 5, at_s=round_s) == [WRONG] * 5
        assert door.knock("10.0.0.5", "sesame", round_s) is OPEN


def test_changed_code_counts_at_once(door: Door) -> None:
    door.change_code("mellon")
    assert door.knock("10.0.0.5", "sesame", 0.0) is WRONG
    assert door.knock("10.0.0.5", "mellon", 0.0) is OPEN
    door.change_code("")
    assert door.knock("10.0.0.5", "", 0.0) is OPEN


def test_memory_of_addresses_is_bounded_and_keeps_the_latest(door: Door) -> None:
    for number in range(12_000):
        guess(door, 6, at_s=0.0, address=f"fd00::{number:x}")
    assert len(door._shut_until_s) == 10_000
    assert len(door._wrong_at_s) <= 10_000
    assert guess(door, 1, at_s=1.0, address=f"fd00::{11_999:x}") == [SHUT]


@pytest.mark.parametrize(("changed", "before", "after"), [(3, 4, [WRONG]), (8, 5, [WRONG] * 3)])
def test_changed_rule_counts_what_was_guessed_before(
    door: Door, changed: int, before: int, after: list[DoorVerdict]
) -> None:
    assert guess(door, before, at_s=0.0) == [WRONG] * before
    door.change_rule(DoorRule(wrong_codes=changed, window_s=300.0, refusal_s=600.0))
    assert guess(door, len(after) + 1, at_s=1.0) == [*after, SHUT]
