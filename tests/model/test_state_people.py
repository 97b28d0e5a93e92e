"""What events about people change in the window's state, and which parts they make stale."""

from __future__ import annotations

from tests.model.made_up import ban_entry, client_figures, listening, opened, room_figures
from wschat_gui.bridge.commands import LiftBan
from wschat_gui.bridge.events import (
    BansChanged,
    ClientClosed,
    ClientMuted,
    ClientNamed,
    ClientUnmuted,
    Event,
    LineKind,
    LogLine,
    RoomStateChanged,
    ServerStarting,
    ServerStopped,
)
from wschat_gui.config import Limits
from wschat_gui.model.conduct import Conduct
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState, apply
from wschat_gui.model.undo import AwaitedBan

NOW_MS = 5_000


def after(*events: Event) -> WindowState:
    state = WindowState.empty(Limits())
    for event in events:
        apply(state, event, NOW_MS)
    return state


def test_mute_and_its_end_change_the_clients() -> None:
    state = after(listening(), opened(1), ClientNamed(1, "ada"))

    assert apply(state, ClientMuted(1, None), NOW_MS) == Part.CLIENTS
    assert state.clients.muted == 1
    assert apply(state, ClientUnmuted(1), NOW_MS) == Part.CLIENTS
    assert apply(state, ClientUnmuted(1), NOW_MS) == Part.NONE


def test_refusal_stands_in_the_log_and_in_the_history() -> None:
    state = after(listening(), opened(1))
    line = LogLine(6_000, LineKind.REFUSED, 1, "ada", "refused: too fast")

    assert apply(state, line, NOW_MS) == Part.LOG | Part.CLIENTS
    row = state.clients.find(1)
    assert row is not None
    assert row.history.incidents[-1].sentence == "refused: too fast"


def test_round_trips_come_with_the_time_of_the_figures() -> None:
    state = after(listening(), opened(1))
    figures = room_figures(client_figures(1, messages=1), at_ms=9_000)
    apply(state, figures, NOW_MS)

    row = state.clients.find(1)
    assert row is not None
    assert list(row.history.round_trips) == []  # no ping has been answered


def test_list_of_bans_is_taken_over_whole_and_told_to_undo() -> None:
    state = after(listening(), opened(1), ClientNamed(1, "ada"))
    state.undo.add("Banned ada", 10.0, awaited=[AwaitedBan(1, "ada", "192.168.1.20")])

    assert apply(state, BansChanged((ban_entry(4),)), NOW_MS) == Part.BANS
    assert [ban.ban_id for ban in state.bans] == [4]
    done = state.undo.take()
    assert done is not None
    assert done.undoing == (LiftBan(4),)


def test_room_state_is_taken_over_and_forgotten_with_the_run() -> None:
    state = after(listening())

    assert apply(state, RoomStateChanged(True, 5, False), NOW_MS) == Part.CONDUCT
    assert state.conduct == Conduct(frozen=True, slow_s=5)
    assert Part.CONDUCT in apply(state, ServerStopped(), NOW_MS)
    assert state.conduct.is_usual


def test_what_a_dead_server_did_cannot_be_undone() -> None:
    state = after(listening(), opened(1))
    state.undo.add("Kicked ada", 10.0)

    assert Part.UNDO in apply(state, ServerStopped(), NOW_MS)
    assert len(state.undo) == 0


def test_new_run_begins_with_nobody_neither_here_nor_gone() -> None:
    state = after(
        listening(), opened(1), opened(2), ClientClosed(2, "left", 1000, "", 0), ServerStarting()
    )

    assert len(state.clients) == 0
    assert list(state.clients.gone) == []
    assert state.bans == ()
