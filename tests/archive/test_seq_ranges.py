"""Runs of sequence numbers: no number is lost or gained, and no two runs touch."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.archive.seq_ranges import SeqRange, joined, ranges_of

numbers = st.sets(st.integers(1, 60))


def test_neighbours_become_one_run() -> None:
    assert ranges_of([1, 2, 3, 7, 9, 10]) == [SeqRange(1, 3), SeqRange(7, 7), SeqRange(9, 10)]


def test_a_run_knows_its_members_and_their_number() -> None:
    run = SeqRange(3, 5)

    assert [seq in run for seq in (2, 3, 5, 6)] == [False, True, True, False]
    assert len(run) == 3


@given(numbers)
def test_runs_hold_exactly_the_numbers_and_do_not_touch(given_numbers: set[int]) -> None:
    runs = ranges_of(sorted(given_numbers))

    assert [seq for run in runs for seq in range(run.first, run.last + 1)] == sorted(given_numbers)
    assert all(later.first > run.last + 1 for run, later in pairwise(runs))


@given(numbers, numbers)
def test_overlapping_runs_join_to_the_runs_of_all(some: set[int], others: set[int]) -> None:
    runs = sorted(ranges_of(sorted(some)) + ranges_of(sorted(others)))

    assert joined(runs) == ranges_of(sorted(some | others))
