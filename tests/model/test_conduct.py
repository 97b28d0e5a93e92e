"""How far people may talk, and what follows on each press."""

from __future__ import annotations

import pytest

from wschat_gui.bridge.commands import SetRoomState
from wschat_gui.bridge.events import RoomStateChanged
from wschat_gui.model.conduct import Conduct


def test_usual_room_says_nothing() -> None:
    assert Conduct().is_usual
    assert Conduct().words == ""


def test_all_that_is_in_force_is_said() -> None:
    conduct = Conduct.told(RoomStateChanged(frozen=True, slow_s=15, locked=True))

    assert not conduct.is_usual
    assert conduct.words == "FROZEN  ·  SLOW 15 s  ·  LOCKED"


@pytest.mark.parametrize(("now_s", "next_s"), [(0, 5), (5, 15), (15, 60), (60, 0), (7, 0)])
def test_slow_mode_goes_round(now_s: int, next_s: int) -> None:
    assert Conduct(slow_s=now_s).next_slow_s == next_s


def test_change_of_one_thing_leaves_the_others() -> None:
    conduct = Conduct(frozen=True, slow_s=5)

    assert conduct.changed(locked=True) == SetRoomState(frozen=True, slow_s=5, locked=True)
    assert conduct.changed(frozen=False) == SetRoomState(frozen=False, slow_s=5, locked=False)
    assert conduct.changed(slow_s=0) == SetRoomState(frozen=True, slow_s=0, locked=False)
