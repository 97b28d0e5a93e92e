"""All that the window knows of single frames, of figures over time, and of the protocol lab."""

from __future__ import annotations

from msgspec import Struct, field

from wschat_gui.bridge.frame_words import FramesExported, LabNote
from wschat_gui.model.frame_book import FrameBook
from wschat_gui.model.lab import LabBook
from wschat_gui.model.statistics import Statistics
from wschat_gui.model.weather import Weather
from wschat_gui.model.xray import XrayBook


class FrameState(Struct):
    """The parts, each with a file of its own."""

    book: FrameBook = field(default_factory=FrameBook)
    xray: XrayBook = field(default_factory=XrayBook)
    lab: LabBook = field(default_factory=LabBook)
    statistics: Statistics = field(default_factory=Statistics)
    weather: Weather = field(default_factory=Weather)
    is_exporting: bool = False
    _exported: list[FramesExported] = field(default_factory=list)

    def begin_run(self) -> None:
        """Forget the run that has ended; what is set stays."""
        self.book.begin_run()
        self.xray.close()
        self.lab.leave()
        self.statistics = Statistics()
        self.weather = Weather()

    def end_run(self) -> None:
        """Nobody will answer any more."""
        self.book.give_up()
        self.lab.end_run()
        self.is_exporting = False

    def note_export(self, answer: FramesExported) -> None:
        """Keep the end of an export until it is told."""
        self.is_exporting = False
        self._exported.append(answer)

    def take_exported(self) -> FramesExported | None:
        """Give the oldest end of an export that nobody has been told of."""
        return self._exported.pop(0) if self._exported else None

    def note_lab(self, note: LabNote) -> bool:
        """Take a line of the lab's protocol; False if it is nobody's who is in it."""
        return self.lab.take(note)
