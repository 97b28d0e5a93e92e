"""All of the window that is about single frames, put together: inspector, statistics, lab.

What each part shows and does is its own; where they stand is `lower_panel.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk

from wschat_gui.bridge.frame_commands import WatchClient
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.frame_desk import FrameDesk, FrameWays
from wschat_gui.gui.inspector_panel import InspectorPanel
from wschat_gui.gui.lab_desk import LabDesk
from wschat_gui.gui.pump import EventPump, Renderer
from wschat_gui.gui.shortcuts import Shortcuts
from wschat_gui.gui.statistics_panel import StatisticsPanel
from wschat_gui.gui.theme import Look
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState


class FrameTabs:
    """The tabs, and when each is drawn."""

    def __init__(
        self,
        look: Look,
        tabs: ttk.Notebook,
        state: WindowState,
        shortcuts: Shortcuts,
        *,
        counter: Counter,
        ways: FrameWays,
        selected: Callable[[], tuple[int, ...]],
    ) -> None:
        """Add the tabs that are always there; `selected()` are the clients that are selected."""
        self._state = state
        self._counter = counter
        self.desk = FrameDesk(look, state, counter, ways)
        self.inspector = InspectorPanel(look, tabs, state.frames.book, shortcuts, self.desk.actions)
        self.desk.serve(self.inspector)
        self.statistics = StatisticsPanel(
            look, tabs, state, shortcuts, watch=self._watch, selected=selected
        )
        self.lab_desk = LabDesk(look, tabs, state, counter)

    def renderers(self) -> tuple[Renderer, ...]:
        """Say what is drawn when, and how often at most."""
        return (
            Renderer("the frames", Part.FRAMES | Part.STATUS, 0, self.inspector.render),
            Renderer("the X-ray", Part.XRAY, 0, self.desk.render_xray),
            Renderer("the export of frames", Part.FRAME_EXPORT, 0, self.desk.tell_export_end),
            Renderer(
                "the statistics",
                Part.FIGURES | Part.WEATHER | Part.CLIENTS,
                0.25,
                self.statistics.render,
            ),
            Renderer("the lab", Part.LAB | Part.STATUS, 0, self.lab_desk.render),
        )

    def watch_with(self, pump: EventPump) -> None:
        """Have done once a beat what is to be done once a beat."""
        pump.watch(self.desk.watch)

    def _watch(self, client_id: int) -> None:
        """Count one client's frames from now on, or (0) the room's only."""
        if self._counter.post(WatchClient(client_id)):
            self._state.frames.statistics.watch(client_id)
            self._counter.mark(Part.FIGURES)
