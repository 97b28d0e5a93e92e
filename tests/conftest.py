"""What holds for every test: who runs it when, nothing left behind, no skips on CI."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from xdist.scheduler import LoadFileScheduling

_PACKAGED = "tests/freeze/"
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
_own_folders = TemporaryDirectory(prefix="wschat-tests-")
# Before any test is imported: the settings and transcripts of whoever runs the tests are not theirs
# to read or write. Programs that tests start inherit it.
os.environ.update({name: str(Path(_own_folders.name, name)) for name in _FOLDERS})

pytest_plugins = ["tests.leak_guard", "tests.require", "tests.stage_hands"]


def pytest_unconfigure() -> None:
    """Remove the folders that stood in for the person's own."""
    _own_folders.cleanup()


class _ByFile(LoadFileScheduling):  # type: ignore[misc]  # the library has no types
    """Gives each process whole files, but for the packaged program's: those are one folder."""

    def _split_scope(self, nodeid: str) -> str:
        # It is built once, by one process, into a folder of the tree.
        return _PACKAGED if nodeid.startswith(_PACKAGED) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _ByFile:
    """Say what a process gets at once."""
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a browser last: they are the slowest, and not good company.

    As long as Playwright's synchronous interface is open, an event loop counts as running in the
    main thread, and `asyncio.run` fails there in every other test. Files are given to processes in
    this order too, so that no process gets one of those behind a test with a browser.
    """
    items.sort(key=_part)
    parts = {(item.path, _part(item)) for item in items}
    twice = [path.name for path, count in Counter(path for path, _ in parts).items() if count > 1]
    if twice:
        raise pytest.UsageError(f"tests with a browser want a file of their own: {twice}")


def _part(item: pytest.Item) -> int:
    if item.nodeid.startswith(_PACKAGED):
        return 1  # some of them with a browser
    return 0 if item.get_closest_marker("browser") is None else 2
