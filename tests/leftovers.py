"""What code leaves behind in this process and in the working tree, found by comparing two looks.

A `Snapshot` lists threads, file descriptors and files; the later one tells what is new since the
earlier. When to look, and what to do about it, is decided in `leak_guard.py`.
"""

from __future__ import annotations

import os
import socket
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from threading import enumerate as running_threads

_DESCRIPTORS = Path("/proc/self/fd")
"""Exists on Linux only; elsewhere descriptors are not compared."""
_NOT_WALKED = {"__pycache__", "node_modules", "build", "dist"}
_SOURCES = (".py", ".md", ".html", ".css", ".js")
"""No test writes these; somebody who edits the tree while its tests run does."""
_LONG_AGO_NS = 3_000_000_000
"""Longer than a tick of any file system's clock; FAT has the longest, of two seconds."""
_X11_PORTS = range(6000, 6100)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was there at one moment."""

    threads: frozenset[Thread]
    descriptors: frozenset[tuple[int, str]]
    """Number, and what `/proc` says it stands for, such as `socket:[4711]`: numbers are reused."""
    files: frozenset[Path]

    def since(self, earlier: Snapshot) -> list[str]:
        """Say in words what is here that was not there then; empty when nothing is."""
        threads = self.threads - earlier.threads
        descriptors = _not_kept_by_tk(self.descriptors - earlier.descriptors)
        files = self.files - earlier.files
        return [
            *(f"thread {name} still runs" for name in sorted(thread.name for thread in threads)),
            *(f"descriptor {number}, {target}, is open" for number, target in sorted(descriptors)),
            *(f"{path} was left in the tree" for path in sorted(files)),
        ]


class Tree:
    """A folder and those under it in which a test might forget something.

    A folder's time changes with its entries, so of one that kept it the last list still holds: two
    looks for each of thousands of tests would take a minute otherwise.
    """

    def __init__(self, root: Path) -> None:
        """Find the folders; those that are made later are entries of these."""
        self._folders = [root]
        for parent, names, _ in os.walk(root):
            names[:] = [name for name in names if _is_watched(name)]
            self._folders += [Path(parent, name) for name in names]
        self._known: dict[Path, tuple[int, frozenset[Path]]] = {}
        """Of each folder its time, and its entries then."""

    def entries(self) -> frozenset[Path]:
        """Return what is in them now, sources excepted."""
        return frozenset().union(*map(self._entries_of, self._folders))

    def _entries_of(self, folder: Path) -> frozenset[Path]:
        changed_ns = folder.stat().st_mtime_ns
        known_ns, known = self._known.get(folder, (None, frozenset()))
        if known_ns == changed_ns:
            return known
        found = frozenset(_listed(folder))
        # Moments later another entry could come within the same tick of the file system's clock.
        if time.time_ns() - changed_ns > _LONG_AGO_NS:
            self._known[folder] = changed_ns, found
        return found


def take_snapshot(tree: Tree) -> Snapshot:
    """Look now."""
    return Snapshot(
        threads=frozenset(running_threads()),
        descriptors=frozenset(_open_descriptors()),
        files=tree.entries(),
    )


def _is_watched(name: str) -> bool:
    return not name.startswith(".") and name not in _NOT_WALKED


def _listed(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_watched(entry.name) and not entry.name.endswith(_SOURCES):
                yield Path(entry.path)


def _open_descriptors() -> Iterator[tuple[int, str]]:
    if not _DESCRIPTORS.exists():
        return
    for entry in _DESCRIPTORS.iterdir():
        try:
            yield int(entry.name), str(entry.readlink())
        except FileNotFoundError:
            continue  # the one through which the folder itself was being read


def _not_kept_by_tk(found: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Leave out what Tk 8.6 opens with a process's first window and never closes.

    That is one connection to each X server, and with it the two ends of its notifier's pipe.
    """
    to_x_servers = {item for item in found if _leads_to_x_server(*item)}
    rest = set(found) - to_x_servers
    if to_x_servers:
        ends = Counter(target for _, target in rest if target.startswith("pipe:"))
        notifier = next((target for target, count in ends.items() if count == 2), None)
        rest = {item for item in rest if item[1] != notifier}
    return rest


def _leads_to_x_server(number: int, target: str) -> bool:
    if not target.startswith("socket:"):
        return False
    try:
        with socket.socket(fileno=os.dup(number)) as duplicate:
            peer = duplicate.getpeername()
    except OSError:
        return False  # not connected, or closed meanwhile
    if isinstance(peer, tuple):
        return peer[1] in _X11_PORTS
    return ".X11-unix/" in os.fsdecode(peer)
