"""The server that most tests share the shape of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.running import RunningServer


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run a server with default settings."""
    with RunningServer() as running:
        yield running
