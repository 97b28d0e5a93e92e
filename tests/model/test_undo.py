"""What can be taken back, for how long, and by which commands."""

from __future__ import annotations

from tests.model.made_up import ban_entry
from wschat_gui.bridge.commands import LiftBan, Reinstate, Unmute
from wschat_gui.bridge.events import BanEntry
from wschat_gui.model.undo import AwaitedBan, Done, UndoStack


def taken(stack: UndoStack, number: int | None = None) -> Done:
    done = stack.take(number)
    assert done is not None
    return done


def entry(ban_id: int, nick: str, ip: str = "") -> BanEntry:
    return ban_entry(ban_id, nick=nick, ip=ip)


def test_the_newest_is_taken_first() -> None:
    stack = UndoStack()
    stack.add("Kicked ada", 10.0, [Reinstate(1)])
    stack.add("Muted bob", 10.0, [Unmute(2)])

    assert taken(stack).undoing == (Unmute(2),)
    assert taken(stack).undoing == (Reinstate(1),)
    assert stack.take() is None


def test_any_can_be_taken_by_its_number_and_only_once() -> None:
    stack = UndoStack()
    stack.add("Kicked ada", 10.0)
    stack.add("Muted bob", 10.0)
    number = stack.done[0].number

    assert taken(stack, number).sentence == "Kicked ada"
    assert stack.take(number) is None
    assert [done.sentence for done in stack.done] == ["Muted bob"]


def test_nothing_stays_longer_than_its_time() -> None:
    stack = UndoStack()
    stack.add("Kicked ada", 10.0)
    stack.add("Muted bob", 12.0)

    assert not stack.expire(9.9)
    assert stack.expire(10.0)
    assert [done.sentence for done in stack.done] == ["Muted bob"]


def test_seconds_left_count_the_one_that_runs() -> None:
    stack = UndoStack()
    stack.add("Kicked ada", 10.0)

    assert [stack.done[0].left_s(now_s) for now_s in (0.0, 0.1, 9.5, 10.0, 11.0)] == [
        10,
        10,
        1,
        0,
        0,
    ]


def test_ban_is_taken_back_by_the_number_that_the_server_told() -> None:
    stack = UndoStack()
    stack.note_bans((entry(1, "ada"),))
    stack.add("Banned ada", 10.0, awaited=[AwaitedBan(7, "ada", "192.168.1.9")])

    stack.note_bans((entry(1, "ada"), entry(2, "ada")))

    assert taken(stack).undoing == (LiftBan(2),)


def test_several_bans_are_told_apart_by_nick_and_address() -> None:
    stack = UndoStack()
    stack.add(
        "Banned two",
        10.0,
        awaited=[AwaitedBan(1, "ada", "192.168.1.9"), AwaitedBan(2, "", "10.0.0.7")],
    )

    stack.note_bans((entry(5, "", "10.0.0.7"), entry(6, "ada", "192.168.1.9")))

    assert set(taken(stack).undoing) == {LiftBan(5), LiftBan(6)}


def test_ban_of_somebody_else_is_not_lifted() -> None:
    stack = UndoStack()
    stack.add("Banned ada", 10.0, awaited=[AwaitedBan(7, "ada", "192.168.1.9")])

    stack.note_bans((entry(3, "eve"), entry(4, "ada", "192.168.1.77")))

    assert taken(stack).undoing == (Reinstate(7),)


def test_nothing_can_be_undone_of_a_server_that_has_ended() -> None:
    stack = UndoStack()
    stack.add("Kicked ada", 10.0, [Reinstate(1)])
    stack.clear()

    assert len(stack) == 0
