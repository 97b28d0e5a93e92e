"""The join doctor over the real server: real refusals on screen, and one click to let in."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from tests.end_to_end.conftest import OpenProgram
from tests.end_to_end.doctor import HERE, open_doctor, state_of
from tests.end_to_end.program import Program
from tests.server.raw_client import RawClient

NAME = "chat.school.example:8080"
ELSEWHERE = "https://class.example"


def call_by_name(program: Program) -> int:
    with RawClient(program.port) as client:
        client.send(f"GET / HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
        return client.read_answer()[0]


def join_from_elsewhere(program: Program) -> int:
    with RawClient(program.port) as client:
        client.ask_upgrade("/", (f"Origin: {ELSEWHERE}",))
        return client.read_head()[0]


@pytest.mark.window
@pytest.mark.parametrize(
    ("attempt", "refused", "admitted", "state"),
    [
        (call_by_name, 421, 200, "Unknown name"),
        (join_from_elsewhere, 403, 101, "Foreign page"),
    ],
)
def test_what_was_refused_is_seen_and_allowed(
    open_program: OpenProgram,
    attempt: Callable[[Program], int],
    refused: int,
    admitted: int,
    state: str,
) -> None:
    program = open_program()
    panel = open_doctor(program)
    assert attempt(program) == refused
    program.wait(lambda: state_of(panel, HERE) == state, state)

    panel.tree.selection_set(HERE)
    program.wait(lambda: len(panel.details.buttons) == 1, "it can be allowed")
    program.driver.click(panel.details.buttons[0])

    program.wait(lambda: attempt(program) == admitted, "it is let in")


@pytest.mark.window
def test_server_has_tried_its_own_door(open_program: OpenProgram) -> None:
    program = open_program()
    panel = open_doctor(program)

    program.wait(
        lambda: bool(program.window.state.evidence and program.window.state.evidence.reached),
        "the server has tried",
    )
    evidence = program.window.state.evidence
    assert evidence is not None
    assert [reach.trouble for reach in evidence.reached] == [""]
    assert state_of(panel, "host") == "This computer only"
    assert sys.executable not in panel.details.words
