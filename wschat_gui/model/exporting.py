"""An export of the transcript: how far it is, and what its end was."""

from __future__ import annotations

from pathlib import PurePath

from msgspec import Struct

from wschat_gui.bridge.events import ExportProgress
from wschat_gui.language import N_

FORMS = {
    "txt": N_("Plain text"),
    "html": N_("Web page"),
    "csv": N_("Table (CSV)"),
    "jsonl": N_("JSON lines"),
}
"""What the server can write, by the ending of the file's name, and how people call it."""


def form_of(path: str) -> str | None:
    """Tell from a file's name which form is meant; None if its ending is none of ours."""
    ending = PurePath(path).suffix.removeprefix(".").lower()
    return ending if ending in FORMS else None


class ExportState(Struct):
    """The one export there can be."""

    progress: ExportProgress | None = None
    """None while none is under way."""
    is_cancelling: bool = False
    _ended: str = ""

    def begin(self) -> None:
        """Show at once that one was asked for."""
        self.progress = ExportProgress(0, 0)
        self.is_cancelling = False

    def advance(self, progress: ExportProgress) -> None:
        """Take over how far it is."""
        self.progress = progress

    def begin_cancel(self) -> None:
        """Show at once that its end was asked for."""
        self.is_cancelling = self.progress is not None

    def end(self, sentence: str) -> None:
        """It is over; the sentence waits for `take_ended`. Empty: nobody needs to be told."""
        self.progress = None
        self.is_cancelling = False
        self._ended = sentence

    def take_ended(self) -> str:
        """Give the sentence of an export that has ended since the last call; empty if none has."""
        ended, self._ended = self._ended, ""
        return ended
