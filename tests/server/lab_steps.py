"""What tests of the protocol lab share."""

from __future__ import annotations

from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.frame_words import LabNote, LabNoteKind


def notes(server: RunningServer, kind: LabNoteKind | None = None) -> list[LabNote]:
    """Return what the lab has told so far, of one kind or of all."""
    return [note for note in server.events(LabNote) if kind in {None, note.kind}]


def note(server: RunningServer, kind: LabNoteKind, number: int = 1) -> LabNote:
    """Wait until the lab has told so many of a kind; return the last of them."""
    wait_until(
        lambda: len(notes(server, kind)) >= number, PATIENCE_S, f"note {number} of kind {kind}"
    )
    return notes(server, kind)[number - 1]
