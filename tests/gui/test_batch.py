"""Many Tcl commands in one call: in order, with nothing parsed that a person wrote."""

from __future__ import annotations

import pytest

from tests.gui.window_driver import WindowDriver
from wschat_gui.gui.batch import Batch

pytestmark = pytest.mark.window


def test_commands_run_in_their_order_and_once(window: WindowDriver) -> None:
    root, batch = window.root, Batch(window.root)
    batch.add("set", "batch_test", "first")
    batch.add("append", "batch_test", " ", "second")
    batch.run()
    batch.run()

    assert root.tk.call("set", "batch_test") == "first second"


@pytest.mark.parametrize(
    "text", ["[exit]", "$env(HOME)", "{", "a; b", 'a"b', "\\", "two words", ""]
)
def test_text_is_only_text(window: WindowDriver, text: str) -> None:
    root, batch = window.root, Batch(window.root)
    batch.add("set", "batch_test", text)
    batch.run()

    assert root.tk.call("set", "batch_test") == text


def test_command_that_fails_is_an_error_here(window: WindowDriver) -> None:
    batch = Batch(window.root)
    batch.add("no_such_command")
    with pytest.raises(Exception, match="no_such_command"):
        batch.run()
