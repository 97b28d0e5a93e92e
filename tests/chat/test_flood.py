"""A bucket of words: what passes, what warns, what mutes, and when it is full again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.flood import FloodGuard, FloodRule, FloodVerdict

RULE = FloodRule(burst=8, per_s=2.0, mute_s=30.0)
PASSED, WARNED, MUTED = FloodVerdict.PASSED, FloodVerdict.WARNED, FloodVerdict.MUTED


@pytest.fixture
def guard() -> FloodGuard:
    return FloodGuard(RULE, 100.0)


def speak(guard: FloodGuard, times: int, now_s: float) -> list[FloodVerdict]:
    return [guard.speak(now_s) for _ in range(times)]


def test_burst_passes_then_one_warning_then_mute(guard: FloodGuard) -> None:
    assert speak(guard, 12, 100.0) == [PASSED] * 8 + [WARNED] + [MUTED] * 3


@pytest.mark.parametrize(("pause_s", "more"), [(0.49, 0), (0.5, 1), (1.0, 2), (3.75, 7), (4.0, 8)])
def test_two_words_a_second_come_back(guard: FloodGuard, pause_s: float, more: int) -> None:
    speak(guard, 8, 100.0)
    assert speak(guard, more + 1, 100.0 + pause_s) == [PASSED] * more + [WARNED]


def test_bucket_never_holds_more_than_the_burst(guard: FloodGuard) -> None:
    assert speak(guard, 9, 10_000.0) == [PASSED] * 8 + [WARNED]


def test_who_goes_on_too_soon_after_the_warning_is_muted(guard: FloodGuard) -> None:
    speak(guard, 9, 100.0)
    assert speak(guard, 3, 101.0) == [PASSED, PASSED, MUTED]


def test_warning_is_forgotten_when_the_bucket_was_full_again(guard: FloodGuard) -> None:
    speak(guard, 9, 100.0)
    assert speak(guard, 9, 104.0) == [PASSED] * 8 + [WARNED]


def test_forgiven_member_has_its_whole_burst_again(guard: FloodGuard) -> None:
    speak(guard, 10, 100.0)
    guard.forgive(101.0)
    assert guard.muted_for_s(101.0) == 0.0
    assert speak(guard, 9, 101.0) == [PASSED] * 8 + [WARNED]


def test_other_rule_holds_from_the_next_message_on(guard: FloodGuard) -> None:
    guard.change_rule(FloodRule(burst=3, per_s=1.0, mute_s=5.0))
    assert speak(guard, 5, 100.0) == [PASSED] * 3 + [WARNED, MUTED]
    assert guard.muted_for_s(100.0) == 5.0


@pytest.mark.parametrize(
    ("spoken", "now_s", "wait_s"), [(0, 100.0, 0), (8, 100.0, 0.5), (8, 100.2, 0.3)]
)
def test_next_word_comes_when_it_was_said_to(
    guard: FloodGuard, spoken: int, now_s: float, wait_s: float
) -> None:
    speak(guard, spoken, 100.0)
    assert guard.refilled_in_s(now_s) == pytest.approx(wait_s)


def test_mute_ends_after_its_time_and_speaking_does_not_prolong_it(guard: FloodGuard) -> None:
    speak(guard, 10, 100.0)
    assert guard.muted_for_s(100.0) == 30.0
    assert speak(guard, 5, 129.99) == [MUTED] * 5
    assert guard.muted_for_s(129.0) == pytest.approx(1.0)
    assert guard.muted_for_s(130.0) == 0.0
    assert speak(guard, 9, 130.0) == [PASSED] * 8 + [WARNED]


def test_after_the_mute_there_is_a_warning_again_before_the_next() -> None:
    guard = FloodGuard(FloodRule(burst=1, per_s=0.01, mute_s=30.0), 0.0)
    assert speak(guard, 3, 0.0) == [PASSED, WARNED, MUTED]
    assert speak(guard, 2, 30.0) == [WARNED, MUTED]


def test_who_never_spoke_is_not_muted(guard: FloodGuard) -> None:
    assert guard.muted_for_s(100.0) == 0.0


@given(st.lists(st.floats(0.0, 5.0), max_size=120))
def test_nobody_says_more_than_the_burst_and_the_rate_allow(pauses_s: list[float]) -> None:
    guard, now_s, passed = FloodGuard(RULE, 0.0), 0.0, 0
    for pause_s in pauses_s:
        now_s += pause_s
        passed += guard.speak(now_s) is PASSED
        assert passed <= RULE.burst + RULE.per_s * now_s + 1e-6


@given(st.lists(st.floats(0.5, 5.0), max_size=120))
def test_who_keeps_to_the_rate_is_never_refused(pauses_s: list[float]) -> None:
    guard, now_s = FloodGuard(RULE, 0.0), 0.0
    for pause_s in pauses_s:
        now_s += pause_s
        assert guard.speak(now_s) is PASSED
