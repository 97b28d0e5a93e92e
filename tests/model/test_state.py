"""What each event changes, and which parts of the window it makes stale."""

from __future__ import annotations

from tests.model.made_up import (
    CABLE,
    WIFI,
    client_figures,
    direction,
    kept,
    listening,
    opened,
    room_figures,
    said,
)
from wschat_gui.bridge.commands import Search
from wschat_gui.bridge.events import (
    AddressesChanged,
    ArchiveTrouble,
    AroundAnswered,
    ClientClosed,
    ClientNamed,
    Event,
    ExportEnded,
    ExportProgress,
    Forgotten,
    HostAddress,
    SearchAnswered,
    ServerFailed,
    ServerStarting,
    ServerStopped,
)
from wschat_gui.config import Limits
from wschat_gui.model.parts import Part
from wschat_gui.model.state import (
    WindowState,
    apply,
    begin_start,
    begin_stop,
    dismiss,
    lose_lines,
    pick_address,
)
from wschat_gui.model.status import Failed, Running, ServerStatus, Starting, Stopped, Stopping
from wschat_gui.model.troubles import LASTING_TASK

NOW_MS = 5_000


def after(*events: Event) -> WindowState:
    state = WindowState.empty(Limits(log_rows=3))
    for event in events:
        apply(state, event, NOW_MS)
    return state


def status(state: WindowState) -> ServerStatus:
    """Look anew: a type checker takes an attribute for what it was compared with before."""
    return state.status


def closed(client_id: int) -> ClientClosed:
    return ClientClosed(client_id, "left", 1000, "", 2_000)


def test_window_begins_stopped_and_empty() -> None:
    state = after()

    assert status(state) == Stopped()
    assert state.address is None
    assert len(state.clients) == 0


def test_server_starts_and_listens() -> None:
    state = after()

    assert Part.STATUS in apply(state, ServerStarting(), NOW_MS)
    assert status(state) == Starting()
    assert apply(state, listening(WIFI, CABLE), NOW_MS) == Part.STATUS
    assert status(state) == Running((WIFI, CABLE), 12345, 12345, "Physics", NOW_MS)
    assert state.address == WIFI


def test_taken_port_is_known_unless_any_was_wanted() -> None:
    statuses = [
        after(listening(port=12346, wanted_port=wanted)).status for wanted in (12345, 12346, 0)
    ]

    taken = [status.port_taken for status in statuses if isinstance(status, Running)]
    assert taken == [12345, None, None]


def test_failure_keeps_sentence_and_detail_and_empties_the_room() -> None:
    state = after(listening(), opened(1))

    parts = apply(state, ServerFailed("No port is free.", "OSError"), NOW_MS)

    assert status(state) == Failed("No port is free.", "OSError")
    assert parts & (Part.STATUS | Part.CLIENTS) == Part.STATUS | Part.CLIENTS
    assert len(state.clients) == 0
    assert state.address is None


def test_stop_empties_the_room_and_keeps_log_and_figures() -> None:
    state = after(listening(), opened(1), said("hi"), room_figures(), ServerStopped())

    assert status(state) == Stopped()
    assert len(state.clients) == 0
    assert len(state.log) == 1
    assert state.figures is not None


def test_new_run_forgets_the_figures_of_the_last() -> None:
    state = after(listening(), room_figures(), ServerStopped(), ServerStarting())

    assert state.figures is None
    assert not state.throughput.samples


def test_client_comes_joins_and_leaves() -> None:
    state = after(listening())

    assert apply(state, opened(1), NOW_MS) == Part.CLIENTS
    assert apply(state, ClientNamed(1, "ada"), NOW_MS) == Part.CLIENTS
    assert [row.nick for row in state.clients] == ["ada"]
    assert apply(state, closed(1), NOW_MS) == Part.CLIENTS
    assert len(state.clients) == 0


def test_events_of_unknown_clients_change_nothing() -> None:
    state = after(listening())

    assert apply(state, ClientNamed(9, "ghost"), NOW_MS) == Part.NONE
    assert apply(state, closed(9), NOW_MS) == Part.NONE


def test_line_changes_only_the_log() -> None:
    state = after()

    assert apply(state, said("hi"), NOW_MS) == Part.LOG
    assert len(state.log) == 1


def test_figures_change_clients_only_where_a_client_changed() -> None:
    state = after(listening(), opened(1))

    assert apply(state, room_figures(client_figures(1)), NOW_MS) == Part.FIGURES
    moved = room_figures(client_figures(1, messages=4))
    assert apply(state, moved, NOW_MS) == Part.FIGURES | Part.CLIENTS


def test_figures_add_a_sample() -> None:
    state = after(
        room_figures(at_ms=7, inbound=direction(bytes_per_s=2), outbound=direction(bytes_per_s=3))
    )

    sample = state.throughput.samples[-1]
    assert (sample.at_ms, sample.in_per_s, sample.out_per_s) == (7, 2, 3)


