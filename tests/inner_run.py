"""Runs made-up tests under this tree's plugins, in a pytest of their own; tells how they ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

_ROOT = Path(__file__).parent.parent
_SETTINGS = """
[pytest]
filterwarnings = error
leak_guard_patience_s = 0.3
addopts = --strict-markers -p tests.leak_guard -p tests.require -p no:cacheprovider
"""


def outcomes(
    folder: Path, source: str, environment: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Run `source` as the only test module in `folder`, whose `sub` folder is empty.

    Gives each test's name, without `test_`, and the text of its failures: empty when it passed,
    `skipped: ` and the reason when it did neither.
    """
    (folder / "sub").mkdir()
    (folder / "pytest.ini").write_text(_SETTINGS)
    (folder / "test_made_up.py").write_text(source)
    report = folder.parent / f"{folder.name}.xml"
    variables = {
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # hypothesis and others take seconds to load
        **(environment or {}),
    }
    run = subprocess.run(
        [sys.executable, "-m", "pytest", f"--junit-xml={report}", f"--rootdir={folder}", "."],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.exists(), run.stdout + run.stderr
    return _cases(ElementTree.parse(report))


def _cases(report: ElementTree.ElementTree[ElementTree.Element]) -> dict[str, str]:
    cases: dict[str, str] = {}
    for case in report.iter("testcase"):
        name = case.get("name", "").removeprefix("test_")
        texts = [fault.text or "" for fault in case if fault.tag in {"failure", "error"}]
        texts += [f"skipped: {skip.get('message')}" for skip in case if skip.tag == "skipped"]
        cases[name] = cases.get(name, "") + "".join(texts)
    return cases
