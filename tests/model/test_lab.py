"""Who is in the protocol lab, and how its notes read."""

from __future__ import annotations

from datetime import UTC

import pytest

from wschat_gui.bridge.frame_commands import LabBreach
from wschat_gui.bridge.frame_words import LabNote, LabNoteKind
from wschat_gui.model.lab import BREACHES, MAX_NOTES, LabBook, note_text


def note(kind: LabNoteKind, client_id: int = 1, **more: object) -> LabNote:
    return LabNote(at_ms=1_000, client_id=client_id, kind=kind, **more)  # type: ignore[arg-type]


def entered() -> LabBook:
    book = LabBook()
    book.enter(1, "ada")
    book.take(note(LabNoteKind.BEGUN))
    return book


def test_client_is_in_the_lab_once_the_server_says_so() -> None:
    book = LabBook()
    book.enter(1, "ada")
    assert book.occupant == 0
    book.take(note(LabNoteKind.BEGUN))
    assert book.occupant == 1
    book.take(note(LabNoteKind.ENDED))
    assert (book.occupant, book.is_over) == (0, True)


def test_notes_of_others_are_let_go() -> None:
    book = entered()
    assert not book.take(note(LabNoteKind.SENT, client_id=2))
    assert not LabBook().take(note(LabNoteKind.SENT))
    assert len(book.notes) == 1


def test_turned_away_at_the_door_is_over_and_a_refusal_later_is_not() -> None:
    book = LabBook()
    book.enter(1, "ada")
    book.take(note(LabNoteKind.REFUSED, text="It has gone."))
    assert book.is_over

    book = entered()
    book.take(note(LabNoteKind.REFUSED))
    assert book.occupant == 1


def test_page_that_was_cut_off_comes_back_under_another_id() -> None:
    book = entered()
    book.take(note(LabNoteKind.CLOSED, close_code=1002))
    assert (book.occupant, book.may_return) == (0, True)

    assert book.take(note(LabNoteKind.BEGUN, client_id=9))
    assert (book.occupant, book.may_return) == (9, False)
    assert len(book.notes) == 3


def test_after_the_end_nobody_comes_back() -> None:
    book = entered()
    book.take(note(LabNoteKind.ENDED))
    assert not book.take(note(LabNoteKind.BEGUN, client_id=9))
    book.leave()
    assert book.client_id == 0


def test_notes_are_bounded() -> None:
    book = entered()
    for _number in range(MAX_NOTES + 10):
        book.take(note(LabNoteKind.SENT))
    assert len(book.notes) == MAX_NOTES


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (note(LabNoteKind.SENT, what="text", length=65_536), "→ Sent: text, 65,536 bytes"),
        (
            note(LabNoteKind.SENT, what="binary", length=126, frames=3),
            "→ Sent: binary, 126 bytes, in 3 frames",
        ),
        (note(LabNoteKind.SEEN, what="text", length=5), "← The page saw: text, 5 bytes"),
        (
            note(LabNoteKind.PONGED, rtt_ms=3.94),
            "← The browser answered the ping after 3.9 ms.",
        ),
        (
            note(LabNoteKind.CLOSED, close_code=1002),
            "× The connection ended: 1002 (protocol error)",
        ),
        (note(LabNoteKind.REFUSED, text="It has gone."), "! Not done.  It has gone."),
        (
            note(LabNoteKind.SENT, what=LabBreach.LONG_PING.value),
            "→ Sent: Ping of 126 bytes (5.5)",
        ),
    ],
)
def test_notes_read_as_a_protocol(told: LabNote, sentence: str) -> None:
    assert note_text(told, UTC) == f"00:00:01.000  {sentence}"


def test_every_breach_has_a_name_with_its_section() -> None:
    assert set(BREACHES) == set(LabBreach)
    assert all(words.endswith(")") for words in BREACHES.values())