def test_figures_tell_since_when_the_server_runs() -> None:
    state = after(listening(), room_figures(started_ms=1_234))

    assert isinstance(state.status, Running)
    assert state.status.since_ms == 1_234


def test_picked_address_survives_a_rescan() -> None:
    state = after(listening(WIFI, CABLE))
    pick_address(state, CABLE)

    apply(state, AddressesChanged((WIFI, CABLE)), NOW_MS)

    assert state.address == CABLE


def test_picked_interface_survives_another_address_or_port() -> None:
    state = after(listening(WIFI, CABLE))
    pick_address(state, CABLE)
    moved = HostAddress("http://10.0.0.9:12346/", CABLE.interface)

    apply(state, AddressesChanged((WIFI, moved)), NOW_MS)

    assert state.address == moved


def test_best_address_takes_the_place_of_a_picked_one_that_went() -> None:
    state = after(listening(WIFI, CABLE))
    pick_address(state, CABLE)

    apply(state, AddressesChanged((WIFI,)), NOW_MS)
    assert state.address == WIFI
    apply(state, AddressesChanged((WIFI, CABLE)), NOW_MS)
    assert state.address == CABLE


def test_rescan_of_a_closed_room_changes_nothing() -> None:
    assert apply(after(), AddressesChanged((WIFI,)), NOW_MS) == Part.NONE


def test_wishes_show_at_once_and_only_where_they_do_something() -> None:
    state = after()

    assert begin_stop(state) == Part.NONE
    assert Part.STATUS in begin_start(state)
    assert status(state) == Starting()
    assert begin_start(state) == Part.NONE
    assert begin_stop(state) == Part.STATUS
    assert status(state) == Stopping()
    assert begin_stop(state) == Part.NONE


def test_failed_server_can_be_started_again() -> None:
    state = after(ServerFailed("No.", ""))

    assert Part.STATUS in begin_start(state)


def test_lost_lines_add_up() -> None:
    state = after()

    assert lose_lines(state, 0) == Part.NONE
    lose_lines(state, 3)
    assert lose_lines(state, 4) == Part.CLOCK
    assert state.log.lost == 7


# The transcript ----------------------------------------------------------------------------------


def test_trouble_is_a_part_of_its_own_and_a_new_run_begins_without() -> None:
    state = after()
    trouble = ArchiveTrouble("saving", "The disk is full.")

    assert apply(state, trouble, NOW_MS) == Part.TROUBLES
    assert apply(state, trouble, NOW_MS) == Part.NONE
    assert Part.TROUBLES in begin_start(state)
    assert not state.troubles.shown


def test_trouble_told_while_starting_outlives_the_start() -> None:
    state = after()
    begin_start(state)
    apply(state, ArchiveTrouble("saving", "The disk is full."), NOW_MS)
    apply(state, ServerStarting(), NOW_MS)
    apply(state, listening(), NOW_MS)

    assert len(state.troubles.shown) == 1


def test_trouble_can_be_put_away() -> None:
    state = after(ArchiveTrouble(LASTING_TASK, "It was set aside."))

    assert dismiss(state, state.troubles.shown[0]) == Part.TROUBLES
    assert not state.troubles.shown


def test_answers_change_the_search_only_if_they_are_waited_for() -> None:
    state = after(listening())
    asked = state.search.ask(Search(number=0))

    assert apply(state, SearchAnswered(99, (), ""), NOW_MS) == Part.NONE
    assert apply(state, SearchAnswered(asked.number, (kept(1),), ""), NOW_MS) == Part.SEARCH
    around = state.search.open(kept(1).seq)
    assert apply(state, AroundAnswered(around.number, (kept(1),), ""), NOW_MS) == Part.SEARCH
    assert apply(state, AroundAnswered(99, (), ""), NOW_MS) == Part.NONE


def test_deletion_reaches_log_and_hits_where_they_have_it() -> None:
    state = after(listening(), kept(1), kept(2))
    asked = state.search.ask(Search(number=0))
    apply(state, SearchAnswered(asked.number, (kept(3),), ""), NOW_MS)

    assert apply(state, Forgotten(((1, 1),)), NOW_MS) == Part.LOG
    assert apply(state, Forgotten(((3, 3),)), NOW_MS) == Part.SEARCH
    assert apply(state, Forgotten(((1, 1),)), NOW_MS) == Part.NONE
    assert [line.seq for line in state.log.since(0)] == [2]


def test_export_is_followed_to_its_end() -> None:
    state = after(listening())
    state.export.begin()

    assert apply(state, ExportProgress(1, 2), NOW_MS) == Part.EXPORT
    assert state.export.progress == ExportProgress(1, 2)
    assert apply(state, ExportEnded("Done."), NOW_MS) == Part.EXPORT
    assert state.export.take_ended() == "Done."


def test_end_of_the_server_ends_search_and_export() -> None:
    state = after(listening())
    state.search.ask(Search(number=0))
    state.export.begin()

    apply(state, ServerFailed("No.", ""), NOW_MS)

    assert not state.search.is_waiting
    assert state.export.progress is None
