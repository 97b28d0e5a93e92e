"""What cannot be done with the transcript now, by task, and what of it may be put away."""

from __future__ import annotations

from msgspec import Struct, field

from wschat_gui.bridge.events import ArchiveTrouble

LASTING_TASK = "The transcript was damaged"
LOST_TASK = "Messages were lost"
SETTINGS_TASK = "The saved settings were damaged"
SAVING_TASK = "The settings cannot be saved"
"""Until they can; no run of the server begins or ends it."""
_OVER = (LASTING_TASK, LOST_TASK, SETTINGS_TASK)
"""They tell of something that is over, so no end of it will come: the person puts it away."""


class Trouble(Struct, frozen=True):
    """One thing that cannot be done."""

    task: str
    sentence: str

    @property
    def may_be_dismissed(self) -> bool:
        """Whether it only has to be known, and does not hold on."""
        return self.task in _OVER


class Troubles(Struct):
    """All that hold, the first to come first."""

    _by_task: dict[str, Trouble] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[Trouble, ...]:
        """Those to be told of."""
        return tuple(self._by_task.values())

    def note(self, event: ArchiveTrouble) -> bool:
        """Take over one trouble or the end of one; False if nothing is different."""
        if not event.sentence:
            return self._by_task.pop(event.task, None) is not None
        trouble = Trouble(event.task, event.sentence)
        if self._by_task.get(event.task) == trouble:
            return False
        self._by_task[event.task] = trouble
        return True

    def dismiss(self, trouble: Trouble) -> None:
        """Put away one that may be; the others stay for as long as they hold."""
        if trouble.may_be_dismissed:
            self._by_task.pop(trouble.task, None)

    def begin_run(self) -> None:
        """Forget what held for the last run: the next one tells of its own."""
        lasting = [each for each in self.shown if each.may_be_dismissed or each.task == SAVING_TASK]
        self._by_task = {each.task: each for each in lasting}
