"""The bytes of uploaded files: one file each below a folder, named by its key.

A file is there whole or not at all, and stays only if a message of the transcript has it: what a
crash leaves behind is removed when the store is opened. What is known of a file is saved with its
message, in `files.py`; who may send or get one is not decided here.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from threading import Lock
from typing import Self

from wschat_gui.archive.faults import Task, translated
from wschat_gui.chat.vocabulary import SharedFile

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_PART = ".part"


class PartialFile:
    """An upload under way: written in order, then finished or abandoned.

    Used by one thread at a time. Every method raises ArchiveFault where the disk fails.
    """

    def __init__(self, store: FileStore, key: str, path: Path) -> None:
        """Begin; what an earlier try has left at `path` is overwritten."""
        self._store = store
        self._key = key
        self._path = path
        with translated(Task.RECEIVING, path):
            # Pieces are large already: no buffer in between, so that a full disk is told at once.
            self._file = path.open("wb", buffering=0)

    def write(self, piece: bytes) -> None:
        """Add the next bytes: into the system's memory, without waiting for the disk."""
        rest = memoryview(piece)
        with translated(Task.RECEIVING, self._path):
            while rest:
                rest = rest[self._file.write(rest) :]

    def finish(self, file: SharedFile) -> None:
        """Put the whole file in its place. Waits for the disk: not for the loop's thread.

        Where that fails nothing is left. What no message is appended with is to be removed again.
        """
        if file.key != self._key:
            raise ValueError(f"the upload of {self._key} cannot be finished as {file.key}")
        try:
            with translated(Task.RECEIVING, self._path):
                os.fsync(self._file.fileno())
                self._file.close()
                self._path.replace(self._path.with_suffix(""))
                _sync_folder(self._path.parent)
        except BaseException:
            self.abandon()
            raise
        self._store.add(file)

    def abandon(self) -> None:
        """Leave nothing of an unfinished file; a finished one stays. Idempotent."""
        with translated(Task.DELETING, self._path):
            self._file.close()
            self._path.unlink(missing_ok=True)


class FileStore:
    """All files that can be asked for. Any thread."""

    def __init__(self, folder: Path, kept: Iterable[SharedFile] = ()) -> None:
        """Open a folder, made if it is not there; all in it that is not `kept` is removed.

        Of `kept`, what somebody has taken out of the folder is as if it had never been.

        Raises:
            ArchiveFault: files cannot be saved here.
        """
        self._folder = folder
        self._lock = Lock()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        by_key = {file.key: file for file in kept}
        with translated(Task.RECEIVING, folder):
            folder.mkdir(parents=True, exist_ok=True)
            names = {path.name for path in folder.iterdir() if path.is_file()}
            for name in names - by_key.keys():
                (folder / name).unlink(missing_ok=True)
        self._files = {key: file for key, file in by_key.items() if key in names}
        self._total_bytes = sum(file.size_bytes for file in self._files.values())

    @classmethod
    def temporary(cls) -> Self:
        """Open a store of a host that saves nothing: `close` removes it."""
        with translated(Task.RECEIVING, Path(tempfile.gettempdir())):
            # On Windows a file that somebody is getting just now cannot be removed.
            folder = tempfile.TemporaryDirectory(prefix="wschat-", ignore_cleanup_errors=True)
        store = cls(Path(folder.name))
        store._temporary = folder
        return store

    @property
    def total_bytes(self) -> int:
        """How much all finished files take."""
        return self._total_bytes

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all finished files."""
        with self._lock:
            return tuple(self._files)

    def begin(self, key: str) -> PartialFile:
        """Begin a file; `key` is unguessable, and was never used before.

        Raises:
            ValueError: the key is not made of 16 to 64 characters of base64url.
            ArchiveFault: files cannot be saved just now.
        """
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key")
        return PartialFile(self, key, self._folder / (key + _PART))

    def add(self, file: SharedFile) -> None:
        """Know a file that has been finished."""
        with self._lock:
            self._files[file.key] = file
            self._total_bytes += file.size_bytes

    def open_for_reading(self, key: str) -> tuple[SharedFile, Path] | None:
        """Return what is known of a file and where it stands; None if there is none of this key.

        It may be deleted between this and opening it.
        """
        # Only what is known is looked for, so no key leads out of the folder.
        file = self._files.get(key)
        path = self._folder / key
        return None if file is None or not path.is_file() else (file, path)

    def remove(self, keys: Collection[str]) -> None:
        """Remove files; those that are gone already count as removed.

        Raises:
            ArchiveFault: one of them cannot be removed; it cannot be asked for any more all the
                same, and is removed when the store is opened again.
        """
        with self._lock:
            for key in keys:
                if file := self._files.pop(key, None):
                    self._total_bytes -= file.size_bytes
        unlink(self._folder, keys)

    def close(self) -> None:
        """Remove a temporary store. Idempotent."""
        if self._temporary is not None:
            self._temporary.cleanup()


def unlink(folder: Path, keys: Iterable[str]) -> None:
    """Remove the bytes of these files; those that are gone already count as removed.

    Raises:
        ArchiveFault: one of them cannot be removed.
    """
    for key in keys:
        # A key from a file that somebody has prepared must not lead out of the folder either.
        if _KEY.fullmatch(key):
            path = folder / key
            with translated(Task.DELETING, path):
                path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Have a new name in a folder on the disk; Windows knows no such thing, and does it itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
