"""What holds for every test: nothing logged as an error or left behind, and no skips on CI."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.leak_guard", "tests.require", "tests.stage_hands"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a browser last: they are the slowest, and not good company.

    As long as Playwright's synchronous interface is open, an event loop counts as running in the
    main thread, and `asyncio.run` fails there in every other test.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
