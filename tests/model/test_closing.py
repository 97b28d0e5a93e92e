"""When stopping and closing ask, and how long a closing window waits."""

from __future__ import annotations

import pytest

from tests.model.made_up import listening, opened
from wschat_gui.bridge.events import ClientKind, ServerFailed, ServerStarting
from wschat_gui.config import Limits
from wschat_gui.model.closing import NextStep, next_step, wait_is_over
from wschat_gui.model.state import WindowState, apply
from wschat_gui.model.status import Failed, Starting, Stopped, Stopping


def running(*kinds: ClientKind) -> WindowState:
    state = WindowState.empty(Limits())
    apply(state, listening(), 0)
    for client_id, kind in enumerate(kinds, start=1):
        apply(state, opened(client_id, kind), 0)
    return state


@pytest.mark.parametrize("kind", [ClientKind.PAGE, ClientKind.PLAIN])
def test_asks_while_somebody_is_connected(kind: ClientKind) -> None:
    assert next_step(running(kind), confirmed=False) is NextStep.ASK


def test_goes_on_when_the_answer_was_yes() -> None:
    assert next_step(running(ClientKind.PAGE), confirmed=True) is NextStep.STOP_FIRST


def test_does_not_ask_for_nobody_or_for_a_connection_test() -> None:
    assert next_step(running(), confirmed=False) is NextStep.STOP_FIRST
    assert next_step(running(ClientKind.ECHO), confirmed=False) is NextStep.STOP_FIRST


def test_starting_server_is_stopped_first() -> None:
    state = running()
    apply(state, ServerStarting(), 0)

    assert next_step(state, confirmed=False) is NextStep.STOP_FIRST


def test_nothing_to_stop_where_no_server_runs() -> None:
    state = WindowState.empty(Limits())

    assert next_step(state, confirmed=False) is NextStep.GO_ON
    apply(state, ServerFailed("No.", ""), 0)
    assert next_step(state, confirmed=False) is NextStep.GO_ON


def test_waits_for_the_server_three_seconds_at_most() -> None:
    assert not wait_is_over(Stopping(), 2.9)
    assert wait_is_over(Stopping(), 3.0)
    assert not wait_is_over(Starting(), 0.1)
    assert wait_is_over(Stopped(), 0.0)
    assert wait_is_over(Failed("No.", ""), 0.0)
