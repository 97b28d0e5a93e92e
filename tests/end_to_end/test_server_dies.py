"""The server's thread dies in the middle of talk: the window says so, and a restart goes on."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.end_to_end.program import Program
from tools.siege.guests import Guests
from wschat_gui.config import Settings
from wschat_gui.model.status import Failed, Running
from wschat_gui.server.house import House

pytestmark = pytest.mark.window

SENTENCE = "The server has stopped because of an error in it."


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def die(patch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Have the loop's thread end by this, once."""

    def look_around(_house: House) -> None:
        patch.undo()  # the next run has no such bug
        raise error

    patch.setattr(House, "look_around", look_around)


@pytest.mark.parametrize(
    ("error", "trace"),
    [(ZeroDivisionError("a bug"), "ZeroDivisionError: a bug"), (SystemExit(), "SystemExit")],
    ids=["a bug", "a kill"],
)
def test_people_talk_on_after_a_restart_and_nothing_is_lost(
    display: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    error: BaseException,
    trace: str,
) -> None:
    settings = Settings(bind="127.0.0.1", port=free_port(), data_dir=tmp_path)
    program = Program(settings)
    driver, window = program.driver, program.window
    try:
        with Guests("127.0.0.1", program.port, people=5) as company:
            program.wait(lambda: len(program.nicks) == 5, "all are on the screen")
            company.talk()
            program.wait(lambda: program.figures.messages > 5, "they talk")

            die(monkeypatch, error)
            program.wait(lambda: isinstance(window.state.status, Failed), "the window knows")
            driver.redraw()
            failed = window.state.status
            assert isinstance(failed, Failed)
            assert failed.sentence == SENTENCE
            assert trace in failed.detail
            room = window.clients.empty_room
            assert SENTENCE in room.text
            assert str(room.start_button.cget("text")) == "Restart"

            driver.click(room.start_button)
            program.wait(lambda: isinstance(window.state.status, Running), "the room is open again")
            program.wait(lambda: len(program.nicks) == 5, "all are back by themselves")
            assert program.port == settings.port
            program.wait(lambda: program.figures.messages > 5, "they talk on")
            company.wait_for(company.hush())
            verdict = company.verdict()
    finally:
        program.close()
    assert (verdict["lost"], verdict["doubled"], verdict["faults"]) == (0, 0, [])
    assert len(verdict["orders"]) == 1
