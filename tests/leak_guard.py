"""A pytest plugin: fails every test that logged an error or left something behind.

Logged at ERROR or above, by any logger on any thread: fails, unless the test is marked
`@pytest.mark.expects_errors("why")`. A thread, a file descriptor or a file in the tree that was not
there before and is still there when the test's own fixtures are gone: fails. Tasks, event loops,
transports, sockets and processes that nobody closed tell so themselves when they are collected:
tasks log an error, the others warn, and pytest makes of the warning a failure (`filterwarnings`).

What a session's or module's fixture opens is there before the first test that asks for it, and so
is never held against a test.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Generator, Iterator

import pytest

from tests.leftovers import Snapshot, Tree, take_snapshot

_PATIENCE = "leak_guard_patience_s"
_PAUSE_S = 0.005
_TESTS_BETWEEN_FREEZES = 20
"""Each leaves hundreds of objects with pytest; looked through every time, that is minutes."""
_BEFORE = pytest.StashKey[Snapshot]()
_FAILED = pytest.StashKey[bool]()


class ErrorRecords:
    """Makes the process's log records, as the standard factory does, and notes the errors.

    A factory and not a handler: it sees loggers that do not propagate, and survives code that
    configures logging anew. Texts are kept, not records: a record's traceback keeps alive what the
    guard wants to see collected.
    """

    def __init__(self) -> None:
        self._make = logging.getLogRecordFactory()
        self._texts: list[str] = []

    def __call__(self, *args: object, **kwargs: object) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        if record.levelno >= logging.ERROR:
            cause = f" ({record.exc_info[1]!r})" if record.exc_info else ""
            text = f"{record.name} logged {record.levelname}: {record.getMessage()}{cause}"
            self._texts.append(text)
        return record

    def take(self) -> list[str]:
        """Return what was noted since the last time."""
        noted, self._texts = self._texts, []
        return noted


class LeakGuard:
    """The plugin object: one for each run of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._errors = ErrorRecords()
        self._tree = Tree(config.rootpath)
        self._patience_s = float(config.getini(_PATIENCE))
        self._finished = 0
        self._factory_before = logging.getLogRecordFactory()
        logging.setLogRecordFactory(self._errors)

    def pytest_unconfigure(self) -> None:
        """Leave logging as it was found: one pytest may run inside another."""
        logging.setLogRecordFactory(self._factory_before)

    def pytest_collection_finish(self) -> None:
        """Set aside all that imports made."""
        _set_survivors_aside()

    def pytest_runtest_logfinish(self) -> None:
        """Set aside now and then what pytest keeps of the tests that are done."""
        self._finished += 1
        if self._finished % _TESTS_BETWEEN_FREEZES == 0:
            _set_survivors_aside()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Let pytest find in its last collection what had been set aside and was forgotten."""
        gc.unfreeze()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note that a test failed: its traceback keeps things alive that are no leak."""
        report = yield
        if report.failed:
            item.stash[_FAILED] = True
        return report

    @pytest.fixture(autouse=True)
    def _notes_what_was_there(self, request: pytest.FixtureRequest) -> Iterator[None]:
        """Look before the test's own fixtures are made, and collect garbage when they are gone."""
        self._errors.take()
        request.node.stash[_BEFORE] = take_snapshot(self._tree)
        yield
        gc.collect()

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        """Compare, after pytest has told what failed while garbage was collected.

        The innermost wrapper: output is still captured, as it was for the first look.
        """
        result = yield
        if _BEFORE in item.stash and _FAILED not in item.stash:
            faults = self._left_since(item.stash[_BEFORE])
            errors = self._errors.take()
            if not _expects_errors(item):
                faults += errors
            if faults:
                pytest.fail("\n".join(faults), pytrace=False)
        return result

    def _left_since(self, before: Snapshot) -> list[str]:
        deadline = time.monotonic() + self._patience_s
        while True:
            left = take_snapshot(self._tree).since(before)
            if not left or time.monotonic() >= deadline:
                return left
            time.sleep(_PAUSE_S)


def _set_survivors_aside() -> None:
    """Keep what is alive now out of the collections to come, so that they take no time."""
    gc.collect()
    gc.freeze()


def _expects_errors(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("expects_errors")
    if marker is None:
        return False
    if not (marker.args and isinstance(marker.args[0], str) and marker.args[0]):
        pytest.fail('expects_errors wants a reason: expects_errors("why")', pytrace=False)
    return True


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pytest's settings say how long threads that were told to end may take to do so."""
    parser.addini(_PATIENCE, "seconds; only a test that will fail waits so long", default="2")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker and the guard."""
    config.addinivalue_line("markers", "expects_errors(why): may log at ERROR or above")
    config.pluginmanager.register(LeakGuard(config), "leak_guard_instance")
