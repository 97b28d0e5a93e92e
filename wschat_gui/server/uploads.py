"""Files on their way in: one a client, written as they come, handed to the room when whole.

Whether somebody may send a file is the room's to say (`chat/sharing.py`), where its bytes stand the
archive's (`archive/file_store.py`). Whatever ends an upload early leaves nothing of it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from enum import Enum, auto
from typing import Any, Protocol

from wschat_gui.archive.faults import ArchiveFault, Task
from wschat_gui.archive.file_store import FileStore, PartialFile
from wschat_gui.chat.effects import Deliver, Effect, Receive, Reply
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.pictures import picture
from wschat_gui.chat.requests import Cancel, Offer
from wschat_gui.chat.room import Room
from wschat_gui.chat.vocabulary import Granted, Received, RefusalCode, Refused, SharedFile

CHUNK_BYTES = 64 * 1024
"""Of one binary frame: a chat message waits behind one of these at most."""
_REPORT_EVERY_BYTES = 256 * 1024
_HEAD_BYTES = 256 * 1024
"""Kept to tell what the file is: a photograph's own thumbnail stands before its size."""
_KEY_BYTES = 16
_ANY_BYTES = "application/octet-stream"


class UploadDesk(Protocol):
    """What uploads need of the server."""

    @property
    def room(self) -> Room:
        """The room that is open."""

    def moment(self) -> Moment:
        """Read the clocks."""

    def perform(self, effects: list[Effect]) -> None:
        """Do what the room wants done."""


class _Stage(Enum):
    RECEIVING = auto()
    FINISHING = auto()
    """All bytes are here and being saved."""
    UNWANTED = auto()
    """As before, but nobody is to get it any more."""


class _Upload:
    """One file that is coming in."""

    __slots__ = (
        "head",
        "key",
        "moved_at_s",
        "offer",
        "part",
        "received_bytes",
        "reported_bytes",
        "stage",
    )

    def __init__(self, offer: Offer, key: str, part: PartialFile, now_s: float) -> None:
        self.offer = offer
        self.key = key
        self.part = part
        self.moved_at_s = now_s
        self.head = bytearray()
        self.received_bytes = 0
        self.reported_bytes = 0
        self.stage = _Stage.RECEIVING

    @property
    def missing_bytes(self) -> int:
        """How many are still to come."""
        return self.offer.size_bytes - self.received_bytes

    def put(self, data: bytes) -> None:
        """Write the next bytes."""
        self.part.write(data)
        self.received_bytes += len(data)
        if len(self.head) < _HEAD_BYTES:
            self.head += data[: _HEAD_BYTES - len(self.head)]

    def file(self) -> SharedFile:
        """Describe the whole file."""
        seen = picture(bytes(self.head))
        return SharedFile(
            key=self.key,
            name=self.offer.name,
            size_bytes=self.offer.size_bytes,
            media_type=_ANY_BYTES if seen is None else seen.media_type,
            width=0 if seen is None else seen.width,
            height=0 if seen is None else seen.height,
        )


