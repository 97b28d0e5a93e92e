"""What a test needs of the machine: skipped with the reason at a developer's, failed on CI.

A skip on CI would be a promise that nobody checks. So this plugin makes a failure of it, whoever
skipped; only a `skipif` or `skip` marker, which is read before anything is tried, still counts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest


def require(present: object, what: str) -> None:
    """Go on only if `present` is true; `what` names the thing and says how to get it."""
    if not present:
        pytest.skip(f"needs {what}")


def require_program(*names: str) -> Path:
    """Return the path of the first of these programs that is installed; else as `require`."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    require(found, f"the program {' or '.join(names)} (`make test` installs it where it may)")
    return Path(str(found))


def on_ci() -> bool:
    """Tell whether this run decides what lands."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what was skipped, on CI."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        marked = any(item.get_closest_marker(name) for name in ("skip", "skipif"))
        if not marked:
            _fail_on_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a whole module that was skipped, on CI."""
    report = yield
    if report.skipped:
        _fail_on_ci(report)
    return report


def _fail_on_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    if on_ci():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CI must have what this test needs. {reason}"
