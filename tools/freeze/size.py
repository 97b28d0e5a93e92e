"""How large something is on the disk."""

from __future__ import annotations

from pathlib import Path


def size_bytes(path: Path) -> int:
    """Return the size of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    inside = (each for each in path.rglob("*") if not each.is_symlink() and each.is_file())
    return sum(each.stat().st_size for each in inside)
