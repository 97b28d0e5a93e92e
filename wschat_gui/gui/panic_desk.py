"""Carries out what the panic bar asks: freeze, slow down, lock, clear, everybody out.

Everybody out saves the transcript first, and waits for it; a second press waits no longer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from wschat_gui.bridge.commands import EverybodyOut, Export, Reinstate, SetRoomState
from wschat_gui.config import Settings
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.gui.undo_desk import UndoDesk
from wschat_gui.language import _, ngettext
from wschat_gui.model.conduct import Conduct
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Running

_FORM = "html"


class Step(Enum):
    """How far everybody out is."""

    NONE = auto()
    WAITING = auto()
    """For another export to end."""
    SAVING = auto()


class PanicDesk:
    """Between the panic bar and the server."""

    def __init__(
        self,
        look: Look,
        state: WindowState,
        counter: Counter,
        undo: UndoDesk,
        *,
        clear: Callable[[], None],
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        """Work on `state`, through `counter`; `clear()` asks before all messages are deleted."""
        self._look = look
        self._state = state
        self._counter = counter
        self._undo = undo
        self._clear = clear
        self._now = now
        self._path: Path | None = None
        self.step = Step.NONE

    # What people may do --------------------------------------------------------------------------

    def freeze(self) -> None:
        """Let only the host speak, or everybody again."""
        self._set(self._state.conduct.changed(frozen=not self._state.conduct.frozen))

    def slow_down(self, slow_s: int) -> None:
        """Let everybody speak once in so many seconds; 0 as often as they like."""
        self._set(self._state.conduct.changed(slow_s=slow_s))

    def slow_down_more(self) -> None:
        """Go to the next step of slow mode, and after the last to none."""
        self.slow_down(self._state.conduct.next_slow_s)

    def lock(self) -> None:
        """Let nobody new in, or everybody again."""
        self._set(self._state.conduct.changed(locked=not self._state.conduct.locked))

    def _set(self, wanted: SetRoomState) -> None:
        if isinstance(self._state.status, Running) and self._counter.post(wanted):
            # Not only when the server says so: the next press may come before that.
            self._state.conduct = Conduct.wanted(wanted)
            self._counter.mark(Part.CONDUCT)

    def clear(self) -> None:
        """Ask, then delete all that was said."""
        if isinstance(self._state.status, Running):
            self._clear()

    # Everybody out -------------------------------------------------------------------------------

    @property
    def is_pending(self) -> bool:
        """Whether everybody out was asked for, and waits for the transcript."""
        return self.step is not Step.NONE

    def ask_everybody_out(self) -> None:
        """Ask, then save and throw out; while it saves, throw out at once."""
        if self.step is not Step.NONE:
            self._throw_out()
            return
        if not isinstance(self._state.status, Running):
            return
        people = len(self._state.clients)
        path = self._new_path()
        sentence = ngettext(
            "{n} client will be disconnected, and the door locked behind it.",
            "{n} clients will be disconnected, and the door locked behind them.",
            people,
        ).format(n=people)
        saving = (
            _("There is no transcript to save: nothing is kept on the disk.")
            if path is None
            else _("The transcript is saved first, to {path}").format(path=path)
        )
        texts = (_("Everybody out?"), f"{sentence}\n\n{saving}", _("Everybody out"))
        self._counter.show(
            lambda closed: ConfirmDialog(self._look, texts, lambda: self._begin(path), closed)
        )

    def watch(self) -> None:
        """Once a beat: go on when what was waited for has come."""
        if self.step is Step.NONE:
            return
        if not isinstance(self._state.status, Running):
            self.step = Step.NONE  # the room has closed: everybody is out anyway
            self._counter.mark(Part.CONDUCT)
        elif self._state.export.progress is None:
            if self.step is Step.WAITING and self._path is not None:
                self._save(self._path)
            else:
                self._throw_out()

    def _begin(self, path: Path | None) -> None:
        self._path = path
        if path is None:
            self._throw_out()
        elif self._state.export.progress is not None:
            self.step = Step.WAITING
            self._counter.mark(Part.CONDUCT)
        else:
            self._save(path)

    def _save(self, path: Path) -> None:
        if self._counter.post(Export(path=str(path), form=_FORM)):
            self.step = Step.SAVING
            self._state.export.begin()
            self._counter.mark(Part.EXPORT | Part.CONDUCT)

    def _throw_out(self) -> None:
        before = self._state.conduct
        client_ids = [row.client_id for row in self._state.clients]
        was_saving, self.step = self.step is Step.SAVING, Step.NONE
        if self._counter.post(EverybodyOut(_("The host has closed the room for everybody."))):
            self._undo.offer(
                _("Everybody out, and the door locked"),
                [before.changed(), *map(Reinstate, client_ids)],
            )
            self._tell(self._path if was_saving else None)
        self._path = None
        self._counter.mark(Part.CONDUCT)

    def _tell(self, path: Path | None) -> None:
        """Say where the transcript is; what went wrong with it was said by the export's end."""
        if path is None:
            self._counter.say(_("Everybody is out; nothing was saved."), Tone.WARNING)
        elif path.exists():
            self._counter.say(_("Everybody is out. Transcript: {path}").format(path=path))
        elif self._state.export.progress is not None:
            words = _("Everybody is out. The transcript is still being saved to {path}")
            self._counter.say(words.format(path=path), Tone.WARNING)
        else:
            words = _("Everybody is out, but the transcript could not be saved to {path}")
            self._counter.say(words.format(path=path), Tone.BAD)

    def _new_path(self) -> Path | None:
        """Name a file beside the transcript, or None where there is none."""
        settings = self._state.started_with or Settings()
        if settings.data_dir is None:
            return None
        return settings.data_dir / f"transcript-{self._now():%Y-%m-%d-%H%M%S}.{_FORM}"
