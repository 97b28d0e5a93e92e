"""Carries out what is asked in the protocol lab: enter after a warning, experiment, leave."""

from __future__ import annotations

from tkinter import ttk

from wschat_gui.bridge.frame_commands import EnterLab, LabCommand, LeaveLab
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.lab_panel import LabPanel
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import shortened
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState

_TITLE = N_("Experiment with {who}?")
_WARNING = N_(
    "In the protocol lab you send this one client odd and even illegal frames, and make its line "
    "worse, to see what its browser does. Its page says so. The connection may break, and what it "
    "is just writing may be lost; everybody else goes on as before."
)
_BEGIN = N_("Begin")
_NAME_CHARS = 40


class LabDesk:
    """Between the lab's tab and the server."""

    def __init__(
        self, look: Look, tabs: ttk.Notebook, state: WindowState, counter: Counter
    ) -> None:
        """Have a tab among `tabs`, as soon as somebody is in the lab."""
        self._look = look
        self._tabs = tabs
        self._state = state
        self._counter = counter
        self._book = state.frames.lab
        self._panel: LabPanel | None = None

    @property
    def panel(self) -> LabPanel:
        """The tab: made when it is first wanted, for most rooms never are."""
        if self._panel is None:
            self._panel = LabPanel(
                self._look, self._tabs, self._book, post=self._post, leave=self.leave
            )
        return self._panel

    def ask(self, client_ids: tuple[int, ...]) -> None:
        """Warn, then begin with this client; with the one that is in the lab, go on."""
        rows = [row for row in map(self._state.clients.get, client_ids) if row]
        if len(rows) != 1:
            return
        row = rows[0]
        if row.client_id == self._book.occupant:
            self.panel.show()
            return
        texts = (
            _(_TITLE).format(who=shortened(row.name, _NAME_CHARS)),
            _(_WARNING),
            _(_BEGIN),
        )

        def begin() -> None:
            if self._book.client_id:
                self.leave()
            if self._counter.post(EnterLab(row.client_id)):
                self._book.enter(row.client_id, row.name)
                self.panel.show()

        self._counter.show(lambda closed: ConfirmDialog(self._look, texts, begin, closed))

    def leave(self) -> None:
        """End the experiments, and close the tab."""
        if self._book.client_id and (not self._book.is_over or self._book.may_return):
            self._counter.post(LeaveLab(self._book.client_id))
        self._book.leave()
        self._state.clients.experiment_with(0)
        self._counter.mark(Part.LAB | Part.CLIENTS)

    def render(self) -> None:
        """Show what has happened."""
        if self._book.client_id or self._panel is not None:
            self.panel.render()

    def _post(self, command: LabCommand) -> bool:
        return self._counter.post(command)
