"""The join doctor over the real server and a real browser: a page that comes all the way."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenPage, OpenProgram
from tests.end_to_end.doctor import HERE, open_doctor, state_of


@pytest.mark.browser
@pytest.mark.window
def test_page_that_joins_lights_all_lamps(open_program: OpenProgram, open_page: OpenPage) -> None:
    program = open_program()
    panel = open_doctor(program)
    open_page(program, "Ada")

    program.wait(lambda: state_of(panel, HERE) == "Joined", "it has joined")
    lamps = [panel.tree.set(HERE, stage) for stage in ("CONNECTED", "PAGE", "UPGRADED", "JOINED")]
    assert lamps == ["●"] * 4
    assert "Chrome" in panel.tree.set(HERE, "browser")
