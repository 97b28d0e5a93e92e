"""A host's archive without the host: says and deletes until it is killed; run by test_kill.py.

After each commit it writes the `seq` up to which clients may have seen messages to its output.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from wschat_gui.archive import housekeeper as module
from wschat_gui.archive.deletion import OneMessage
from wschat_gui.archive.housekeeper import Housekeeper
from wschat_gui.archive.transcript import Transcript
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.vocabulary import Edited, KeptEvent, Reacted, Said

_BETWEEN_TICKS_S = 0.0005


def main(folder: Path) -> None:
    """Never return."""
    # Rounds as fast as they can be, so that a kill falls into every kind of work.
    module._ROUND_S = 0.001
    module._CHECKPOINT_EVERY_S = 0.003
    moment = Moment(time.time_ns() // 1_000_000, time.monotonic())
    transcript = Transcript.open(folder, moment)
    housekeeper = Housekeeper(
        folder,
        transcript.epoch,
        on_gone=lambda gone: tell("gone", *(each.first for each in gone)),
        on_fault=lambda fault: tell("fault", fault),
        on_recovered=lambda _task: None,
    )
    housekeeper.start()
    while True:
        first = transcript.last_seq + 1
        events: list[KeptEvent] = [
            Said(seq, seq, seq % 20 + 1, f"Nick {seq % 20}", f"id-{seq}", f"message {seq}")
            for seq in range(first, first + first % 7 + 1)
        ]
        transcript.append([*events, *amendments(transcript.last_seq, events[-1].seq)])
        tell("seen", transcript.last_seq)
        if transcript.last_seq // 50 > first // 50:
            housekeeper.delete(OneMessage(first // 50 * 50 + 1))
        # A loop that never rests would keep the file locked for ever.
        time.sleep(_BETWEEN_TICKS_S)


def amendments(target: int, last_seq: int) -> list[KeptEvent]:
    """Return what changes the last event of the tick before, each third time, if it was said."""
    seq = last_seq + 1
    if target % 3:
        return []
    return [
        Edited(seq, seq, 1, "Nick 1", target, f"edited by {seq}"),
        Reacted(seq + 1, seq, 1, "Nick 1", "", target, "👍", on=True),
    ]


def tell(*words: object) -> None:
    """Write a line at once: two threads do, and a kill may cut the last."""
    line = " ".join(map(str, words)) + "\n"
    os.write(sys.stdout.fileno(), line.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
