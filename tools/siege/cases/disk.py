"""The disk is full for a while: a small one of the host's own, so that nobody else's fills up."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import msgspec

from tools.siege.case import Case, Scale
from tools.siege.host import PROGRAM, Host

_FULL = "Messages are not being saved: the disk is full."
_OVER = "No longer: Messages are not being saved."
_BLOCK = bytes(4096)
_MOUNTED = """
for argument; do [ "$before" = --data-dir ] && folder=$argument; before=$argument; done
mkdir -p "$folder" && mount -t tmpfs -o size=4m siege "$folder" && exec "$@"
"""
_IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
_MAY_MOUNT = () if _IS_ROOT else ("--user", "--map-root-user")
_MAY_ENTER = () if _IS_ROOT else ("--user", "--preserve-credentials")


async def _fill(host: Host, scale: Scale) -> str:
    """Fill the disk, let people talk, make room, and look for what was said in between."""
    folder = _inside(host)
    filler = folder / "somebody's holiday pictures"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(_BLOCK)
        except OSError:
            filled_bytes = filler.stat().st_size
    await asyncio.to_thread(host.await_line, lambda line: line.startswith(_FULL))
    marked = (folder / "transcript.unsaved").exists()
    await asyncio.sleep(scale.seconds)
    filler.unlink()
    await asyncio.to_thread(host.await_line, lambda line: line.startswith(_OVER))
    seqs = await _saved(host)
    assert seqs == list(range(1, len(seqs) + 1)), "something is not in the transcript"
    assert marked, "nothing would have told the next run"
    assert not (folder / "transcript.unsaved").exists(), "the mark was left"
    return (
        f"{filled_bytes / 1e6:.1f} MB of others' files for {scale.seconds:.0f} s; afterwards "
        f"all {len(seqs)} messages are in the transcript"
    )


async def _saved(host: Host) -> list[int]:
    """Return the `seq` of every message in the transcript, in its order."""
    target = host.data_dir.parent / "transcript.jsonl"
    namespace = ("nsenter", "--target", str(host.process.pid), *_MAY_ENTER, "--mount")
    options = ("--data-dir", str(host.data_dir), "--format", "jsonl", "--output", str(target))
    export = await asyncio.create_subprocess_exec(*namespace, *PROGRAM, "export", *options)
    assert await export.wait() == 0, "the transcript cannot be exported"
    lines = map(msgspec.json.decode, target.read_bytes().splitlines())
    return [line["seq"] for line in lines if "seq" in line]


def _inside(host: Host) -> Path:
    """Return the data folder as the host sees it, on a disk that nobody else has mounted."""
    return Path(f"/proc/{host.process.pid}/root{host.data_dir}")


CASES = (
    Case(
        name="disk full",
        attack=_fill,
        prefix=("unshare", *_MAY_MOUNT, "--mount", "sh", "-c", _MOUNTED, "sh"),
        full=Scale(seconds=20.0, clients=1),
        short=Scale(seconds=1.0, clients=1),
    ),
)
