"""The right column: the code to join, throughput, frames; and what gives way in a low window.

The code and the frames keep their size. Throughput takes what is left and goes while too little is.
"""

from __future__ import annotations

import tkinter

from wschat_gui.gui.frames_panel import FramesPanel
from wschat_gui.gui.join_panel import JoinPanel
from wschat_gui.gui.plot import ThroughputPanel
from wschat_gui.gui.theme import Look, Surface
from wschat_gui.model.state import WindowState

_WIDTH_PX = 284
_GAP_PX = 12
_LEAST_PLOT_PX = 100
"""Below this a curve tells nothing."""


class SideColumn:
    """Three panels, one above the other."""

    def __init__(self, look: Look, parent: tkinter.Misc, state: WindowState) -> None:
        """Make the panels. The code is shown from the beginning: that is how the room fills."""
        self._look = look
        self._state = state
        self._is_join_wanted = True
        self.frame = look.frame(parent, Surface.CHROME)
        self.frame.configure(width=look.px(_WIDTH_PX))
        self.frame.grid_propagate(flag=False)  # else a long text would widen the column
        self.join = JoinPanel(look, self.frame)
        self.throughput = ThroughputPanel(look, self.frame, state.throughput)
        self.frames = FramesPanel(look, self.frame, state)
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.bind("<Configure>", lambda _event: self._arrange())

    @property
    def least_height(self) -> int:
        """What the code and the frames need, in pixels."""
        join, frames = self.join.frame.winfo_reqheight(), self.frames.frame.winfo_reqheight()
        return join + self._look.px(_GAP_PX) + frames

    def render_status(self) -> None:
        """Show the code of the address in force; none while the room is closed."""
        address = self._state.address
        self.join.render(address.url if address else "")
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

    def _arrange(self) -> None:
        gap, wants_join = self._look.px(_GAP_PX), self._is_join_wanted and bool(self._state.address)
        room = self.frame.winfo_height() - self.frames.frame.winfo_reqheight() - gap
        if wants_join:
            room -= self.join.frame.winfo_reqheight() + gap
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
