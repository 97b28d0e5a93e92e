"""What holds for every test: nothing logged as an error or left behind, and no skips on CI."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
_own_folders = TemporaryDirectory(prefix="wschat-tests-")
# Before any test is imported: the settings and transcripts of whoever runs the tests are not theirs
# to read or write. Programs that tests start inherit it.
os.environ.update({name: str(Path(_own_folders.name, name)) for name in _FOLDERS})

pytest_plugins = ["tests.leak_guard", "tests.require", "tests.stage_hands"]


def pytest_unconfigure() -> None:
    """Remove the folders that stood in for the person's own."""
    _own_folders.cleanup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a browser last: they are the slowest, and not good company.

    As long as Playwright's synchronous interface is open, an event loop counts as running in the
    main thread, and `asyncio.run` fails there in every other test.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
