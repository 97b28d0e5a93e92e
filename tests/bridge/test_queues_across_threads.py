"""The queues under real threads: a flood from several while another drains."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.bridge.samples import closed, figures, named, opened
from wschat_gui.bridge.commands import Announce, Command
from wschat_gui.bridge.events import (
    ClientClosed,
    ClientNamed,
    ClientOpened,
    Event,
    LineKind,
    LogLine,
    RoomFigures,
)
from wschat_gui.bridge.queues import CommandQueue, EventQueue, QueueClosed

FLOODERS = 4
CLIENTS_EACH = 300
MAX_LINES = 200
LINES_A_TICK = 20


@contextmanager
def running(*targets: Callable[[], None]) -> Iterator[list[threading.Thread]]:
    """Run each in a thread, and end with all of them done and none of them failed."""
    failures: list[BaseException] = []

    def guarded(target: Callable[[], None]) -> None:
        try:
            target()
        except BaseException as failure:  # noqa: BLE001  (told by the thread that waits)
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(target,)) for target in targets]
    for thread in threads:
        thread.start()
    yield threads
    for thread in threads:
        thread.join(30.0)
    assert not failures
    assert not any(thread.is_alive() for thread in threads)


class Window:
    """What a reader makes of the events; each must fit what it knows."""

    def __init__(self) -> None:
        self.roster: dict[int, str] = {}
        self.gone: set[int] = set()
        self.lines: Counter[int] = Counter()
        self.last_line: dict[int, int] = {}
        self.figures_at_ms = -1

    def see(self, event: Event) -> None:
        match event:
            case ClientOpened(client_id=client_id):
                assert client_id not in self.roster
                assert client_id not in self.gone
                self.roster[client_id] = ""
            case ClientNamed(client_id=client_id, nick=nick):
                assert client_id in self.roster
                self.roster[client_id] = nick
            case ClientClosed(client_id=client_id):
                del self.roster[client_id]
                self.gone.add(client_id)
            case LogLine(client_id=flooder, at_ms=number):
                assert number > self.last_line.get(flooder, -1)
                self.last_line[flooder] = number
                self.lines[flooder] += 1
            case RoomFigures(at_ms=at_ms):
                assert at_ms >= self.figures_at_ms
                self.figures_at_ms = at_ms


def flooder(queue: EventQueue, number: int, halfway: threading.Event) -> Callable[[], None]:
    """Return what opens, names, renames and closes clients of its own; every third one stays.

    It goes on past the middle of its work when `halfway` is set.
    """

    def flood() -> None:
        for index in range(CLIENTS_EACH):
            if index == CLIENTS_EACH // 2:
                assert halfway.wait(30.0)
            client_id = number * CLIENTS_EACH + index + 1
            queue.post_membership(opened(client_id))
            for nick in ("first", "second", f"nick of {client_id}"):
                queue.post_membership(named(client_id, nick))
            first = index * LINES_A_TICK
            queue.post_lines(
                LogLine(at_ms, LineKind.SAID, number, "", "")
                for at_ms in range(first, first + LINES_A_TICK)
            )
            if number == 0:
                queue.post_figures(figures(index))
            if index % 3:
                queue.post_membership(closed(client_id))

    return flood


def test_flood_of_events_loses_no_membership_and_counts_every_lost_line() -> None:
    queue, window, lost, seen = EventQueue(MAX_LINES), Window(), 0, threading.Event()
    with running(*(flooder(queue, number, seen) for number in range(FLOODERS))) as threads:
        flooding = True
        while flooding:
            flooding = any(thread.is_alive() for thread in threads)
            drained = queue.drain()
            lost += drained.lost_lines
            assert len(drained.lines) <= MAX_LINES
            for event in (*drained.events, *drained.lines):
                window.see(event)
            if window.roster:
                seen.set()
    stayed = {
        number * CLIENTS_EACH + index + 1
        for number in range(FLOODERS)
        for index in range(0, CLIENTS_EACH, 3)
    }
    assert window.roster == {client_id: f"nick of {client_id}" for client_id in stayed}
    assert window.lines.total() + lost == FLOODERS * CLIENTS_EACH * LINES_A_TICK
    assert window.figures_at_ms == CLIENTS_EACH - 1


def test_flood_before_a_window_that_hangs_is_bounded_by_who_is_there() -> None:
    queue, nobody_looks = EventQueue(MAX_LINES), threading.Event()
    nobody_looks.set()
    with running(*(flooder(queue, number, nobody_looks) for number in range(FLOODERS))):
        pass
    drained = queue.drain()
    there = FLOODERS * CLIENTS_EACH // 3
    assert Counter(type(event) for event in drained.events) == {
        ClientOpened: there,
        ClientNamed: there,
        RoomFigures: 1,
    }
    assert len(drained.lines) == MAX_LINES
    assert drained.lost_lines == FLOODERS * CLIENTS_EACH * LINES_A_TICK - MAX_LINES


def test_every_command_is_read_once_or_its_sender_is_told() -> None:
    awake = threading.Event()
    queue: CommandQueue[Command] = CommandQueue(awake.set)
    accepted: list[list[int]] = [[] for _ in range(FLOODERS)]
    refused = threading.Barrier(FLOODERS + 1)

    def sender(number: int) -> Callable[[], None]:
        def send() -> None:
            try:
                for index in range(1_000_000):
                    queue.post(Announce(f"{number} {index}"))
                    accepted[number].append(index)
            except QueueClosed:
                refused.wait(30.0)

        return send

    read: list[Command] = []
    with running(*(sender(number) for number in range(FLOODERS))):
        while len(read) < 2_000:
            assert awake.wait(30.0)
            awake.clear()
            read += queue.drain()
        read += queue.close()
        # From here on nobody may be woken: the loop behind `wake` would be gone.
        awake.clear()
        refused.wait(30.0)
    assert not awake.is_set()
    assert queue.drain() == ()
    texts = [command.text for command in read if isinstance(command, Announce)]
    for number, indexes in enumerate(accepted):
        mine = [text for text in texts if text.startswith(f"{number} ")]
        assert mine == [f"{number} {index}" for index in indexes]
