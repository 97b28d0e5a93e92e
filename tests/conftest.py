"""What holds for every test: who runs it when, nothing left behind, no skips on CI."""

from __future__ import annotations

import os
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_PACKAGED = Path(__file__).parent / "freeze"
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
_own_folders = TemporaryDirectory(prefix="wschat-tests-")
# Before any test is imported: the settings and transcripts of whoever runs the tests are not theirs
# to read or write. Programs that tests start inherit it.
os.environ.update({name: str(Path(_own_folders.name, name)) for name in _FOLDERS})

pytest_plugins = ["tests.leak_guard", "tests.require", "tests.stage_hands"]


def pytest_unconfigure() -> None:
    """Remove the folders that stood in for the person's own."""
    _own_folders.cleanup()


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a browser last, and group those that one process is to run.

    As long as Playwright's synchronous interface is open, an event loop counts as running in the
    main thread, and `asyncio.run` fails there in every other test. So no process may get one of
    those behind a test with a browser: groups are given out in their order.
    """
    items.sort(key=lambda item: (_part(item), _in_browser(item)))
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


class _Part(IntEnum):
    """Of the run, in this order."""

    WITHOUT_BROWSER = 0
    PACKAGED = 1
    """First without a browser, then with one."""
    WITH_BROWSER = 2


def _part(item: pytest.Item) -> _Part:
    if item.path.is_relative_to(_PACKAGED):
        return _Part.PACKAGED
    return _Part.WITH_BROWSER if _in_browser(item) else _Part.WITHOUT_BROWSER


def _in_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def _group(item: pytest.Item) -> str:
    # The program is built once, into a folder of the tree; what else is shared, files share.
    part = _part(item)
    return part.name if part is _Part.PACKAGED else f"{part.name} {item.nodeid.split('::')[0]}"
