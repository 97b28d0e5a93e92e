"""The lower half of the window: a tab each for what happens now, for single frames and figures, for
all that was ever said, for one client, for the bans, and for those who cannot join.

The window opens with what happens now in front. What is behind it is made when the window stands:
it is more than all the rest, and nobody can have asked for it before.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from wschat_gui.bridge.events import BanEntry
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.file_choice import Choosers
from wschat_gui.gui.log_panel import LogPanel
from wschat_gui.gui.pump import Renderer
from wschat_gui.gui.shortcuts import Shortcuts
from wschat_gui.gui.tabs import Tabs
from wschat_gui.gui.theme import Look
from wschat_gui.gui.transcript_desk import TranscriptDesk
from wschat_gui.language import N_, _
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState

if TYPE_CHECKING:
    from wschat_gui.gui.doctor_panel import DoctorActions

_BEHIND = (
    N_("Frame inspector"),
    N_("Statistics"),
    N_("Transcript"),
    N_("Client"),
    N_("Bans"),
    N_("Join doctor"),
)
"""The titles of the tabs that are made later, as those tabs have them themselves."""


class LowerPanel:
    """The tabs, and the desk that those with messages turn to."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        shortcuts: Shortcuts,
        *,
        counter: Counter,
        announce: Callable[[str], bool],
        choosers: Choosers,
        lift_bans: Callable[[Sequence[BanEntry]], None],
        show_client: Callable[[int], bool],
        selected: Callable[[], tuple[int, ...]],
    ) -> None:
        """Make the log, and places for the other tabs. `selected()` are the selected clients."""
        self._look = look
        self._state = state
        self._shortcuts = shortcuts
        self._counter = counter
        self._choosers = choosers
        self._lift_bans = lift_bans
        self._show_client = show_client
        self._selected = selected
        self._desk = TranscriptDesk(look, state, counter, choosers.transcript, show_client)
        self._places = Tabs(look, parent)
        self.tabs = self._places.notebook
        self.log = LogPanel(
            look,
            self.tabs,
            state.log,
            shortcuts,
            announce=announce,
            message_actions=self._desk.message_actions,
        )
        self._places.reserve(map(_, _BEHIND))
        self.ask_delete_everything = self._desk.tool_actions.delete_everything
        """Asks, then deletes the whole transcript."""

    def complete(self, doctor_actions: DoctorActions) -> tuple[Renderer, ...]:
        """Make the tabs behind the log; return what is drawn of them when, and how often."""
        # Not above: nothing of them is needed for the window to stand there.
        from wschat_gui.gui.bans_panel import BansPanel  # noqa: PLC0415
        from wschat_gui.gui.client_details import ClientDetails  # noqa: PLC0415
        from wschat_gui.gui.doctor_panel import DoctorPanel  # noqa: PLC0415
        from wschat_gui.gui.frame_desk import FrameWays  # noqa: PLC0415
        from wschat_gui.gui.frame_tabs import FrameTabs  # noqa: PLC0415
        from wschat_gui.gui.transcript_panel import TranscriptPanel  # noqa: PLC0415
        from wschat_gui.gui.transcript_tools import TranscriptTools  # noqa: PLC0415

        look, state, shortcuts, desk = self._look, self._state, self._shortcuts, self._desk
        self.frames = FrameTabs(
            look,
            self.tabs,
            state,
            shortcuts,
            counter=self._counter,
            ways=FrameWays(
                choose_file=self._choosers.frames,
                show_client=self._show_client,
                show_message=self._show_message,
            ),
            selected=self._selected,
        )
        self.transcript = TranscriptPanel(
            look,
            self.tabs,
            state.search,
            shortcuts,
            actions=desk.search_actions,
            message_actions=desk.message_actions,
        )
        self.tools = TranscriptTools(
            look,
            self.transcript.frame,
            state.export,
            lambda: self._counter.keep,
            desk.tool_actions,
        )
        self.transcript.add_below(self.tools.frame)
        self.details = ClientDetails(look, self.tabs, state)
        self.bans = BansPanel(look, self.tabs, state, shortcuts, self._lift_bans)
        self.doctor = DoctorPanel(look, self.tabs, state, doctor_actions)
        self._places.settle()
        return (*self.frames.renderers(), *self._renderers())

    def _renderers(self) -> tuple[Renderer, ...]:
        return (
            Renderer("the tools of the transcript", Part.STATUS, 0, self._render_tools),
            Renderer("the transcript", Part.SEARCH, 0, self.transcript.render),
            Renderer("the export", Part.EXPORT, 0, self._render_export),
            Renderer("the client", Part.CLIENTS | Part.CLOCK, 0.5, self.details.render),
            Renderer("the bans", Part.BANS, 0, self.bans.render),
            Renderer(
                "the join doctor", Part.STATUS | Part.JOIN | Part.CLOCK, 0.5, self.doctor.render
            ),
        )

    def _show_message(self, seq: int) -> None:
        """Show a message in the transcript, among those around it."""
        self._desk.open_message(seq)
        self.transcript.show()

    def _render_export(self) -> None:
        """Show how far an export is, and say what its end was."""
        self.tools.render()
        self._desk.tell_export_end()

    def _render_tools(self) -> None:
        """Offer only what the server, as it is, can do."""
        self.tools.render_status(self._state.status)
