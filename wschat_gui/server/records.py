"""What was said, as it is asked for again and deleted: in the archive where there is one, in memory
where there is none.

New events are saved by `keeper.py`; what the window asks of the archive is in `archive_desk.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from wschat_gui.archive.faults import ArchiveFault
from wschat_gui.bridge.commands import (
    DeleteBefore,
    DeleteEverything,
    DeleteMessage,
    DeleteOfClient,
    Deletion,
)
from wschat_gui.bridge.events import Forgotten
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.chat.effects import Effect, Fetch, Reply
from wschat_gui.chat.room import Room
from wschat_gui.chat.vocabulary import Earlier, Said, SeqPair
from wschat_gui.config import Keep
from wschat_gui.server.archive_desk import ArchiveDesk
from wschat_gui.server.keeper import Keeper, retention_of


class RecordsDesk(Protocol):
    """What this needs of the server."""

    @property
    def room(self) -> Room:
        """The room that is open."""

    @property
    def clients(self) -> Collection[int]:
        """Who is connected."""

    def perform(self, effects: list[Effect]) -> None:
        """Do what the room wants done."""


class Records:
    """Of one run of the server."""

    def __init__(self, desk: RecordsDesk, keeper: Keeper, events: EventQueue) -> None:
        """Answer from the room's memory, until there is an archive."""
        self.archive: ArchiveDesk | None = None
        """Where the transcript can be asked; None where nothing is saved."""
        self._desk = desk
        self._keeper = keeper
        self._events = events
        self._fetching: set[int] = set()
        self._waiting: list[Deletion] = []
        """Of what may not be in the file yet, where it would not be found."""

    def open_archive(self, keep: Keep) -> None:
        """Begin to look after the transcript, if there is one."""
        transcript, files = self._keeper.transcript, self._keeper.files
        if transcript is not None:
            remove_files = None if files is None else files.remove
            self.archive = ArchiveDesk(
                transcript, self._events, retention_of(keep), self.forget, remove_files
            )

    async def close_archive(self) -> None:
        """Do what is to be done at closing."""
        self.delete_what_waits()
        if self.archive is not None:
            await self.archive.close()

    def keep(self, keep: Keep) -> None:
        """Keep messages for another time from now on."""
        if self.archive is not None:
            self.archive.keep(retention_of(keep))

    def fetch(self, effect: Fetch) -> None:
        """Bring a page what was said before the oldest that it has."""
        client_id = effect.client_id

        def is_here() -> bool:
            return client_id in self._desk.clients

        def answer(earlier: Earlier | None) -> None:
            self._fetching.discard(client_id)
            if earlier is not None and is_here():
                self._desk.perform([Reply(client_id, earlier)])

        if self.archive is None:
            answer(effect.in_memory)
        elif client_id not in self._fetching:
            # A page asks again when it has its answer; one that does not wait gets one at a time.
            self._fetching.add(client_id)
            self.archive.fetch(effect, answer, is_here)

    def delete(self, deletion: Deletion) -> None:
        """Delete messages for everybody; where there is an archive, it says when it is done."""
        if self.archive is not None:
            # What this tick has brought may be meant too, and is looked for in the file.
            self._keeper.save_now()
            self._waiting.append(deletion)
            self.delete_what_waits()
            return
        ranges = self._meant(deletion)
        files = self._keeper.files
        if files is not None:
            everything = isinstance(deletion, DeleteEverything)
            try:
                files.remove(files.keys if everything else list(self._keys_within(ranges)))
            except ArchiveFault as fault:
                self._keeper.tell(fault.task, fault.sentence)
        self.forget(ranges)

    def delete_what_waits(self) -> None:
        """Delete what was to be deleted while it could not be saved; about once a second."""
        if self.archive is not None and self._keeper.has_saved_all:
            waiting, self._waiting = self._waiting, []
            for deletion in waiting:
                self.archive.delete(deletion)

    def forget(self, ranges: list[SeqPair]) -> None:
        """Tell everybody that these messages are gone."""
        self._desk.perform(self._desk.room.delete(ranges))
        self._events.post_lifecycle(Forgotten(tuple(ranges)))

    def _meant(self, deletion: Deletion) -> list[SeqPair]:
        room = self._desk.room
        match deletion:
            case DeleteMessage(seq=seq):
                return room.history.runs_of(lambda event: event.seq == seq)
            case DeleteOfClient(client_id=client_id):
                return room.runs_said_by(client_id)
            case DeleteBefore(at_ms=at_ms):
                return room.history.runs_of(lambda event: event.at_ms < at_ms)
            case DeleteEverything():
                return room.history.runs_of_all()

    def _keys_within(self, ranges: list[SeqPair]) -> Iterator[str]:
        for first, last in ranges:
            for seq in range(first, last + 1):
                event = self._desk.room.history.get(seq)
                if isinstance(event, Said) and event.file is not None:
                    yield event.file.key
