"""Exporting captured frames: which forms there are, and what is asked for."""

from __future__ import annotations

from pathlib import PurePath

from msgspec import Struct

from wschat_gui.bridge.frame_commands import ExportFrames, FrameExportForm
from wschat_gui.language import N_

FORMS = {
    FrameExportForm.PCAPNG: N_("Capture for Wireshark (pcapng)"),
    FrameExportForm.HAR: N_("For a browser's developer tools (HAR)"),
    FrameExportForm.JSONL: N_("JSON lines"),
}
"""How people call them."""


class ExportWish(Struct, frozen=True):
    """What the dialog asks for, all but the file."""

    form: FrameExportForm
    numbers: tuple[int, ...]
    """Empty: all that match the filter."""
    filter: str
    anonymised: bool

    def command(self, path: str) -> ExportFrames:
        """Make the command; a name without an ending gets that of the form."""
        if not PurePath(path).suffix:
            path = f"{path}.{self.form}"
        return ExportFrames(
            path=path,
            form=self.form,
            numbers=self.numbers,
            filter=self.filter,
            anonymised=self.anonymised,
        )
