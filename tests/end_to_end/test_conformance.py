"""Autobahn's cases against the host's /echo: those that take seconds. All: `make conformance`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.end_to_end.headless import HeadlessHost
from tools.conformance import (
    EXCUSES,
    MANY_FRAGMENTS,
    PAGE,
    QUICK,
    QUICK_CASES,
    Verdict,
    faults,
    run_kosoku,
)


@pytest.mark.timeout(300)
def test_the_core_and_the_small_deflate_cases_pass(tmp_path: Path) -> None:
    host = HeadlessHost(tmp_path, MANY_FRAGMENTS)
    try:
        verdicts = asyncio.run(run_kosoku(host.port, QUICK, at_once=8))
    finally:
        host.stop()
    assert faults(verdicts, QUICK_CASES) == []


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
