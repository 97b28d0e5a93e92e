"""Autobahn's cases against the host's /echo: those that take seconds. All: `make conformance`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.conformance import EXCUSES, PAGE, QUICK_CASES, Verdict, faults


@pytest.mark.timeout(300)
def test_the_core_and_the_small_deflate_cases_pass() -> None:
    # In a process of its own: the suite leaves files open, which this one would be blamed for.
    run = subprocess.run(
        [sys.executable, "-m", "tools.conformance", "--quick", "--at-once", "8"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{QUICK_CASES} cases in " in run.stdout


def test_a_verdict_other_than_ok_needs_an_excuse() -> None:
    fine = [
        Verdict("1.1.1", "OK", "OK"),
        Verdict("3.2", "NON-STRICT", "OK"),
        Verdict("7.1.6", "INFORMATIONAL", "INFORMATIONAL"),
    ]
    assert faults(fine, 3) == []
    assert faults(fine, 4) == ["3 cases instead of 4"]
    for behavior, behavior_close in (
        ("FAILED", "OK"),
        ("UNIMPLEMENTED", "OK"),
        ("NON-STRICT", "OK"),
        ("OK", "UNCLEAN"),
        ("INFORMATIONAL", "INFORMATIONAL"),
    ):
        assert faults([Verdict("1.1.1", behavior, behavior_close)], 1) == [
            f"1.1.1: {behavior}, closing {behavior_close}"
        ]
    assert faults([Verdict("3.2", "NON-STRICT", "UNCLEAN")], 1) != []


def test_every_excuse_is_documented() -> None:
    documented = PAGE.read_text("utf-8")
    for case_id, (verdict, reason) in EXCUSES.items():
        (row,) = (line for line in documented.splitlines() if f" {case_id} " in line)
        assert f"| {verdict} | {reason} |" in row
