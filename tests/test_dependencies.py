"""What the program stands on: every range has an upper bound, every licence is listed."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import metadata
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LICENCES = ROOT / "docs" / "licences.md"
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
ALL = [
    each
    for each in (*PROJECT["build-system"]["requires"], *RUNTIME, *chain(*EXTRAS.values()))
    if not each.startswith("wschat-gui[")
]


@pytest.mark.parametrize("requirement", ALL)
def test_a_range_has_both_ends(requirement: str) -> None:
    assert re.fullmatch(r"[a-z0-9_.-]+>=[0-9.]+,<[0-9.]+(; .*)?", requirement, re.IGNORECASE)


@pytest.mark.parametrize("requirement", RUNTIME)
def test_the_licence_of_what_is_shipped_is_listed(requirement: str) -> None:
    name = re.split("[><=]", requirement)[0]
    told = metadata(name)
    fields = [field for field in ("License-Expression", "License") if field in told]
    licence = told[fields[0]] if fields else ""
    rows = [
        row for row in LICENCES.read_text("utf-8").splitlines() if row.startswith(f"| {name} |")
    ]
    assert len(rows) == 1
    if licence and len(licence) < 60:
        assert f"| {licence} |" in rows[0]
