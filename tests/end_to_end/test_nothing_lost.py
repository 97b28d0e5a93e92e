"""Whatever any client has seen is in the transcript: after `kill -9`, after every kind of drop.

Short runs; `python -m tools.torture` runs them as long as one likes and prints a table.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.end_to_end.drops import run_drops
from tests.end_to_end.kills import run_kills

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")


def test_killed_at_any_moment_the_host_has_saved_what_anybody_saw(tmp_path: Path) -> None:
    outcome = run_kills(tmp_path, kills=3, senders=20, seed=1)
    assert outcome.received > 0
    assert outcome.faults == []


@pytest.mark.parametrize("restarts", [0, 2])
def test_dropped_at_any_byte_every_page_sees_all_once_in_one_order(
    tmp_path: Path, restarts: int
) -> None:
    outcome = run_drops(tmp_path, drops=30, restarts=restarts, seed=1)
    assert outcome.said > 0
    assert outcome.faults == []
