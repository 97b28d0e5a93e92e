"""A capture that answers the window, for tests of the inspector and the tabs beside it."""

from __future__ import annotations

from typing import TypeVar

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.frame_making import extent, frame_row
from wschat_gui.bridge.commands import Command
from wschat_gui.bridge.frame_commands import ListFrames
from wschat_gui.bridge.frame_words import FilterFault, FrameRow, FramesListed
from wschat_gui.gui.inspector_panel import InspectorPanel
from wschat_gui.gui.shortcuts import Key

Posted = TypeVar("Posted", bound=Command)


class CapturingHost(FakeHost):
    """Answers ListFrames from `rows`, as many as asked for; all else waits for the test."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FrameRow] = [frame_row(number) for number in (1, 2, 3)]
        self.fault: FilterFault | None = None
        self.is_on = True

    def post(self, command: Command) -> None:
        super().post(command)
        if isinstance(command, ListFrames):
            self.say(self._listed(command))

    def _listed(self, command: ListFrames) -> FramesListed:
        newer = [row for row in self.rows if row.number > command.after]
        rows = () if self.fault else tuple(newer[-command.limit :])
        return FramesListed(
            request=command.request,
            rows=rows,
            left_out=0 if self.fault else len(newer) - len(rows),
            looked_at=self.rows[-1].number if self.rows else 0,
            extent=extent(is_on=self.is_on, frames=len(self.rows)),
            fault=self.fault,
        )

    def asked(self, kind: type[Posted]) -> list[Posted]:
        """Give the commands of a kind that the window has posted."""
        return [each for each in self.posted if isinstance(each, kind)]


def open_inspector(driver: WindowDriver) -> InspectorPanel:
    """Bring the tab to the front by its key, and wait for its first rows."""
    driver.root.event_generate(f"<Alt-{Key.FRAMES}>")
    panel = driver.window.lower.frames.inspector
    book = driver.window.state.frames.book
    driver.wait(lambda: book.extent or pumped(driver), "the first answer")
    driver.beat()
    return panel


def pumped(driver: WindowDriver) -> bool:
    """Let a beat go by; False, to be waited with."""
    driver.beat()
    return False


def numbers(panel: InspectorPanel) -> list[int]:
    """Give the numbers of the frames that are shown; 0 for a gap."""
    return [row.number if isinstance(row, FrameRow) else 0 for row in panel.rows.rows]
