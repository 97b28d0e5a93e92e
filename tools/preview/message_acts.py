"""What is done in scenes about messages: announce, filter, search, delete, keep, export."""

from __future__ import annotations

from tools.preview.stage import Act, Stage
from wschat_gui.gui.deletion_dialogs import DeleteBeforeDialog
from wschat_gui.gui.shortcuts import Key

_DELETE_OF_CLIENT = 2
"""Its place in the menu of a message."""


def announce(stage: Stage) -> None:
    stage.press(Key.ANNOUNCE)
    stage.window.log.announcement.set("We go on in five minutes.")


def filter_log(stage: Stage) -> None:
    stage.press(Key.FILTER)
    stage.window.log.words.set("slides")


def search(stage: Stage) -> None:
    """Look for a word, and choose a hit."""
    fields, lines = stage.window.transcript.fields, stage.window.transcript.lines
    stage.press(Key.SEARCH)
    fields.words.insert(0, "slides")
    fields.words.event_generate("<Return>")
    stage.driver.beat(3)
    lines.choose(3)
    lines.text.focus_force()
    stage.driver.beat()


def search_wrong_date(stage: Stage) -> None:
    stage.window.transcript.fields.since.insert(0, "22.11.2026")
    search(stage)


def _press_on_hit(sequence: str) -> Act:
    def act(stage: Stage) -> None:
        search(stage)
        stage.window.transcript.lines.text.event_generate(sequence)

    return act


open_hit = _press_on_hit("<Return>")
delete = _press_on_hit("<Delete>")
message_menu = _press_on_hit("<Shift-F10>")


def delete_of_client(stage: Stage) -> None:
    search(stage)
    stage.window.transcript.menu.menu.invoke(_DELETE_OF_CLIENT)


def delete_before(stage: Stage) -> None:
    _delete_before(stage, "2026-11-20")


def delete_before_wrong(stage: Stage) -> None:
    _delete_before(stage, "20.11.2026")


def _delete_before(stage: Stage, date: str) -> None:
    stage.press(Key.SEARCH)
    stage.window.lower.tools.before_button.invoke()
    dialog = stage.window.dialog
    assert isinstance(dialog, DeleteBeforeDialog)
    dialog.date.set(date)


def keep_days(stage: Stage) -> None:
    _pick_keep(stage, -1)


def keep_shorter(stage: Stage) -> None:
    _pick_keep(stage, 3)


def _pick_keep(stage: Stage, place: int) -> None:
    stage.press(Key.SEARCH)
    keeps = stage.window.lower.tools.keeps
    keeps.current(place % len(keeps.cget("values")))
    keeps.event_generate("<<ComboboxSelected>>")


def export(stage: Stage) -> None:
    search(stage)
    stage.window.lower.tools.export_button.invoke()
