"""Troubles of the transcript: several at once, over when it is told so, one kind put away."""

from __future__ import annotations

from wschat_gui.bridge.events import ArchiveTrouble
from wschat_gui.model.troubles import LASTING_TASK, SAVING_TASK, Trouble, Troubles

FULL = ArchiveTrouble("saving", "Messages are not being saved: the disk is full.")
SLOW = ArchiveTrouble("indexing", "The index is not kept up.")
DAMAGED = ArchiveTrouble(LASTING_TASK, "It was set aside.")


def troubles(*events: ArchiveTrouble) -> Troubles:
    made = Troubles()
    for event in events:
        made.note(event)
    return made


def sentences(made: Troubles) -> list[str]:
    return [each.sentence for each in made.shown]


def test_several_hold_at_once_and_end_one_by_one() -> None:
    made = troubles(FULL, SLOW)
    assert sentences(made) == [FULL.sentence, SLOW.sentence]

    assert made.note(ArchiveTrouble("saving", ""))
    assert sentences(made) == [SLOW.sentence]
    assert not made.note(ArchiveTrouble("saving", ""))


def test_a_task_has_one_sentence_the_last() -> None:
    made = troubles(FULL, SLOW)

    assert made.note(ArchiveTrouble("saving", "The folder is read-only."))
    assert sentences(made) == ["The folder is read-only.", SLOW.sentence]
    assert not made.note(SLOW)


def test_only_what_is_over_may_be_put_away() -> None:
    made = troubles(FULL, DAMAGED)
    for trouble in made.shown:
        made.dismiss(trouble)

    assert sentences(made) == [FULL.sentence]
    assert not Trouble("saving", "x").may_be_dismissed


def test_a_new_run_begins_without_the_troubles_of_the_last() -> None:
    made = troubles(FULL, DAMAGED)
    made.begin_run()

    assert sentences(made) == [DAMAGED.sentence]


def test_settings_that_cannot_be_saved_are_told_of_through_a_restart() -> None:
    made = troubles(ArchiveTrouble(SAVING_TASK, "The folder is read-only."))
    made.begin_run()

    assert sentences(made) == ["The folder is read-only."]
    assert not made.shown[0].may_be_dismissed
