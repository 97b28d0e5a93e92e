"""The archive as the running room uses it: opened first, written once a tick, closed last.

Where nothing can be saved, the chat goes on in memory and the window is told. What was said is
asked for and deleted in `records.py`.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from wschat_gui.archive.deletion import Days, Forever, Retention, UntilClose
from wschat_gui.archive.faults import ArchiveFault, Task
from wschat_gui.archive.file_store import FileStore
from wschat_gui.archive.transcript import Transcript
from wschat_gui.chat.bans import Ban
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.opening import Past
from wschat_gui.chat.vocabulary import KeptEvent
from wschat_gui.config import Keep, KeepFor
from wschat_gui.server.ban_list import CarriedBans

_EPOCH_BYTES = 6
_RETRY_S = 1.0
_MOST_UNSAVED = 100_000
"""Events that wait for a disk to work again: hours of talk, some tens of megabytes."""


class Keeper:
    """What was said and is to be saved, and where."""

    def __init__(
        self,
        transcript: Transcript | None,
        tell: Callable[[str, str], None],
        in_memory: int,
        carried_bans: CarriedBans,
    ) -> None:
        """Save into `transcript`, or nowhere.

        `tell(task, sentence)` is told of trouble, with an empty sentence when it is over.
        `in_memory` events of earlier runs are read for the room to begin with, and the bans of runs
        that saved none are in `carried_bans`.
        """
        self.transcript = transcript
        self.tell = tell
        self._in_memory = in_memory
        self._carried_bans = carried_bans
        self._unsaved: deque[KeptEvent] = deque(maxlen=_MOST_UNSAVED)
        self._fault: ArchiveFault | None = None
        self._retry_at_s = 0.0
        self.files = self._open_files()
        """Where uploaded files stand; None where not even a temporary folder can be had."""

    @property
    def last_client_id(self) -> int:
        """The highest client id of earlier runs."""
        return 0 if self.transcript is None else self.transcript.last_client_id

    def past(self) -> Past:
        """Return what the room goes on from."""
        transcript = self.transcript
        if transcript is None:
            return Past(epoch=secrets.token_hex(_EPOCH_BYTES), bans=self._carried_bans.beside(()))
        try:
            return Past(
                epoch=transcript.epoch,
                newest=tuple(transcript.last(self._in_memory)),
                last_seq=transcript.last_seq,
                gone=tuple((run.first, run.last) for run in transcript.gone()),
                bans=self._carried_bans.beside(transcript.bans()),
            )
        except ArchiveFault as fault:
            # A room that cannot tell what went before must not add to it either.
            self.tell(fault.task, fault.sentence)
            self.close()
            self.transcript = None
            self.files = self._open_files()
            return self.past()

    def note(self, event: KeptEvent) -> None:
        """Have an event saved with its tick."""
        if self.transcript is not None:
            self._unsaved.append(event)

    def save(self, now_s: float) -> None:
        """Save what was noted, before anybody sees it; after a fault, again in a while."""
        if self.transcript is None or not self._unsaved or now_s < self._retry_at_s:
            return
        try:
            self.transcript.append(tuple(self._unsaved))
        except ArchiveFault as fault:
            self._retry_at_s = now_s + _RETRY_S
            if self._fault is None or self._fault.kind is not fault.kind:
                self.tell(fault.task, fault.sentence)
            self._fault = fault
            return
        self._unsaved.clear()
        if self._fault is not None:
            self._fault = None
            self.tell(Task.SAVING, "")

    def keep_ban(self, ban: Ban) -> None:
        """Have a ban outlive the program; where that cannot be, it holds until the end of it."""
        if self.transcript is not None:
            try:
                self.transcript.keep_ban(ban)
            except ArchiveFault as fault:
                self.tell(fault.task, fault.sentence)
                self._fault = fault  # over when something can be saved again

    def lift_ban(self, ban_id: int) -> None:
        """Forget a saved ban."""
        if self.transcript is not None:
            try:
                self.transcript.lift_ban(ban_id)
            except ArchiveFault as fault:
                self.tell(fault.task, fault.sentence)
                self._fault = fault  # over when something can be saved again

    def carry_bans(self, bans: Iterable[Ban]) -> None:
        """Remember those of `bans` that no file has, for the next run of this program."""
        unsaved = self.transcript is None
        self._carried_bans.keep(ban for ban in bans if ban.until_stop or unsaved)

    def close(self) -> None:
        """Give the files back; trouble with that is told too."""
        if self.files is not None:
            self.files.close()
        if self.transcript is None:
            return
        try:
            self.transcript.close()
        except ArchiveFault as fault:
            self.tell(fault.task, fault.sentence)

    def _open_files(self) -> FileStore | None:
        if self.transcript is not None:
            try:
                return self.transcript.open_files()
            except ArchiveFault as fault:
                self.tell(fault.task, fault.sentence)
        try:
            return FileStore.temporary()
        except ArchiveFault as fault:
            self.tell(fault.task, fault.sentence)
            return None


def open_transcript(
    data_dir: Path | None, moment: Moment, tell: Callable[[str, str], None]
) -> Transcript | None:
    """Open the transcript, or tell why it cannot be; None where nothing is saved."""
    if data_dir is None:
        return None
    try:
        transcript = Transcript.open(data_dir, moment)
    except ArchiveFault as fault:
        tell(fault.task, fault.sentence)
        return None
    if transcript.set_aside is not None:
        sentence = (
            f"The transcript was damaged. It was set aside as {transcript.set_aside.name}, "
            f"and a new one was begun."
        )
        tell("The transcript was damaged", sentence)
    return transcript


def retention_of(keep: Keep) -> Retention:
    """Return the archive's word for a setting."""
    match keep.how_long:
        case KeepFor.FOREVER:
            return Forever()
        case KeepFor.DAYS:
            return Days(keep.days)
        case KeepFor.UNTIL_CLOSE:
            return UntilClose()
