"""Needs that are not met: a skip for a developer, a failure on CI."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.inner_run import outcomes
from tests.require import require, require_program

SOURCE = """
import sys
import pytest
from tests.require import require

@pytest.fixture(scope="session")
def display(): require(False, "a display")

def test_asks_itself(): require(False, "a display")
def test_asks_in_a_fixture(display): pass
def test_asks_again(display): pass
def test_skips_in_its_own_way(): pytest.skip("no display here")
@pytest.mark.skipif(sys.version_info > (3,), reason="for other systems")
def test_is_for_others(): pass
@pytest.mark.xfail(reason="known", strict=True)
def test_is_known_to_fail(): raise AssertionError
def test_has_all(): require(True, "nothing")
"""
NEEDY = ("asks_itself", "asks_in_a_fixture", "asks_again", "skips_in_its_own_way")
MODULE_SKIPS = "import pytest\npytest.importorskip('no_such_module')\ndef test_never(): pass"


def test_developer_may_lack_something(tmp_path: Path) -> None:
    cases = outcomes(tmp_path, SOURCE)

    assert cases["asks_itself"] == "skipped: needs a display"
    assert all(cases[name].startswith("skipped: ") for name in (*NEEDY, "is_for_others"))
    assert cases["has_all"] == ""


def test_ci_may_lack_nothing(tmp_path: Path) -> None:
    cases = outcomes(tmp_path, SOURCE, {"CI": "true"})

    assert cases["asks_itself"] == "CI must have what this test needs. Skipped: needs a display"
    assert all(cases[name].startswith("CI must have what") for name in NEEDY)
    assert cases["is_for_others"].startswith("skipped: for other systems")
    assert cases["is_known_to_fail"].startswith("skipped: known")
    assert cases["has_all"] == ""


@pytest.mark.parametrize(("environment", "begin"), [({}, "skipped:"), ({"CI": "1"}, "CI must")])
def test_module_that_lacks_something(
    tmp_path: Path, environment: dict[str, str], begin: str
) -> None:
    (text,) = outcomes(tmp_path, MODULE_SKIPS, environment).values()

    assert text.startswith(begin)


def test_what_is_there_is_found() -> None:
    require(sys, "an interpreter")

    assert require_program("no-such-program-at-all", "sh").name == "sh"


def test_missing_program_is_named() -> None:
    with pytest.raises(pytest.skip.Exception, match="no-such-program-at-all"):
        require_program("no-such-program-at-all")
