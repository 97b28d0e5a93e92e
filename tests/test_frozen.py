"""How the packaged program starts: with streams, with children that find their own libraries."""

from __future__ import annotations

import sys

import pytest

from wschat_gui import __main__, console, frozen
from wschat_gui.gui import fatal


def test_streams_that_are_missing_are_opened_and_swallow_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    console.open_streams()
    assert sys.stdout is sys.stderr
    print("nobody reads this")
    sys.stdout.close()


def test_streams_that_are_there_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.stdout, sys.stderr
    console.open_streams()
    assert (sys.stdout, sys.stderr) == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"LD_LIBRARY_PATH": "/ours", "A": "b"}, {"A": "b"}),
        (
            {"LD_LIBRARY_PATH": "/ours:/theirs", "LD_LIBRARY_PATH_ORIG": "/theirs"},
            {"LD_LIBRARY_PATH": "/theirs"},
        ),
        ({}, {}),
    ],
)
def test_children_get_the_library_path_that_the_person_has(
    before: dict[str, str], after: dict[str, str]
) -> None:
    frozen.free_children(before)
    assert before == after


def test_error_that_nothing_else_catches_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise RuntimeError("the disk is made of cheese")

    shown: list[str] = []
    monkeypatch.setattr(__main__, "main", fail)
    monkeypatch.setattr(fatal, "show_fatal", shown.append)
    monkeypatch.setattr(frozen, "free_children", lambda _environment: None)
    assert frozen.main() == 1
    (detail,) = shown
    assert "the disk is made of cheese" in detail
    assert "Traceback" in detail


def test_status_of_the_command_line_is_that_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(__main__, "main", lambda: 7)
    monkeypatch.setattr(frozen, "free_children", lambda _environment: None)
    assert frozen.main() == 7
