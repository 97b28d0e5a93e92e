"""What was deleted: few runs, whatever order it was deleted in."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.gone import Gone

RUNS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 8)).map(lambda p: (p[0], sum(p))))


def test_runs_that_touch_become_one() -> None:
    gone = Gone([(5, 6), (1, 1)])
    gone.add([(2, 4)])
    assert gone.ranges == ((1, 6),)


@given(before=RUNS, later=RUNS)
def test_every_deleted_number_is_gone_and_no_other(
    before: list[tuple[int, int]], later: list[tuple[int, int]]
) -> None:
    gone = Gone(before)
    gone.add(later)
    deleted = {seq for first, last in [*before, *later] for seq in range(first, last + 1)}
    assert {seq for seq in range(60) if seq in gone} == deleted
    assert all(one[1] + 1 < other[0] for one, other in pairwise(gone.ranges))
