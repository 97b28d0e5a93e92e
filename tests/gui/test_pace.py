"""The pace of the window, on clocks that the test sets."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from wschat_gui.gui import pace
from wschat_gui.gui.pace import BUSY_FACTOR, Pace


@dataclass
class Clocks:
    """The wall's and the thread's."""

    wall_s: float = 100.0
    cpu_s: float = 1.0

    def monotonic(self) -> float:
        return self.wall_s

    def thread_time(self) -> float:
        return self.cpu_s

    def pass_beats(self, subject: Pace, *, took_s: float, worked_s: float, times: int = 1) -> None:
        """Let beats go by that took so long, and worked so much of it."""
        for _ in range(times):
            subject.begin()
            self.wall_s += took_s
            self.cpu_s += worked_s
            subject.end()
            self.wall_s += 0.04


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    clocks = Clocks()
    monkeypatch.setattr(pace, "time", clocks)
    return clocks


def test_window_that_never_waits_keeps_its_pace(clocks: Clocks) -> None:
    subject = Pace()
    clocks.pass_beats(subject, took_s=0.01, worked_s=0.01, times=100)
    assert subject.factor == 1


def test_window_that_waits_most_of_the_time_is_slower_until_it_need_not(clocks: Clocks) -> None:
    subject = Pace()
    clocks.pass_beats(subject, took_s=0.01, worked_s=0.004, times=12)
    assert subject.factor == BUSY_FACTOR
    clocks.pass_beats(subject, took_s=0.005, worked_s=0.005, times=24)
    assert subject.factor == 1


def test_one_late_beat_is_no_sign(clocks: Clocks) -> None:
    subject = Pace()
    clocks.pass_beats(subject, took_s=0.02, worked_s=0.001)
    assert subject.factor == 1
