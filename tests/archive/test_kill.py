"""A host killed in the middle of commits: what clients may have seen is there, once, in order."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from tests.archive.making import index_all, seqs
from wschat_gui.archive.connections import ArchiveFiles
from wschat_gui.archive.search import Search
from wschat_gui.archive.transcript import Transcript
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.vocabulary import Edited, Said

KILLS = 5


def run_and_kill(folder: Path, after_lines: int) -> tuple[int, set[int]]:
    """Return up to which `seq` messages were seen, and which were told to be gone."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.archive.writing_child", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        lines = list(islice(child.stdout, after_lines))
        while not any(line.startswith("gone") for line in lines):
            lines.append(child.stdout.readline())
        child.kill()
        lines += child.stdout.readlines()
    # The last line may have been cut by the kill.
    whole = [line.split() for line in lines if line.endswith("\n")]
    assert not [line for line in whole if line[0] == "fault"]
    seen = max(int(line[1]) for line in whole if line[0] == "seen")
    return seen, {int(seq) for line in whole if line[0] == "gone" for seq in line[1:]}


def test_what_was_seen_before_a_kill_is_there_once_and_in_order(tmp_path: Path) -> None:
    chance = random.Random(7)
    gone: set[int] = set()
    epoch = ""
    for _ in range(KILLS):
        seen, told_gone = run_and_kill(tmp_path, chance.randint(1, 1_000))
        gone |= told_gone
        # A commit had to wait too long for the housekeeper's, and was not tried again any more.
        left_unsaved = ArchiveFiles(tmp_path).unsaved.exists()
        moment = Moment(time.time_ns() // 1_000_000, time.monotonic())
        with Transcript.open(tmp_path, moment) as transcript, transcript.reader() as reader:
            assert transcript.epoch == epoch or left_unsaved or not epoch
            epoch = transcript.epoch
            assert transcript.set_aside is None
            assert transcript.last_seq >= seen
            events = transcript.last(1_000_000)
            deleted = {
                seq for each in transcript.gone() for seq in range(each.first, each.last + 1)
            }
            assert deleted >= gone
            assert seqs(events) == [
                seq for seq in range(1, transcript.last_seq + 1) if seq not in deleted
            ]
            texts = {event.seq: event.text for event in events if isinstance(event, Said)}
            edits = [event for event in events if isinstance(event, Edited)]
            assert edits
            assert all(texts.get(edit.target, edit.text) == edit.text for edit in edits)
            newest = max(seq for seq, text in texts.items() if text == f"message {seq}")
            index_all(transcript)
            assert seqs(reader.search(Search(words=f"message {newest}", limit=1))) == [newest]
            edited = [seq for seq, text in texts.items() if text.startswith("edited")]
            assert seqs(reader.search(Search(words="edited", limit=100_000))) == edited[::-1]
    assert len(gone) >= KILLS