class Uploads:
    """Of all clients."""

    def __init__(
        self,
        store: FileStore | None,
        desk: UploadDesk,
        tell_trouble: Callable[[str, str], None],
        stall_s: float,
    ) -> None:
        """Write into `store`; where there is none, the room must take no files.

        `tell_trouble(task, sentence)` is told what the disk did not do, and with an empty sentence
        when it does it again.

        An upload of which nothing comes for `stall_s` is dropped.
        """
        self._store = store
        self._desk = desk
        self._tell_trouble = tell_trouble
        self._troubles: set[Task] = set()
        """What the disk did not do when it was last asked to."""
        self.stall_s = stall_s
        self._uploads: dict[int, _Upload] = {}
        self._stray_bytes: dict[int, int] = {}
        """Of uploads that were broken off here: what was sent before the sender could know."""
        self._tasks: set[asyncio.Task[None]] = set()

    # For sessions --------------------------------------------------------------------------------

    def offer(self, client_id: int, request: Offer) -> None:
        """A client wants to send a file."""
        if client_id in self._uploads:
            self._refuse(client_id, request.id, "Send one file at a time.")
            return
        under_way = sum(upload.offer.size_bytes for upload in self._uploads.values())
        stored_bytes = under_way + (0 if self._store is None else self._store.total_bytes)
        desk = self._desk
        desk.perform(desk.room.offer(client_id, request, desk.moment(), stored_bytes=stored_bytes))

    def take(self, client_id: int, data: bytes) -> bool:
        """Take a binary message; tell whether it belonged to an upload."""
        upload = self._uploads.get(client_id)
        if upload is None or upload.stage is not _Stage.RECEIVING:
            return self._take_stray(client_id, data)
        if len(data) > upload.missing_bytes:
            self._break_off(client_id, "There came more than was announced.")
            return True
        try:
            upload.put(data)
        except ArchiveFault as fault:
            self._blame_disk(client_id, fault)
            return True
        if data:
            upload.moved_at_s = self._desk.moment().monotonic_s
        self._report(client_id, upload)
        if not upload.missing_bytes:
            upload.stage = _Stage.FINISHING
            self._begin(self._finish(client_id, upload))
        return True

    def cancel(self, client_id: int, request: Cancel) -> None:
        """A client breaks off its upload; of one that is over already this is nothing."""
        upload = self._uploads.get(client_id)
        if upload is not None and upload.offer.id == request.id:
            self.abandon(client_id)

    # For the house -------------------------------------------------------------------------------

    def receive(self, effect: Receive) -> None:
        """Begin to take in a file that the room gave leave for."""
        client_id, offer = effect.client_id, effect.offer
        assert self._store is not None, "the room takes no files where none can be saved"
        key = secrets.token_urlsafe(_KEY_BYTES)
        try:
            part = self._store.begin(key)
        except ArchiveFault as fault:
            self._failed(fault)
            self._refuse(client_id, offer.id, "The host could not save the file.")
            return
        now_s = self._desk.moment().monotonic_s
        self._uploads[client_id] = _Upload(offer, key, part, now_s)
        self._stray_bytes.pop(client_id, None)
        self._desk.perform([Reply(client_id, Granted(offer.id, CHUNK_BYTES))])

    def abandon(self, client_id: int) -> None:
        """Forget what a client was sending, with all that was written of it."""
        self._stray_bytes.pop(client_id, None)
        upload = self._uploads.get(client_id)
        if upload is None:
            return
        if upload.stage is _Stage.RECEIVING:
            del self._uploads[client_id]
            self._discard(upload)
        else:
            upload.stage = _Stage.UNWANTED

    def drop_stalled(self, now_s: float) -> None:
        """Break off every upload of which nothing came for too long."""
        for client_id, upload in tuple(self._uploads.items()):
            stands_still = now_s - upload.moved_at_s >= self.stall_s
            if stands_still and upload.stage is _Stage.RECEIVING:
                sentence = f"Nothing of the file came for {self.stall_s:.0f} seconds."
                self._break_off(client_id, sentence)

    async def close(self) -> None:
        """Abandon what is under way, and wait until nothing is being saved."""
        for client_id in tuple(self._uploads):
            self.abandon(client_id)
        for task in tuple(self._tasks):
            await task

    # Inside --------------------------------------------------------------------------------------

    def _take_stray(self, client_id: int, data: bytes) -> bool:
        allowed_bytes = self._stray_bytes.get(client_id, 0)
        if len(data) > allowed_bytes:
            return False
        self._stray_bytes[client_id] = allowed_bytes - len(data)
        return True

    def _report(self, client_id: int, upload: _Upload) -> None:
        unreported_bytes = upload.received_bytes - upload.reported_bytes
        if unreported_bytes >= _REPORT_EVERY_BYTES or not upload.missing_bytes:
            upload.reported_bytes = upload.received_bytes
            received = Received(upload.offer.id, upload.received_bytes)
            self._desk.perform([Reply(client_id, received)])

    async def _finish(self, client_id: int, upload: _Upload) -> None:
        """Save a whole file and have it said; the room goes on meanwhile."""
        file = upload.file()
        try:
            await asyncio.to_thread(upload.part.finish, file)
        except ArchiveFault as fault:
            self._blame_disk(client_id, fault)
            return
        finally:
            self._uploads.pop(client_id, None)
        self._succeeded(Task.RECEIVING)
        effects: list[Effect] = []
        if upload.stage is not _Stage.UNWANTED:
            desk = self._desk
            effects = desk.room.share(client_id, upload.offer, file, desk.moment())
        # At once: whom they are for may be gone when the file is.
        self._desk.perform(effects)
        if not any(isinstance(effect, Deliver) for effect in effects):
            await self._remove(file.key)

    def _blame_disk(self, client_id: int, fault: ArchiveFault) -> None:
        self._failed(fault)
        self._break_off(client_id, "The host could not save the file.")

    def _break_off(self, client_id: int, sentence: str) -> None:
        upload = self._uploads.pop(client_id)
        self._discard(upload)
        if upload.stage is not _Stage.UNWANTED:
            self._stray_bytes[client_id] = upload.missing_bytes
            self._refuse(client_id, upload.offer.id, sentence)

    def _discard(self, upload: _Upload) -> None:
        try:
            upload.part.abandon()
        except ArchiveFault as fault:
            # It stays until the store is opened again, and nobody can ask for it.
            self._failed(fault)
        else:
            self._succeeded(Task.DELETING)

    async def _remove(self, key: str) -> None:
        assert self._store is not None, "the file is in it"
        try:
            await asyncio.to_thread(self._store.remove, [key])
        except ArchiveFault as fault:
            self._failed(fault)
        else:
            self._succeeded(Task.DELETING)

    def _failed(self, fault: ArchiveFault) -> None:
        self._troubles.add(fault.task)
        self._tell_trouble(fault.task, fault.sentence)

    def _succeeded(self, task: Task) -> None:
        if task in self._troubles:
            self._troubles.remove(task)
            self._tell_trouble(task, "")

    def _refuse(self, client_id: int, offer_id: str, sentence: str) -> None:
        refused = Refused(RefusalCode.FILE_BROKEN, sentence, offer_id)
        self._desk.perform([Reply(client_id, refused)])

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
