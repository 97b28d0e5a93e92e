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
_LOST_TASK = "Messages were lost"
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
        self._unsaved_bans: deque[Ban | int] = deque()
        """Those to be kept, and the ids of those to be forgotten, in their order."""
        self._fault: ArchiveFault | None = None
        self._retry_at_s = 0.0
        self.files = self._open_files()
        """Where uploaded files stand; None where not even a temporary folder can be had."""

    @property
    def last_client_id(self) -> int:
        """The highest client id of earlier runs."""
        return 0 if self.transcript is None else self.transcript.last_client_id

    @property
    def has_saved_all(self) -> bool:
        """Whether every event that was noted is in the transcript."""
        return not self._unsaved

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
        if now_s >= self._retry_at_s and not self._try_to_save():
            self._retry_at_s = now_s + _RETRY_S

    def save_now(self) -> None:
        """Save what was noted, in the middle of a tick or however shortly after a fault."""
        self._try_to_save()

    def keep_ban(self, ban: Ban) -> None:
        """Have a ban outlive the program; where that cannot be yet, it is tried again."""
        self._change_bans(ban)

    def lift_ban(self, ban_id: int) -> None:
        """Forget a saved ban; where that cannot be yet, it is tried again."""
        self._change_bans(ban_id)

    def carry_bans(self, bans: Iterable[Ban]) -> None:
        """Remember those of `bans` that no file has, for the next run of this program."""
        saves = self.transcript is not None
        self._carried_bans.keep(
            ban for ban in bans if ban.until_stop or not saves or ban in self._unsaved_bans
        )

    def close(self) -> None:
        """Give the files back; trouble with that is told too."""
        if self.files is not None:
            self.files.close()
        if self.transcript is None:
            return
        if self._unsaved:
            count = len(self._unsaved)
            self.tell(
                _LOST_TASK,
                f"The last {count:,} messages could not be saved: they are lost."
                if count > 1
                else "The last message could not be saved: it is lost.",
            )
        try:
            self.transcript.close()
        except ArchiveFault as fault:
            self.tell(fault.task, fault.sentence)

    def _change_bans(self, change: Ban | int) -> None:
        if self.transcript is not None:
            self._unsaved_bans.append(change)
            self._try_to_save()

    def _try_to_save(self) -> bool:
        """Save all that is not saved yet; False, and the host is told why, where that fails."""
        transcript = self.transcript
        if transcript is None or not (self._unsaved or self._unsaved_bans):
            return True
        try:
            transcript.append(tuple(self._unsaved))
            self._unsaved.clear()
            while self._unsaved_bans:
                _save_ban(transcript, self._unsaved_bans[0])
                self._unsaved_bans.popleft()
        except ArchiveFault as fault:
            if self._fault is None or self._fault.kind is not fault.kind:
                self.tell(fault.task, fault.sentence)
            self._fault = fault
            return False
        if self._fault is not None:
            self._fault = None
            self.tell(Task.SAVING, "")
        return True

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


def _save_ban(transcript: Transcript, change: Ban | int) -> None:
    if isinstance(change, Ban):
        transcript.keep_ban(change)
    else:
        transcript.lift_ban(change)


def retention_of(keep: Keep) -> Retention:
    """Return the archive's word for a setting."""
    match keep.how_long:
        case KeepFor.FOREVER:
            return Forever()
        case KeepFor.DAYS:
            return Days(keep.days)
        case KeepFor.UNTIL_CLOSE:
            return UntilClose()
