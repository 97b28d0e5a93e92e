"""The join doctor over the real server, watching a real page join."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenPage, OpenProgram

pytestmark = [pytest.mark.window, pytest.mark.browser]

HERE = "127.0.0.1"


def test_page_that_joins_lights_all_lamps(open_program: OpenProgram, open_page: OpenPage) -> None:
    program = open_program()
    program.driver.press(program.driver.root, "<Alt-d>")
    tree = program.window.doctor.tree
    open_page(program, "Ada")

    program.wait(lambda: tree.exists(HERE) and tree.set(HERE, "state") == "Joined", "it has joined")
    lamps = [tree.set(HERE, stage) for stage in ("CONNECTED", "PAGE", "UPGRADED", "JOINED")]
    assert lamps == ["●"] * 4
    assert "Chrome" in tree.set(HERE, "browser")
