"""The whole program on one display: the real window over the real server, and real pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.program import Program
from tests.page.conftest import DESKTOP, Visitor
from wschat_gui.config import Limits, Settings

OpenProgram = Callable[..., Program]
OpenPage = Callable[[Program, str], Visitor]


@pytest.fixture
def open_program(display: str) -> Iterator[OpenProgram]:
    """Start the program with a window; it is closed at the end of the test."""
    programs: list[Program] = []

    def start(*, port: int = 0, limits: Limits | None = None) -> Program:
        settings = Settings(bind="127.0.0.1", port=port, limits=limits or Limits())
        programs.append(Program(settings))
        return programs[-1]

    yield start
    for program in programs:
        program.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open the program's page in Chromium and join as somebody; no page may complain."""
    visitors: list[Visitor] = []

    def open_and_join(program: Program, nick: str) -> Visitor:
        width, height = DESKTOP
        context = chromium.new_context(viewport={"width": width, "height": height})
        visitor = Visitor(context.new_page())
        visitors.append(visitor)
        visitor.page.set_default_timeout(10_000)
        visitor.page.goto(program.url)
        visitor.join(nick)
        return visitor

    yield open_and_join
    complaints = [visitor.complaints for visitor in visitors]
    for visitor in visitors:
        visitor.page.context.close()
    assert complaints == [[] for _ in visitors]
