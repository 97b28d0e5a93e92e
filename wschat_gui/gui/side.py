"""The right column: the code to join, throughput, frames; and what gives way in a low window.

The frames keep their size, the code is as large as the rest leaves room for. Throughput takes what
is left and goes while too little is; once people are here, the list of addresses gives way to it,
and the code becomes smaller for it.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.gui.frames_panel import FramesPanel
from wschat_gui.gui.join_panel import JoinActions, JoinPanel
from wschat_gui.gui.plot import ThroughputPanel
from wschat_gui.gui.shortcuts import Shortcuts
from wschat_gui.gui.theme import Look, Surface
from wschat_gui.model.poster import Poster
from wschat_gui.model.state import WindowState

_WIDTH_PX = 284
_GAP_PX = 12
_LEAST_CODE_PX = 160
"""So large the code stays for the sake of the plot: 4 cm, scanned from half an arm's length."""
_LEAST_PLOT_PX = 120
"""Below this a curve tells nothing."""


class SideColumn:
    """Three panels, one above the other."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        shortcuts: Shortcuts,
        *,
        actions: JoinActions,
        poster: Callable[[], Poster | None],
    ) -> None:
        """Make the panels. The code is shown from the beginning: that is how the room fills.

        `poster()` is what there is to scan now.
        """
        self._look = look
        self._state = state
        self._poster = poster
        self._is_join_wanted = True
        self.frame = look.frame(parent, Surface.CHROME)
        self.frame.configure(width=look.px(_WIDTH_PX))
        self.frame.grid_propagate(flag=False)  # else a long text would widen the column
        self.join = JoinPanel(look, self.frame, shortcuts, actions)
        self.throughput = ThroughputPanel(look, self.frame, state.throughput)
        self.frames = FramesPanel(look, self.frame, state)
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.bind("<Configure>", lambda _event: self._arrange())

    @property
    def least_height(self) -> int:
        """What the code and the frames need, in pixels."""
        join = self.join.frame_height + self.join.code.winfo_reqheight()
        return join + self._look.px(_GAP_PX) + self.frames.frame.winfo_reqheight()

    def render_status(self) -> None:
        """Show the code of the address in force; none while the room is closed."""
        self.join.render(self._poster(), self._state.addresses, self._state.address)
        self._arrange()

    def render_figures(self) -> None:
        """Bring both figures' panels up to date."""
        if self.throughput.frame.winfo_manager():
            self.throughput.render()
        self.frames.render()

    def switch_join(self) -> None:
        """Show or hide the code."""
        self._is_join_wanted = not self._is_join_wanted
        self._arrange()

    def _fit_code(self, room: int, least_plot: int) -> int:
        """Draw the code as large as leaves that much, unless it would be too small for cameras."""
        is_enough = room - least_plot >= self._look.px(_LEAST_CODE_PX)
        return self.join.fit_code(room - least_plot if is_enough else room)

    def _arrange(self) -> None:
        gap, wants_join = self._look.px(_GAP_PX), self._is_join_wanted and bool(self._state.address)
        room = self.frame.winfo_height() - self.frames.frame.winfo_reqheight() - gap
        if wants_join:
            room -= self.join.frame_height + gap
            # While nobody is here, addresses matter more than a throughput of nothing.
            least_plot = self._look.px(_LEAST_PLOT_PX) if self._state.clients.people else 0
            room -= self._fit_code(room, least_plot)
            listed = self.join.addresses_height
            spare = least_plot if room >= least_plot else 0
            self.join.show_addresses(wanted=room - listed >= spare)
            room -= listed if room - listed >= spare else 0
        shows_plot = room >= self._look.px(_LEAST_PLOT_PX)
        # With the code gone, plot and frames share the height; beside it, the plot takes the rest.
        self.frame.grid_rowconfigure(1, weight=2 if shows_plot else 0)
        self.frame.grid_rowconfigure(2, weight=0 if wants_join and shows_plot else 3)
        for row, (panel, is_shown) in enumerate(
            (
                (self.join.frame, wants_join),
                (self.throughput.frame, shows_plot),
                (self.frames.frame, True),
            )
        ):
            if is_shown:
                panel.grid(row=row, column=0, sticky="nsew", pady=(0, gap) if row < 2 else 0)
            else:
                panel.grid_remove()
