"""Every load and fault for a moment: nothing of what people say meanwhile is lost or doubled.

As long as one likes, with a table: `python -m tools.siege`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.network.machines import why_no_machines
from tools.siege.case import Case
from tools.siege.cases.every import CASES, run
from tools.siege.network import NetworkCase

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="suspends and limits as Linux does")
_NO_MACHINES = why_no_machines()
_LEFT_OUT = {
    *("slowloris in frames", "slowloris in reading", "half-open sockets"),
    *("5,000 idle", "500 chatting", "clients that never read"),
    *("connect storm", "connect storm that says nothing"),
}
"""A moment of these shows nothing, or nothing that is not tested elsewhere."""


def _parameter(case: Case | NetworkCase) -> object:
    marks = []
    if isinstance(case, NetworkCase):
        marks.append(pytest.mark.skipif(bool(_NO_MACHINES), reason=_NO_MACHINES))
    if "unshare" in getattr(case, "prefix", ()):
        lacking = shutil.which("unshare") is None or bool(_NO_MACHINES)
        marks.append(pytest.mark.skipif(lacking, reason="needs root and unshare to mount a disk"))
    return pytest.param(case, marks=marks, id=case.name)


@pytest.mark.parametrize("case", [_parameter(each) for each in CASES if each.name not in _LEFT_OUT])
def test_the_others_chat_on(case: Case | NetworkCase, tmp_path: Path) -> None:
    outcome = run(case, case.short, tmp_path, seed=1)
    assert outcome.faults == []
    assert outcome.deliveries > 0
    assert (outcome.lost, outcome.doubled) == (0, 0)
