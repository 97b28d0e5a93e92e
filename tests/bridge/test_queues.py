"""Order, overflow and closing of the two queues, one thread at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bridge.samples import closed, figures, line, named, opened
from wschat_gui.bridge.commands import Announce, Command, Kick, Stop
from wschat_gui.bridge.events import (
    ClientClosed,
    ClientNamed,
    ClientOpened,
    Event,
    Membership,
    ServerFailed,
    ServerStarting,
    ServerStopped,
)
from wschat_gui.bridge.queues import CommandQueue, Drained, EventQueue, QueueClosed

# Commands ----------------------------------------------------------------------------------------


def test_commands_come_out_as_they_went_in_and_once() -> None:
    queue: CommandQueue[Command] = CommandQueue(lambda: None)
    commands: list[Command] = [Kick(1, "x"), Announce("y"), Kick(2, "z"), Stop()]
    for command in commands:
        queue.post(command)
    assert queue.drain() == tuple(commands)
    assert queue.drain() == ()


def test_each_command_wakes_the_reader() -> None:
    wakes: list[None] = []
    queue: CommandQueue[Command] = CommandQueue(lambda: wakes.append(None))
    queue.post(Stop())
    assert len(wakes) == 1
    queue.post(Announce("y"))
    assert len(wakes) == 2
    queue.drain()
    assert len(wakes) == 2


def test_reader_is_woken_only_while_the_queue_cannot_be_closed() -> None:
    def wake() -> None:
        locked.append(commands._lock.locked())

    locked: list[bool] = []
    commands: CommandQueue[Command] = CommandQueue(wake)
    commands.post(Stop())
    assert locked == [True]


def test_late_post_fails_loudly_and_wakes_nobody() -> None:
    wakes: list[None] = []
    queue: CommandQueue[Command] = CommandQueue(lambda: wakes.append(None))
    queue.close()
    with pytest.raises(QueueClosed, match=r"Kick\(client_id=1, reason='x'\) was not carried out"):
        queue.post(Kick(1, "x"))
    assert (wakes, queue.drain()) == ([], ())


def test_closing_hands_over_what_nobody_read() -> None:
    queue: CommandQueue[Command] = CommandQueue(lambda: None)
    queue.post(Stop())
    assert queue.close() == (Stop(),)
    assert queue.close() == ()


# Events: order -----------------------------------------------------------------------------------


@pytest.fixture
def queue() -> EventQueue:
    return EventQueue(max_lines=5)


def test_nothing_has_happened_at_first(queue: EventQueue) -> None:
    assert queue.drain() == Drained()


def test_lifecycle_and_membership_keep_their_order_before_lines_and_figures(
    queue: EventQueue,
) -> None:
    queue.post_lines([line(1)])
    queue.post_figures(figures(1))
    queue.post_membership(opened(1))
    queue.post_lifecycle(ServerFailed("Dead.", "why"))
    queue.post_lifecycle(ServerStarting())
    queue.post_membership(opened(2))
    queue.post_lines([line(2)])
    assert queue.drain() == Drained(
        (
            opened(1),
            ServerFailed("Dead.", "why"),
            ServerStarting(),
            opened(2),
            figures(1),
        ),
        (line(1), line(2)),
    )
    assert queue.drain() == Drained()


# Events: overflow --------------------------------------------------------------------------------


def test_oldest_lines_make_room_and_are_counted(queue: EventQueue) -> None:
    queue.post_lines([line(number) for number in range(1, 4)])
    queue.post_lines([line(number) for number in range(4, 8)])
    assert queue.drain() == Drained((), tuple(line(number) for number in range(3, 8)), 2)


def test_one_tick_with_more_lines_than_there_is_room_for(queue: EventQueue) -> None:
    queue.post_lines(line(number) for number in range(1, 101))
    assert queue.drain() == Drained((), tuple(line(number) for number in range(96, 101)), 95)


def test_loss_is_counted_from_one_drain_to_the_next(queue: EventQueue) -> None:
    queue.post_lines([line(0)] * 8)
    assert queue.drain().lost_lines == 3
    queue.post_lines([line(0)] * 5)
    assert queue.drain().lost_lines == 0


def test_only_the_latest_figures_are_kept(queue: EventQueue) -> None:
    for at_ms in (1, 2, 3):
        queue.post_figures(figures(at_ms))
    assert queue.drain().events == (figures(3),)
    assert queue.drain().events == ()


def test_lines_crowd_out_nothing_else(queue: EventQueue) -> None:
    queue.post_membership(opened(1))
    queue.post_lifecycle(ServerStopped())
    queue.post_figures(figures(1))
    queue.post_lines([line(0)] * 1_000)
    assert queue.drain() == Drained(
        (opened(1), ServerStopped(), figures(1)), (line(0),) * 5, lost_lines=995
    )


# Events: what nobody would see -------------------------------------------------------------------


def test_client_that_came_and_went_unseen_leaves_no_trace(queue: EventQueue) -> None:
    queue.post_membership(opened(1))
    queue.post_membership(opened(2))
    queue.post_membership(named(1, "Ada"))
    queue.post_membership(closed(1))
    assert queue.drain().events == (opened(2),)


def test_of_several_nicks_taken_unseen_the_last_counts(queue: EventQueue) -> None:
    queue.post_membership(opened(1))
    for nick in ("Ada", "Grace", "Joan"):
        queue.post_membership(named(1, nick))
    assert queue.drain().events == (opened(1), named(1, "Joan"))


def test_client_that_was_seen_is_told_to_be_gone(queue: EventQueue) -> None:
    queue.post_membership(opened(1))
    queue.drain()
    queue.post_membership(named(1, "Ada"))
    queue.post_membership(named(1, "Grace"))
    queue.post_membership(closed(1))
    assert queue.drain().events == (named(1, "Grace"), closed(1))


def test_nick_taken_after_a_drain_is_news(queue: EventQueue) -> None:
    queue.post_membership(opened(1))
    queue.post_membership(named(1, "Ada"))
    queue.drain()
    queue.post_membership(named(1, "Grace"))
    assert queue.drain().events == (named(1, "Grace"),)


def test_nick_of_one_client_says_nothing_of_another(queue: EventQueue) -> None:
    queue.post_membership(opened(1))
    queue.post_membership(opened(2))
    queue.post_membership(named(1, "Ada"))
    queue.post_membership(named(2, "Bob"))
    queue.post_membership(named(1, "Grace"))
    assert set(queue.drain().events) == {opened(1), opened(2), named(1, "Grace"), named(2, "Bob")}


def test_connect_storm_before_a_hanging_window_takes_no_memory(queue: EventQueue) -> None:
    queue.post_membership(opened(1))
    for client_id in range(2, 20_000):
        queue.post_membership(opened(client_id))
        queue.post_membership(named(client_id, "Eve"))
        queue.post_membership(closed(client_id))
        queue.post_membership(named(1, f"Ada {client_id}"))
    assert (len(queue._lasting), len(queue._unseen)) == (2, 1)
    assert queue.drain().events == (opened(1), named(1, "Ada 19999"))


# Events: whatever is posted and drained in whatever order ----------------------------------------

ACTIONS: st.SearchStrategy[list[tuple[Callable[[int], Membership] | None, int]]] = st.lists(
    st.tuples(
        st.sampled_from([opened, lambda client: named(client, "A"), closed, None]),
        st.integers(1, 3),
    ),
    max_size=40,
)


def roster_after(events: tuple[Event, ...], before: dict[int, str]) -> dict[int, str]:
    """Return who is there, as a window would know it; insist that every event makes sense to it."""
    roster = dict(before)
    for event in events:
        match event:
            case ClientOpened():
                assert event.client_id not in roster
                roster[event.client_id] = ""
            case ClientNamed():
                assert event.client_id in roster
                roster[event.client_id] = event.nick
            case ClientClosed():
                del roster[event.client_id]
    return roster


@given(ACTIONS)
def test_window_that_drains_now_and_then_knows_the_same_as_one_that_always_does(
    actions: list[tuple[Callable[[int], Membership] | None, int]],
) -> None:
    queue = EventQueue(max_lines=1)
    there: dict[int, str] = {}
    seen: dict[int, str] = {}
    generation = dict.fromkeys((1, 2, 3), 0)
    for number, (make, slot) in enumerate(actions):
        # Ids are never reused: each client that comes to a slot has its own.
        client_id = slot + 10 * generation[slot]
        if make is None:
            seen = roster_after(queue.drain().events, seen)
            assert seen == there
        elif make is opened and client_id not in there:
            there[client_id] = ""
            queue.post_membership(opened(client_id))
        elif make is closed and client_id in there:
            del there[client_id]
            generation[slot] += 1
            queue.post_membership(closed(client_id))
        elif client_id in there and make is not opened:
            there[client_id] = f"nick {number}"
            queue.post_membership(named(client_id, there[client_id]))
    assert roster_after(queue.drain().events, seen) == there
