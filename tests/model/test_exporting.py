"""The one export there can be, from its beginning to its sentence."""

from __future__ import annotations

from wschat_gui.bridge.events import ExportProgress
from wschat_gui.model.exporting import ExportState, form_of


def progress(export: ExportState) -> ExportProgress | None:
    """Look anew: a type checker takes an attribute for what it was compared with before."""
    return export.progress


def test_export_begins_goes_on_and_ends_with_a_sentence_told_once() -> None:
    export = ExportState()
    export.begin()
    assert progress(export) == ExportProgress(0, 0)

    export.advance(ExportProgress(3, 9))
    assert progress(export) == ExportProgress(3, 9)
    export.end("9 messages were written.")

    assert progress(export) is None
    assert export.take_ended() == "9 messages were written."
    assert export.take_ended() == ""


def test_cancelling_shows_until_the_end_comes() -> None:
    export = ExportState()
    told: list[bool] = []
    for act in (
        export.begin_cancel,
        export.begin,
        export.begin_cancel,
        lambda: export.end("It was cancelled."),
    ):
        act()
        told.append(export.is_cancelling)

    assert told == [False, False, True, False]


def test_form_is_the_ending_of_the_name() -> None:
    assert form_of("/home/ada/a.b/Chat.HTML") == "html"
    assert form_of("chat.csv") == "csv"
    assert form_of("chat.doc") is None
    assert form_of("/home/a.txt/chat") is None
