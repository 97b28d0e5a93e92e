"""The lower half of the window: a tab each for what happens now, for single frames and figures, for
all that was ever said, for one client, and for the bans.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

from wschat_gui.bridge.events import BanEntry
from wschat_gui.gui.bans_panel import BansPanel
from wschat_gui.gui.client_details import ClientDetails
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.file_choice import Choosers
from wschat_gui.gui.frame_desk import FrameWays
from wschat_gui.gui.frame_tabs import FrameTabs
from wschat_gui.gui.log_panel import LogPanel
from wschat_gui.gui.shortcuts import Shortcuts
from wschat_gui.gui.theme import Look
from wschat_gui.gui.transcript_desk import TranscriptDesk
from wschat_gui.gui.transcript_panel import TranscriptPanel
from wschat_gui.gui.transcript_tools import TranscriptTools
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import ServerStatus


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
        """Make the tabs; the log is in front. `selected()` are the clients that are selected."""
        self.tabs = look.tabs(parent)
        desk = TranscriptDesk(look, state, counter, choosers.transcript, show_client)
        self.log = LogPanel(
            look,
            self.tabs,
            state.log,
            shortcuts,
            announce=announce,
            message_actions=desk.message_actions,
        )
        self.frames = FrameTabs(
            look,
            self.tabs,
            state,
            shortcuts,
            counter=counter,
            ways=FrameWays(
                choose_file=choosers.frames,
                show_client=show_client,
                show_message=self._show_message,
            ),
            selected=selected,
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
            look, self.transcript.frame, state.export, lambda: counter.keep, desk.tool_actions
        )
        self.transcript.add_below(self.tools.frame)
        self.details = ClientDetails(look, self.tabs, state)
        self.bans = BansPanel(look, self.tabs, state, shortcuts, lift_bans)
        self.ask_delete_everything = desk.tool_actions.delete_everything
        """Asks, then deletes the whole transcript."""
        self._desk = desk

    def _show_message(self, seq: int) -> None:
        """Show a message in the transcript, among those around it."""
        self._desk.open_message(seq)
        self.transcript.show()

    def render_export(self) -> None:
        """Show how far an export is, and say what its end was."""
        self.tools.render()
        self._desk.tell_export_end()

    def render_status(self, status: ServerStatus) -> None:
        """Offer only what the server, as it is, can do."""
        self.log.render_status(status)
        self.tools.render_status(status)
