"""The walls of the architecture: who imports whom, who may read a clock, how long a file may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.layers import ALLOWED_ARROWS, PACKAGE, faults

ROOT = Path(__file__).parent.parent
MOST_LINES = 350
WRITTEN_BY_HAND = {".py", ".js", ".css", ".html", ".sh"}
FOLDERS = (PACKAGE, "tests", "bench", "tools", ".ci")


def modules() -> list[Path]:
    return sorted((ROOT / PACKAGE).rglob("*.py"))


def named(path: Path) -> str:
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in WRITTEN_BY_HAND)


@pytest.mark.parametrize("path", modules(), ids=named)
def test_module_keeps_to_its_layer(path: Path) -> None:
    is_package = path.name == "__init__.py"
    assert faults(named(path), path.read_text("utf-8"), is_package=is_package) == []


@pytest.mark.parametrize("path", modules(), ids=named)
def test_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_no_file_is_longer_than_a_reader_keeps_in_mind() -> None:
    lengths = {path: path.read_text("utf-8").count("\n") for path in sources()}
    assert len(lengths) > 10
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_file_is_a_drawer_for_everything() -> None:
    assert [path for path in sources() if path.stem in {"utils", "util", "misc"}] == []


def test_arrows_point_down_and_never_round() -> None:
    def below(part: str, seen: tuple[str, ...] = ()) -> set[str]:
        assert part not in seen, f"{part} reaches itself by {seen}"
        return {part}.union(*(below(other, (*seen, part)) for other in ALLOWED_ARROWS[part]))

    assert below("frozen") == set(ALLOWED_ARROWS)


ALLOWED = [
    ("chat.room", "import re, msgspec.json\nfrom msgspec import Struct"),
    ("chat.room", "from wschat_gui.chat.effects import Send"),
    ("chat.room", "from . import effects\nfrom .effects import Send"),
    ("server.hub", "from wschat_gui import chat, __version__\nimport asyncio, websockets.frames"),
    ("server.hub", "from wschat_gui.config import Limits\nfrom wschat_gui.archive import store"),
    ("archive.store", "import sqlite3\nfrom wschat_gui.chat.vocabulary import Said"),
    ("model.window", "from wschat_gui.bridge.events import Event"),
    ("gui.window", "import tkinter as tk\nfrom ttkbootstrap import Window\nimport segno"),
    ("app", "from wschat_gui.gui.window import Window\nfrom wschat_gui import server"),
    ("__main__", "from wschat_gui import __version__, app\nfrom wschat_gui.config import Settings"),
    ("server.thread", "import time\nnow = time.monotonic()"),
    ("model.log", "from datetime import datetime\nat = datetime.fromtimestamp(0)"),
    ("frames.rates", "def rate(time, now):\n    return time / now"),
]


@pytest.mark.parametrize(("module", "source"), ALLOWED)
def test_what_the_design_allows_passes(module: str, source: str) -> None:
    assert faults(f"{PACKAGE}.{module}", source) == []


FORBIDDEN = [
    ("frames.header", "import wschat_gui.chat.room", "frames may not import chat"),
    ("chat.room", "from wschat_gui.config import Limits", "chat may not import config"),
    ("chat.room", "from wschat_gui import bridge", "chat may not import bridge"),
    ("chat.room", "from ..bridge import events", "chat may not import bridge"),
    ("chat.room", "from .. import bridge", "chat may not import bridge"),
    ("bridge.events", "from wschat_gui.chat import room", "bridge may not import chat"),
    ("archive.store", "from wschat_gui.config import Limits", "archive may not import config"),
    ("server.hub", "from wschat_gui.gui import window", "server may not import gui"),
    ("server.hub", "from wschat_gui.model import state", "server may not import model"),
    ("model.state", "from wschat_gui.chat import room", "model may not import chat"),
    ("gui.window", "from wschat_gui.server import hub", "gui may not import server"),
    ("gui.window", "from wschat_gui.app import main", "gui may not import app"),
    ("config", "from wschat_gui.chat import room", "config may not import chat"),
    ("__main__", "from wschat_gui.gui import window", "__main__ may not import gui"),
    (
        "model.state",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from wschat_gui import server",
        "model may not import server",
    ),
    ("server.hub", "def late():\n    import wschat_gui.gui.window", "server may not import gui"),
    (
        "server.hub",
        "import importlib\nimportlib.import_module('wschat_gui.gui')",
        "server may not import gui",
    ),
    ("server.hub", "__import__('tkinter')", "only gui may import tkinter"),
    ("model.state", "import tkinter", "only gui may import tkinter"),
    ("app", "import tkinter.messagebox", "only gui may import tkinter"),
    ("app", "from ttkbootstrap import Window", "only gui may import ttkbootstrap"),
    ("app", "import asyncio", "only server may import asyncio"),
    ("frames.ring", "from asyncio import Queue", "only server may import asyncio"),
    ("gui.window", "import socket", "only server may import socket"),
    ("chat.room", "from websockets.frames import Frame", "only server may import websockets"),
    ("__main__", "import ssl", "only server may import ssl"),
    ("server.hub", "import sqlite3", "only archive may import sqlite3"),
    ("chat.nicknames", "import regex", "chat may import nothing of others but msgspec, not regex"),
    ("bridge.events", "import attrs", "bridge may import nothing of others but msgspec, not attrs"),
    ("frames.ring", "import numpy as np", "frames may import nothing of others but msgspec"),
    ("chat.flood", "import time\nnow = time.time()", "reads a clock: time.time"),
    ("chat.flood", "import time as t\nnow = t.monotonic_ns()", "reads a clock: time.monotonic_ns"),
    ("frames.rates", "from time import monotonic as m\nclock = m", "reads a clock: time.monotonic"),
    ("model.log", "import datetime\ndatetime.datetime.now()", "reads a clock: datetime.datetime"),
    ("model.log", "from datetime import datetime\ndatetime.now()", "reads a clock: datetime"),
    ("model.log", "from datetime import date as d\nd.today()", "clock: datetime.date.today"),
    ("stray", "", "belongs to no part"),
    ("stray.module", "", "belongs to no part"),
]


@pytest.mark.parametrize(("module", "source", "fault"), FORBIDDEN)
def test_what_the_design_forbids_is_found_once(module: str, source: str, fault: str) -> None:
    found = faults(f"{PACKAGE}.{module}", source)

    assert len(found) == 1
    assert fault in found[0]


def test_relative_import_in_a_package_counts_from_the_package() -> None:
    source = "from . import effects\nfrom .. import bridge"

    found = faults(f"{PACKAGE}.chat", source, is_package=True)

    assert found == [f"{PACKAGE}.chat:2 chat may not import bridge"]


def test_the_package_itself_imports_none_of_its_parts() -> None:
    found = faults(PACKAGE, "from wschat_gui.app import main\nimport re", is_package=True)

    assert found == [f"{PACKAGE}:1 {PACKAGE} may not import app"]
