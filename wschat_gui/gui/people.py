"""All of the window that is about people, put together: clients, panic bar, undo bar, their desks.

What each part shows and does is its own; where they stand in the window is `window.py`'s.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from wschat_gui.config import TableLayout
from wschat_gui.gui.client_desk import ClientDesk
from wschat_gui.gui.clients_panel import ClientsPanel
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.lower_panel import LowerPanel
from wschat_gui.gui.panic_bar import PanicBar
from wschat_gui.gui.panic_desk import PanicDesk
from wschat_gui.gui.pump import EventPump, Renderer
from wschat_gui.gui.shortcuts import Shortcuts
from wschat_gui.gui.theme import Look
from wschat_gui.gui.undo_bar import UndoBar
from wschat_gui.gui.undo_desk import UndoDesk
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState


class People:
    """The parts, and when each is drawn."""

    def __init__(
        self,
        look: Look,
        root: tkinter.Tk,
        panes: ttk.Panedwindow,
        state: WindowState,
        shortcuts: Shortcuts,
        *,
        counter: Counter,
        lower: Callable[[], LowerPanel],
        start: Callable[[], None],
        show_failure: Callable[[], None],
        layout: TableLayout,
        wall_ms: Callable[[], int],
    ) -> None:
        """Make all parts; `lower()` gives the lower panel, which is made after them."""
        self._lower = lower
        self.undo_desk = UndoDesk(state, counter)
        self.client_desk = ClientDesk(
            look,
            state,
            counter,
            self.undo_desk,
            show_details=self._show_details,
            experiment=self._experiment,
            wall_ms=wall_ms,
        )
        self.panic_desk = PanicDesk(
            look, state, counter, self.undo_desk, clear=self._ask_delete_everything
        )
        self.panic_bar = PanicBar(look, root, state, shortcuts, self.panic_desk)
        panes.lift()  # the Tab key goes by height: the bar is above the panes, and comes first
        self.panel = ClientsPanel(
            look,
            panes,
            state,
            shortcuts,
            actions=self.client_desk.actions,
            start=start,
            show_details=show_failure,
            layout=layout,
        )
        self.undo_bar = UndoBar(look, root, state, shortcuts, self.undo_desk)
        self.panel.table.tree.bind("<<TreeviewSelect>>", self._follow_selection, add="+")

    def renderers(self) -> tuple[Renderer, ...]:
        """Say what is drawn when, and how often at most."""
        return (
            Renderer("the clients", Part.CLIENTS, 0.5, self.panel.render),
            Renderer(
                "the panic bar", Part.STATUS | Part.CONDUCT | Part.EXPORT, 0, self.panic_bar.render
            ),
            Renderer("what can be undone", Part.UNDO, 0, self.undo_bar.render),
        )

    def watch_with(self, pump: EventPump) -> None:
        """Have done once a beat what is to be done once a beat."""
        pump.watch(
            self.panel.table.draw_some,
            self.undo_desk.watch,
            self.undo_bar.watch,
            self.panic_desk.watch,
        )

    def _follow_selection(self, _event: object) -> None:
        self._lower().details.follow(self.panel.table.selected_ids)

    def _show_details(self, client_ids: tuple[int, ...]) -> None:
        self._lower().details.open(client_ids)

    def _experiment(self, client_ids: tuple[int, ...]) -> None:
        self._lower().frames.lab_desk.ask(client_ids)

    def _ask_delete_everything(self) -> None:
        self._lower().ask_delete_everything()
